r"""Registers by week: the date in a line above each block, weekdays or strings of marks below it."""

import io
from datetime import date

import openpyxl
import pytest

from dashboard.errors import ImportNeedsAcceptance, ImportRefused
from tests.registers.conftest import ANN, BOB, counts
from tests.registers.test_reading_files import EXPECTED, LONG

# the marks of LONG, and a second week of which there is only the Monday: Ann is there, Bob is ill
TWO_WEEKS = LONG + "\n".join(
    [f"{ANN},15/09/2025,AM,/", f"{ANN},15/09/2025,PM,\\", f"{BOB},15/09/2025,AM,I", f"{BOB},15/09/2025,PM,I"]
)
SECOND_WEEK = [
    ("2025-09-15", "AM", "/"), ("2025-09-15", "AM", "I"),
    ("2025-09-15", "PM", "I"), ("2025-09-15", "PM", "\\"),
]  # fmt: skip

STRINGS_UNDER_BANNERS = "\n".join(
    [
        "Registration Certificate - Class 3A",
        "Week commencing 08/09/2025",
        "UPN,Name,Marks,Present,%",
        f"{ANN},Archer,/\\II------,2,50",
        f"{BOB},Baker,L\\-N------,2,67",
        "Week beginning: Mon 15 September 2025 to Fri 19 September 2025",
        "UPN,Name,Marks,Present,%",
        f"{ANN},Archer,/\\--------,2,100",
        f"{BOB},Baker,II--------,0,0",
        "Totals,,,6,60",
        "",
    ]
)
GRID_UNDER_BANNERS = "\n".join(
    [
        "Class register,,,,,,,,,,,",
        "W/C:,08/09/2025,,,,,,,,,,",
        "UPN,Name,Mon AM,Mon PM,Tue AM,Tue PM,Wed AM,Wed PM,Thu AM,Thu PM,Fri AM,Fri PM",
        f"{ANN},Archer,/,\\,I,I,,,,,,",
        f"{BOB},Baker,L,\\,,N,,,,,,",
        ",,,,,,,,,,,",
        "W/C:,15/09/2025,,,,,,,,,,",
        "UPN,Name,Mon AM,Mon PM,Tue AM,Tue PM,Wed AM,Wed PM,Thu AM,Thu PM,Fri AM,Fri PM",
        f"{ANN},Archer,/,\\,,,,,,,,",
        f"{BOB},Baker,I,I,,,,,,,,",
        "",
    ]
)
TWO_HEADING_ROWS = "\n".join(
    [
        "Week commencing 08/09/2025",
        ",,MON,,TUE,,WED,,THU,,FRI,",
        "UPN,Name,AM,PM,AM,PM,AM,PM,AM,PM,AM,PM",
        f"{ANN},Archer,/,\\,I,I,,,,,,",
        f"{BOB},Baker,L,\\,,N,,,,,,",
        "Week commencing 15/09/2025",
        ",,MON,,TUE,,WED,,THU,,FRI,",
        "UPN,Name,AM,PM,AM,PM,AM,PM,AM,PM,AM,PM",
        f"{ANN},Archer,/,\\,,,,,,,,",
        f"{BOB},Baker,I,I,,,,,,,,",
        "",
    ]
)
PAIRS_UNDER_BANNERS = "\n".join(
    [
        "Week commencing 08/09/2025",
        "UPN,Name,Monday,Tuesday,Wednesday,Thursday,Friday",
        f"{ANN},Archer,/\\,II,,,",
        f"{BOB},Baker,L\\,-N,,,",
        "Week commencing 15/09/2025",
        f"{ANN},Archer,/\\,,,,",
        f"{BOB},Baker,II,,,,",
        "",
    ]
)
WEEK_IN_A_COLUMN = "\n".join(
    [
        "UPN,Week commencing,Mon AM,Mon PM,Tue AM,Tue PM",
        f"{ANN},08/09/2025,/,\\,I,I",
        f"{BOB},08/09/2025,L,\\,,N",
        f"{ANN},15/09/2025,/,\\,,",
        f"{BOB},15/09/2025,I,I,,",
        "",
    ]
)
YEARLESS = "\n".join(
    [
        "UPN,Name,Mon 8 Sep AM,Mon 8 Sep PM,Tue 9 Sep AM,Tue 9 Sep PM",
        f"{ANN},Archer,/,\\,I,I",
        f"{BOB},Baker,L,\\,,N",
        "",
    ]
)


