"""CME assurance: counts of concerns and how fast they were acted on, and the audit of those counts.

Between terms, concerns open at the end are those open before, and opened, less closed; a year's are its
terms' together. In time means: acted on by the next school day, and the local authority told within five
school days, which is day 15 of an absence whose concern was opened on day 10 (domain/ladder.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from dashboard.publishing.figures import FEWER, LEAST_COUNT, tenths
from dashboard.publishing.unknowns import YEAR, as_matrix

COUNTS = ("opened", "closed", "open_at_end")
FORMS = (COUNTS, COUNTS[:2], COUNTS[:1])
ACT_WITHIN_DAYS, REPORT_WITHIN_DAYS = 1, 5
MOST = 1000.0  # concerns that a school could have
ROLLING_TERMS = 3
TermKey = tuple[int, str]


@dataclass(frozen=True)
class Concern:
    """A case: the term in which it was opened, and in how many school days what was done."""

    term: TermKey
    days_to_first_action: int | None
    days_to_la: int | None


@dataclass(frozen=True)
class Concerns:
    """All terms from the first case on, oldest first, and every case."""

    terms: Mapping[TermKey, tuple[int, int, int]]  # opened, closed, open at the end
    cases: Sequence[Concern]


@dataclass(frozen=True)
class Shown:
    """What was published of a count (or of the rolling year, `rolling`): it lies between two numbers."""

    what: str
    term: TermKey
    least: int
    most: int


@dataclass(frozen=True)
class CmeState:
    """What one publication knew and said of the concerns."""

    terms: Mapping[TermKey, tuple[int, int, int]]
    shown: Sequence[Shown]


def concerns_from_rows(
    terms: Sequence[Sequence[Any]],
    cases: Sequence[tuple[date, int | None, int | None]],
    starts: Mapping[TermKey, date],
) -> Concerns:
    """The rows of cme_cases_by_term, and of each case its opening and days; `starts`: of every term."""
    by_term = {(int(label[:4]), term): (opened, closed, left) for label, term, opened, closed, left in terms}
    found = []
    for opened_date, to_action, to_la in cases:
        begun = [term for term, start in starts.items() if start <= opened_date]
        if begun:
            found.append(Concern(max(begun, key=lambda term: starts[term]), to_action, to_la))
    return Concerns(by_term, found)


def counts_of(
    concerns: Mapping[TermKey, tuple[int, int, int]], year: int, term: str, terms: Sequence[TermKey]
) -> tuple[int, int, int]:
    """Opened, closed and open at the end of a term or, for YEAR, of that year's terms together."""
    wanted = [key for key in terms if key[0] == year and term in (YEAR, key[1])]
    known = [concerns.get(key, (0, 0, 0)) for key in wanted]
    return sum(one[0] for one in known), sum(one[1] for one in known), known[-1][2] if known else 0


def cme_row(
    concerns: Concerns, key: TermKey, terms: Sequence[TermKey], columns: Sequence[str]
) -> tuple[dict[str, Any], list[Shown]]:
    """The published row with these counts, and what it tells."""
    row: dict[str, Any] = dict.fromkeys(
        (
            *COUNTS,
            "acted_in_time_rate",
            "reported_in_time_rate",
            "median_days_to_first_action",
            "median_covers",
        )
    )
    shown = []
    true_counts = counts_of(concerns.terms, *key, terms)
    for column, count in zip(COUNTS, true_counts, strict=True):
        if column in columns:
            is_few = 1 <= count < LEAST_COUNT
            row[column] = FEWER if is_few else str(count)
            shown.append(
                Shown(column, key, 1, LEAST_COUNT - 1) if is_few else Shown(column, key, count, count)
            )
    within = [one for one in concerns.cases if one.term[0] == key[0] and key[1] in (YEAR, one.term[1])]
    if len(within) >= LEAST_COUNT and "opened" in columns:
        acted = sum(
            one.days_to_first_action is not None and one.days_to_first_action <= ACT_WITHIN_DAYS
            for one in within
        )
        told = sum(one.days_to_la is not None and one.days_to_la <= REPORT_WITHIN_DAYS for one in within)
        row["acted_in_time_rate"] = tenths(acted, len(within)) / 1000
        row["reported_in_time_rate"] = tenths(told, len(within)) / 1000
    middle = _median_days(within)
    if middle is not None:
        return row | {"median_days_to_first_action": middle, "median_covers": "period"}, shown
    if key[1] != YEAR:
        until = terms.index(key) + 1
        rolling = set(terms[max(0, until - ROLLING_TERMS) : until])
        middle = _median_days([one for one in concerns.cases if one.term in rolling])
        if middle is not None:
            row |= {"median_days_to_first_action": middle, "median_covers": "rolling year"}
            shown.append(Shown("rolling", key, LEAST_COUNT, int(MOST)))
    return row, shown


