"""A row for each pupil, a column for each session: the heading says which, in one row or in two."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from dashboard.errors import UnreadableFile
from dashboard.registers.dates import date_readings
from dashboard.registers.headings import Columns, HeadingRow, match_columns
from dashboard.registers.kinds import MARKS, PUPIL, PUPILS, Kind
from dashboard.registers.layouts.shapes import MarkCell, StagedHalf, pupil_cells
from dashboard.registers.tables import Row
from dashboard.registers.values import session as read_session

WIDE = Kind("marks", PUPILS.fields, needs=(PUPIL,))
SESSION_AT_END = re.compile(
    r"^(.*?\d)[\s_,:/()\-]*([ap]\.?m\.?|morning|afternoon)\)?(?:\s*(?:session|mark|reg(?:ister)?))?$",
    re.IGNORECASE,
)
SESSION_AT_START = re.compile(r"^([ap]\.?m\.?|morning|afternoon)[\s_,:/()\-]+(.*\d.*)$", re.IGNORECASE)
SESSION_WORD = re.compile(r"^([ap]\.?m\.?|morning|afternoon)$", re.IGNORECASE)
FEWEST_SESSIONS = 2


class SessionColumn(NamedTuple):
    """A column of marks."""

    position: int
    date: str
    session: str
    heading: str


@dataclass(frozen=True)
class Wide:
    """A column for each session."""

    heading: HeadingRow
    columns: Columns
    sessions: tuple[SessionColumn, ...]
    name: str = "wide"
    kind: Kind = WIDE

    def halves(self) -> tuple[StagedHalf, ...]:
        """None: a column is a session here."""
        return ()

    def cells(self, row: Row) -> Iterator[MarkCell]:
        """The marks of a pupil."""
        places = self.columns.positions
        upn, number = pupil_cells(row, places)
        for column in self.sessions:
            mark = row.cells[column.position] if column.position < len(row.cells) else ""
            yield MarkCell(row.line, column.heading, upn, number, column.date, column.session, mark)


def recognise(head: Sequence[Row], heading: HeadingRow) -> Wide | None:
    """Two or more headings that are a date with a session, in one row or two, and a pupil column."""
    for reading in (_two_rows, _one_row):
        found = reading(head, heading)
        if found and len(found.sessions) >= FEWEST_SESSIONS and found.kind.is_met_by(found.columns.positions):
            return found
    return None


def find_sessions(head: Sequence[Row], heading: HeadingRow) -> Wide | None:
    """The same where the column of the pupil may be under any heading."""
    for reading in (_two_rows, _one_row):
        found = reading(head, heading)
        if found and len(found.sessions) >= FEWEST_SESSIONS:
            return found
    return None


def _one_row(head: Sequence[Row], heading: HeadingRow) -> Wide | None:
    for index, row in [(heading.index, head[heading.index]), *enumerate(head)]:
        sessions = _sessions_of_one_row(row.cells)
        if len(sessions) >= FEWEST_SESSIONS:
            own = HeadingRow(index, row.line, row.cells)
            return Wide(own, pupil_columns(row.cells, sessions), tuple(sessions))
    return None


def _sessions_of_one_row(cells: Sequence[str]) -> list[SessionColumn]:
    sessions = [
        SessionColumn(position, *found, cell.strip())
        for position, cell in enumerate(cells)
        if (found := _date_and_session(cell))
    ]
    if sessions:
        return sessions
    days = [(position, cell.strip()) for position, cell in enumerate(cells) if is_date(cell)]
    times = Counter(day for _, day in days)
    if match_columns(cells, WIDE).positions:
        _refuse_unclear_dates(times)
    if not days or set(times.values()) != {2}:
        return []
    seen: Counter[str] = Counter()
    for position, day in days:  # the same date twice is its morning and its afternoon
        seen[day] += 1
        sessions.append(SessionColumn(position, day, "AM" if seen[day] == 1 else "PM", day))
    return sessions


def _refuse_unclear_dates(times: Counter[str]) -> None:
    """A date over one column may be a day, over two its halves; anything else a person must name."""
    unclear = [day for day, count in times.items() if count > 2] or (
        [day for day, count in times.items() if count == 1] if 2 in times.values() else []
    )
    if unclear:
        raise UnreadableFile(
            f"The heading {unclear[0]} stands over {times[unclear[0]]} columns; a date stands over two, "
            "its morning and its afternoon. Add AM or PM to each date in the headings."
        )


def _two_rows(head: Sequence[Row], heading: HeadingRow) -> Wide | None:  # noqa: ARG001
    """Dates in one row (over their morning, or merged), AM and PM in the next."""
    found = sessions_in_two_rows(head, is_date)
    if found is None:
        return None
    own, sessions = found
    return Wide(own, pupil_columns(own.cells, sessions), tuple(sessions), name="wide, two heading rows")


def sessions_in_two_rows(
    head: Sequence[Row], is_day: Callable[[str], bool]
) -> tuple[HeadingRow, list[SessionColumn]] | None:
    """The two rows as one, and the sessions in it: days in the upper row, AM and PM in the lower."""
    for index, (upper, lower) in enumerate(pairwise(head)):
        halves = {
            position: half
            for position, cell in enumerate(lower.cells)
            if SESSION_WORD.match(cell.strip()) and (half := read_session(cell))
        }
        names_its_dates = "date" in match_columns(lower.cells, MARKS).positions
        if len(halves) < FEWEST_SESSIONS or names_its_dates or not any(is_day(cell) for cell in upper.cells):
            continue
        sessions, day = [], ""
        for position in range(max(len(upper.cells), len(lower.cells))):
            above = upper.cells[position].strip() if position < len(upper.cells) else ""
            if above:
                day = above if is_day(above) else ""
            if day and position in halves:
                sessions.append(SessionColumn(position, day, halves[position], f"{day} {halves[position]}"))
        names = _joined(upper.cells, lower.cells, {column.position for column in sessions})
        return HeadingRow(index + 1, lower.line, names), sessions
    return None


def pupil_columns(names: Sequence[str], sessions: Sequence[SessionColumn], kind: Kind = WIDE) -> Columns:
    """The columns that are no session: who a row is about."""
    places = {column.position for column in sessions}
    return match_columns(["" if place in places else name for place, name in enumerate(names)], kind)


def _joined(upper: Sequence[str], lower: Sequence[str], sessions: set[int]) -> list[str]:
    """One row of headings out of two: the pupil's columns may be named in either."""
    width = max(len(upper), len(lower))
    above = [*upper, *[""] * (width - len(upper))]
    below = [*lower, *[""] * (width - len(lower))]
    return [
        below[position] if position in sessions or below[position].strip() else above[position]
        for position in range(width)
    ]


def is_date(cell: str) -> bool:
    """Whether the cell is a date, whatever the order of day and month."""
    readings = date_readings(cell)
    return bool(readings.fixed or readings.day_first or readings.month_first)


def _date_and_session(cell: str) -> tuple[str, str] | None:
    text = cell.strip()
    if match := SESSION_AT_END.match(text):
        day, half = match[1], match[2]
    elif match := SESSION_AT_START.match(text):
        half, day = match[1], match[2]
    else:
        return None
    found = read_session(half)
    return (day, found) if found and is_date(day) else None
