"""A row for each pupil and week, or pupil and period: the marks one after the other in one cell."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dashboard.errors import UnreadableFile
from dashboard.registers.dates import DAY_FIRST, DateOrder
from dashboard.registers.headings import Columns, HeadingRow, match_columns
from dashboard.registers.kinds import MARKS, PUPIL, PUPIL_COLUMNS, Kind
from dashboard.registers.layouts.shapes import WEEK_ALIASES, MarkCell, StagedHalf, pupil_cells, taken
from dashboard.registers.mark_strings import read_period, read_week
from dashboard.registers.tables import Row
from dashboard.registers.values import NOT_A_DATE

STRINGS = Kind(
    "marks",
    {
        **PUPIL_COLUMNS,
        "week_commencing": WEEK_ALIASES,
        "first_date": ("attendance start date", "start date", "date from", "from"),
        "last_date": ("attendance end date", "end date", "date to", "to"),
        "mark_string": ("marks", "attendance marks", "session marks", "week marks", "mark", "attendance"),
    },
    needs=(PUPIL, ("mark_string",)),
)
START = ("week_commencing", "first_date")
STRING = re.compile(r"^(?:[/\\A-Z#\-]\d{0,2}){4,}$")
PRESENT = re.compile(r"[/\\#]")


@dataclass(frozen=True)
class MarkStrings:
    """Strings of marks from a date on; `order`: how the dates of the file are read."""

    heading: HeadingRow
    columns: Columns
    name: str = "mark strings"
    kind: Kind = STRINGS
    order: DateOrder = DAY_FIRST

    def halves(self) -> tuple[StagedHalf, ...]:
        """None: a cell is many sessions here."""
        return ()

    def cells(self, row: Row) -> Iterator[MarkCell]:
        """The marks in the string of a row, or the one reason why it is not taken."""
        places = self.columns.positions
        upn, number = pupil_cells(row, places)
        heading, text = self.columns.heading("mark_string"), taken(row, places, "mark_string")
        if not text.strip():
            yield MarkCell(row.line, heading, upn, number, "", "", "")
            return
        is_week = bool(taken(row, places, "week_commencing").strip())
        first_name = "week_commencing" if is_week else "first_date"
        first = self.order.read(taken(row, places, first_name))
        if first is None:
            start = self.columns.heading(first_name)
            yield MarkCell(row.line, start, upn, number, "", "", "", fault=NOT_A_DATE)
            return
        last = self.order.read(taken(row, places, "last_date"))
        reading = read_week(text, first) if is_week else read_period(text, first, last)
        if reading.problem:
            yield MarkCell(row.line, heading, upn, number, "", "", "", fault=reading.problem)
        for mark in reading.marks:
            day = mark.day.isoformat()
            cell = f"{heading}, {mark.day:%d/%m/%Y} {mark.session}"
            yield MarkCell(row.line, cell, upn, number, day, mark.session, mark.mark)


def recognise(head: Sequence[Row], heading: HeadingRow) -> MarkStrings | None:
    """Strings of marks, and a column that says from which date; UnreadableFile where nothing does."""
    found = find_strings(head, heading)
    if found and not set(START) & set(found.columns.positions):
        raise UnreadableFile(
            f"The column '{found.columns.heading('mark_string')}' holds strings of marks, and nothing says "
            "from which day they run: write a line such as 'Week commencing 01/09/2025' above the headings, "
            "or add a column 'Week commencing' or 'Start date'."
        )
    return found


def find_strings(head: Sequence[Row], heading: HeadingRow) -> MarkStrings | None:
    """A column in which most cells are strings of marks, beside one for the pupil."""
    for index, row in [(heading.index, head[heading.index]), *enumerate(head)]:
        columns = match_columns(row.cells, STRINGS)
        if not STRINGS.is_met_by(columns.positions) or _is_long(row.cells):
            continue
        place = columns.positions["mark_string"]
        below = [other.cells[place] for other in head[index + 1 :] if place < len(other.cells)]
        filled = [cell.strip() for cell in below if cell.strip()]
        if filled and sum(map(_is_string, filled)) * 2 > len(filled):
            return MarkStrings(HeadingRow(index, row.line, row.cells), columns)
    return None


def _is_long(cells: Sequence[str]) -> bool:
    return bool({"session", "date"} & set(match_columns(cells, MARKS).positions))


def _is_string(cell: str) -> bool:
    plain = "".join(cell.upper().split())
    return bool(STRING.match(plain)) and bool(PRESENT.search(plain))
