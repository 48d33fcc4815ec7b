"""The layouts in which marks arrive; each is a module with `recognise`, tried in this order."""

from collections.abc import Sequence

from dashboard.registers.headings import HeadingRow
from dashboard.registers.layouts import by_day, day_pairs, long, mark_string, week_grid, wide
from dashboard.registers.layouts.shapes import MarksLayout
from dashboard.registers.tables import Row, Table

LAYOUTS = (wide, day_pairs, by_day, long, week_grid, mark_string)


def recognise_marks(head: Sequence[Row], heading: HeadingRow) -> MarksLayout | None:
    """The layout of a file of marks, from its first rows and the row that names its columns."""
    for layout in LAYOUTS:
        found = layout.recognise(head, heading)
        if found:
            return found
    return None


def start_dates(table: Table, layout: MarksLayout) -> set[str]:
    """The dates from which the marks of a file run, as they are written."""
    names = (*mark_string.START, "last_date")
    places = [place for name, place in layout.columns.positions.items() if name in names]
    return {
        row.cells[place].strip()
        for row in table.rows()
        if row.line > layout.heading.line and not row.problem
        for place in places
        if place < len(row.cells) and row.cells[place].strip()
    }
