"""Can a hidden figure be worked out? Cell-suppression audit, by HiGHS, over all ever published of a year.

Protected, in every publication of the year, withdrawn or not: for every group, published or not, a count of
1 to 4 of a band or of persistent absentees: every value from 1 (0 in a group of fewer than 5) to 4, or the
group's size, must remain possible; and the absence rate of every group of fewer than 10 pupils: a span of
10 percentage points must. So must their authorised and unauthorised rates, but for the limit that the whole
school's total of the kind sets: where nobody was absent with leave, no group was. Of marks published again
unchanged, that is the total of the newest publication, unless those before it told of a lower one.

A value counts as possible once a solution shows it (a witness). A witness shows many values at once and
stays one until a new table contradicts it, so a table needs a few. A linear program's optimum could lie
where no whole number of pupils does, so nothing is published before witnesses in whole pupils show it to be
safe.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, hstack, vstack

from dashboard.publishing.counts import BANDS, PERSISTENT, can_be_in
from dashboard.publishing.figures import LEAST_COUNT, LEAST_PUPILS, Fact
from dashboard.publishing.groups import Group
from dashboard.publishing.unknowns import KINDS, Terms, Unknowns, as_matrix

SPAN = 0.1  # a hidden rate stays possible over ten percentage points
STATISTICS = (*(frozenset({band}) for band in range(len(BANDS))), PERSISTENT)
SECONDS_A_WITNESS = 30.0
CLOSE_ENOUGH = 1e-5
NEAR, EXACT = 0.3, 0.001  # how far from the best a solution in whole pupils may be
LEAD = 5.0  # so much more counts the target that a solution is sought for above all
Target = tuple[int, float]  # the place of a protected sum, and the value it should take (a far end of a span)


@dataclass(frozen=True)
class Protected:
    """A sum of unknowns of which `values` must remain possible, or with no values, one of `spans`.

    Of several spans, by publication, it is the widest that those before the newest have left possible.
    """

    terms: Terms
    values: tuple[int, ...] = ()
    spans: frozenset[float] = frozenset()


class Audit:
    """What can be told of the newest state, or another, without giving away anything protected.

    In fractions of pupils it takes a tenth of the time, and what fails so fails in whole pupils too.
    """

    def __init__(self, unknowns: Unknowns, in_whole_pupils: bool = False) -> None:
        self._unknowns = unknowns
        self._in_whole_pupils = in_whole_pupils
        self._matrix, self._least, self._most = unknowns.matrix()
        self._solutions = np.empty((0, len(unknowns.upper)))
        self._hard: list[Target] = []  # what could not be had, the latest last
        self._chance = np.random.default_rng(0)
        self._before: list[tuple[csr_array, np.ndarray, np.ndarray, np.ndarray]] = []
        self.newest = len(unknowns.states) - 1  # the place of the state that is being published
        self._add([row for place in range(self.newest) for row in _known(unknowns, place)])
        with_spans = [(one, self._span(one)) for one in _protected(unknowns)]
        with_spans = [(one, span) for one, span in with_spans if one.values or span]
        self._protected = [one for one, _ in with_spans]
        self._spans = np.array([span for _, span in with_spans])
        self._sums = as_matrix([(one.terms, 0, 0) for one in self._protected], len(unknowns.upper))[0]
        self._sizes = np.maximum(self._sums @ np.array(unknowns.upper), 1)
        ends = [(one.values[0], one.values[-1]) if one.values else (0, 0) for one in self._protected]
        self._ends = np.array(ends).reshape(len(ends), 2)
        self._shown = np.empty((len(self._protected), 0))  # the protected sums of each solution
        self._is_witness = np.empty(0, dtype=bool)  # whether all that is told now allows it
        self._add(_known(unknowns, self.newest))

    def tell(self, place: int, facts: Sequence[Fact]) -> None:
        """Let these facts about the state at that place be known."""
        self._before.append((self._matrix, self._least, self._most, self._is_witness))
        self._is_witness = self._is_witness & self._add([self._unknowns.known(place, one) for one in facts])

    def take_back(self) -> None:
        """Forget the facts that were told last. What was possible with them is without them."""
        self._matrix, self._least, self._most, was_witness = self._before.pop()
        found_since = len(self._solutions) - len(was_witness)
        self._is_witness = np.append(was_witness, np.ones(found_since, dtype=bool))

    def leak(self) -> Target | None:
        """Something protected that is no longer possible, or none.

        First what could not be had before, which ends most at once. Then witnesses are sought that come near
        to many values together, and to one of them most of all; that one is sought alone when it was missed.
        """
        for target in self._hard[::-1]:
            if not self.hides(target):
                return target
        while targets := self._open():
            chosen: dict[int, float] = {}
            for place in self._chance.permutation(len(targets)):
                chosen.setdefault(*targets[place])
            lead = next(iter(chosen.items()))
            self._keep(self._solve_near(chosen))
            if not self.hides(lead):
                return lead
        return None

    def hides_the_hardest(self) -> bool:
        """Whether all that ever could not be had is possible now."""
        return all(self.hides(target) for target in self._hard[::-1])

    def hides(self, target: Target) -> bool:
        """Whether that one sum can take its value, or its span be reached."""
        if target not in self._open():
            return True
        number, value = target
        row = self._sums[[number]]
        if self._protected[number].values:
            least, most = self._beyond(number, value)
            others = {} if self._in_whole_pupils else dict(self._open())
            found = self._solve(
                self._outward(others, lead=number),
                vstack([self._matrix, row]),
                np.append(self._least, least),
                np.append(self._most, most),
            )
            self._keep(found)
        else:
            for sign in (1.0, -1.0):
                cost = sign * row.toarray()[0]
                self._keep(self._solve(cost, self._matrix, self._least, self._most, gap=EXACT))
        if target not in self._open():
            return True
        if target not in self._hard:
            self._hard.append(target)
        return False

    def _span(self, one: Protected) -> float:
        """How wide it must stay, from what was published before the newest state; 0 if it need not."""
        widest_first = sorted(one.spans, reverse=True)
        if len(widest_first) < 2:
            return max(widest_first, default=0.0)
        cost = as_matrix([(one.terms, 0, 0)], len(self._unknowns.upper))[0].toarray()[0]
        ends = [
            self._solve(sign * cost, self._matrix, self._least, self._most, in_fractions=True)
            for sign in (1.0, -1.0)
        ]
        found = [float(cost @ end) for end in ends if end is not None]
        if len(found) < len(ends):  # no answer within SECONDS_A_WITNESS
            return widest_first[0]
        reach = max(found) - min(found) + CLOSE_ENOUGH
        return next((span for span in widest_first if span <= reach), 0.0)

    def _add(self, rows: Sequence[tuple[Terms, float, float]]) -> np.ndarray:
        """Add rows; whether each of the solutions satisfies them."""
        matrix, least, most = as_matrix(rows, len(self._unknowns.upper))
        self._matrix = csr_array(vstack([self._matrix, matrix]))
        self._least = np.concatenate([self._least, least])
        self._most = np.concatenate([self._most, most])
        sums = matrix @ self._solutions.T
        is_within = (sums >= least[:, None] - CLOSE_ENOUGH) & (sums <= most[:, None] + CLOSE_ENOUGH)
        return np.asarray(is_within.all(axis=0))

    def _open(self) -> list[Target]:
        """What no witness shows yet."""
        sums = self._shown[:, self._is_witness]
        lowest, highest = sums.min(axis=1, initial=np.inf), sums.max(axis=1, initial=-np.inf)
        is_span = self._spans > 0
        narrow = np.flatnonzero(is_span & ~(highest - lowest >= self._spans - CLOSE_ENOUGH))
        found = [(int(number), end) for number in narrow for end in (-np.inf, np.inf)]
        if self._in_whole_pupils:
            for value in range(LEAST_COUNT):
                wanted = ~is_span & (self._ends[:, 0] <= value) & (value <= self._ends[:, 1])
                missing = wanted & ~(np.abs(sums - value) < 0.5).any(axis=1)
                found += [(int(number), float(value)) for number in np.flatnonzero(missing)]
            return found
        # fractions have no gaps: between two values that are possible every other is
        for end, missing in enumerate(
            (lowest > self._ends[:, 0] + CLOSE_ENOUGH, highest < self._ends[:, 1] - CLOSE_ENOUGH)
        ):
            found += [
                (int(number), float(self._ends[number, end])) for number in np.flatnonzero(missing & ~is_span)
            ]
        return found

    def _solve_near(self, targets: Mapping[int, float]) -> np.ndarray | None:
        """A solution with each sum as near to its target as the others allow; the first counts most."""
        if not self._in_whole_pupils:
            return self._solve(self._outward(targets), self._matrix, self._least, self._most)
        counts = {number: target for number, target in targets.items() if np.isfinite(target)}
        spans = {number: target for number, target in targets.items() if number not in counts}
        lead = next(iter(targets))
        off = [LEAD if number == lead else 1.0 for number in counts for _ in "+-"]
        cost = np.concatenate([self._outward(spans, lead), off])
        chosen = self._sums[list(counts)]
        either_way = np.kron(np.eye(len(counts)), [1.0, -1.0])
        rows = vstack(
            [
                _beside(self._matrix, csr_array((self._matrix.shape[0], len(off)))),
                _beside(chosen, csr_array(either_way)),
            ]
        )
        goal = list(counts.values())
        return self._solve(
            cost, rows, np.concatenate([self._least, goal]), np.concatenate([self._most, goal])
        )

    def _beyond(self, number: int, target: float) -> tuple[float, float]:
        """What shows that a value is possible: the value, or in fractions whatever lies past that end."""
        lowest, highest = self._ends[number]
        if self._in_whole_pupils or lowest == highest:
            return target, target
        return (-np.inf, target) if target == lowest else (target, np.inf)

    def _outward(self, targets: Mapping[int, float], lead: int | None = None) -> np.ndarray:
        """The cost of a solution that goes as far as it can past these ends, past the lead's most of all.

        That is the first, if none is named. The others count for what chance says, small sums for more.
        """
        weights = np.zeros(len(self._protected))
        for number, target in targets.items():
            is_low = target in (-np.inf, self._ends[number][0])
            size = self._spans[number] or np.sqrt(self._sizes[number])
            weights[number] = (-1 if is_low else 1) * 10 ** -self._chance.uniform(0, 1.5) / size
        weights[next(iter(targets)) if lead is None else lead] *= LEAD
        return -(weights @ self._sums)

    def _solve(
        self,
        cost: np.ndarray,
        rows: csr_array,
        least: np.ndarray,
        most: np.ndarray,
        in_fractions: bool = False,
        gap: float = NEAR,
    ) -> np.ndarray | None:
        width, extra = len(self._unknowns.upper), len(cost) - len(self._unknowns.upper)
        is_whole = (self._in_whole_pupils and not in_fractions) * np.array(self._unknowns.is_count)
        solved = milp(
            cost,
            integrality=np.concatenate([is_whole, np.zeros(extra)]),
            bounds=Bounds(0, np.append(self._unknowns.upper, np.full(extra, np.inf))),
            constraints=LinearConstraint(rows, least, most),
            options={"time_limit": SECONDS_A_WITNESS, "mip_rel_gap": gap},
        )
        return None if solved.x is None else solved.x[:width]

    def _keep(self, solution: np.ndarray | None) -> None:
        if solution is not None:
            self._solutions = np.vstack([self._solutions, solution])
            self._shown = np.column_stack([self._shown, self._sums @ solution])
            self._is_witness = np.append(self._is_witness, True)


def _beside(left: csr_array, right: csr_array) -> csr_array:
    return csr_array(hstack([left, right]))


def _known(unknowns: Unknowns, place: int) -> list[tuple[Terms, float, float]]:
    return [unknowns.known(place, fact) for fact in unknowns.states[place].facts]


def _protected(unknowns: Unknowns) -> list[Protected]:
    """Everything that must stay hidden, each once, with its spans in every publication."""
    found: dict[tuple[tuple[int, ...], tuple[int, ...]], Protected] = {}
    for place, state in enumerate(unknowns.states):
        for group, bands in state.truth.items():
            for one in _protected_of(unknowns, place, group, bands):
                key = (tuple(sorted(one.terms)), one.values)
                before = found.get(key, one)
                found[key] = replace(one, spans=one.spans | before.spans)
    return list(found.values())


def _protected_of(unknowns: Unknowns, place: int, group: Group, bands: Sequence[int]) -> list[Protected]:
    cells = unknowns.groups[place][group]
    pupils = sum(bands)
    entries = unknowns.states[place].entries
    sessions = [sum(entry.possible.get(cell, 0) for cell in cells) for entry in entries]
    found = []
    for statistic in STATISTICS:
        if 1 <= sum(bands[band] for band in statistic) < LEAST_COUNT:
            least = 0 if pupils < LEAST_COUNT else 1
            able = sum(any(can_be_in(band, possible) for band in statistic) for possible in sessions)
            values = tuple(range(least, min(LEAST_COUNT - 1, able) + 1))
            found.append(Protected(unknowns.count(place, cells, statistic), values))
    if pupils < LEAST_PUPILS:
        possible = sum(sessions)
        found.append(Protected(unknowns.sessions(place, cells, "absent"), spans=frozenset([SPAN * possible])))
        for kind in KINDS:
            span = min(SPAN * possible, unknowns.states[place].missed[kind])
            found.append(Protected(unknowns.sessions(place, cells, kind), spans=frozenset([span])))
    return found
