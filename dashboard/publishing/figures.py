"""From a true figure to what is published of it, and what that tells whoever reads it."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from dashboard.publishing.counts import PERSISTENT, SEVERE, GroupCounts, Sessions
from dashboard.publishing.groups import Group

LEAST_PUPILS = 10  # nothing is said of a smaller group
LEAST_COUNT = 5  # a smaller count is "fewer than 5", unless it is 0
FEWER = "fewer than 5"
HIDDEN = None

RATES = ("attendance_rate", "absence_rate", "authorised_rate", "unauthorised_rate")
PERSISTENT_COLUMNS = ("persistent_absentees", "persistent_absence_rate")
SEVERE_COLUMNS = ("severe_absentees", "severe_absence_rate")
COUNT_COLUMNS = {PERSISTENT_COLUMNS: PERSISTENT, SEVERE_COLUMNS: SEVERE}
# What a table of rates and counts may hold, from everything to the least that is worth a table.
COLUMN_SETS = (
    (*RATES, *PERSISTENT_COLUMNS, *SEVERE_COLUMNS),
    (*RATES, *PERSISTENT_COLUMNS),
    RATES,
    RATES[:2],
)


class Fact(NamedTuple):
    """A sum of unknowns is known to lie between two whole numbers.

    `subject` is a group's grouping and value, or "week" and its date; `of` is a kind of session (absent,
    authorised, unauthorised) or places in BANDS written together ("345").
    """

    subject: tuple[str, str]
    of: str
    least: int
    most: int


def tenths(part: int, whole: int) -> int:
    """A rate in tenths of a percent, rounded half up."""
    return (2000 * part + whole) // (2 * whole)


def parts_of(rounded: int, whole: int) -> tuple[int, int]:
    """The least and the most whole number of parts that round to so many tenths of a percent."""
    return -(-(2 * rounded - 1) * whole // 2000), -(-(2 * rounded + 1) * whole // 2000) - 1


def rates(
    subject: tuple[str, str], sessions: Sessions, columns: Sequence[str]
) -> tuple[dict[str, Any], list[Fact]]:
    """The rates among these columns, and what they tell."""
    whole = sessions.possible
    parts = {
        "attendance_rate": whole - sessions.absent,
        "absence_rate": sessions.absent,
        "authorised_rate": sessions.authorised,
        "unauthorised_rate": sessions.unauthorised,
    }
    row: dict[str, Any] = {}
    facts = []
    for column in (column for column in RATES if column in columns):
        rounded = tenths(parts[column], whole)
        row[column] = rounded / 1000
        least, most = parts_of(rounded, whole)
        if column == "attendance_rate":
            facts.append(Fact(subject, "absent", whole - most, whole - least))
        else:
            facts.append(
                Fact(subject, column.removesuffix("_rate").replace("absence", "absent"), least, most)
            )
    return row, facts


def counted(
    group: Group, true_count: int, pupils: int, bands: Iterable[int]
) -> tuple[str | None, list[Fact]]:
    """A count as shown, and what it tells: 0, fewer than 5 or n; hidden when it is the whole group."""
    of = "".join(map(str, sorted(bands)))
    if true_count == pupils:
        return HIDDEN, []
    if 1 <= true_count < LEAST_COUNT:
        return FEWER, [Fact((group.grouping, group.value), of, 1, LEAST_COUNT - 1)]
    return str(true_count), [Fact((group.grouping, group.value), of, true_count, true_count)]


def group_figures(
    group: Group, counts: GroupCounts, columns: Sequence[str], says_small_groups: bool = False
) -> tuple[dict[str, Any], list[Fact]]:
    """What these columns say of a group, None where they say nothing, and what that tells."""
    row: dict[str, Any] = dict.fromkeys(COLUMN_SETS[0])
    if counts.pupils < LEAST_PUPILS and not says_small_groups:
        return row, []
    known, facts = rates((group.grouping, group.value), counts.sessions, columns)
    row |= known
    for (count_column, rate_column), bands in COUNT_COLUMNS.items():
        if count_column in columns:
            shown, told = counted(group, counts.count(bands), counts.pupils, bands)
            row[count_column] = shown
            row[rate_column] = rate_of(shown, counts.pupils)
            facts += told
    return row, facts


def rate_of(shown: str | None, pupils: int) -> float | None:
    """The rate that belongs to a count on show; none where the count is not given exactly."""
    if shown is HIDDEN or shown == FEWER:
        return None
    return tenths(int(shown), pupils) / 1000


def hidden_cells(rows: Iterable[dict[str, Any]], columns: Sequence[str]) -> int:
    """How many cells of these columns do not give their figure."""
    return sum(1 for row in rows for column in columns if row[column] is None or row[column] == FEWER)


def pupil_number_band(pupils: int) -> str:
    """The size of a school, no closer than anyone can read elsewhere: 350 to 399."""
    if pupils < 50:
        return "fewer than 50"
    lower = pupils // 50 * 50
    return f"{lower} to {lower + 49}"
