"""Registers printed week by week: the date stands in a line above each block, and is put into its rows."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from dashboard.errors import UnreadableFile
from dashboard.registers.dates import NO_DATE, date_readings
from dashboard.registers.headings import HeadingRow, fields_in, heading_row
from dashboard.registers.layouts.mark_string import START, find_strings
from dashboard.registers.layouts.week_grid import find_grid
from dashboard.registers.tables import (
    ChangedTable,
    Row,
    RowTable,
    Table,
    TextTable,
    changed_table,
    problem_in,
    too_many_cells,
)

BANNER = re.compile(
    r"\b(?:week\s*(?:commencing|beginning|starting|start date)|w\s*/\s*[cb]|wc)\b[\s:\-–]*(.*)$",
    re.IGNORECASE,
)
WEEK_OF_ANOTHER_KIND = re.compile(r"^week\b", re.IGNORECASE)
HEADING = "Week commencing"
WORDS_IN_A_DATE = 4
FEWEST_FIELDS = 2


@dataclass(frozen=True)
class _Blocks:
    """How a file of blocks is printed: the headings over each, and how many columns they take."""

    heading: HeadingRow
    printed: Sequence[Sequence[str]]  # the rows printed over every block
    width: int

    def dated(self, rows: Iterator[Row]) -> Iterator[Row]:
        """The rows with the date of their block; its banner and its headings printed again are blank."""
        week, is_first_of_block = "", False
        for row in rows:
            found = banner_date(row)
            if found:
                week, is_first_of_block = found, True
                yield Row(row.line, [""] * (self.width + 1))
            elif row.line <= self.heading.line:
                yield self._with(row, HEADING if row.line == self.heading.line else "")
            elif row.is_blank or _stripped(row.cells) in self.printed:
                is_first_of_block = is_first_of_block and row.is_blank
                yield Row(row.line, [""] * (self.width + 1))
            else:
                _refuse_if_unclear(row, is_first_of_block)
                is_first_of_block = False
                yield self._with(row, week if sum(1 for cell in row.cells if cell.strip()) > 1 else "")

    def _with(self, row: Row, text: str) -> Row:
        problem = problem_in(row, self.width)
        if problem:
            return Row(row.line, row.cells, problem)
        cells = row.cells[: self.width] + [""] * (self.width - len(row.cells))
        if row.line > self.heading.line and any(cell.strip() for cell in row.cells[self.width :]):
            problem = too_many_cells(row.cells, self.width)
        return Row(row.line, [*cells, text], problem)


def with_weeks(table: Table) -> Table:
    """The table with the date of each block in a column of its own, if it is printed in blocks."""
    if not isinstance(table, TextTable | RowTable | ChangedTable):
        return table
    head = table.head()
    first = heading_row(head) or HeadingRow(0, head[0].line, head[0].cells)
    found = find_grid(head) or find_strings(head, first)
    if found is None or set(START) & set(found.columns.positions):
        return table
    own = found.heading
    if not any(banner_date(row) for row in head[: own.index]):
        return table
    above = head[max(0, own.index - 1) : own.index + 1]
    printed = [_stripped(row.cells) for row in above if not row.is_blank and not banner_date(row)]
    width = max(len(own.cells), len(head[own.index].cells))
    return changed_table(table, _Blocks(own, printed, width).dated)


def banner_date(row: Row) -> str | None:
    """The date after the words 'Week commencing' or the like, as written; None where they do not stand.

    UnreadableFile where two weeks stand side by side, or where what follows the words is no date.
    """
    filled = [cell.strip() for cell in row.cells if cell.strip()]
    found = []
    for place, cell in enumerate(filled):
        match = BANNER.search(cell)
        if match:
            following = match[1] or (filled[place + 1] if place + 1 < len(filled) else "")
            found.append(_first_date(following))
    if not found:
        return None
    if len(found) > 1:
        raise UnreadableFile(
            f"Line {row.line}: two weeks stand side by side, and it cannot be told which marks are of which. "
            "Export one week at a time, or one mark for each session."
        )
    if not found[0]:
        raise UnreadableFile(
            f"Line {row.line}: the words 'Week commencing' are not followed by a date. "
            "Write it as 01/09/2025."
        )
    return found[0]


def _first_date(text: str) -> str:
    """The longest run of first words that is a date: what follows may be the end of the week."""
    words = text.split()[:WORDS_IN_A_DATE]
    starts = [start.rstrip(",;)") for start in accumulate(words, "{} {}".format)]
    return next((start for start in reversed(starts) if date_readings(start) != NO_DATE), "")


def _refuse_if_unclear(row: Row, is_first_of_block: bool) -> None:
    """A line that may begin another week, or other headings: the marks under it are never guessed at."""
    filled = [cell.strip() for cell in row.cells if cell.strip()]
    may_be_a_week = WEEK_OF_ANOTHER_KIND.match(filled[0]) or _first_date(filled[0])
    if may_be_a_week and len(filled) <= FEWEST_FIELDS:
        raise UnreadableFile(
            f"Line {row.line} may begin another week, and its date cannot be told: write it as "
            "'Week commencing 08/09/2025'."
        )
    if is_first_of_block and fields_in(row.cells) >= FEWEST_FIELDS:
        raise UnreadableFile(
            f"Line {row.line}: the headings of this week are not those of the first. Give every week the "
            "same headings, or import the weeks as files of their own."
        )


def _stripped(cells: Sequence[str]) -> list[str]:
    """The cells without the blank ones at the end."""
    texts = [cell.strip() for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return texts
