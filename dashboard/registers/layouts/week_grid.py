r"""A row for each pupil and week, a column for each weekday and session, or a day with pairs (`/\`)."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from dashboard.errors import UnreadableFile
from dashboard.registers.dates import DAY_FIRST, DateOrder
from dashboard.registers.headings import Columns, HeadingRow
from dashboard.registers.kinds import PUPIL, PUPILS, Kind
from dashboard.registers.layouts.day_pairs import are_pairs, pair_cells
from dashboard.registers.layouts.shapes import WEEK_ALIASES, MarkCell, StagedHalf, pupil_cells, taken
from dashboard.registers.layouts.wide import (
    FEWEST_SESSIONS,
    SESSION_WORD,
    SessionColumn,
    pupil_columns,
    sessions_in_two_rows,
)
from dashboard.registers.mark_strings import NOT_A_MONDAY
from dashboard.registers.tables import Row
from dashboard.registers.values import NOT_A_DATE
from dashboard.registers.values import session as read_session

GRID = Kind("marks", {**PUPILS.fields, "week_commencing": WEEK_ALIASES}, needs=(PUPIL,))
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKDAY = re.compile(
    r"^(mon(?:day)?|tue(?:s|sday)?|wed(?:s|nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)\.?$",
    re.IGNORECASE,
)
BETWEEN = re.compile(r"[\s_,:/()\-]+")
PRESENT = re.compile(r"[/\\]")
NO_WEEK = (
    "The columns are weekdays, and nothing says of which week: write a line such as "
    "'Week commencing 01/09/2025' above the headings, or add a column 'Week commencing'."
)


@dataclass(frozen=True)
class WeekGrid:
    """Weekdays from a Monday on; `order`: how the dates of the file are read.

    The `date` of a column is its weekday, its `session` is '' where a cell holds both.
    """

    heading: HeadingRow
    columns: Columns
    sessions: tuple[SessionColumn, ...]
    name: str = "week grid"
    kind: Kind = GRID
    order: DateOrder = DAY_FIRST

    def halves(self) -> tuple[StagedHalf, ...]:
        """None: the date of a cell is not written in it."""
        return ()

    def cells(self, row: Row) -> Iterator[MarkCell]:
        """The marks of a week, or the one reason why they are not taken."""
        places = self.columns.positions
        upn, number = pupil_cells(row, places)
        monday = self.order.read(taken(row, places, "week_commencing"))
        fault = NOT_A_DATE if monday is None else NOT_A_MONDAY if monday.weekday() else ""
        if monday is None or fault:
            is_empty = not any(row.cells[column.position].strip() for column in self.sessions)
            week = self.columns.heading("week_commencing")
            yield MarkCell(row.line, week, upn, number, "", "", "", fault="" if is_empty else fault)
            return
        for column in self.sessions:
            day = (monday + timedelta(days=_weekday(column.date))).isoformat()
            mark = row.cells[column.position]
            cell = MarkCell(row.line, column.heading, upn, number, day, column.session, mark)
            yield from [cell] if column.session else pair_cells(cell)


def recognise(head: Sequence[Row], heading: HeadingRow) -> WeekGrid | None:  # noqa: ARG001
    """A grid of weekdays, and a column that says of which week; UnreadableFile where nothing does."""
    found = find_grid(head)
    if found and "week_commencing" not in found.columns.positions:
        raise UnreadableFile(NO_WEEK)
    return found


def find_grid(head: Sequence[Row]) -> WeekGrid | None:
    """Two or more columns of weekdays with marks below, and one for the pupil."""
    for heading, sessions in _candidates(head):
        if len(sessions) < FEWEST_SESSIONS:
            continue
        columns = pupil_columns(heading.cells, sessions, GRID)
        if not GRID.is_met_by(columns.positions):
            continue
        below = [
            row.cells[column.position]
            for row in head[heading.index + 1 :]
            for column in sessions
            if column.position < len(row.cells)
        ]
        has_pairs = not sessions[0].session
        if any(map(PRESENT.search, below)) and (not has_pairs or are_pairs(below)):
            _refuse_two_of_a_kind(sessions)
            name = "week grid, a day in a cell" if has_pairs else "week grid"
            return WeekGrid(heading, columns, tuple(sessions), name)
    return None


def _candidates(head: Sequence[Row]) -> Iterator[tuple[HeadingRow, list[SessionColumn]]]:
    """Rows that may be the headings: two as one, then one with sessions, then one with weekdays."""
    two_rows = sessions_in_two_rows(head, is_weekday)
    if two_rows:
        yield two_rows
    for index, row in enumerate(head):
        yield HeadingRow(index, row.line, row.cells), _sessions(row.cells)
    for index, row in enumerate(head):
        days = [
            SessionColumn(position, cell.strip(), "", cell.strip())
            for position, cell in enumerate(row.cells)
            if is_weekday(cell)
        ]
        yield HeadingRow(index, row.line, row.cells), days


def _sessions(cells: Sequence[str]) -> list[SessionColumn]:
    found = []
    for position, cell in enumerate(cells):
        words = [word for word in BETWEEN.split(cell.strip()) if word]
        for day, half in (words, words[::-1]) if len(words) == 2 else ():
            session = read_session(half) if SESSION_WORD.match(half) and is_weekday(day) else None
            if session:
                found.append(SessionColumn(position, day, session, cell.strip()))
    return found


def _refuse_two_of_a_kind(sessions: Sequence[SessionColumn]) -> None:
    times = Counter((_weekday(column.date), column.session) for column in sessions)
    for column in sessions:
        if times[_weekday(column.date), column.session] > 1:
            raise UnreadableFile(
                f"The heading '{column.heading}' stands over several columns: give each week a block of "
                "rows of its own, under a line with its date, or write the date into every heading."
            )


def is_weekday(cell: str) -> bool:
    """Whether the cell is the name of a weekday, in full or short."""
    return bool(WEEKDAY.match(cell.strip()))


def _weekday(name: str) -> int:
    return WEEKDAYS.index(name[:3].lower())
