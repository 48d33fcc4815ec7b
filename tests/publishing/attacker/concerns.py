"""Concerns opened, closed and open, shares and medians: what can be read of fewer than five of them.

Every count of 1 to 4 of a published term or year must be able to be each number from 1 to 4, whatever was
shown of both years. Only where nothing was shown of a term, or not this count of a year, may what was shown
before have narrowed it. The brute force knows how many concerns were corrected between two publications, and
in which terms. A share or a median must leave none but at least five concerns beside any others that are told
of in the same version.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from tests.publishing.attacker.concern_histories import COLUMNS, ROLLING, Histories, Row, Target
from tests.publishing.attacker.schools import School, term_of, terms_of
from tests.publishing.attacker.surface import Rows, of_period, period_of

LEAST_TRIED = 6  # concerns in a term of which nothing is said, or one more than any term has
FEW, ONE_TO_FOUR = "fewer than 5", {1, 2, 3, 4}
SHARES = ("acted_in_time_rate", "reported_in_time_rate")
BEFORE = "before the first term"
Cases = Mapping[str, "Case"]  # by case_id


@dataclass(frozen=True)
class Case:
    """A concern: its terms, and in how many school days it was acted on and reported."""

    opened: str
    closed: str | None
    days_to_action: int | None
    days_to_report: int | None

    @property
    def in_time(self) -> tuple[bool, bool]:
        """Acted on and reported."""
        acted, told = self.days_to_action, self.days_to_report
        return acted is not None and acted <= 1, told is not None and told <= 5


@dataclass(frozen=True)
class Published:
    """A term or year as once published: the row shown, if any, and the concerns of that time."""

    period: str
    row: Mapping[str, Any] | None
    cases: Cases


@dataclass(frozen=True)
class ConcernsVerdict:
    """What was found, and how much was tried."""

    leaks: list[str]
    hidden: int
    steps: int


def cases_of(school: School) -> Cases:
    """The school's concerns as they now stand in its files."""
    days = [day for on in school.days.values() for day in on]
    found = {}
    for line in school.concerns:
        opened = line["opened_date"]
        acted = min(
            (one["action_date"] for one in school.actions if one["case_id"] == line["case_id"]), default=""
        )

        def days_until(later: str, since: str = opened) -> int | None:
            return sum(since < day <= later for day in days) if later else None

        found[line["case_id"]] = Case(
            term_of(opened, school.days) or BEFORE,
            term_of(line["closed_date"], school.days) or BEFORE if line.get("closed_date") else None,
            days_until(acted),
            days_until(line.get("la_notified_date", "")),
        )
    return found


def published_in(shown: Sequence[Mapping[str, Rows]], cases: Sequence[Cases]) -> list[Published]:
    """Every version of every period, in order; `cases` are those of the register at each of the surfaces."""
    versions: dict[str, int] = {}
    found = []
    for surface, there in zip(shown, cases, strict=True):
        for row in surface["governor_publications"]:
            period = period_of(row)
            if versions.get(period, 0) < row["version"]:
                versions[period] = row["version"]
                rows = of_period(surface, period)["governor_cme"]
                found.append(Published(period, rows[0] if rows else None, there))
    return found


def attack_concerns(published: Sequence[Published], terms: Sequence[str]) -> ConcernsVerdict:
    """All that can be read of fewer than five concerns; the terms are those of the data."""
    attack = CountsAttack(published, terms)
    leaks = [*attack.leaks(), *shares_told(published), *medians_told(published, terms)]
    return ConcernsVerdict(leaks, attack.hidden, attack.steps)


def attack_unchanged(school: School, shown: Sequence[Mapping[str, Rows]]) -> ConcernsVerdict:
    """The same of a school whose concerns are never corrected."""
    return attack_concerns(published_in(shown, [cases_of(school)] * len(shown)), list(school.days))


# --- counts


