"""A row for each pupil and session: date, session and mark each in a column."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dashboard.registers.headings import Columns, HeadingRow, match_columns
from dashboard.registers.kinds import MARKS, Kind
from dashboard.registers.layouts.shapes import MarkCell, StagedHalf, taken
from dashboard.registers.tables import Row

FIELDS = ("upn", "admission_number", "date", "session", "mark", "minutes_late")


@dataclass(frozen=True)
class Long:
    """The canonical layout."""

    heading: HeadingRow
    columns: Columns
    name: str = "long"
    kind: Kind = MARKS

    def halves(self) -> tuple[StagedHalf, ...]:
        """One mark a row."""
        return (
            StagedHalf({name: place for name, place in self.columns.positions.items() if name in FIELDS}),
        )

    def cells(self, row: Row) -> Iterator[MarkCell]:
        """The mark of a row."""
        yield MarkCell(row.line, "", *[taken(row, self.columns.positions, name) for name in FIELDS])


def recognise(head: Sequence[Row], heading: HeadingRow) -> Long | None:  # noqa: ARG001
    """Columns for the pupil, the date, the session and one mark."""
    columns = match_columns(heading.cells, MARKS)
    found = columns.positions
    if "mark" in found and "session" in found and MARKS.is_met_by(found):
        return Long(heading, columns)
    return None
