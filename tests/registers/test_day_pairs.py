r"""A column for each day, with the morning and the afternoon in one cell: `/\`."""

from tests.registers.conftest import ANN, BOB, counts
from tests.registers.test_reading_files import EXPECTED, LONG

PAIRS = "\n".join(
    [
        "UPN,Name,Mon 08/09/2025,Tue 09/09/2025",
        f"{ANN},Archer,/\\,II",
        f"{BOB},Baker,L \\,- N",
        "",
    ]
)


def test_pairs_give_the_same_marks_as_one_row_for_each_session(office):
    report = office.take("pairs.csv", PAIRS)

    assert report.layout == "wide, a day in a cell"
    assert counts(report) == {"rows_read": 7, "rows_accepted": 7, "blank_cells": 1}
    assert office.stored_marks() == EXPECTED
    assert office.marks(*LONG.splitlines()[1:]).rows_unchanged == 7


def test_a_slash_between_the_halves_is_no_mark(office):
    report = office.take("pairs.csv", PAIRS.replace("II", "I / I").replace("L \\", "L / \\"))

    assert counts(report) == {"rows_read": 7, "rows_accepted": 7, "blank_cells": 1}
    assert office.stored_marks() == EXPECTED


def test_a_cell_with_one_mark_for_a_day_is_not_guessed_at(office):
    report = office.take("pairs.csv", PAIRS.replace(",II", ",I"), accept=True)

    assert (report.rows_accepted, report.rows_rejected) == (5, 1)
    problem = report.problems[0]
    assert (problem.line, problem.column) == (2, "Tue 09/09/2025")
    assert "morning and an afternoon" in problem.message


def test_a_blank_day_is_two_blank_cells(office):
    report = office.take("pairs.csv", PAIRS.replace(",II", ","))

    assert (report.rows_accepted, report.blank_cells, report.rows_rejected) == (5, 3, 0)
