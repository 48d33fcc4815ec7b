r"""A row for each pupil, a column for each day: morning and afternoon in one cell, such as `/\`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dashboard.registers.headings import Columns, HeadingRow, match_columns
from dashboard.registers.kinds import Kind
from dashboard.registers.layouts.shapes import MarkCell, StagedHalf, pupil_cells
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
        upn, number = pupil_cells(row, places)
        for place, day in self.days.items():
            yield from pair_cells(MarkCell(row.line, day, upn, number, day, "", row.cells[place]))


def pair_cells(day: MarkCell) -> Iterator[MarkCell]:
    """The morning and the afternoon of a day's cell, or the one reason why it is not taken."""
    pair = split_pair(day.mark) if day.mark.strip() else ("", "")
    if pair is None:
        yield day._replace(mark="", fault=NO_PAIR)
        return
    for half, mark in zip(HALVES, pair, strict=True):
        yield day._replace(cell=f"{day.cell} {half}", session=half, mark=mark)


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
        if are_pairs(below):
            return DayPairs(HeadingRow(index, row.line, row.cells), columns, days)
    return None


def are_pairs(cells: Sequence[str]) -> bool:
    """Whether most cells with something in them are a morning and an afternoon."""
    filled = [cell for cell in cells if cell.strip()]
    return sum(split_pair(cell) is not None for cell in filled) * 2 > len(filled)
