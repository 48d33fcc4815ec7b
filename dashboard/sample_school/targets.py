"""How many sessions each pupil misses in a year: the spread that England's primary schools show.

A pupil's share is drawn from a curve for those with free meals, SEND, both or neither; standing on the curve
is by rank, so that a small school is as typical as a large one.
"""

from dataclasses import dataclass

import numpy as np

from dashboard.sample_school.grid import Counts, Grid, Numbers


@dataclass(frozen=True)
class National:
    """Pupils aged 5 to 15 in state-funded primary schools, fractions."""

    absence: float
    persistent: float
    severe: float


YEARS = {
    2022: National(0.0540, 0.145, 0.0075),
    2023: National(0.0543, 0.143, 0.0085),
    2024: National(0.0518, 0.131, 0.0093),
    2025: National(0.0528, 0.136, 0.0095),
}
ANY_YEAR = National(0.0522, 0.134, 0.0095)
RECEPTION = National(0.0650, 0.180, 0.0)

# Neither, free meals only, SEND only, both: persistent absence, and the odds of severe absence.
PERSISTENT_BY_GROUP = np.array([0.080, 0.235, 0.150, 0.330])
SEVERE_ODDS_BY_GROUP = np.array([0.0, 0.6, 0.8, 1.3])
ILLNESS = 0.6  # of all absence
MONTHS = np.array([0, 1.34, 1.36, 1.0, 0.86, 0.74, 0.70, 0.66, 0, 0.72, 0.92, 1.10, 1.40])
WHOLE_YEAR = 150  # days from which a year is judged as a whole


def sessions_to_miss(grid: Grid, groups: Counts, standing: Numbers) -> Counts:
    """Each pupil's absent sessions this year so far; what is already placed counts and stays."""
    possible = grid.is_possible.sum(axis=1)
    placed = (grid.is_absent & grid.is_possible).sum(axis=1)
    is_reception = grid.year_groups == "R"
    days = len(grid.days)
    season = 1.0 if days >= WHOLE_YEAR else 0.92 - ILLNESS * (1 - illness_season(grid).mean())
    targets = np.zeros(len(possible), np.int64)
    for pool, national in (
        (~is_reception, YEARS.get(grid.year.year, ANY_YEAR)),
        (is_reception, RECEPTION),
    ):
        if not pool.any():
            continue
        persistent = national.persistent * (1 if days >= WHOLE_YEAR else 1.05 if days >= 30 else 1.4)
        targets[pool] = _targets(
            possible[pool],
            placed[pool],
            groups[pool],
            standing[pool],
            National(national.absence * season, persistent, national.severe),
            grid.random,
        )
    return targets


def illness_season(grid: Grid) -> Numbers:
    """How likely illness is on each day beside the average: most in December to February."""
    season: Numbers = MONTHS[np.array([day.day.month for day in grid.days])]
    return season


def _targets(
    possible: Counts,
    placed: Counts,
    groups: Counts,
    standing: Numbers,
    national: National,
    random: np.random.Generator,
) -> Counts:
    is_forced = 10 * placed >= np.maximum(possible, 1)
    shares = _whole_pupils(PERSISTENT_BY_GROUP[groups], groups, national.persistent)
    severe = _severe(possible, groups, standing, national.severe, random)
    rank = _rank_within(groups, standing + 100 * is_forced + 1000 * (severe > 0))
    is_persistent = rank >= 1 - shares
    slack, tight = 0.2, 8.0
    for _ in range(24):
        shape = (slack + tight) / 2
        wanted = _sessions(rank, shares, shape, severe, possible, placed)
        if wanted.sum() > national.absence * possible.sum():
            slack = shape
        else:
            tight = shape
    edge = -(-possible // 10)  # the fewest sessions that are 10%
    wanted = np.where(is_persistent, np.maximum(wanted, edge), np.minimum(wanted, np.maximum(edge - 1, 0)))
    return np.minimum(np.maximum(wanted, placed), possible)


def _whole_pupils(shares: Numbers, groups: Counts, wanted: float) -> Numbers:
    """Shares of the groups, scaled so that whole pupils make up the share wanted of them all."""
    pupils = np.bincount(groups, minlength=4)
    expected = PERSISTENT_BY_GROUP * pupils * wanted / shares.mean()
    many = np.floor(expected).astype(np.int64)
    missing = round(wanted * len(groups)) - many.sum()
    many[np.argsort(many - expected)[:missing]] += 1
    return np.minimum(0.9, many / np.maximum(pupils, 1))[groups]


def _sessions(
    rank: Numbers, shares: Numbers, shape: float, severe: Numbers, possible: Counts, placed: Counts
) -> Counts:
    """Sessions missed by rank: under 5%, 5 to 10%, over 10%; a higher shape keeps to the lower edges."""
    middle = 0.16 + 0.35 * shares
    low = np.maximum(1 - shares - middle, 0.05)
    rate = np.select(
        [rank < low, rank < 1 - shares],
        [
            0.05 * (rank / low) ** shape,
            0.05 + 0.05 * np.clip((rank - low) / middle, 0, 1) ** shape,
        ],
        0.10 + 0.30 * np.clip((rank - 1 + shares) / np.maximum(shares, 0.01), 0, 1) ** (4.5 * shape),
    )
    rate = np.where(severe > 0, severe, rate)
    return np.maximum(np.rint(rate * possible).astype(np.int64), placed)


def _severe(
    possible: Counts, groups: Counts, standing: Numbers, share: float, random: np.random.Generator
) -> Numbers:
    """For the few who miss half or more: how much. Nought for everyone else."""
    severe = np.zeros(len(possible))
    many = int(share * len(possible) + random.random())
    odds = standing + SEVERE_ODDS_BY_GROUP[groups] + 0.5 * random.normal(size=len(possible))
    odds[possible < 0.8 * possible.max()] = -np.inf
    for row in np.argsort(-odds)[:many]:
        severe[row] = 0.51 + 0.22 * random.random() ** 1.5
    return severe


def _rank_within(groups: Counts, standing: Numbers) -> Numbers:
    """Where each pupil stands in their own group, 0 to 1."""
    rank = np.zeros(len(groups))
    for group in np.unique(groups):
        rows = np.flatnonzero(groups == group)
        order = np.argsort(np.argsort(standing[rows]))
        rank[rows] = (order + 0.5) / len(rows)
    return rank
