"""The true figures of a period: pupils, sessions and bands of every group. Seen by the SLT's machine only."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from dashboard.publishing.groups import Cell, Group, groups_of

# Absence from the lower edge up to but not including the upper one, in percent; as absence_band in the SQL.
BANDS = (
    ("under_3", 0, 3),
    ("3_to_5", 3, 5),
    ("5_to_10", 5, 10),
    ("10_to_15", 10, 15),
    ("15_to_50", 15, 50),
    ("50_plus", 50, 101),
)
PERSISTENT, SEVERE = frozenset({3, 4, 5}), frozenset({5})


class Sessions(NamedTuple):
    """A pupil's sessions within one cell, or many pupils' within many."""

    possible: int
    authorised: int
    unauthorised: int

    @property
    def absent(self) -> int:
        """Authorised and unauthorised together."""
        return self.authorised + self.unauthorised

    def plus(self, other: "Sessions") -> "Sessions":
        """Both together."""
        return Sessions(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))


NO_SESSIONS = Sessions(0, 0, 0)
Pupils = Mapping[str, Mapping[Cell, Sessions]]  # by UPN or admission number
PupilWeeks = Mapping[str, Mapping[str, Sessions]]  # the same by the Monday of the week


@dataclass
class GroupCounts:
    """What is true of a group: its pupils, their sessions, how many are in each band."""

    pupils: int = 0
    sessions: Sessions = NO_SESSIONS
    bands: list[int] = field(default_factory=lambda: [0] * len(BANDS))

    def count(self, bands: frozenset[int]) -> int:
        """Pupils in any of these bands."""
        return sum(self.bands[band] for band in bands)


def band(absent: int, possible: int) -> int:
    """The place in BANDS of a pupil who missed so much. Whole numbers, so exactly 10% counts."""
    return max(place for place, (_, lower, _) in enumerate(BANDS) if 100 * absent >= lower * possible)


def least_absent(place: int, possible: int) -> int:
    """The fewest sessions that a pupil of this band has missed."""
    return -(-BANDS[place][1] * possible // 100)


def most_absent(place: int, possible: int) -> int:
    """The most sessions that a pupil of this band can have missed."""
    return min(possible, (BANDS[place][2] * possible - 1) // 100)


@cache
def can_be_in(place: int, possible: int) -> bool:
    """Whether a pupil with so many sessions can be in this band: of 6 sessions, none is 10 to 15%."""
    return possible > 0 and least_absent(place, possible) <= most_absent(place, possible)


def pupils_from_rows(rows: Sequence[Sequence[Any]]) -> tuple[Pupils, PupilWeeks]:
    """The rows of the query publication_pupils by pupil: their sessions by cell, and by week."""
    pupils: dict[str, dict[Cell, Sessions]] = defaultdict(lambda: defaultdict(lambda: NO_SESSIONS))
    weeks: dict[str, dict[str, Sessions]] = defaultdict(lambda: defaultdict(lambda: NO_SESSIONS))
    for pupil, fsm, send, sex, year_group, monday, possible, _attended, authorised, unauthorised in rows:
        cell, week = Cell(fsm, send, sex, year_group), monday.isoformat()
        sessions = Sessions(possible, authorised, unauthorised)
        pupils[pupil][cell] = pupils[pupil][cell].plus(sessions)
        weeks[pupil][week] = weeks[pupil][week].plus(sessions)
    return pupils, weeks


def count_groups(pupils: Pupils) -> dict[Group, GroupCounts]:
    """The figures of every group; a pupil counts in a group with the sessions they had within it."""
    members = groups_of({cell for cells in pupils.values() for cell in cells})
    groups_by_cell: dict[Cell, list[Group]] = defaultdict(list)
    for group, cells in members.items():
        for cell in cells:
            groups_by_cell[cell].append(group)
    counts = {group: GroupCounts() for group in members}
    for of_pupil in pupils.values():
        within: dict[Group, Sessions] = defaultdict(lambda: NO_SESSIONS)
        for cell, sessions in of_pupil.items():
            for group in groups_by_cell[cell]:
                within[group] = within[group].plus(sessions)
        for group, sessions in within.items():
            counted = counts[group]
            counted.pupils += 1
            counted.sessions = counted.sessions.plus(sessions)
            counted.bands[band(sessions.absent, sessions.possible)] += 1
    return counts
