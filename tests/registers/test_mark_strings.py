r"""Marks in one string from a date on: `/\/\II`, by week or for a whole period."""

from datetime import date

import pytest

from dashboard.registers.mark_strings import read_period, read_week, split_marks, split_pair
from tests.registers.conftest import ANN, BOB, counts

MONDAY = date(2025, 9, 8)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("/\\II", ["/", "\\", "I", "I"]),
        ("i/", ["I", "/"]),
        ("C1C2I01X05Y7J1", ["C1", "C2", "I01", "X05", "Y7", "J1"]),
        ("CCII", ["C", "C", "I", "I"]),
        ("/7", None),
        ("C3/", None),
    ],
)
def test_a_string_splits_in_one_way_or_not_at_all(text, codes):
    assert split_marks(text) == codes


@pytest.mark.parametrize(
    ("cell", "pair"),
    [
        ("/\\", ("/", "\\")),
        ("/ \\", ("/", "\\")),
        ("I / \\", ("I", "\\")),
        ("/ / \\", ("/", "\\")),
        ("I", None),
        ("I/\\", None),
        ("I I I", None),
    ],
)
def test_a_pair_is_a_morning_and_an_afternoon(cell, pair):
    assert split_pair(cell) == pair


def test_a_week_of_fourteen_reaches_sunday_and_one_of_nine_is_not_guessed_at():
    fourteen = read_week("/\\" * 5 + "####", MONDAY)

    assert [mark.day.day for mark in fourteen.marks[::2]] == [8, 9, 10, 11, 12, 13, 14]
    assert "9 marks" in str(read_week("/\\/\\/\\/\\/", MONDAY).problem)
    assert "Monday" in str(read_week("/\\" * 5, date(2025, 9, 9)).problem)


def test_a_period_has_weeks_of_seven_days_where_weekends_are_closed_and_else_of_five():
    seven = read_period("/\\" * 5 + "####" + "II" * 2, MONDAY)
    five = read_period("/\\" * 5 + "II" * 2, MONDAY)

    assert (seven.marks[-1].day, five.marks[-1].day) == (date(2025, 9, 16), date(2025, 9, 16))
    assert read_period("/\\" * 5, MONDAY, date(2025, 9, 19)).problem
    assert read_period("/\\/", MONDAY).problem


def test_a_mark_at_a_weekend_does_not_move_those_after_it():
    rest = "####"
    four_weeks = ("/\\" * 5 + rest) * 2 + "/\\" * 5 + "L###" + "I" * 10

    marks = read_period(four_weeks, MONDAY).marks

    # of 41 marks one is on a Saturday, the third; the illness begins on the fourth Monday
    assert [(mark.day, mark.session) for mark in marks if mark.mark == "L"] == [(date(2025, 9, 27), "AM")]
    ill = [mark.day for mark in marks if mark.mark == "I"]
    assert (ill[0], ill[-1]) == (date(2025, 9, 29), date(2025, 10, 3))


def test_a_string_that_begins_at_a_weekend_holds_weekends():
    marks = read_period("/-//", date(2025, 9, 13)).marks

    assert [(mark.day, mark.session) for mark in marks if mark.mark == "/"] == [
        (date(2025, 9, 13), "AM"),
        (date(2025, 9, 14), "AM"),
        (date(2025, 9, 14), "PM"),
    ]


def test_a_string_that_may_or_may_not_hold_weekends_is_not_guessed_at():
    two_weeks = "/\\" * 5 + "L###" + "//"  # 13 marks, of which one would be on the Saturday

    assert "1 of 13 marks would fall on one" in str(read_period(two_weeks, MONDAY).problem)


def test_a_string_that_leaves_the_holidays_out_is_not_dated():
    nine_weeks, a_day_more = "/\\" * 45, "/\\" * 46

    assert read_period(nine_weeks, MONDAY).marks[-1].day == date(2025, 11, 7)
    assert "leave holidays out" in str(read_period(a_day_more, MONDAY).problem)


WEEKS = "\n".join(
    [
        "UPN,Name,Week commencing,Marks",
        f"{ANN},Archer,08/09/2025,/\\II######",
        f"{BOB},Baker,08/09/2025,L\\-N######",
        "",
    ]
)
PERIOD = "\n".join(
    [
        "UPN,Attendance start date,Attendance marks",
        f"{ANN},2025-09-08,/\\II##########",
        f"{BOB},2025-09-08,L\\-N##########",
        "",
    ]
)
FIRST_TWO_DAYS = [
    ("2025-09-08", "AM", "/"), ("2025-09-08", "AM", "L"),
    ("2025-09-08", "PM", "\\"), ("2025-09-08", "PM", "\\"),
    ("2025-09-09", "AM", "I"), ("2025-09-09", "PM", "I"), ("2025-09-09", "PM", "N"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "at_weekend"), [(WEEKS, 0), (PERIOD, 8)])
def test_strings_give_the_same_marks_as_one_row_for_each_session(office, content, at_weekend):
    report = office.take("strings.csv", content)

    assert report.layout == "mark strings"
    assert office.stored_marks()[:7] == FIRST_TWO_DAYS
    # seven marks, three closed days for two pupils, and the weekend where the week has seven days
    assert counts(report) | {"rows_skipped": 0} == {
        "rows_read": 19, "rows_accepted": 19, "blank_cells": 1, "rows_skipped": 0,
    }  # fmt: skip
    assert report.rows_skipped == at_weekend


def test_a_string_of_the_wrong_length_costs_its_own_row_with_line_and_column(office):
    content = WEEKS.replace("L\\-N######", "L\\-N#####")

    report = office.take("strings.csv", content, accept=True)

    assert (report.rows_accepted, report.rows_rejected) == (10, 1)
    problem = report.problems[0]
    assert (problem.line, problem.column) == (3, "Marks")
    assert "9 marks" in problem.message
