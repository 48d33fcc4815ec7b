"""The layouts in which marks arrive; each is a module with `recognise`, tried in this order."""

from collections.abc import Sequence

from dashboard.registers.headings import HeadingRow
from dashboard.registers.layouts import by_day, day_pairs, long, mark_string, wide
from dashboard.registers.layouts.shapes import MarksLayout
from dashboard.registers.tables import Row

LAYOUTS = (wide, day_pairs, by_day, long, mark_string)


def recognise_marks(head: Sequence[Row], heading: HeadingRow) -> MarksLayout | None:
    """The layout of a file of marks, from its first rows and the row that names its columns."""
    for layout in LAYOUTS:
        found = layout.recognise(head, heading)
        if found:
            return found
    return None
