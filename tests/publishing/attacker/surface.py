"""Everything that governors can read, and what each figure says of the numbers behind it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dashboard.errors import RefusedError
from dashboard.store.governors import governors_store
from tests.publishing.attacker.schools import Traits

Rows = list[dict[str, Any]]
QUERIES = tuple(
    f"governor_{name}"
    for name in (
        *("headline", "weeks", "bands", "groups", "cme", "benchmarks"),
        *("changes", "commentary", "tables", "publications"),
    )
)

PERIOD_COLUMNS = {"school", "academic_year", "term"}
RATES = {
    "attendance_rate": "attended",
    "absence_rate": "absent",
    "authorised_rate": "authorised",
    "unauthorised_rate": "unauthorised",
}
COUNTS = {"persistent_absentees": "persistent", "severe_absentees": "severe"}
SHARES = {"persistent_absence_rate": "persistent", "severe_absence_rate": "severe"}
BANDS = {  # lower and upper edge in hundredths
    "under_3": (0, 3),
    "3_to_5": (3, 5),
    "5_to_10": (5, 10),
    "10_to_15": (10, 15),
    "15_to_50": (15, 50),
    "50_plus": (50, 101),
}
EVERYONE = "left out, as it is everyone's"  # the only reason where the rows beside it have their count
COUNTED = {
    **{band: (band,) for band in BANDS},
    "persistent": ("10_to_15", "15_to_50", "50_plus"),
    "severe": ("50_plus",),
}

Belongs = Callable[[Traits], bool]
GROUPS: dict[tuple[str, str], Belongs] = {
    ("whole", "school"): lambda child: True,
    ("fsm", "true"): lambda child: child.fsm,
    ("fsm", "false"): lambda child: not child.fsm,
    ("fsm", "not_true"): lambda child: not child.fsm,
    ("send_provision", "N"): lambda child: child.send == "N",
    ("send_provision", "K"): lambda child: child.send == "K",
    ("send_provision", "E"): lambda child: child.send == "E",
    ("send_provision", "none"): lambda child: child.send == "N",
    ("send_provision", "not_send"): lambda child: child.send == "N",
    ("send_provision", "send"): lambda child: child.send != "N",
    ("sex", "F"): lambda child: child.sex == "F",
    ("sex", "M"): lambda child: child.sex == "M",
    **{("year_group", str(year)): lambda child, year=year: child.year == year for year in range(1, 7)},
    **{
        ("year_group", f"{first}-{first + 1}"): lambda child, first=first: child.year in (first, first + 1)
        for first in (1, 3, 5)
    },
    ("year_group", "KS1"): lambda child: child.year <= 2,
    ("year_group", "KS2"): lambda child: child.year > 2,
    ("fsm_and_send", "fsm_and_send"): lambda child: child.fsm and child.send != "N",
    ("fsm_and_send", "fsm_only"): lambda child: child.fsm and child.send == "N",
    ("fsm_and_send", "send_only"): lambda child: not child.fsm and child.send != "N",
    ("fsm_and_send", "neither"): lambda child: not child.fsm and child.send == "N",
    ("fsm_and_send", "one_of_them"): lambda child: child.fsm != (child.send != "N"),
}
WHOLE = ("whole", "school")


def bands_of(measure: str) -> tuple[str, ...]:
    """The bands that a count adds up: one or more, "15_plus" or "5_to_15" where the school's are merged."""
    if measure in COUNTED:
        return COUNTED[measure]
    name = re.fullmatch(r"under_(?P<to>\d+)|(?P<low>\d+)_(?:plus|to_(?P<high>\d+))", measure)
    assert name, f"a new kind of count: {measure}"
    low, high = int(name["low"] or 0), int(name["to"] or name["high"] or 101)
    bands = tuple(band for band, edges in BANDS.items() if low <= edges[0] and edges[1] <= high)
    assert (BANDS[bands[0]][0], BANDS[bands[-1]][1]) == (low, high), f"edges of its own: {measure}"
    return bands