class CountsAttack:
    """The counts that must stay hidden, and the histories that agree with what was shown."""

    def __init__(self, published: Sequence[Published], terms: Sequence[str]) -> None:
        self.published, self.terms = published, list(terms)
        self.hidden = self.steps = 0
        self.true_counts: dict[Target, int] = {}
        self.registers: list[Cases] = []
        for one in published:
            if one.cases not in self.registers:
                self.registers.append(one.cases)
        numbers = Counter(
            (number, term)
            for number, cases in enumerate(self.registers)
            for case in cases.values()
            for term in (case.opened, case.closed)
            if term
        )
        self._most = max(LEAST_TRIED, 1 + max(numbers.values(), default=0))
        self.extents = [
            max(self._places(one.period)[1] for one in published if one.cases == cases)
            for cases in self.registers
        ]

    def leaks(self) -> Iterator[str]:
        """Counts that were shown as fewer than 5, or left out, and are narrower than they may be."""
        asked: dict[Target, int] = {}
        for number, one in enumerate(self.published):
            for target, true_count in self._hidden(one):
                asked.setdefault(target, number)
                self.true_counts[target] = true_count
        self.hidden = len(asked)
        possible = self._possible(list(asked), len(self.published))
        for target, number in asked.items():
            found = possible[target] & ONE_TO_FOUR
            assert self.true_counts[target] in found, f"the truth is not among the histories: {target}"
            if found == ONE_TO_FOUR:
                continue
            if self._is_excused(target) and found == (self._possible([target], number)[target] & ONE_TO_FOUR):
                continue  # it was no wider before, which nothing could mend
            where = self.terms[target.last]
            if target.first < target.last:
                where = f"{where.split()[0]} Year"
            yield f"{target.column} of {where}, version {target.version}: only {sorted(found)}"

    def _possible(self, targets: Sequence[Target], publications: int) -> Mapping[Target, set[int]]:
        rows = [row for one in self.published[:publications] for row in self._rows(one)]
        histories = Histories(self.extents, rows, self._changed(), self._most)
        possible = histories.possible(targets)
        self.steps += histories.tried
        return possible

    def _places(self, period: str) -> tuple[int, int]:
        covered = terms_of(period.split()[0]) if period.endswith("Year") else (period,)
        return self.terms.index(covered[0]), self.terms.index(covered[-1])

    def _rows(self, one: Published) -> Iterator[Row]:
        if one.row is None:
            return
        version, (first, last) = self.registers.index(one.cases), self._places(one.period)
        yield Row(version, first, last, {column: one.row[column] for column in COLUMNS})
        if one.row["median_covers"] == "rolling year":
            yield Row(version, max(0, last - 2), last, {ROLLING: ROLLING})

    def _is_excused(self, target: Target) -> bool:
        """Whether nothing was shown of a term, or not this of a year."""
        beside = [
            row.shown
            for one in self.published
            for row in self._rows(one)
            if row.version == target.version
            and row.first <= target.first
            and target.last <= row.last
            and ROLLING not in row.shown
        ]
        if target.first < target.last:
            return all(shown.get(target.column) is None for shown in beside)
        return not beside

    def _hidden(self, one: Published) -> Iterator[tuple[Target, int]]:
        """Counts of 1 to 4 of the period, and of the terms of a year."""
        version, (first, last) = self.registers.index(one.cases), self._places(one.period)
        spans = [(first, last), *((term, term) for term in range(first, last + 1) if first < last)]
        for start, end in spans:
            covered = self.terms[start : end + 1]
            opened = sum(case.opened in covered for case in one.cases.values())
            closed = sum(case.closed in covered for case in one.cases.values())
            so_far = [BEFORE, *self.terms[: end + 1]]
            left = sum(case.opened in so_far and case.closed not in so_far for case in one.cases.values())
            for column, count in zip(COLUMNS, (opened, closed, left), strict=True):
                if 1 <= count <= 4:
                    yield Target(version, column, start, end), count

    def _changed(self) -> dict[tuple[int, int], list[int]]:
        """How many concerns are not the same in two versions, before the first term and in each."""
        found = {}
        for one, other in combinations(range(len(self.registers)), 2):
            mine, theirs = self.registers[one], self.registers[other]
            found[one, other] = [
                sum(
                    _part(mine.get(case_id), term) != _part(theirs.get(case_id), term)
                    for case_id in {*mine, *theirs}
                )
                for term in (BEFORE, *self.terms)
            ]
        return found


