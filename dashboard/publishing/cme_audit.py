"""The audit of the counts of CME concerns: can a hidden one be worked out from all that was published?

Between terms, concerns open at the end are those open before, and opened, less closed; a year's are its
terms' together. Taken as known: how many concerns were changed between two publications, as opened or closed
in each term and before the first. A concern that was changed counts once at most among those opened and once
among those closed, so that many is the most by which either count can have moved. Of publications of earlier
releases, which kept no concerns, it is taken as known how far each count moved.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from dashboard.publishing.cme import COUNTS, CmeState, Part, TermKey, counts_of, rolling_year, year_of
from dashboard.publishing.figures import LEAST_COUNT
from dashboard.publishing.unknowns import YEAR, Terms, as_matrix

MOST = 1000.0  # concerns that a school could have
FEW = (1, LEAST_COUNT - 1)
KNOWN_BESIDES = (0, 1, 2, MOST)  # corrections beside a move, where nobody kept how many there were
Range = tuple[int, int]
Limit = tuple[Terms, float, float]


def gives_away(states: Sequence[CmeState], terms: Sequence[TermKey]) -> bool:
    """Whether some count of 1 to 4 can no longer be every value from 1 to 4 once the last is published.

    Of a publication that was withheld, and of a year, a count may have been narrowed by what was published
    before, which nothing can mend: it must become no narrower.
    """
    published = (state.period for state in states if state.period[1] != YEAR)
    counts = _Counts(states, sorted({*terms, *published}))  # some may have gone from the register
    after = _Program(counts, states)
    if not all(after.keeps(count, FEW) for count in counts.to_keep()):
        return True
    knowing = KNOWN_BESIDES if counts.moves else KNOWN_BESIDES[:1]
    return any(_narrows_what_was_left_out(counts, states, besides) for besides in knowing)


def _narrows_what_was_left_out(counts: "_Counts", states: Sequence[CmeState], besides: float) -> bool:
    """Whether the last publication does, for who takes so many more corrections to be possible.

    The fewer they take to be possible, the narrower it may have been before; so more are tried.
    """
    before, after = _Program(counts, states[:-1], besides), _Program(counts, states, besides)
    for count in counts.left_out():
        if not after.keeps(count, FEW):
            least, most = before.range_of(count)
            if not after.keeps(count, (max(least, FEW[0]), min(most, FEW[1]))):
                return True
    return False


class _Known(NamedTuple):
    """What a publication kept of a term, or of before the first: how many concerns, and which, if it did."""

    counts: tuple[int, ...]
    part: Part | None


class _Counts:
    """The unknown counts of every publication: those of the same concerns are one, all others are tied.

    Two counts are apart by no more than the concerns that were changed. Where those are not known they are
    apart by as much as they moved, or (`moves`) by some corrections more; where none moved, they are one.

    They are tied in every term that had ended, not only up to a publication's own: once another is published
    from the same register, how many concerns were changed there is known as well.
    """

    def __init__(self, states: Sequence[CmeState], terms: Sequence[TermKey]) -> None:
        self.states, self.terms = states, terms
        self._unknown: dict[tuple[str, TermKey | None, _Known], int] = {}
        self.rows: list[Limit] = []
        self.moves: list[Limit] = []
        for state in states:
            last = state.until or self._until(state.period)[-1]
            self.rows += [
                (self.sum_of(state, "open_at_end", term), 0, MOST) for term in self.terms if term <= last
            ]
        for (what, term, one), (other_what, other_term, other) in combinations(self._unknown, 2):
            if (what, term) == (other_what, other_term):
                self._tie(what, term, one, other)

    def _tie(self, what: str, term: TermKey | None, one: _Known, other: _Known) -> None:
        pair = {self._unknown[what, term, one]: 1.0, self._unknown[what, term, other]: -1.0}
        if one.part is not None and other.part is not None:
            changed = len({case for case, _ in one.part ^ other.part})
            self.rows.append((pair, -changed, changed))
        else:
            place = COUNTS.index(what) if term else 0
            moved = abs(one.counts[place] - other.counts[place])
            ties = self.rows if one.counts == other.counts else self.moves
            ties.append((pair, -moved, moved))

    def __len__(self) -> int:
        return len(self._unknown)

    def sum_of(self, state: CmeState, what: str, period: TermKey) -> Terms:
        """A count of a term or year, as a sum of unknowns; or what was opened in the rolling year."""
        if what == "rolling":
            return {self._at(state, "opened", term): 1.0 for term in rolling_year(period, self.terms)}
        if what == "open_at_end":
            total = {self._at_first(state): 1.0}
            for term in self._until(period):
                total |= {self._at(state, "opened", term): 1.0, self._at(state, "closed", term): -1.0}
            return total
        return {self._at(state, what, term): 1.0 for term in self._terms_of(period)}

    def to_keep(self) -> Iterator[Terms]:
        """Counts shown as fewer than 5, and those of 1 to 4 that stand, or would, beside something shown."""
        for state in self.states:
            for one in state.shown:
                if (one.least, one.most) == FEW:
                    yield self.sum_of(state, one.what, one.term)
            if state.shown:
                yield from self._few_of(state, self._terms_of(state.period))

    def left_out(self) -> Iterator[Terms]:
        """Counts of 1 to 4 of a year of which they are not shown, and of a term of which nothing is."""
        for state in self.states:
            shown = [one.what for one in state.shown]
            if state.period[1] == YEAR:
                yield from self._few_of(state, [state.period], shown)
            if not state.shown:
                yield from self._few_of(state, self._terms_of(state.period))

    def _few_of(
        self, state: CmeState, periods: Iterable[TermKey], shown: Collection[str] = ()
    ) -> Iterator[Terms]:
        for period in periods:
            for what, count in zip(COUNTS, counts_of(state.terms, *period, self.terms), strict=True):
                if FEW[0] <= count <= FEW[1] and what not in shown:
                    yield self.sum_of(state, what, period)

    def _terms_of(self, period: TermKey) -> Sequence[TermKey]:
        return year_of(period, self.terms) if period[1] == YEAR else (period,)

    def _until(self, period: TermKey) -> Sequence[TermKey]:
        """The terms from the first to the last of the period."""
        return self.terms[: self.terms.index(self._terms_of(period)[-1]) + 1]

    def _at(self, state: CmeState, what: str, term: TermKey) -> int:
        opened, closed, _ = counts_of(state.terms, *term, self.terms)
        part = None if state.cases is None else state.parts.get(term, Part())
        # by both: where one was corrected the other may have been, and come out the same
        return self._unknown.setdefault((what, term, _Known((opened, closed), part)), len(self._unknown))

    def _at_first(self, state: CmeState) -> int:
        """Open before the first term of the data."""
        opened, closed, left = counts_of(state.terms, *self.terms[0], self.terms)
        before = (part for term, part in state.parts.items() if term < self.terms[0])
        known = _Known((left - opened + closed,), None if state.cases is None else Part().union(*before))
        return self._unknown.setdefault(("before", None, known), len(self._unknown))


class _Program:
    """What these publications let each count be. Its whole numbers have no gaps, so two ends decide."""

    def __init__(self, counts: _Counts, states: Sequence[CmeState], besides: float = 0) -> None:
        told = [
            (counts.sum_of(state, one.what, one.term), one.least, MOST if one.most is None else one.most)
            for state in states
            for one in state.shown
        ]
        self._width = len(counts)
        moves = [(pair, least - besides, most + besides) for pair, least, most in counts.moves]
        matrix, least, most = as_matrix([*counts.rows, *moves, *told], self._width)
        self._limits = LinearConstraint(matrix, least, most)
        self._seen: list[np.ndarray] = []

    def range_of(self, count: Terms) -> Range:
        """The least and the most it can be."""
        return self._end_of(count, 1), self._end_of(count, -1)

    def keeps(self, count: Terms, wanted: Range) -> bool:
        """Whether it can be as little and as much as this."""
        values = [sum(sign * solution[one] for one, sign in count.items()) for solution in self._seen]
        has_least = min(values, default=MOST) <= wanted[0] or self._end_of(count, 1) <= wanted[0]
        return has_least and (max(values, default=0) >= wanted[1] or self._end_of(count, -1) >= wanted[1])

    def _end_of(self, count: Terms, sign: int) -> int:
        cost = np.zeros(self._width)
        cost[list(count)] = [sign * each for each in count.values()]
        solved = milp(
            cost,
            integrality=np.ones(self._width),
            bounds=Bounds(0, MOST),
            constraints=self._limits,
        )
        if solved.x is None:
            return int(sign * MOST)
        self._seen.append(np.round(solved.x))
        return round(sign * solved.fun)
