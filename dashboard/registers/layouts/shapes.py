"""What every layout of marks has in common."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from dashboard.registers.headings import Columns, HeadingRow
from dashboard.registers.kinds import Kind
from dashboard.registers.tables import Row

WEEK_ALIASES = ("week beginning", "w/c", "w/b", "week", "week start date")
# What a mark is staged with, in the order of MarkCell; `cell` is the heading over it where there are many.
STAGED_COLUMNS = ("cell", "upn", "admission_number", "date", "session", "mark", "minutes_late", "fault")


class MarkCell(NamedTuple):
    """One pupil and session as the file has them, everything still text; `fault`: why it cannot be taken."""

    line: int
    cell: str
    upn: str
    admission_number: str
    date: str
    session: str
    mark: str
    minutes_late: str = ""
    fault: str = ""


@dataclass(frozen=True)
class StagedHalf:
    """Marks that can be taken straight from a CSV: which column gives what; `session` where none does."""

    columns: Mapping[str, int]
    session: str | None = None
    cell: str = ""


class MarksLayout(Protocol):
    """How marks stand in a file."""

    @property
    def name(self) -> str:
        """What the layout is called."""
        ...

    @property
    def heading(self) -> HeadingRow:
        """The row that names the columns."""
        ...

    @property
    def columns(self) -> Columns:
        """Where each field stands."""
        ...

    @property
    def kind(self) -> Kind:
        """What is known of its columns, and needed of them."""
        ...

    def halves(self) -> tuple[StagedHalf, ...]:
        """The columns to take marks from as they are; none if they must be taken cell by cell."""
        ...

    def cells(self, row: Row) -> Iterator[MarkCell]:
        """The marks of a row."""
        ...


def taken(row: Row, columns: Mapping[str, int], name: str) -> str:
    """The cell under a field, '' where there is no such column."""
    position = columns.get(name)
    return row.cells[position] if position is not None else ""


def pupil_cells(row: Row, columns: Mapping[str, int]) -> tuple[str, str]:
    """The UPN and the admission number of a row."""
    return taken(row, columns, "upn"), taken(row, columns, "admission_number")
