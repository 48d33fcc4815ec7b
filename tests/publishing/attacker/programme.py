"""All that the attacker knows as one linear programme.

For every kind of child, term and state of its marks: how many are in each band of absence, and how many
sessions those in the band missed, with and without leave. Counts and rates of every group, term, week and
year are sums of these, so that terms add to the year and bands to persistent absence by themselves.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array

from tests.publishing.attacker.knowledge import (
    Event,
    History,
    Kind,
    band_of,
    fewest_and_most,
    true_sessions,
)
from tests.publishing.attacker.surface import BANDS, GROUPS, WHOLE, Belongs, bands_of

Sum = dict[int, float]
Stays = tuple[tuple[str, int], ...]
LEAVE = ("authorised", "unauthorised")


class Programme:
    """The unknowns, the rows that tie them, and the truth, which has to obey every row."""

    def __init__(self, history: History) -> None:
        self.history = history
        self.kinds = list(history.kinds())
        self.truth: list[float] = []
        self.most: list[float] = []
        self._index: dict[Any, int] = {}
        self._rows: list[tuple[Sum, float, float, str]] = []
        for kind in self.kinds:
            for event in history.events:
                for stays in {kind.stays(event, belongs) for belongs in GROUPS.values()} - {()}:
                    for some in (*((stay,) for stay in stays), stays):
                        self._bands(kind, some)
        for event in history.events:
            self._weeks(event)
            for figure in event.figures:
                self._tell(event, figure)
        self._seal()

    # --- sums of unknowns

    def count(self, event: Event, belongs: Belongs, bands: Iterable[str]) -> Sum:
        """How many children of a group are in any of the bands."""
        total: Sum = {}
        for kind in self.kinds:
            stays = kind.stays(event, belongs)
            if stays:
                total |= {self._index[kind, stays, "children", band]: 1.0 for band in bands}
        return total

    def sessions(self, event: Event, belongs: Belongs, leave: Iterable[str]) -> Sum:
        """How many sessions the children of a group missed."""
        return {
            self._index[kind, (stay,), one, band]: 1.0
            for kind in self.kinds
            for stay in kind.stays(event, belongs)
            for band in BANDS
            for one in leave
        }

    def value(self, total: Sum) -> float:
        """What is true of a sum."""
        return sum(factor * self.truth[place] for place, factor in total.items())

    # --- the unknowns

    def _unknown(self, key: Any, truth: float, most: float) -> int:
        self._index[key] = len(self.truth)
        self.truth.append(truth)
        self.most.append(most)
        return self._index[key]

    def _tie(self, total: Sum, least: float, most: float, why: str) -> None:
        self._rows.append((total, least, most, why))

    def _bands(self, kind: Kind, stays: Stays) -> None:
        """The bands of children of one kind over one term or several."""
        if (kind, stays, "children", "under_3") in self._index:
            return
        true = [true_sessions(self.history, child, stays) for child in kind.children]
        possible = true[0][0]
        missed_in_all: Sum = {}
        for band in BANDS:
            there = [one for one in true if band_of(one[1] + one[2], possible) == band]
            fewest, most = fewest_and_most(band, possible)
            upper = kind.size if fewest <= most else 0
            children = self._unknown((kind, stays, "children", band), len(there), upper)
            missed = {
                self._unknown((kind, stays, leave, band), sum(one[place] for one in there), upper * most): 1.0
                for place, leave in enumerate(LEAVE, 1)
            }
            self._tie(missed | {children: -fewest}, 0, np.inf, "at least the lower edge")
            self._tie(missed | {children: -most}, -np.inf, 0, "below the upper edge")
            missed_in_all |= missed
        everyone = {self._index[kind, stays, "children", band]: 1.0 for band in BANDS}
        self._tie(everyone, kind.size, kind.size, "every child is in a band")
        if len(stays) > 1:
            for leave in LEAVE:
                total = {self._index[kind, stays, leave, band]: 1.0 for band in BANDS}
                for stay in stays:
                    total |= {self._index[kind, (stay,), leave, band]: -1.0 for band in BANDS}
                self._tie(total, 0, 0, "terms add to the year")

    def _weeks(self, event: Event) -> None:
        """Sessions missed in each published week by the children of each band who changed alike."""
        if not event.weeks:
            return
        term = event.terms[0]
        patterns = defaultdict(list)
        for kind in self.kinds:
            if kind.stays(event, GROUPS[WHOLE]):
                patterns[kind.pattern(term), kind.state(event, term)].append(kind)
        for (pattern, state), kinds in patterns.items():
            if (term, pattern, state, "authorised", "under_3", event.weeks[0]) not in self._index:
                self._weeks_of(event, kinds, (term, pattern, state))

    def _weeks_of(self, event: Event, kinds: list[Kind], name: tuple[Any, ...]) -> None:
        stay = (name[0], name[2])
        ends = [*event.weeks[1:], "9999"]
        sums: Mapping[tuple[str, str], Sum] = defaultdict(dict)
        for week, end in zip(event.weeks, ends, strict=True):
            marked = [
                (band_of(states.absent, states.possible), states.between(week, end))
                for kind in kinds
                for child in kind.children
                for states in [self.history.states[child, stay[0]][stay[1]]]
            ]
            longest = max(one.possible for _, one in marked)
            for band in BANDS:
                there = [one for where, one in marked if where == band]
                missed: Sum = {}
                for leave in LEAVE:
                    truth = sum(getattr(one, leave) for one in there)
                    place = self._unknown((*name, leave, band, week), truth, longest * len(marked))
                    missed[place] = 1.0
                    sums[leave, band][place] = 1.0
                children = {self._index[kind, (stay,), "children", band]: -float(longest) for kind in kinds}
                self._tie(missed | children, -np.inf, 0, "no more than the sessions of the week")
        for (leave, band), total in sums.items():
            of_term = {self._index[kind, (stay,), leave, band]: -1.0 for kind in kinds}
            self._tie(total | of_term, 0, 0, "weeks add to the term")

    # --- what was published

    def _tell(self, event: Event, figure: Any) -> None:
        belongs = GROUPS[figure.group]
        size, sessions = self.known_size(event, belongs)
        where = f"{figure} of {event.period}"
        if not figure.is_of_sessions:
            total = self.count(event, belongs, bands_of(figure.measure))
            self._tie(total, *figure.least_and_most(size), where)
            return
        leave = (figure.measure,) if figure.measure in LEAVE else LEAVE
        if figure.week is None:
            total = self.sessions(event, belongs, leave)
        else:
            total, sessions = self._week(event, figure.week, leave)
        least, most = figure.least_and_most(sessions)
        if figure.measure == "attended":
            least, most = sessions - most, sessions - least
        self._tie(total, least, most, where)

    def _week(self, event: Event, week: str, leave: Iterable[str]) -> tuple[Sum, int]:
        term = event.terms[0]
        end = next((one for one in event.weeks if one > week), "9999")
        total: Sum = {}
        sessions = 0
        for kind in self.kinds:
            for stay in kind.stays(event, GROUPS[WHOLE]):
                name = (term, kind.pattern(term), stay[1])
                total |= {self._index[*name, one, band, week]: 1.0 for one in leave for band in BANDS}
                sessions += sum(
                    self.history.states[child, term][stay[1]].between(week, end).possible
                    for child in kind.children
                )
        return total, sessions

    def known_size(self, event: Event, belongs: Belongs) -> tuple[int, int]:
        """Pupils of a group in a period, and their possible sessions in it."""
        size = sessions = 0
        for kind in self.kinds:
            stays = kind.stays(event, belongs)
            size += kind.size if stays else 0
            sessions += kind.size * sum(kind.possible(*stay) for stay in stays)
        return size, sessions

    def able(self, event: Event, belongs: Belongs, bands: Iterable[str]) -> int:
        """Children of a group whose sessions are enough for one of the bands: of 2, nobody misses 20%."""
        within = [(kind, kind.stays(event, belongs)) for kind in self.kinds]
        return sum(
            kind.size
            for kind, stays in within
            if stays and any(self.most[self._index[kind, stays, "children", band]] for band in bands)
        )

    # --- solving

    def _seal(self) -> None:
        """Check that the truth obeys every row: else a figure is wrong, or this reading of the rules."""
        for total, least, most, why in self._rows:
            true = self.value(total)
            assert least - 1e-6 <= true <= most + 1e-6, f"{why}: {true} is not from {least} to {most}"
        upper = [
            one
            for total, least, most, _ in self._rows
            if least != most
            for one in ((total, most, 1.0), (total, -least, -1.0))
            if np.isfinite(one[1])
        ]
        equal = [(total, least, 1.0) for total, least, most, _ in self._rows if least == most]
        self._constraints = {
            "A_ub": self._matrix(upper),
            "b_ub": [limit for _, limit, _ in upper],
            "A_eq": self._matrix(equal),
            "b_eq": [limit for _, limit, _ in equal],
            "bounds": np.column_stack([np.zeros(len(self.truth)), self.most]),
        }

    def _matrix(self, rows: list[tuple[Sum, float, float]]) -> csr_array:
        flat = [
            (line, place, sign * factor)
            for line, (total, _, sign) in enumerate(rows)
            for place, factor in total.items()
        ]
        lines, places, factors = np.array(flat).T
        return csr_array(
            (factors, (lines.astype(int), places.astype(int))), shape=(len(rows), len(self.truth))
        )

    def reach(self, total: Sum) -> tuple[float, float]:
        """The least and the most that a sum could be."""
        cost = np.zeros(len(self.truth))
        cost[list(total)] = list(total.values())
        return float(cost @ self.least(cost)), float(cost @ self.least(-cost))

    def least(self, cost: np.ndarray) -> np.ndarray:
        """Some solution that makes the cost least."""
        answer = linprog(cost, **self._constraints, method="highs")
        assert answer.status == 0, answer.message
        return np.asarray(answer.x)
