"""Marks as SIMS, Arbor and Bromcom head them: recognised without asking, all counted, the pupils found."""

import pytest

from tests.registers.conftest import ANN, counts

# The pupil of a system that knows no UPN in this report is found by this number, leading zeros and all.
PUPILS = f"upn,admission_number,surname\n{ANN},001234,Ash\n"
# Ann is late on Monday morning and ill on Tuesday afternoon
STORED = [
    ("2025-09-08", "AM", "L"), ("2025-09-08", "PM", "\\"),
    ("2025-09-09", "AM", "/"), ("2025-09-09", "PM", "I"),
]  # fmt: skip
SIMS = (
    "Adno,Surname Forename,Reg,Year,Date,Session Name,Mark\n"
    "001234,Ash Ann,3A,Year  3,08/09/2025,AM,L\n"
    "001234,Ash Ann,3A,Year  3,08/09/2025,PM,\\\n"
    "001234,Ash Ann,3A,Year  3,09/09/2025,AM,/\n"
    "001234,Ash Ann,3A,Year  3,09/09/2025,PM,I\n"
)
SIMS_SYNC = (
    "Date,ID,Mark,Session Name,Student ID\n"
    "08/09/2025,9001,L,AM,001234\n"
    "08/09/2025,9002,\\,PM,001234\n"
    "09/09/2025,9003,/,AM,001234\n"
    "09/09/2025,9004,I01,PM,001234\n"
)
ARBOR = (
    "ATTENDANCE_ROLL_CALL_RECORD_ID,ATTENDANCE_ROLL_CALL_RECORD_UNIQUE_ID,STUDENT_UNIQUE_ID,STUDENT_ID,"
    "APPLICATION_ID,ATTENDANCE_ROLL_CALL_ID,RAW_MARK,MARK_CODE,MINUTES_LATE,PERIOD,DATE,ACADEMIC_YEAR_NAME,"
    "IS_PRESENT,IS_AUTHORIZED_ABSENT,IS_UNAUTHORIZED_ABSENT,IS_POSSIBLE_ATTENDANCE\n"
    "1,a-1,u-1,001234,ash,7,L,L,10,MORNING,2025-09-08,2025/2026,1,0,0,1\n"
    "2,a-2,u-1,001234,ash,8,\\,\\,,AFTERNOON,2025-09-08,2025/2026,1,0,0,1\n"
    "3,a-3,u-1,001234,ash,9,/,/,,MORNING,2025-09-09,2025/2026,1,0,0,1\n"
    "4,a-4,u-1,001234,ash,10,I,I,,AFTERNOON,2025-09-09,2025/2026,0,1,0,1\n"
    "5,a-5,u-1,001234,ash,11,,,,MORNING,2025-09-10,2025/2026,0,0,0,0\n"
)
BROMCOM = (
    "Ad. No.,Name,Tutor Group,08/09/2025 AM,08/09/2025 PM,09/09/2025 AM,09/09/2025 PM\n"
    '001234,"Ash, Ann",3A,L,\\,/,I01\n'
)
BROMCOM_LONG = (
    "AdmissionNumber,LegalFirstName,LegalLastName,TutorGroup,SessionDate,Session,AttendanceCode\n"
    "001234,Ann,Ash,3A,08/09/2025,AM,L\n"
    "001234,Ann,Ash,3A,08/09/2025,PM,\\\n"
    "001234,Ann,Ash,3A,09/09/2025,AM,/\n"
    "001234,Ann,Ash,3A,09/09/2025,PM,I\n"
)


@pytest.mark.parametrize(
    ("content", "layout", "blank_cells"),
    [
        pytest.param(SIMS, "long", 0, id="SIMS"),
        pytest.param(SIMS_SYNC, "long", 0, id="SIMS by way of a sync"),
        pytest.param(ARBOR, "long", 1, id="Arbor roll call"),
        pytest.param(BROMCOM, "wide", 0, id="Bromcom"),
        pytest.param(BROMCOM_LONG, "long", 0, id="Bromcom row by row"),
    ],
)
def test_the_marks_of_a_system_are_recognised_counted_and_of_the_pupil_known(
    office, content, layout, blank_cells
):
    office.take("pupils_2025-09-01.csv", PUPILS)

    report = office.take("export.csv", content)

    assert (report.kind, report.layout) == ("marks", layout)
    blank = {"blank_cells": blank_cells} if blank_cells else {}
    assert counts(report) == {"rows_read": 4, "rows_accepted": 4, **blank}
    assert report.problems == []
    assert office.stored_marks() == STORED
    assert office.stored("select count(distinct pupil_id) from session_marks") == [(1,)]
    assert office.stored("select upn, is_described from pupils") == [(ANN, True)]


def test_minutes_late_come_with_a_roll_call(office):
    office.take("export.csv", ARBOR)

    late = "select session_date::varchar, session, minutes_late from session_marks where minutes_late > 0"
    assert office.stored(late) == [("2025-09-08", "AM", 10)]
