"""Small schools without any programming: every way in which the absences could lie is gone through.

For one term of a school whose children are of two sorts, alike within each and all with the same sessions.
Of each sort every choice of children for the six bands is tried with every one of the other; a pair stays
possible if it agrees with all that was published and the sessions missed can be shared out to match.
"""

from itertools import combinations
from typing import NamedTuple

import numpy as np

from tests.publishing.attacker.knowledge import Event, History, fewest_and_most, true_sessions
from tests.publishing.attacker.surface import BANDS, COUNTED, GROUPS, WHOLE, Figure, bands_of

LEAVE = ("authorised", "unauthorised")
Interval = tuple[int, int]


class Possible(NamedTuple):
    """What a figure of some of the sorts could be: every value, of sessions the least and the most."""

    sorts: tuple[int, ...]
    measure: str
    values: frozenset[int]


def choices(children: int) -> np.ndarray:
    """Every way to put so many children into the six bands."""
    bars = list(combinations(range(children + 5), 5))
    edges = np.column_stack([np.full(len(bars), -1), np.array(bars), np.full(len(bars), children + 5)])
    return np.diff(edges, axis=1) - 1


class SmallSchool:
    """Two sorts of children in one published term, and what agrees with the figures given."""

    def __init__(self, history: History, event: Event) -> None:
        term = event.terms[0]
        self.sizes = [sum(child.traits[term].sex == sex for child in history.children) for sex in "FM"]
        self.possible = true_sessions(history, history.children[0], [(term, 0)])[0]
        assert all(
            true_sessions(history, child, [(term, state)])[0] == self.possible
            for child, state in event.states[term].items()
        )
        one_of_each = [next(c for c in history.children if c.traits[term].sex == sex) for sex in "FM"]
        self._figures: list[tuple[tuple[int, ...], Figure]] = [
            (
                tuple(n for n, child in enumerate(one_of_each) if GROUPS[figure.group](child.traits[term])),
                figure,
            )
            for figure in event.figures
            if figure.week is None
        ]
        self.found = self._go_through()

    def _sessions_that_agree(self) -> np.ndarray:
        """For sessions missed by the first sort and by the second: whether leave can be shared so."""
        most = [size * self.possible for size in self.sizes]
        first, second = np.ogrid[0 : most[0] + 1, 0 : most[1] + 1]
        limits = {
            (sorts, leave): self._limits(sorts, leave)
            for sorts in ((0,), (1,), (0, 1))
            for leave in (*LEAVE, "absent")
        }
        agree = np.ones((most[0] + 1, most[1] + 1), dtype=bool)
        lows, highs = [], []
        for sort, missed in (((0,), first), ((1,), second)):
            least, utmost = limits[sort, "absent"]
            agree &= (missed >= least) & (missed <= utmost)
            with_leave, without = limits[sort, "authorised"], limits[sort, "unauthorised"]
            lows.append(np.maximum(with_leave[0], missed - without[1]))
            highs.append(np.minimum(np.minimum(with_leave[1], missed), missed - without[0]))
            agree &= lows[-1] <= highs[-1]
        total = first + second
        with_leave, without = limits[(0, 1), "authorised"], limits[(0, 1), "unauthorised"]
        low = np.maximum(np.maximum(lows[0] + lows[1], with_leave[0]), total - without[1])
        high = np.minimum(np.minimum(highs[0] + highs[1], with_leave[1]), total - without[0])
        least, utmost = limits[(0, 1), "absent"]
        return np.asarray(agree & (low <= high) & (total >= least) & (total <= utmost))

    def _limits(self, sorts: tuple[int, ...], leave: str) -> Interval:
        whole = sum(self.sizes[sort] for sort in sorts) * self.possible
        low, high = 0, whole
        for of, figure in self._figures:
            if of != sorts or not figure.is_of_sessions:
                continue
            least, most = figure.least_and_most(whole)
            if figure.measure == "attended":
                least, most = whole - most, whole - least
            if figure.measure == leave or (leave, figure.measure) == ("absent", "attended"):
                low, high = max(low, least), min(high, most)
        return low, high

    def _agree(self, sorts: tuple[int, ...], children: np.ndarray) -> np.ndarray:
        """Which rows of children by band agree with the counts published of these sorts."""
        size = sum(self.sizes[sort] for sort in sorts)
        agree = np.ones(len(children), dtype=bool)
        for of, figure in self._figures:
            if of == sorts and not figure.is_of_sessions:
                counted = self._counted(children, bands_of(figure.measure))
                least, most = figure.least_and_most(size)
                agree &= (counted >= least) & (counted <= most)
        return agree

    @staticmethod
    def _counted(children: np.ndarray, bands: tuple[str, ...]) -> np.ndarray:
        return np.asarray(children[:, [list(BANDS).index(band) for band in bands]].sum(axis=1))

    def _go_through(self) -> list[Possible]:
        edges = np.array([fewest_and_most(band, self.possible) for band in BANDS])
        by_sort = []
        for sort in (0, 1):
            rows = choices(self.sizes[sort])
            rows = rows[(rows[:, edges[:, 0] > edges[:, 1]] == 0).all(axis=1)]
            by_sort.append(rows[self._agree((sort,), rows)])
        upto = np.pad(self._sessions_that_agree().cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
        mine, others = by_sort
        low, high = others @ edges[:, 0], others @ edges[:, 1] + 1
        found: dict[tuple[tuple[int, ...], str], set[int]] = {}
        for row in mine:
            least, most = int(row @ edges[:, 0]), int(row @ edges[:, 1]) + 1
            ways = upto[most, high] - upto[least, high] - upto[most, low] + upto[least, low]
            there = others[(ways > 0) & self._agree((0, 1), others + row)]
            if len(there):
                for sorts, rows in (((0,), row[None, :]), ((1,), there), ((0, 1), there + row)):
                    for measure, bands in COUNTED.items():
                        found.setdefault((sorts, measure), set()).update(
                            np.unique(self._counted(rows, bands)).tolist()
                        )
        return [Possible(sorts, measure, frozenset(values)) for (sorts, measure), values in found.items()]


def group_of(sorts: tuple[int, ...]) -> tuple[str, str]:
    return WHOLE if len(sorts) == 2 else ("sex", "FM"[sorts[0]])
