"""Concerns over the years: every history that agrees with what was shown is gone through, in whole numbers.

A history says, for every version of the register that was published from, how many concerns were open before
the first term, and how many were opened and closed in each. Histories that are alike in what is still to be
agreed with are followed together, so that none is left out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

COLUMNS = ("opened", "closed", "open_at_end")
ROLLING = "opened in the rolling year"
ENOUGH = 5
Pair = tuple[int, int]  # opened and closed


@dataclass(frozen=True)
class Row:
    """What was shown of some terms, going by a version of the register; None where nothing was."""

    version: int
    first: int  # place of the first and the last of the terms
    last: int
    shown: Mapping[str, object]


@dataclass(frozen=True)
class Sum:
    """What was opened or closed in some terms by a version, and how that was shown."""

    version: int
    column: str
    first: int
    last: int
    shown: tuple[object, ...]
    highest: int  # more need not be told apart


class Target(NamedTuple):
    """A count whose possible values are asked for."""

    version: int
    column: str
    first: int
    last: int


def agrees(shown: object, number: int) -> bool:
    """Whether a number of concerns would have been shown so."""
    if shown is None:
        return True
    if shown == ROLLING:
        return number >= ENOUGH
    return 1 <= number <= 4 if shown == "fewer than 5" else number == int(str(shown))


def can_become(one: Pair, other: Pair, changed: int) -> bool:
    """Whether a correction of so many concerns can make this of that: each counts in it once at most."""
    return all(abs(mine - theirs) <= changed for mine, theirs in zip(one, other, strict=True))


Changed = Mapping[tuple[int, int], Sequence[int]]  # by two versions: before the first term, then by term
State = tuple[tuple[int, ...], tuple[int, ...]]  # open now by version, and the sums so far
Step = tuple[tuple[int, ...], State]  # open at the end of a term, and what the next one starts from


class Histories:
    """All histories of so many terms that agree with the rows, with at most so many concerns a term."""

    def __init__(self, extents: Sequence[int], rows: Iterable[Row], changed: Changed, most: int) -> None:
        """`extents`: up to which term each version of the register was published from."""
        self.extents, self.changed, self.most = extents, changed, most
        self.rows = list(rows)
        self.tried = 0
        self._open = [
            [(row.version, row.shown.get("open_at_end")) for row in self.rows if row.last == term]
            for term in range(max(extents) + 1)
        ]

    def possible(self, targets: Sequence[Target]) -> dict[Target, set[int]]:
        """The values that each target has in some history; of sums, those over four as five."""
        sums = self._sums(targets)
        terms = range(max(self.extents) + 1)
        choices = [list(self._choices(term)) for term in terms]
        reached: list[set[State]] = [set(self._starts(sums))]
        for term in terms:
            steps = (self._step(term, state, one, sums) for state in reached[-1] for one in choices[term])
            reached.append({step[1] for step in steps if step})
        found: dict[Target, set[int]] = {target: set() for target in targets}
        alive = reached[-1]
        for term in reversed(terms):
            ending = [target for target in targets if target.last == term]
            agreeing = set()
            for state in reached[term]:
                for choice in choices[term]:
                    step = self._step(term, state, choice, sums)
                    if step and step[1] in alive:
                        agreeing.add(state)
                        for target in ending:
                            found[target].add(_value(target, choice, step, sums))
            alive = agreeing
        return found

    def _sums(self, targets: Sequence[Target]) -> list[Sum]:
        """Sums over several terms that must agree, or are asked for."""
        shown: dict[tuple[int, str, int, int], list[object]] = {}
        for row in self.rows:
            for column in ("opened", "closed", ROLLING):
                if row.shown.get(column) is not None and (row.first < row.last or column == ROLLING):
                    shown.setdefault((row.version, column, row.first, row.last), []).append(row.shown[column])
        for one in targets:
            if one.first < one.last and one.column != "open_at_end":
                shown.setdefault((one.version, one.column, one.first, one.last), [])
        return [
            Sum(*where, tuple(values), max([ENOUGH, *map(int, filter(str.isdigit, map(str, values)))]))
            for where, values in shown.items()
        ]

    def _starts(self, sums: Sequence[Sum]) -> Iterator[State]:
        for before in product(range(self.most + 1), repeat=len(self.extents)):
            if all(
                abs(before[one] - before[other]) <= changed[0]
                for (one, other), changed in self.changed.items()
            ):
                yield before, (0,) * len(sums)

    def _choices(self, term: int) -> Iterator[tuple[Pair, ...]]:
        """What may have been opened and closed in a term, by version; nothing after a version's last."""
        by_version = []
        for version, extent in enumerate(self.extents):
            options = [
                self._numbers(version, term, column) if term <= extent else [0] for column in COLUMNS[:2]
            ]
            by_version.append(list(product(*options)))
        yield from self._with_next(term, (), by_version)

    def _with_next(
        self, term: int, choice: tuple[Pair, ...], by_version: Sequence[Sequence[Pair]]
    ) -> Iterator[tuple[Pair, ...]]:
        version = len(choice)
        if version == len(by_version):
            yield choice
            return
        tied = [
            (choice[other], self.changed[other, version][term + 1])
            for other in range(version)
            if term <= min(self.extents[other], self.extents[version])
        ]
        for pair in by_version[version]:
            if all(can_become(other, pair, changed) for other, changed in tied):
                yield from self._with_next(term, (*choice, pair), by_version)

    def _numbers(self, version: int, term: int, column: str) -> list[int]:
        shown = [
            row.shown.get(column)
            for row in self.rows
            if (row.version, row.first, row.last) == (version, term, term)
        ]
        highest = max([self.most, *(int(str(one)) for one in shown if str(one).isdigit())])
        return [number for number in range(highest + 1) if all(agrees(one, number) for one in shown)]

    def _step(self, term: int, state: State, choice: tuple[Pair, ...], sums: Sequence[Sum]) -> Step | None:
        """What a term makes of a state; none where it does not agree with what was shown."""
        self.tried += 1
        is_open = tuple(
            left + opened - closed for left, (opened, closed) in zip(state[0], choice, strict=True)
        )
        if min(is_open) < 0 or not all(
            agrees(shown, is_open[version]) for version, shown in self._open[term]
        ):
            return None
        totals = []
        for one, before in zip(sums, state[1], strict=True):
            total = before
            if one.first <= term <= one.last:
                pair = choice[one.version]
                total = min(before + (pair[1] if one.column == "closed" else pair[0]), one.highest + 1)
                if term == one.last and not all(agrees(shown, total) for shown in one.shown):
                    return None
            totals.append(total if term <= one.last else 0)
        open_still = (
            left if term < extent else 0 for left, extent in zip(is_open, self.extents, strict=True)
        )
        return is_open, (tuple(open_still), tuple(totals))


def _value(target: Target, choice: tuple[Pair, ...], step: Step, sums: Sequence[Sum]) -> int:
    """What a target that ends with this term is."""
    if target.column == "open_at_end":
        return step[0][target.version]
    if target.first == target.last:
        return choice[target.version][COLUMNS.index(target.column)]
    place = [(one.version, one.column, one.first, one.last) for one in sums].index(tuple(target))
    return step[1][1][place]
