"""An invented English primary school, as the files that a school would import."""

from dashboard.sample_school.writing import LAST_DAY, SAMPLE_LA_CODE, write_sample

SAMPLE_SCHOOL_NAME = "St Bede's Sample Primary (invented)"
SAMPLE_URN = "999999"

__all__ = ["LAST_DAY", "SAMPLE_LA_CODE", "SAMPLE_SCHOOL_NAME", "SAMPLE_URN", "write_sample"]