@dataclass(frozen=True)
class Figure:
    """A published figure: of a group in a period (or one week of it), the measure, and what is printed."""

    group: tuple[str, str]
    measure: str
    printed: str | float
    is_rate: bool
    week: str | None = None

    @property
    def is_of_sessions(self) -> bool:
        return self.measure in RATES.values()

    def least_and_most(self, whole: int) -> tuple[int, int]:
        """The whole numbers that would have been printed so, of so many sessions or pupils in all."""
        if self.is_rate:
            tenths = round(float(self.printed) * 1000)
            # rounded half up: (2t - 1) / 2000 <= x / whole < (2t + 1) / 2000
            return max(0, -(-(2 * tenths - 1) * whole // 2000)), min(
                whole, -(-(2 * tenths + 1) * whole // 2000) - 1
            )
        if self.printed == EVERYONE:
            return whole, whole
        if self.printed == "fewer than 5":
            return 1, min(4, whole)
        return int(self.printed), int(self.printed)


def read_surface(folder: Path) -> dict[str, Rows]:
    """The answer of every governors' query without parameters; nothing where nothing is published."""
    try:
        store = governors_store(folder)
    except RefusedError:
        return {name: [] for name in QUERIES}
    surface = {}
    for name in QUERIES:
        answer = store.rows(name, {}, role="governor")
        surface[name] = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    return surface


def of_period(surface: Mapping[str, Rows], period: str) -> dict[str, Rows]:
    return {name: [row for row in rows if period_of(row) == period] for name, rows in surface.items()}


def period_of(row: Mapping[str, Any]) -> str:
    """2025/26 Autumn, or 2025/26 Year."""
    return f"{row['academic_year']} {row['term']}"


def figures_of(surface: Mapping[str, Rows]) -> list[Figure]:
    """The figures of one period. A column not known here is an error: somebody must look at it."""
    figures: list[Figure] = []
    for row in surface["governor_headline"]:
        figures += _figures_of_row(row, WHOLE, {"pupils"})
    for row in surface["governor_weeks"]:
        figures += _figures_of_row(row, WHOLE, {"week_commencing"}, str(row["week_commencing"]))
    for row in surface["governor_groups"]:
        described = {"dimension", "dimension_label", "group_value", "group_label"}
        figures += _figures_of_row(row, (row["dimension"], row["group_value"]), described)
    figures += _left_out_because_all(surface["governor_groups"])
    for row in surface["governor_bands"]:
        assert set(row) == PERIOD_COLUMNS | {"band", "band_label", "pupils", "share"}
        given = any(other["pupils"] is not None for other in surface["governor_bands"])
        if given:
            figures.append(Figure(WHOLE, row["band"], row["pupils"] or EVERYONE, False))
        if row["share"] is not None:
            figures.append(Figure(WHOLE, row["band"], float(row["share"]), True))
    for row in surface["governor_changes"]:
        measure = {"absence_rate": "absent", "persistent_absence_rate": "persistent"}[row["measure"]]
        figures.append(Figure(WHOLE, measure, float(row["value"]), True))
    return figures


def _figures_of_row(
    row: Mapping[str, Any], group: tuple[str, str], described: set[str], week: str | None = None
) -> list[Figure]:
    measured = set(row) - PERIOD_COLUMNS - described
    assert measured <= {*RATES, *COUNTS, *SHARES}, f"new figures: {measured}"
    rates = [
        Figure(group, measure, float(row[column]), True, week)
        for column, measure in (RATES | SHARES).items()
        if row.get(column) is not None
    ]
    counts = [
        Figure(group, measure, row[column], False, week)
        for column, measure in COUNTS.items()
        if row.get(column) is not None
    ]
    return rates + counts


def _left_out_because_all(rows: Rows) -> list[Figure]:
    """Counts left out of a row where the rows beside it have theirs: all the children of the group.

    Not in a row without a rate: of a group so small nothing is said.
    """
    given = {(row["dimension"], column) for row in rows for column in COUNTS if row[column] is not None}
    return [
        Figure((row["dimension"], row["group_value"]), COUNTS[column], EVERYONE, False)
        for row in rows
        for column in COUNTS
        if row[column] is None and row["absence_rate"] is not None and (row["dimension"], column) in given
    ]
