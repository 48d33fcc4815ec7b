"""CME assurance: counts of concerns and how fast they were acted on, as they are published.

In time means: acted on by the next school day, and the local authority told within five school days, which
is day 15 of an absence whose concern was opened on day 10 (domain/ladder.py).
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from statistics import median
from typing import Any

import numpy as np

from dashboard.publishing.figures import FEWER, LEAST_COUNT, tenths
from dashboard.publishing.unknowns import YEAR

COUNTS = ("opened", "closed", "open_at_end")
FORMS = (COUNTS, COUNTS[:2], COUNTS[:1])
ACT_WITHIN_DAYS, REPORT_WITHIN_DAYS = 1, 5
ROLLING_TERMS, TERMS_OF_YEAR = 3, 3
TermKey = tuple[int, str]
Part = frozenset[tuple[str, str]]  # a case, and "opened" or "closed"


@dataclass(frozen=True)
class Concern:
    """A case: the terms in which it was opened and closed, and in how many school days what was done.

    It goes by digests, of itself and of every number of its pupil. The days are not kept.
    """

    case: str
    numbers: Sequence[str]
    opened: TermKey | None
    closed: TermKey | None
    days_to_first_action: int | None = None
    days_to_la: int | None = None


@dataclass(frozen=True)
class Concerns:
    """All terms from the first case on, oldest first, every case, and the last term that has ended."""

    terms: Mapping[TermKey, tuple[int, int, int]]  # opened, closed, open at the end
    cases: Sequence[Concern]
    until: TermKey | None = None


@dataclass(frozen=True)
class Shown:
    """What was published of a count: it lies between two numbers.

    Of the rolling year (`rolling`), whose cases are at least five, there is no most.
    """

    what: str
    term: TermKey
    least: int
    most: int | None


@dataclass(frozen=True)
class CmeState:
    """What the publication of a term or year knew and said of the concerns.

    Of publications of earlier releases the cases were not kept, only how many there were; nor which term was
    the last that had ended.
    """

    period: TermKey
    terms: Mapping[TermKey, tuple[int, int, int]]
    shown: Sequence[Shown]
    cases: Sequence[Concern] | None = None
    until: TermKey | None = None

    @cached_property
    def parts(self) -> Mapping[TermKey, Part]:
        """Which cases were opened and which closed in each term."""
        found: dict[TermKey, set[tuple[str, str]]] = defaultdict(set)
        for one in self.cases or ():
            for what, term in (("opened", one.opened), ("closed", one.closed)):
                if term:
                    found[term].add((one.case, what))
        return {term: frozenset(part) for term, part in found.items()}


def was_acted_on_in_time(concern: Concern) -> bool:
    """By the next school day."""
    days = concern.days_to_first_action
    return days is not None and days <= ACT_WITHIN_DAYS


def was_reported_in_time(concern: Concern) -> bool:
    """To the local authority, within five school days."""
    return concern.days_to_la is not None and concern.days_to_la <= REPORT_WITHIN_DAYS


SHARES = {"acted_in_time_rate": was_acted_on_in_time, "reported_in_time_rate": was_reported_in_time}


def counts_of(
    concerns: Mapping[TermKey, tuple[int, int, int]], year: int, term: str, terms: Sequence[TermKey]
) -> tuple[int, int, int]:
    """Opened, closed and open at the end of a term or, for YEAR, of that year's terms together."""
    wanted = [key for key in terms if key[0] == year and term in (YEAR, key[1])]
    known = [concerns.get(key, (0, 0, 0)) for key in wanted]
    return sum(one[0] for one in known), sum(one[1] for one in known), known[-1][2] if known else 0


