"""A row for each pupil and day: a column of morning marks beside one of afternoon marks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dashboard.registers.headings import Columns, HeadingRow, match_columns
from dashboard.registers.kinds import MARKS, Kind
from dashboard.registers.layouts.shapes import MarkCell, StagedHalf, taken
from dashboard.registers.tables import Row

SESSION_COLUMNS = {"AM": "am_mark", "PM": "pm_mark"}
SHARED = ("upn", "admission_number", "date")


@dataclass(frozen=True)
class ByDay:
    """Two marks a row."""

    heading: HeadingRow
    columns: Columns
    name: str = "long by day"
    kind: Kind = MARKS

    def halves(self) -> tuple[StagedHalf, ...]:
        """The morning column, then the afternoon column."""
        places = self.columns.positions
        shared = {name: places[name] for name in SHARED if name in places}
        return tuple(
            StagedHalf({**shared, "mark": places[column]}, session, self.columns.heading(column))
            for session, column in SESSION_COLUMNS.items()
        )

    def cells(self, row: Row) -> Iterator[MarkCell]:
        """Both marks of a row."""
        for session, column in SESSION_COLUMNS.items():
            upn, number, date = (taken(row, self.columns.positions, name) for name in SHARED)
            mark = taken(row, self.columns.positions, column)
            yield MarkCell(row.line, self.columns.heading(column), upn, number, date, session, mark)


def recognise(head: Sequence[Row], heading: HeadingRow) -> ByDay | None:  # noqa: ARG001
    """Columns for the pupil, the date, and marks for AM and for PM."""
    columns = match_columns(heading.cells, MARKS)
    found = columns.positions
    if {"date", "am_mark", "pm_mark"} <= set(found) and "mark" not in found and MARKS.is_met_by(found):
        return ByDay(heading, columns)
    return None
