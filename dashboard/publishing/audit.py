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
MUCH_PROGRESS = 0.8
HARDEST = 5  # of what could not be had before, so many are tried first


@dataclass(frozen=True)
class Protected:
    """A sum of unknowns of which `values` must remain possible, or with no values, one of `spans`.

    Of several spans, by publication, it is the widest that those before the newest have left possible.
    """

    terms: Terms
    values: tuple[int, ...] = ()
    spans: frozenset[float] = frozenset()


class Audit:
    """Tries facts against everything published; those that pass are kept, and count from then on.

    In fractions of pupils it takes a tenth of the time, and what fails so fails in whole pupils too.
    """

    def __init__(self, unknowns: Unknowns, in_whole_pupils: bool = False) -> None:
        self._unknowns = unknowns
        self._in_whole_pupils = in_whole_pupils
        self._matrix, self._least, self._most = unknowns.matrix()
        self._witnesses = np.empty((0, len(unknowns.upper)))
        self._outdated = self._witnesses  # those that the newest facts contradict
        self._hard: list[tuple[int, float]] = []  # what could not be had, the latest last
        self._chance = np.random.default_rng(0)
        newest = len(unknowns.states) - 1
        self._add([row for place in range(newest) for row in _known(unknowns, place)])
        with_spans = [(one, self._span(one)) for one in _protected(unknowns)]
        with_spans = [(one, span) for one, span in with_spans if one.values or span]
        self._protected = [one for one, _ in with_spans]
        self._spans = np.array([span for _, span in with_spans])
        self._sums = as_matrix([(one.terms, 0, 0) for one in self._protected], len(unknowns.upper))[0]
        ends = [(one.values[0], one.values[-1]) if one.values else (0, 0) for one in self._protected]
        self._ends = np.array(ends).reshape(len(ends), 2)
        self._add(_known(unknowns, newest))

    def accept(self, place: int, facts: Sequence[Fact]) -> bool:
        """Keep these facts about the state at that place, unless they would give something away."""
        self._before = (self._matrix, self._least, self._most, self._witnesses)
        self._add([self._unknowns.known(place, fact) for fact in facts])
        if self.hides_everything():
            return True
        self.take_back()
        return False

    def take_back(self) -> None:
        """Forget the facts that were accepted last."""
        self._matrix, self._least, self._most, self._witnesses = self._before

    def hides_everything(self) -> bool:
        """Whether everything protected remains possible.

        First what could not be had before, which ends most at once. Then a witness is sought that comes near
        to many values together; when that helps no more, each value that it missed is sought alone, and the
        first that cannot be had ends it.
        """
        for number, value in self._hard[: -HARDEST - 1 : -1]:
            if not self._seek_one(number, value):
                return False
        if self._in_whole_pupils:  # a program in fractions of pupils is as quickly solved afresh
            self._mend_outdated()
        while targets := self._open():
            chosen: dict[int, float] = {}
            for place in self._chance.permutation(len(targets)):
                chosen.setdefault(*targets[place])
            solution = self._solve_near(chosen)
            if solution is None:
                return False
            self._keep(solution)
            still = self._open()
            if len(still) <= MUCH_PROGRESS * len(targets):
                continue
            missed = [target for target in still if chosen.get(target[0]) == target[1]]
            for number, value in missed or still[:1]:
                if not self._seek_one(number, value):
                    return False
        return True

    def _span(self, one: Protected) -> float:
        """How wide it must stay, from what was published before the newest state; 0 if it need not."""
        widest_first = sorted(one.spans, reverse=True)
        if len(widest_first) < 2:
            return max(widest_first, default=0.0)
        cost = as_matrix([(one.terms, 0, 0)], len(self._unknowns.upper))[0].toarray()[0]
        in_fractions = np.zeros(len(cost)), np.array(self._unknowns.upper)
        ends = [
            self._solve(sign * cost, self._matrix, self._least, self._most, in_fractions)
            for sign in (1.0, -1.0)
        ]
        found = [float(cost @ end) for end in ends if end is not None]
        if len(found) < len(ends):  # no answer within SECONDS_A_WITNESS
            return widest_first[0]
        reach = max(found) - min(found) + CLOSE_ENOUGH
        return next((span for span in widest_first if span <= reach), 0.0)

    def _add(self, rows: Sequence[tuple[Terms, float, float]]) -> None:
        if not rows:
            return
        matrix, least, most = as_matrix(rows, len(self._unknowns.upper))
        sums = matrix @ self._witnesses.T
        still = ((sums >= least[:, None] - CLOSE_ENOUGH) & (sums <= most[:, None] + CLOSE_ENOUGH)).all(axis=0)
        self._outdated = self._witnesses[~still]
        self._witnesses = self._witnesses[still]
        self._matrix = csr_array(vstack([self._matrix, matrix]))
        self._least = np.concatenate([self._least, least])
        self._most = np.concatenate([self._most, most])

    def _mend_outdated(self) -> None:
        """Share sessions out anew where a witness that is none any more has counts that may still be so."""
        is_count = np.array(self._unknowns.is_count)
        for outdated in np.rint(self._outdated):
            sums = self._sums @ outdated
            if not any(sums[number] == value for number, value in self._open()):
                continue
            fixed = np.where(is_count, outdated, 0), np.where(is_count, outdated, self._unknowns.upper)
            solution = self._solve(np.zeros(len(is_count)), self._matrix, self._least, self._most, fixed)
            if solution is not None:
                self._keep(solution)

    def _open(self) -> list[tuple[int, float]]:
        """What no witness shows yet: a protected sum, and the value it should take (a far end for a span)."""
        sums = np.asarray(self._sums @ self._witnesses.T)
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
        """A solution in whole pupils, with each sum as near to its target as the others allow."""
        width = len(self._unknowns.upper)
        counts = {number: target for number, target in targets.items() if np.isfinite(target)}
        outward = np.zeros(len(self._protected))
        for number, target in targets.items():
            one = self._protected[number]
            if not one.values:
                outward[number] = np.sign(target) / self._spans[number]
            elif not self._in_whole_pupils:  # as far as it goes beyond that end is as good
                outward[number] = (0.5 + self._chance.random()) * (1 if target == one.values[-1] else -1)
                del counts[number]
        cost = np.zeros(width + len(counts))
        cost[:width] = -(outward @ self._sums)
        cost[width:] = 1.0
        if counts:
            chosen = self._sums[list(counts)]
            goal = np.array(list(counts.values()))
            off = csr_array((np.ones(len(goal)), (range(len(goal)), range(len(goal)))))
            rows = vstack(
                [
                    _beside(self._matrix, csr_array((self._matrix.shape[0], len(goal)))),
                    _beside(chosen, off),
                    _beside(chosen, -off),
                ]
            )
            least = np.concatenate([self._least, goal, np.full(len(goal), -np.inf)])
            most = np.concatenate([self._most, np.full(len(goal), np.inf), goal])
        else:
            rows, least, most = self._matrix, self._least, self._most
        return self._solve(cost, rows, least, most)

    def _seek_one(self, number: int, target: float) -> bool:
        """Whether that one sum can take its value, or its span be reached."""
        if (number, target) not in self._open():
            return True
        one = self._protected[number]
        row = self._sums[[number]]
        if one.values:
            rows = vstack([self._matrix, row])
            beyond = self._beyond(number, target)
            least, most = np.append(self._least, beyond[0]), np.append(self._most, beyond[1])
            solution = self._solve(self._outward(), rows, least, most)
            if solution is None:
                self._hard.append((number, target))
                return False
            self._keep(solution)
            return True
        for sign in (1.0, -1.0):
            cost = sign * row.toarray()[0]
            solution = self._solve(cost, self._matrix, self._least, self._most, gap=EXACT)
            if solution is None:
                return False
            self._keep(solution)
        if (number, target) in self._open():
            self._hard.append((number, target))
            return False
        return True

    def _beyond(self, number: int, target: float) -> tuple[float, float]:
        """What shows that a value is possible: the value, or in fractions whatever lies past that end."""
        if self._in_whole_pupils:
            return target, target
        return (-np.inf, target) if target == self._ends[number][0] else (target, np.inf)

    def _outward(self) -> np.ndarray:
        """The cost of a solution that takes as many as it can of what is still open past their ends."""
        cost = np.zeros(len(self._unknowns.upper))
        if not self._in_whole_pupils:
            weights = np.zeros(len(self._protected))
            for number, target in self._open():
                is_low = target in (-np.inf, self._ends[number][0])
                weights[number] += self._chance.random() * (1 if is_low else -1)
            cost += weights @ self._sums
        return cost

    def _solve(
        self,
        cost: np.ndarray,
        rows: csr_array,
        least: np.ndarray,
        most: np.ndarray,
        within: tuple[np.ndarray, np.ndarray] | None = None,
        gap: float = NEAR,
    ) -> np.ndarray | None:
        width, extra = len(self._unknowns.upper), len(cost) - len(self._unknowns.upper)
        is_whole = (self._in_whole_pupils and within is None) * np.array(self._unknowns.is_count)
        lowest, highest = within or (np.zeros(width), np.array(self._unknowns.upper))
        solved = milp(
            cost,
            integrality=np.concatenate([is_whole, np.zeros(extra)]),
            bounds=Bounds(np.append(lowest, np.zeros(extra)), np.append(highest, np.full(extra, np.inf))),
            constraints=LinearConstraint(rows, least, most),
            options={"time_limit": SECONDS_A_WITNESS, "mip_rel_gap": gap},
        )
        return None if solved.x is None else solved.x[:width]

    def _keep(self, solution: np.ndarray) -> None:
        self._witnesses = np.vstack([self._witnesses, solution])


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