def in_a_workbook(text: str) -> bytes:
    """The lines as rows of a sheet, the days merged over their two sessions."""
    book = openpyxl.Workbook()
    for line in text.splitlines():
        book.active.append([cell or None for cell in line.split(",")])
    for column in ("C2:D2", "E2:F2", "G2:H2", "I2:J2", "K2:L2"):
        book.active.merge_cells(column)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "layout", "blank", "skipped"),
    [
        ("strings.csv", STRINGS_UNDER_BANNERS, "mark strings", 29, 5),
        ("grid.csv", GRID_UNDER_BANNERS, "week grid", 29, 5),
        ("two_rows.csv", TWO_HEADING_ROWS, "week grid", 29, 5),
        ("two_rows.xlsx", in_a_workbook(TWO_HEADING_ROWS), "week grid", 29, 5),
        ("pairs.csv", PAIRS_UNDER_BANNERS, "week grid, a day in a cell", 29, 2),
        ("column.csv", WEEK_IN_A_COLUMN, "week grid", 5, 0),
    ],
)
def test_every_block_takes_the_date_above_it(office, name, content, layout, blank, skipped):
    report = office.take(name, content)

    assert report.layout == layout
    # 2 pupils with 10 sessions in each of 2 weeks, 11 of which have a mark
    expected = {"rows_read": 11, "rows_accepted": 11, "blank_cells": blank, "rows_skipped": skipped}
    assert counts(report) == {name: count for name, count in expected.items() if count}
    assert office.stored_marks() == EXPECTED + SECOND_WEEK
    again = office.take("long.csv", TWO_WEEKS)
    assert (again.rows_read, again.rows_unchanged) == (11, 11)


@pytest.mark.parametrize("content", [GRID_UNDER_BANNERS, TWO_HEADING_ROWS, STRINGS_UNDER_BANNERS])
def test_a_register_by_week_without_its_week_is_refused_with_what_to_do(office, content):
    lines = [line for line in content.splitlines() if not line.startswith(("W/C", "Week"))]

    with pytest.raises(ImportRefused, match="'Week commencing 01/09/2025' above the headings"):
        office.take("marks.csv", "\n".join(lines))

    assert office.stored_marks() == []


@pytest.mark.parametrize(
    ("was", "becomes", "words"),
    [
        ("Week commencing 15/09/2025", "Week commencing 31/09/2025", "Line 5: .* not followed by a date"),
        ("Week commencing 15/09/2025", "Week 3", "Line 5 may begin another week"),
        ("Week commencing 15/09/2025", "15/09/2025", "Line 5 may begin another week"),
        (
            "Week commencing 15/09/2025",
            "Week commencing 15/09/2025,,Week commencing 22/09/2025",
            "Line 5: two weeks stand side by side",
        ),
        (
            "Week commencing 15/09/2025",
            "Week commencing 15/09/2025\nUPN,Name,Tuesday,Monday",
            "Line 6: the headings of this week are not those of the first",
        ),
        ("Tuesday", "Mon", "The heading 'Monday' stands over several columns"),
    ],
)
def test_a_week_that_cannot_be_told_apart_is_never_given_another_weeks_date(office, was, becomes, words):
    with pytest.raises(ImportRefused, match=words):
        office.take("marks.csv", PAIRS_UNDER_BANNERS.replace(was, becomes), accept=True)

    assert office.stored_marks() == []


def test_a_week_that_begins_on_no_monday_costs_the_rows_below_it(office):
    content = GRID_UNDER_BANNERS.replace("15/09/2025", "16/09/2025")

    report = office.take("grid.csv", content, accept=True)

    assert (report.rows_accepted, report.rows_rejected) == (7, 2)
    assert [(one.line, one.column) for one in report.problems] == [
        (9, "Week commencing"),
        (10, "Week commencing"),
    ]
    assert "does not start on a Monday" in report.problems[0].message
    assert office.stored_marks() == EXPECTED


def test_a_cell_of_a_grid_that_is_no_pair_is_one_that_cannot_be_taken(office):
    report = office.take("pairs.csv", PAIRS_UNDER_BANNERS.replace(",II,,,", ",I,,,", 1), accept=True)

    assert (report.rows_accepted, report.rows_rejected) == (9, 1)
    assert [(one.line, one.column) for one in report.problems] == [(3, "Tuesday")]