def cme_row(
    concerns: Concerns, key: TermKey, terms: Sequence[TermKey], columns: Sequence[str]
) -> tuple[dict[str, Any], list[Shown], bool]:
    """The published row with these counts, what it tells, and whether a share or median is left out of it."""
    row: dict[str, Any] = dict.fromkeys((*COUNTS, *SHARES, "median_days_to_first_action", "median_covers"))
    shown = []
    true_counts = counts_of(concerns.terms, *key, terms)
    for column, count in zip(COUNTS, true_counts, strict=True):
        if column in columns:
            is_few = 1 <= count < LEAST_COUNT
            row[column] = FEWER if is_few else str(count)
            shown.append(
                Shown(column, key, 1, LEAST_COUNT - 1) if is_few else Shown(column, key, count, count)
            )
    is_short = False
    covered = year_of(key, terms) if key[1] == YEAR else (key,)
    within = [one for one in concerns.cases if one.opened in covered]
    if len(within) >= LEAST_COUNT:
        may_tell = _may_be_told_of(concerns, terms, covered)
        for column, in_time in SHARES.items():
            if may_tell and not _tells_that_all_were_alike(within, in_time):
                row[column] = tenths(sum(map(in_time, within)), len(within)) / 1000
            else:
                is_short = True
    middle, covers = _median_days(within), "period"
    if middle is None and key[1] != YEAR:
        covered = rolling_year(key, terms)
        middle = _median_days([one for one in concerns.cases if one.opened in covered])
        covers = "rolling year"
    if middle is None:
        return row, shown, is_short
    if not _may_be_told_of(concerns, terms, covered):
        return row, shown, True
    if covers == "rolling year":
        shown.append(Shown("rolling", key, LEAST_COUNT, None))
    return row | {"median_days_to_first_action": middle, "median_covers": covers}, shown, is_short


def year_of(key: TermKey, terms: Sequence[TermKey]) -> tuple[TermKey, ...]:
    """The terms of a key's year."""
    return tuple(term for term in terms if term[0] == key[0])


def rolling_year(key: TermKey, terms: Sequence[TermKey]) -> tuple[TermKey, ...]:
    """A term and the two before it, also where they are of the year before."""
    until = terms.index(key) + 1
    return tuple(terms[max(0, until - ROLLING_TERMS) : until])


def _median_days(cases: Sequence[Concern]) -> int | None:
    """Half up to a whole day, so that it does not tell whether the number of cases is even."""
    known = [one.days_to_first_action for one in cases if one.days_to_first_action is not None]
    return int(np.floor(median(known) + 0.5)) if len(known) >= LEAST_COUNT else None


def _tells_that_all_were_alike(within: Sequence[Concern], in_time: Callable[[Concern], bool]) -> bool:
    """Whether a share, less those of terms of five or more, tells that all the others were in time, or none.

    Not where that is so of all the concerns, and the share itself says it.
    """
    by_term = Counter(one.opened for one in within)
    left = {in_time(one) for one in within if by_term[one.opened] < LEAST_COUNT}
    return len(left) == 1 and len(set(map(in_time, within))) > 1


def _may_be_told_of(concerns: Concerns, terms: Sequence[TermKey], wanted: Sequence[TermKey]) -> bool:
    """Whether a share or median over these terms leaves none, or at least five, beside what else is told of.

    Told of are terms and years of five concerns or more, and the rolling years before that had a median.
    This goes by the concerns alone, so that it does not matter in which order the terms are published.
    """
    cases = [(one.opened, one.days_to_first_action) for one in concerns.cases if one.opened]
    opened = Counter(term for term, _ in cases)
    known = Counter(term for term, days in cases if days is not None)
    told = {frozenset([term]) for term in terms if opened[term] >= LEAST_COUNT}
    for term in terms:
        year, rolling = year_of(term, terms), rolling_year(term, terms)
        ends_year = len(year) == TERMS_OF_YEAR and term == year[-1]
        for covered in ([year] if ends_year else []) + ([rolling] if known[term] < LEAST_COUNT else []):
            found = frozenset(one for one in covered if opened[one])
            may_tell = not _leaves_few(found, told, (opened, known))
            if tuple(covered) == tuple(wanted):
                return may_tell
            if (covered is year and sum(opened[one] for one in found) >= LEAST_COUNT) or (
                may_tell and sum(known[one] for one in found) >= LEAST_COUNT
            ):
                told.add(found)
    return True  # a term's own


def _leaves_few(
    found: frozenset[TermKey], told: Collection[frozenset[TermKey]], counts: Sequence[Mapping[TermKey, int]]
) -> bool:
    """Whether these terms, or others less these, leave some cases but fewer than five."""
    for whole in (found, *(one for one in told if found < one)):
        inside = [one for one in {found, *told} if one < whole]
        for number in range(1, len(whole) + 1):
            for parts in combinations(inside, number):
                left = whole.difference(*parts)
                are_apart = sum(map(len, parts)) + len(left) == len(whole)
                if are_apart and any(1 <= sum(each[one] for one in left) < LEAST_COUNT for each in counts):
                    return True
    return False
