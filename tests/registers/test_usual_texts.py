from datetime import timedelta

import pytest

from tests.registers.conftest import ANN, BOB, TODAY, counts

WEEKDAYS = [day for day in (TODAY - timedelta(days=ago) for ago in range(90, 0, -1)) if day.weekday() < 5]
USUAL = [
    f"{ANN},{day},{half},/" for day in WEEKDAYS for half in ("AM", "PM")
]  # far more than the top of a file


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("05-11-26,AM,I", ("2026-11-05", "AM", "I")),  # read the other way round: a day in the year 5
        ("5 Nov 2026,AM,I", ("2026-11-05", "AM", "I")),
        ("2026-11-05T00:00:00,AM,I", ("2026-11-05", "AM", "I")),
        ("2026-11-05,2,I", ("2026-11-05", "PM", "I")),
        ("2026-11-05, am,I", ("2026-11-05", "AM", "I")),
        ("2026-11-05,AM,i", ("2026-11-05", "AM", "I")),
        ("2026-11-05,AM,L (12)", ("2026-11-05", "AM", "L")),
    ],
)
def test_a_cell_written_in_another_way_far_down_a_file_is_read_and_so_are_the_usual_ones(
    office, written, stored
):
    report = office.marks(*USUAL, f"{BOB},{written}", accept=True)

    assert counts(report) == {"rows_read": len(USUAL) + 1, "rows_accepted": len(USUAL) + 1}
    usual = {(f"{day}", half, "/") for day in WEEKDAYS for half in ("AM", "PM")}
    assert set(office.stored_marks()) == usual | {stored}


@pytest.mark.parametrize(
    ("written", "heading"),
    [
        ("2026-11-31,AM,/", "date"),
        ("1899-11-05,AM,/", "date"),
        (",AM,/", "date"),
        ("2026-11-05,,/", "session"),
        ("2026-11-05,AM,ZZ", "mark"),
    ],
)
def test_a_cell_that_is_wrong_far_down_a_file_is_rejected_with_its_line_and_column(office, written, heading):
    report = office.marks(*USUAL, f"{BOB},{written}", f"{BOB},2026-11-06,AM,/", accept=True)

    assert counts(report) == {
        "rows_read": len(USUAL) + 2, "rows_accepted": len(USUAL) + 1, "rows_rejected": 1
    }  # fmt: skip
    assert [(problem.line, problem.column) for problem in report.problems] == [(len(USUAL) + 2, heading)]


@pytest.mark.parametrize(("minutes", "stored"), [("7", 7), ("", None), ("130", 130), ("7 mins", 7)])
def test_minutes_late_are_the_same_whether_usual_or_not(office, minutes, stored):
    lines = [f"{line}," for line in USUAL] + [f"{BOB},2026-11-05,AM,L,{minutes}"]

    office.take("marks.csv", "\n".join(["upn,date,session,mark,minutes_late", *lines]) + "\n")

    late = office.stored("select minutes_late from session_marks where attendance_code = 'L'")
    assert late == [(stored,)]


def test_the_last_date_of_usual_marks_is_the_day_that_pupils_beside_them_are_described_on(office):
    pupils = f"upn,surname,forename\n{ANN},Bell,Ann\n"

    reports = office.take_all(
        {"pupils.csv": pupils, "marks.csv": "\n".join(["upn,date,session,mark", *USUAL]) + "\n"}
    )

    assert {report.as_at for report in reports if report.kind == "pupils"} == {max(WEEKDAYS)}
