"""Decide again, in a minute or so, in which forms the sample school's tables are published, and keep it.

    python -m tests.publishing.sample_forms

For a change of the sample school, of a table or of the audit.
"""

import json
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from dashboard.config import SAMPLE_FORMS_FILE
from dashboard.publishing.publish import Publisher
from dashboard.registers import import_files
from dashboard.sample_school import LAST_DAY, SAMPLE_SCHOOL_NAME, write_sample
from dashboard.store.schools import find_school


def decided_anew(store: Path, first_terms: int | None = None) -> dict[str, dict[str, int]]:
    """What the audit decides for the sample in this store: for all its ended terms, or the first few."""
    publisher = Publisher(store, find_school(store))
    for term in [term for term in publisher.terms if term.is_ended][:first_terms]:
        publisher.publish_term(term)
    return publisher.decisions


def import_sample(store: Path) -> None:
    """The sample school, unpublished."""
    with TemporaryDirectory() as files:
        written = write_sample(Path(files), until=min(LAST_DAY, date.today()))
        import_files(store, written, school=SAMPLE_SCHOOL_NAME)


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        import_sample(Path(folder) / "store")
        decisions = decided_anew(Path(folder) / "store")
    SAMPLE_FORMS_FILE.parent.mkdir(exist_ok=True)
    SAMPLE_FORMS_FILE.write_text(json.dumps(decisions, indent=1) + "\n", encoding="utf-8")
