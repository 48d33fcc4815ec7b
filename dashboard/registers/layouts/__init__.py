"""The layouts in which marks arrive; each is a module with `recognise`, tried in this order."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from dashboard.registers.dates import DateOrder, decide_date_order
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


def with_date_order(table: Table, layout: MarksLayout, today: date) -> tuple[MarksLayout, DateOrder | None]:
    """The layout and how its dates are read, where they are worked out from those in the file.

    None where every mark has its own: those are looked at once all of them are staged.
    """
    if not isinstance(layout, mark_string.MarkStrings | week_grid.WeekGrid):
        return layout, None
    order = decide_date_order(_start_dates(table, layout), today)
    return replace(layout, order=order), order


def _start_dates(table: Table, layout: MarksLayout) -> set[str]:
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
