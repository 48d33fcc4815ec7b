"""Invented schools for the attacker: short terms, published in turn, with corrections between."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from tests.school import Pupil, Run, Term, case, register

YEAR, YEAR_BEFORE = "2025/26", "2024/25"
STARTS = {  # all of them Mondays
    "2024/25 Autumn": "2024-09-02",
    "2024/25 Spring": "2025-01-06",
    "2024/25 Summer": "2025-04-28",
    "2025/26 Autumn": "2025-09-01",
    "2025/26 Spring": "2026-01-05",
    "2025/26 Summer": "2026-04-13",
}
AUTUMN, SPRING, SUMMER = list(STARTS)[3:]
LAST_AFTER = {5: 4, 10: 11, 20: 25}  # days from the first to the last of so many school days


class Traits(NamedTuple):
    """What the attacker knows of a child, and governors may ask about."""

    fsm: bool
    send: str
    sex: str
    year: int


@dataclass(eq=False)
class Child:
    """A child of the statistical ages; traits by term at the school; marks by term and day, AM before PM."""

    name: str
    traits: dict[str, Traits]
    marks: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def born(self) -> str:
        term, known = next(iter(self.traits.items()))
        return f"{int(term[:4]) - 5 - known.year}-10-15"

    def as_pupil(self, term: str) -> Pupil:
        """As the office knows them in a term."""
        known = self.traits[term]
        return Pupil(
            self.name,
            str(known.year),
            {day: pair for days in self.marks.values() for day, pair in days.items()},
            self.born,
            traits={"fsm": "Y" if known.fsm else "N", "send_provision": known.send, "sex": known.sex},
        )


@dataclass(frozen=True)
class Step:
    """Something that happens to the school: `do` is publish, withdraw or correct."""

    do: str
    term: str
    corrections: tuple[tuple[int, str, str], ...] = ()  # child, day and its new pair of marks


@dataclass(eq=False)
class School:
    """Its children, the days of each term, what happens in turn, and its concerns."""

    name: str
    days: dict[str, list[str]]
    children: list[Child]
    steps: Sequence[Step]
    concerns: list[dict[str, str]] = field(default_factory=list)
    actions: list[dict[str, str]] = field(default_factory=list)

    def first_run(self) -> Run:
        """The list as it was in the first term, all marks, the calendar and the concerns."""
        terms = [Term(term.split()[1], days[0], days[-1]) for term, days in self.days.items()]
        others = {"cme_cases": self.concerns, "cme_actions": self.actions}
        first = next(iter(self.days))
        run = register([], terms, self.days[first][0], **others)
        marks = [
            line for child in self.children for line in child.as_pupil(next(iter(child.traits))).mark_lines
        ]
        return replace(run, files={"pupils.csv": self.list_of(first), "marks.csv": marks, **run.files})

    def list_of(self, term: str) -> list[dict[str, str]]:
        """The pupil list as the office had it in a term."""
        return [
            line
            for child in self.children
            if term in child.traits
            for line in child.as_pupil(term).list_lines
        ]

    def list_runs(self) -> list[Run]:
        """A new pupil list for each later term in which somebody's traits are others."""
        return [
            Run({"pupils.csv": self.list_of(term)}, self.days[term][0])
            for before, term in pairwise(self.days)
            if any(child.traits.get(before) != child.traits.get(term) for child in self.children)
        ]

    def correct(self, step: Step) -> Run:
        """Change marks of the term in place; the run that tells the register."""
        touched = []
        for place, day, pair in step.corrections:
            self.children[place].marks[step.term][day] = pair
            touched.append((self.children[place], day))
        return Run(
            {
                "marks.csv": [
                    line
                    for child, day in touched
                    for line in child.as_pupil(step.term).mark_lines
                    if line["date"] == day
                ]
            }
        )


def terms_of(year: str) -> tuple[str, ...]:
    return tuple(term for term in STARTS if term.startswith(year))


def term_of(day: str, terms: Iterable[str]) -> str | None:
    """The term a day is of, or whose holiday it is in; None before the first."""
    return max((term for term in terms if STARTS[term] <= day), default=None)


def term_days(length: int, terms: Iterable[str]) -> dict[str, list[str]]:
    found = {}
    for term in terms:
        last = date.fromisoformat(STARTS[term]) + timedelta(LAST_AFTER[length])
        found[term] = Term(term, STARTS[term], last.isoformat()).days
    return found


# --- drawn at random


