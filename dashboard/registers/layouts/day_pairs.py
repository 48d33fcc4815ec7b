r"""A row for each pupil, a column for each day: morning and afternoon in one cell, such as `/\`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dashboard.registers.headings import Columns, HeadingRow, match_columns
from dashboard.registers.kinds import Kind
from dashboard.registers.layouts.shapes import MarkCell, StagedHalf, taken
from dashboard.registers.layouts.wide import WIDE, is_date
from dashboard.registers.mark_strings import HALVES, split_pair
from dashboard.registers.tables import Row

FEWEST_DAYS = 2
NO_PAIR = "not a morning and an afternoon mark, such as /\\: correct it, or export one mark for each session"


@dataclass(frozen=True)
class DayPairs:
    """A column for each day; `days`: where each stands, and its date as the file has it."""

    heading: HeadingRow
    columns: Columns
    days: Mapping[int, str]
    name: str = "wide, a day in a cell"
    kind: Kind = WIDE

    def halves(self) -> tuple[StagedHalf, ...]:
        """None: a cell is two sessions here."""
        return ()

    def cells(self, row: Row) -> Iterator[MarkCell]:
        """Both marks of every day; a cell that is no pair is one that cannot be taken."""
        places = self.columns.positions
        upn, number = taken(row, places, "upn"), taken(row, places, "admission_number")
        for place, day in self.days.items():
            pair = split_pair(row.cells[place]) if row.cells[place].strip() else ("", "")
            if pair is None:
                yield MarkCell(row.line, day, upn, number, day, "", "", fault=NO_PAIR)
                continue
            for half, mark in zip(HALVES, pair, strict=True):
                yield MarkCell(row.line, f"{day} {half}", upn, number, day, half, mark)


def recognise(head: Sequence[Row], heading: HeadingRow) -> DayPairs | None:
    """Two or more headings that are a date, each another, over cells of which most are a pair of marks."""
    for index, row in [(heading.index, head[heading.index]), *enumerate(head)]:
        days = {place: cell.strip() for place, cell in enumerate(row.cells) if is_date(cell)}
        columns = match_columns(["" if place in days else cell for place, cell in enumerate(row.cells)], WIDE)
        is_day_each = FEWEST_DAYS <= len(days) == len(set(days.values()))
        if not is_day_each or not WIDE.is_met_by(columns.positions):
            continue
        below = [
            other.cells[place] for other in head[index + 1 :] for place in days if place < len(other.cells)
        ]
        filled = [cell for cell in below if cell.strip()]
        if filled and sum(split_pair(cell) is not None for cell in filled) * 2 > len(filled):
            return DayPairs(HeadingRow(index, row.line, row.cells), columns, days)
    return None