def test_a_line_with_a_cell_too_many_is_rejected_with_the_number_it_has(office):
    report = office.take("pairs.csv", PAIRS_UNDER_BANNERS.replace("II,,,\n", "II,,,,/\n", 1), accept=True)

    assert [(one.line, one.message) for one in report.problems] == [
        (3, "the line has 8 cells, the heading only 7: take the stray comma or cell out")
    ]


def test_pupils_with_the_days_they_come_on_are_no_register(office):
    report = office.take("pupils.csv", f"UPN,Surname,Mon AM,Mon PM\n{ANN},Archer,Y,Y\n{BOB},Baker,Y,N\n")

    assert (report.kind, report.rows_accepted) == ("pupils", 2)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("wide_2025-09-30.csv", YEARLESS),
        ("wide_2026-07-20.csv", YEARLESS),
        ("numeric_2025-09-30.csv", YEARLESS.replace("Mon 8 Sep", "08/09").replace("Tue 9 Sep", "09/09")),
        ("before_2025-09-30.csv", YEARLESS.replace("Mon 8 Sep AM", "AM 8th September")),
    ],
)
def test_headings_without_a_year_are_read_in_the_school_year_of_the_as_at_date(office, name, content):
    report = office.take(name, content)

    assert report.layout == "wide"
    assert counts(report) == {"rows_read": 7, "rows_accepted": 7, "blank_cells": 1}
    assert office.stored_marks() == EXPECTED
    assert office.take("long.csv", LONG).rows_unchanged == 7


@pytest.mark.parametrize(
    ("content", "layout"),
    [
        (
            f"UPN,Mon 8 Sep,,Tue 9 Sep,\n,AM,PM,AM,PM\n{ANN},/,\\,I,I\n{BOB},L,\\,,N\n",
            "wide, two heading rows",
        ),
        (f"UPN,8 Sep,9 Sep\n{ANN},/\\,II\n{BOB},L\\,-N\n", "wide, a day in a cell"),
    ],
)
def test_so_are_those_in_two_rows_and_over_pairs(office, content, layout):
    report = office.take("wide.csv", content, as_at=date(2025, 12, 19))

    assert report.layout == layout
    assert office.stored_marks() == EXPECTED


def test_the_spring_is_in_the_year_after(office):
    content = YEARLESS.replace("Mon 8 Sep", "Mon 12 Jan").replace("Tue 9 Sep", "Tue 13 Jan")

    office.take("wide_2025-09-30.csv", content)

    assert {day for day, _, _ in office.stored_marks()} == {"2026-01-12", "2026-01-13"}


def test_headings_without_a_year_and_no_as_at_date_are_refused_with_what_to_do(office):
    with pytest.raises(ImportRefused, match=r"no year \('Mon 8 Sep AM'\).*'As at'.*--as-at"):
        office.take("wide.csv", YEARLESS)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (YEARLESS, "'Mon 8 Sep AM' is 08 September 2026, a Tuesday, in the school year 2026/27"),
        (YEARLESS.replace("Mon 8 Sep", "29 Feb"), "'29 Feb AM' is no day in the school year 2026/27"),
        (YEARLESS.replace("Mon 8 Sep", "09/15"), "'09/15 AM' is no day in the school year"),
    ],
)
def test_a_year_that_the_headings_belie_is_refused(office, content, words):
    with pytest.raises(ImportRefused, match=words):
        office.take("wide_2026-10-01.csv", content, accept=True)


@pytest.mark.parametrize("content", [STRINGS_UNDER_BANNERS, WEEK_IN_A_COLUMN])
def test_weeks_that_only_make_sense_month_first_are_asked_about(office, content):
    american = (
        content.replace("08/09/2025", "09/22/2025")
        .replace("15/09/2025", "09/29/2025")
        .replace("Mon 15 September 2025 to Fri 19 September 2025", "09/29/2025")
    )

    with pytest.raises(ImportNeedsAcceptance, match="month first"):
        office.take("weeks.csv", american)
    report = office.take("weeks.csv", american, accept=True)

    assert report.rows_accepted == 11
    assert {day for day, _, _ in office.stored_marks()} == {"2025-09-22", "2025-09-23", "2025-09-29"}