def _median_days(cases: Sequence[Concern]) -> int | None:
    """Half up to a whole day, so that it does not tell whether the number of cases is even."""
    known = [one.days_to_first_action for one in cases if one.days_to_first_action is not None]
    return int(np.floor(median(known) + 0.5)) if len(known) >= LEAST_COUNT else None


def gives_away(states: Sequence[CmeState], terms: Sequence[TermKey]) -> bool:
    """Whether some count of 1 to 4 in these publications can no longer be every value from 1 to 4.

    Two publications that knew the same of a term share its unknowns. What is opened and closed makes a
    chain, whose ends in whole concerns and everything between them can be had, so two optima a count
    decide.
    """
    unknown: dict[object, int] = {}
    rows = []

    def at(what: str, term: TermKey, state: int, until: int) -> int:
        known = [states[state].terms.get(key, (0, 0, 0)) for key in terms[: until + 1]]
        past = tuple(one[:2] for one in known) if what == "open_at_end" else known[-1][:2]
        return unknown.setdefault((what, term, past), len(unknown))

    protected: set[int] = set()
    sums: list[dict[int, float]] = []
    for number, state in enumerate(states):
        for place, term in enumerate(terms):
            opened, closed, left = (at(what, term, number, place) for what in COUNTS)
            before = {at("open_at_end", terms[place - 1], number, place - 1): 1.0} if place else {}
            if place:
                rows.append((before | {opened: 1.0, closed: -1.0, left: -1.0}, 0, 0))
        for one in state.shown:
            row = _row_of(one, terms, lambda what, term, n=number: at(what, term, n, terms.index(term)))
            rows.append((row, one.least, one.most))
            year_or_term = counts_of(state.terms, *one.term, terms)
            if one.what in COUNTS and 1 <= year_or_term[COUNTS.index(one.what)] < LEAST_COUNT:
                sums.append(row)
            for key in terms:
                for what, true_count in zip(COUNTS, state.terms.get(key, (0, 0, 0)), strict=True):
                    if 1 <= true_count < LEAST_COUNT and (one.term[1] == YEAR or key == one.term):
                        protected.add(at(what, key, number, terms.index(key)))
    sums += [{one: 1.0} for one in sorted(protected)]
    if not rows:
        return False
    matrix, least, most = as_matrix(rows, len(unknown))
    for row in sums:
        for sign, end in ((1.0, 1), (-1.0, LEAST_COUNT - 1)):
            cost = np.zeros(len(unknown))
            cost[list(row)] = sign
            solved = milp(
                cost,
                integrality=np.ones(len(unknown)),
                bounds=Bounds(0, MOST),
                constraints=LinearConstraint(matrix, least, most),
            )
            if solved.x is None or sign * (round(sign * solved.fun) - end) > 0:
                return True  # the least is more than 1, or the most less than 4
    return False


def _row_of(one: Shown, terms: Sequence[TermKey], at: Any) -> dict[int, float]:
    year, term = one.term
    if one.what == "rolling":
        until = terms.index(one.term) + 1
        return {at("opened", key): 1.0 for key in terms[max(0, until - ROLLING_TERMS) : until]}
    wanted = [key for key in terms if key[0] == year and term in (YEAR, key[1])]
    if one.what == "open_at_end":
        return {at("open_at_end", wanted[-1]): 1.0}
    return {at(one.what, key): 1.0 for key in wanted}
