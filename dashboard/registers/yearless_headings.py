"""Headings whose dates have no year (`Mon 1 Sep AM`, `01/09 AM`): read in the school year of a day given."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from dashboard.domain import words
from dashboard.errors import UnreadableFile
from dashboard.registers.dates import DAY_FIRST, NO_DATE, date_readings
from dashboard.registers.headings import match_columns
from dashboard.registers.layouts.week_grid import WEEKDAYS
from dashboard.registers.layouts.wide import SESSION_WORD, WIDE
from dashboard.registers.pupil_lists import academic_year
from dashboard.registers.tables import Row, RowTable, Table, TextTable, changed_table

HALF = r"(?:[ap]\.?m\.?|morning|afternoon)"
YEARLESS = re.compile(
    rf"^(?P<before>(?:{HALF}[\s_,:/()\-]+)?)"
    r"(?P<weekday>(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[.,]?\s+)?)"
    r"(?P<day>\d{1,2})(?:[/\-](?P<number>\d{1,2})|(?:st|nd|rd|th)?[\s\-]*(?P<month>[a-z]{3,9}))"
    rf"(?P<after>(?:[\s_,:/()\-]+{HALF}\)?)?)$",
    re.IGNORECASE,
)
FEWEST_DATES = 2


def with_years(table: Table, as_at: date | None) -> Table:
    """The table with a year in every date of its headings; UnreadableFile where the year cannot be told."""
    if not isinstance(table, TextTable | RowTable):
        return table
    head = table.head()
    lines = {row.line for place, row in enumerate(head) if _is_heading(row, head[place + 1 : place + 2])}
    if not lines:
        return table
    of_headings = [list(row.cells) for row in head if row.line in lines]

    def dated(rows: Iterator[Row]) -> Iterator[Row]:
        for row in rows:
            is_heading = row.line in lines or list(row.cells) in of_headings
            yield row._replace(cells=[_with_year(cell, as_at) for cell in row.cells]) if is_heading else row

    return changed_table(table, dated)


def _is_heading(row: Row, following: Sequence[Row]) -> bool:
    """Whether two cells or more are dates without a year, beside a pupil column or over AM and PM."""
    if sum(1 for cell in row.cells if _day_and_month(cell)) < FEWEST_DATES:
        return False
    names_a_pupil = WIDE.is_met_by(match_columns(row.cells, WIDE).positions)
    halves = [cell for below in following for cell in below.cells if SESSION_WORD.match(cell.strip())]
    return names_a_pupil or len(halves) >= FEWEST_DATES


def _day_and_month(cell: str) -> re.Match[str] | None:
    found = YEARLESS.match(cell.strip())
    leap_year = 2024
    return found if found and date_readings(_written(found, leap_year)) != NO_DATE else None


def _written(found: re.Match[str], year: int) -> str:
    if found["number"]:
        return f"{found['day']}/{found['number']}/{year}"
    return f"{found['day']} {found['month']} {year}"


def _with_year(cell: str, as_at: date | None) -> str:
    """The heading with its year, which its weekday must bear out."""
    heading, found = cell.strip(), _day_and_month(cell)
    if found is None:
        return cell
    if as_at is None:
        raise UnreadableFile(
            f"The dates in the headings have no year ('{heading}'): write a day of that school year into the "
            "file's name (register_2025-09-30.xlsx), type it under 'As at' on the Data page, or give it with "
            "--as-at on the command line."
        )
    first = academic_year(as_at)
    days = [DAY_FIRST.read(_written(found, year)) for year in (first, first + 1)]
    day = next((day for day in days if day and academic_year(day) == first), None)
    named = found["weekday"].strip()[:3].lower()
    if day is None or (named and WEEKDAYS[day.weekday()] != named):
        found_day = f"{day:%d %B %Y}, a {day:%A}," if day else "no day"
        raise UnreadableFile(
            f"The heading '{heading}' is {found_day} in the school year {words.academic_year(first)}, "
            f"that of {as_at:%d %B %Y}: give a day of the right school year as the as-at date, "
            "or write the dates with their years."
        )
    return f"{found['before']}{found['weekday']}{_written(found, day.year)}{found['after']}"