def _part(case: Case | None, term: str) -> tuple[bool, bool]:
    """Whether a concern counts among those opened, and those closed, in the term."""
    return (False, False) if case is None else (case.opened == term, case.closed == term)


# --- shares and medians


def cases_in(one: Published, terms: Sequence[str]) -> dict[str, Case]:
    """The concerns opened in these terms."""
    return {case_id: case for case_id, case in one.cases.items() if case.opened in terms}


def shares_told(published: Sequence[Published]) -> Iterator[str]:
    """Shares of fewer than five; and a year's less its terms', unless fully known from the year's own."""
    for one in published:
        for share in SHARES if one.row else ():
            if one.row[share] is None:
                continue
            opened = one.row["opened"]
            if opened in (None, FEW, "0"):
                yield f"{share} of {one.period}, of which {opened} were opened"
            elif one.period.endswith("Year"):
                yield from _rest_told(one, share, published)


def _rest_told(year: Published, share: str, published: Sequence[Published]) -> Iterator[str]:
    terms = terms_of(year.period.split()[0])
    known = {
        one.period: part_and_whole(one, share)
        for one in published
        if one.period in terms
        and one.row
        and one.row[share] is not None
        and cases_in(one, [one.period]) == cases_in(year, [one.period])
    }
    part, whole = part_and_whole(year, share)
    for number in range(1, len(known) + 1):
        for chosen in combinations(known.values(), number):
            left = whole - sum(of for _, of in chosen)
            in_time = part - sum(of for of, _ in chosen)
            if 1 <= left <= 4 or (left and in_time in (0, left) and part not in (0, whole)):
                yield f"{share} of {year.period} less its terms': {in_time} of {left}"


def part_and_whole(one: Published, share: str) -> tuple[int, int]:
    """3 of 5, from 0.6 and "5"."""
    assert one.row
    whole = int(one.row["opened"])
    parts = [part for part in range(whole + 1) if abs(part / whole - one.row[share]) <= 0.0005 + 1e-9]
    assert len(parts) == 1
    return parts[0], whole


def medians_told(published: Sequence[Published], terms: Sequence[str]) -> Iterator[str]:
    """Medians that, less others or shares of the same concerns, are of fewer than five that were acted on."""
    told = []
    for number, one in enumerate(published):
        for covered, is_median in _told_of(one, list(terms)):
            told.append((number, covered, is_median))
    for number, whole, is_median in told:
        of_whole = cases_in(published[number], whole)
        parts = {
            frozenset(inside)
            for other, covered, other_is_median in told
            if (is_median or other_is_median)
            and cases_in(published[other], covered) == (inside := cases_in(published[number], covered))
            and set(inside) < set(of_whole)
        }
        for together in range(1, len(terms) + 1):
            for chosen in combinations(parts, together):
                left = set(of_whole).difference(*chosen)
                if sum(map(len, chosen)) + len(left) == len(of_whole):
                    acted = sum(of_whole[one].days_to_action is not None for one in left)
                    if 1 <= acted <= 4 or 1 <= len(left) <= 4:
                        yield f"median of {published[number].period} less others: of {acted}"


def _told_of(one: Published, terms: list[str]) -> Iterator[tuple[list[str], bool]]:
    """The terms that a share or a median (True) of this publication is of."""
    if one.row is None:
        return
    own = [
        term
        for term in terms
        if term in (one.period, *(terms_of(one.period.split()[0]) if one.period.endswith("Year") else ()))
    ]
    if any(one.row[share] is not None for share in SHARES):
        yield own, False
    if one.row["median_covers"] == "period":
        yield own, True
    elif one.row["median_covers"] is not None:
        place = terms.index(one.period)
        yield terms[max(0, place - 2) : place + 1], True