def random_school(rng: random.Random, name: str) -> School:
    """One of the kinds of school that are hard to keep secrets in."""
    kind = rng.choice(["one form", "one form", "small", "small", "all fsm", "tiny terms", "even"])
    length = rng.choice([5, 10]) if kind == "tiny terms" else rng.choice([10, 20])
    days = term_days(length, terms_of(YEAR))
    size = {"one form": rng.randint(60, 120), "small": rng.randint(14, 58)}.get(kind, rng.randint(30, 90))
    share_fsm = {"all fsm": 1.0, "even": 0.5}.get(kind, rng.uniform(0.1, 0.4))
    share_send = 0.45 if kind == "even" else rng.uniform(0.1, 0.25)
    plans = set(rng.sample(range(size), 1 if kind == "one form" else rng.randint(0, 3)))
    level = rng.choice([0.03, 0.06, 0.09])
    children = []
    for place in range(size):
        send = "E" if place in plans else "K" if rng.random() < share_send else "N"
        traits = Traits(rng.random() < share_fsm, send, rng.choice("FM"), 1 + place * 6 // size)
        later = traits._replace(send="K") if send == "N" and rng.random() < 0.01 else traits
        child = Child(f"{name}{place}", {AUTUMN: traits, SPRING: later, SUMMER: later})
        rate = _rate(rng, traits, level)
        joins, leaves = _stay(rng, days)
        for term, on in days.items():
            child.marks[term] = _term_of_marks(rng, rate, [day for day in on if joins <= day <= leaves])
        children.append(child)
    return School(f"{name} ({kind}, {size})", days, children, _steps(rng, days, children))


def two_year_school(rng: random.Random, name: str, send: str = "NNNNNKKE") -> School:
    """A small school over two years: most stay, Year 6 leaves and a Year 1 comes; terms corrected in both."""
    days = term_days(rng.choice([5, 10]), STARTS)
    size, level = rng.randint(21, 56), rng.choice([0.03, 0.06, 0.09])
    children = []
    for place in range(size):
        year = place * 7 // size  # in the year before; 0 is not counted yet
        traits = Traits(rng.random() < 0.3, rng.choice(send), rng.choice("FM"), year)
        changed = traits._replace(fsm=not traits.fsm) if rng.random() < 0.05 else traits
        by_term = dict.fromkeys(terms_of(YEAR_BEFORE), traits) if year else {}
        if year < 6:
            by_term |= dict.fromkeys(terms_of(YEAR), changed._replace(year=year + 1))
        child = Child(f"{name}{place}", by_term)
        rate = _rate(rng, traits, level)
        child.marks = {term: _term_of_marks(rng, rate, days[term]) for term in by_term}
        children.append(child)
    steps = [step for year in (YEAR_BEFORE, YEAR) for step in _steps_of_year(rng, year, days, children)]
    return School(f"{name} (two years, {size})", days, children, steps)


def _rate(rng: random.Random, traits: Traits, level: float) -> float:
    needy = 1.0 + traits.fsm + 0.5 * (traits.send != "N")
    return min(0.9, rng.betavariate(0.5, 0.5 / level) * needy)


def _stay(rng: random.Random, days: dict[str, list[str]]) -> tuple[str, str]:
    """From which day to which day a child has marks; nearly always all of them."""
    chance = rng.random()
    if chance < 0.02:
        return rng.choice(days[SPRING]), "9999"
    return "", rng.choice(days[SUMMER]) if chance > 0.98 else "9999"


def _term_of_marks(rng: random.Random, rate: float, days: list[str]) -> dict[str, str]:
    """Spells of absence of one to four days, ill or without leave, now and then half a day."""
    marks = dict.fromkeys(days, "/\\")
    place = 0
    while place < len(days):
        if rng.random() < rate / 2:
            code, length = rng.choice("IIIOO"), rng.randint(1, 4)
            for day in days[place : place + length]:
                marks[day] = code * 2
            place += length
        elif rng.random() < rate / 4:
            marks[days[place]] = "/" + rng.choice("MO")
        place += 1
    return marks


def _steps(rng: random.Random, days: dict[str, list[str]], children: list[Child]) -> list[Step]:
    """Publish each term in turn; between, marks are corrected, terms withdrawn and published again."""
    steps = []
    published = rng.choice([1, 1, 2, 3])
    for term in list(days)[:published]:
        steps.append(Step("publish", term))
        if rng.random() < 0.4:
            steps.append(_correction(rng, term, days[term], children))
            if rng.random() < 0.3:
                steps.append(Step("withdraw", term))
            steps.append(Step("publish", term))
    if published > 1 and rng.random() < 0.4:
        steps += [_correction(rng, AUTUMN, days[AUTUMN], children), Step("publish", AUTUMN)]
    return steps


def _steps_of_year(
    rng: random.Random, year: str, days: dict[str, list[str]], children: list[Child]
) -> list[Step]:
    """Each term of a year in turn; one of them, or one of the year before, is corrected and comes again."""
    steps = [Step("publish", term) for term in terms_of(year)]
    again = rng.choice([term for term in days if term <= steps[-1].term])
    after = (
        rng.randint(1 + list(terms_of(year)).index(again), 3) if again.startswith(year) else rng.randint(1, 3)
    )
    steps[after:after] = [_correction(rng, again, days[again], children), Step("publish", again)]
    return steps


def _correction(rng: random.Random, term: str, days: list[str], children: list[Child]) -> Step:
    changed = []
    there = [place for place, child in enumerate(children) if child.marks.get(term)]
    for place in rng.sample(there, rng.randint(1, 3)):
        present = [day for day in days if day in children[place].marks[term]]
        pair = rng.choice(["II", "OO", "/\\"])
        changed += [(place, day, pair) for day in rng.sample(present, min(len(present), rng.randint(1, 6)))]
    return Step("correct", term, tuple(changed))


def with_concerns(rng: random.Random, school: School) -> School:
    """The same school with up to eight concerns, some closed in a later term."""
    at = {term: days[1] for term, days in school.days.items()}
    for number in range(rng.randint(0, 8)):
        opened = rng.choice(list(at))
        closings = [day for term, day in at.items() if day > at[opened]]
        closed = rng.choice([*closings, ""])
        there = [child for child in school.children if opened in child.traits]
        child = there[number % len(there)].as_pupil(opened)
        school.concerns.append(case(f"C{number}", child, at[opened], closed_date=closed))
    return school
