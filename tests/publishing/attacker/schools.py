"""Invented schools for the attacker: three short terms, published in turn, with corrections between."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tests.school import Pupil, Run, Term, case, register

YEAR = "2025/26"
TERMS = ("Autumn", "Spring", "Summer")
STARTS = {"Autumn": "2025-09-01", "Spring": "2026-01-05", "Summer": "2026-04-13"}  # all of them Mondays
ENDS = {
    5: {"Autumn": "2025-09-05", "Spring": "2026-01-09", "Summer": "2026-04-17"},
    10: {"Autumn": "2025-09-12", "Spring": "2026-01-16", "Summer": "2026-04-24"},
    20: {"Autumn": "2025-09-26", "Spring": "2026-01-30", "Summer": "2026-05-08"},
}


class Traits(NamedTuple):
    """What the attacker knows of a child, and governors may ask about."""

    fsm: bool
    send: str
    sex: str
    year: int


@dataclass(eq=False)
class Child:
    """A child of the statistical ages; traits and marks by term, marks by day, AM before PM."""

    name: str
    traits: dict[str, Traits]
    marks: dict[str, dict[str, str]] = field(default_factory=dict)

    def as_pupil(self, term: str) -> Pupil:
        """As the office knows them in a term."""
        known = self.traits[term]
        return Pupil(
            self.name,
            str(known.year),
            {day: pair for days in self.marks.values() for day, pair in days.items()},
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

    def first_run(self) -> Run:
        """The list as it was in autumn, the marks, the calendar and the concerns."""
        terms = [Term(term, days[0], days[-1]) for term, days in self.days.items()]
        others = {"cme_cases": self.concerns} if self.concerns else {}
        return register(
            [child.as_pupil("Autumn") for child in self.children], terms, self.days["Autumn"][0], **others
        )

    def list_runs(self) -> list[Run]:
        """A new pupil list for each later term in which somebody's traits are others."""
        return [
            Run(
                {"pupils.csv": [line for child in self.children for line in child.as_pupil(term).list_lines]},
                self.days[term][0],
            )
            for before, term in zip(list(self.days), list(self.days)[1:], strict=False)
            if any(child.traits[before] != child.traits[term] for child in self.children)
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


def term_days(length: int, terms: Iterable[str] = TERMS) -> dict[str, list[str]]:
    return {term: Term(term, STARTS[term], ENDS[length][term]).days for term in terms}


# --- drawn at random


def random_school(rng: random.Random, name: str) -> School:
    """One of the kinds of school that are hard to keep secrets in."""
    kind = rng.choice(["one form", "one form", "small", "small", "all fsm", "tiny terms", "even"])
    days = term_days(rng.choice([5, 10]) if kind == "tiny terms" else rng.choice([10, 20]))
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
        child = Child(f"{name}{place}", {"Autumn": traits, "Spring": later, "Summer": later})
        needy = 1.0 + traits.fsm + 0.5 * (send != "N")
        rate = min(0.9, rng.betavariate(0.5, 0.5 / level) * needy)
        joins, leaves = _stay(rng, days)
        for term, on in days.items():
            child.marks[term] = _term_of_marks(rng, rate, [day for day in on if joins <= day <= leaves])
        children.append(child)
    return School(f"{name} ({kind}, {size})", days, children, _steps(rng, days, children))


def _stay(rng: random.Random, days: dict[str, list[str]]) -> tuple[str, str]:
    """From which day to which day a child has marks; nearly always all of them."""
    chance = rng.random()
    if chance < 0.02:
        return rng.choice(days["Spring"]), "9999"
    return "", rng.choice(days["Summer"]) if chance > 0.98 else "9999"


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
        steps += [_correction(rng, "Autumn", days["Autumn"], children), Step("publish", "Autumn")]
    return steps


def _correction(rng: random.Random, term: str, days: list[str], children: list[Child]) -> Step:
    changed = []
    for place in rng.sample(range(len(children)), rng.randint(1, 3)):
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
        child = school.children[number % len(school.children)].as_pupil(opened)
        school.concerns.append(case(f"C{number}", child, at[opened], closed_date=closed))
    return school
