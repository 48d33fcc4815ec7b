"""Who is who in an aggregator's JSON: UPN, former UPN, admission number, and the number the system gives."""

import json
from datetime import date

import pytest

from tests.registers.conftest import ANN, BOB, CAI, counts
from tests.registers.documents import fixtures

TEMPORARY, PERMANENT = "T20110001804V", CAI
# Bob's admission number is, but for its zeros, the number that Assembly gives Ann.
KNOWN = f"""upn,admission_number,surname,forename,year_group
{ANN},001042,Example,Ann,3
{BOB},000011,O'Test,Bob,4
,001044,Nursery,Cal,N2
{TEMPORARY},,Newcomer,Dan,2
"""
STUDENTS = [
    {"id": 11, "upn": ANN, "pan": "001042", "last_name": "Example", "first_name": "Ann", "year_code": "3"},
    {"id": 12, "upn": BOB, "pan": "000011", "last_name": "O'Test", "first_name": "Bob", "year_code": "4"},
    {"id": 13, "upn": None, "pan": "001044", "last_name": "Nursery", "first_name": "Cal", "year_code": "N2"},
    {
        "id": 14,
        "upn": PERMANENT,
        "former_upn": TEMPORARY,
        "pan": None,
        "last_name": "Newcomer",
        "first_name": "Dan",
        "year_code": "2",
    },
    {"id": 15, "upn": None, "pan": None, "last_name": "Latest", "first_name": "Eve", "year_code": "N2"},
]
MARKS_OF = {11: "I", 12: "/", 13: "M", 14: "L", 15: "C"}
IN_ORDER = [("Ann", "I"), ("Bob", "/"), ("Cal", "M"), ("Dan", "L"), ("Eve", "C")]
MARKS = [
    {"id": 100 + number, "student_id": number, "session_date": "2025-09-08", "session_name": "AM"}
    | {"attendance_mark": mark, "minutes_late": 0}
    for number, mark in MARKS_OF.items()
]
MARKS_BY_FORENAME = """
    select forename, attendance_code from session_marks join pupils using (school_id, pupil_id) order by all
"""


def listed(records) -> str:
    """As Assembly sends a list of records."""
    lines = ",\n".join(json.dumps({"object": "record", **record}) for record in records)
    return f'{{"object": "list", "data": [\n{lines}\n], "has_more": false}}\n'


@pytest.fixture
def known(office):
    """An office whose own system's list is stored, with admission numbers."""
    office.take("pupils.csv", KNOWN, as_at=date(2025, 9, 1))
    return office


def test_a_list_finds_the_pupils_by_upn_former_upn_and_pan_and_the_marks_find_them_by_its_own_number(known):
    pupils = known.take("students.json", listed(STUDENTS), as_at=date(2025, 9, 8))
    marks = known.take("attendance.json", listed(MARKS))

    # Dan has another UPN now, and Eve is new
    of_list = {"rows_read": 5, "rows_accepted": 2, "rows_superseded": 1, "rows_unchanged": 3}
    assert counts(pupils) == of_list
    assert pupils.warnings == ["Columns not used: object."]
    assert counts(marks) == {"rows_read": 5, "rows_accepted": 5}
    assert known.stored("select count(*) from pupils") == [(5,)]
    assert known.stored(MARKS_BY_FORENAME) == IN_ORDER
    assert known.stored(
        "select forename, admission_number from pupils where upn is not null order by all"
    ) == [
        ("Ann", "001042"),
        ("Bob", "000011"),
        ("Dan", "ID:14"),
    ]


def test_marks_that_come_before_the_list_belong_to_its_pupils_once_it_is_there(known):
    known.take("attendance.json", listed(MARKS))
    assert known.stored("select count(*) from pupils") == [(9,)]  # nothing says yet who is who

    known.take("students.json", listed(STUDENTS), as_at=date(2025, 9, 8))

    assert known.stored("select count(*) from pupils") == [(5,)]
    assert known.stored(MARKS_BY_FORENAME) == IN_ORDER


def test_marks_that_hold_upn_or_pan_themselves_need_no_list(known):
    own = [{"upn": ANN}, {"upn": None, "pan": "000011"}, {"student": {"id": 13, "pan": "001044"}}]
    marks = [{**mark, "student_id": None, **numbers} for mark, numbers in zip(MARKS[:3], own, strict=True)]

    report = known.take("attendance.json", listed(marks))

    assert counts(report) == {"rows_read": 3, "rows_accepted": 3}
    assert known.stored("select count(*) from pupils") == [(4,)]
    assert known.stored(MARKS_BY_FORENAME) == IN_ORDER[:3]


def test_a_wonde_list_that_holds_admission_numbers_still_says_whose_the_marks_are(office):
    upn = f'"upn": "{ANN}"'
    students = fixtures.WONDE_PUPILS.replace(upn, f'{upn}, "admission_number": "001042"')
    office.take("students.json", students, as_at=date(2025, 9, 9))
    office.take("attendance.json", fixtures.WONDE_MARKS)

    assert office.stored("select forename, admission_number from pupils order by all")[0] == ("Ann", "001042")
    assert [forename for forename, _ in office.stored(MARKS_BY_FORENAME)] == ["Ann"] * 4 + ["Bob"] * 4


def test_a_list_with_names_and_no_number_but_the_systems_own_is_a_pupil_list(office):
    report = office.take("students.json", listed([STUDENTS[4]]), as_at=date(2025, 9, 8))
    office.take("attendance.json", listed(MARKS[4:]))

    assert (report.kind, counts(report)) == ("pupils", {"rows_read": 1, "rows_accepted": 1})
    assert office.stored(MARKS_BY_FORENAME) == [("Eve", "C")]
