"""Schools over two years that are looked at for their concerns alone, published and corrected in turn.

They have nine pupils, of whom no other table says anything, so that publishing takes no time.
"""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dashboard.publishing import Safeguards, publish, withdraw
from dashboard.store.register import undo
from tests.publishing.attacker.concerns import Cases, Published, cases_of, published_in
from tests.publishing.attacker.schools import STARTS, Child, School, Traits, term_days
from tests.publishing.attacker.surface import Rows, read_surface
from tests.school import Run, action, case, import_runs

PUPILS = 9
TERMS = tuple(STARTS)
Lines = list[dict[str, str]]


@dataclass(frozen=True)
class ConcernStep:
    """Something that happens: `do` is publish or withdraw a term, correct concerns, or undo that import."""

    do: str
    term: str = ""
    lines: tuple[Mapping[str, str], ...] = ()


@dataclass(eq=False)
class ConcernSchool:
    """A school of nine with its concerns."""

    school: School
    steps: Sequence[ConcernStep]

    @property
    def name(self) -> str:
        return self.school.name


def nine_pupils(name: str, terms: Sequence[str] = TERMS) -> School:
    """Always there, over these short terms."""
    days = term_days(5, terms)
    children = [
        Child(f"{name}{place}", dict.fromkeys(terms, Traits(False, "N", "F", 1 + place % 4)))
        for place in range(PUPILS)
    ]
    for child in children:
        child.marks = {term: dict.fromkeys(on, "/\\") for term, on in days.items()}
    return School(name, days, children, ())


def concern(
    school: School, case_id: str, opened: str, closed: str = "", acted: str = "", told: str = ""
) -> None:
    """Give the school a concern; the days are dates, empty where it has not come to that."""
    child = school.children[len(school.concerns) % PUPILS].as_pupil(next(iter(school.days)))
    school.concerns.append(case(case_id, child, opened, closed_date=closed, la_notified_date=told))
    if acted:
        school.actions.append(action(case_id, acted))


def publish_concerns(
    folder: Path, school: ConcernSchool, safeguards: Safeguards
) -> tuple[list[Published], list[dict[str, Rows]]]:
    """Do what happens to the school; every version that governors were shown, and all else they saw."""
    now = school.school
    import_runs(folder, now.first_run())
    before: list[School] = []
    surfaces: list[dict[str, Rows]] = []
    cases: list[Cases] = []
    for step in school.steps:
        if step.do == "correct":
            import_runs(folder, Run({"cme_cases.csv": step.lines}))
            before.append(now)
            now = replace(now, concerns=corrected(now.concerns, step.lines))
        elif step.do == "undo":
            undo(folder)
            now = before.pop()
        elif step.do == "withdraw":
            withdraw(folder, step.term)
        else:
            publish(folder, step.term, safeguards=safeguards)
        surfaces.append(read_surface(folder))
        cases.append(cases_of(now))
    return published_in(surfaces, cases), surfaces


def corrected(concerns: Lines, lines: Iterable[Mapping[str, str]]) -> Lines:
    by_case = {line["case_id"]: line for line in concerns}
    by_case |= {line["case_id"]: dict(line) for line in lines}
    return list(by_case.values())


# --- drawn at random


def random_concern_school(rng: random.Random, name: str) -> ConcernSchool:
    """Up to seven concerns, many of them of one term, some open throughout, closed a year later or never."""
    school = nine_pupils(name)
    together = rng.choice([*TERMS, "", ""])
    for number in range(rng.randint(1, 6)):
        _draw(rng, school, f"C{number}", together if together and rng.random() < 0.8 else rng.choice(TERMS))
    if rng.random() < 0.3:
        concern(school, "OLD", "2024-07-01", _closing(rng, school, TERMS[0]))
    while together and rng.random() < 0.8 and len(school.concerns) < 6:  # so that a term may have five
        _draw(rng, school, f"M{len(school.concerns)}", together)
    return ConcernSchool(school, _steps(rng, school))


def _draw(rng: random.Random, school: School, case_id: str, term: str) -> None:
    days = school.days[term]
    acted = rng.choice([days[0], days[0], days[1], days[3], ""])
    told = rng.choice([days[1], days[4], ""])
    concern(school, case_id, days[0], _closing(rng, school, term), acted, told)


def _closing(rng: random.Random, school: School, since: str) -> str:
    """A day of the term itself, of a later one or none."""
    later = [days[4] for term, days in school.days.items() if term >= since]
    return rng.choice([*later[:3], *later, "", ""])


def _steps(rng: random.Random, school: School) -> list[ConcernStep]:
    """Terms in turn; now and then concerns are corrected, or that undone, and a term comes again."""
    steps: list[ConcernStep] = []
    corrections = rng.choice([0, 1, 1, 2])
    at = sorted(rng.sample(range(len(TERMS)), corrections))
    left_out = rng.choice([*TERMS, "", "", "", ""])
    concerns = [dict(line) for line in school.concerns]
    for place, term in enumerate(TERMS):
        if term != left_out:
            steps.append(ConcernStep("publish", term))
        if place in at and steps:
            again = rng.choice([step.term for step in steps if step.do == "publish"][-3:])
            lines = _correction(rng, school, concerns, again)
            steps.append(ConcernStep("correct", lines=lines))
            if rng.random() < 0.3 and _is_on_show(again, steps):
                steps.append(ConcernStep("withdraw", again))
            if rng.random() < 0.8:
                steps.append(ConcernStep("publish", again))
            if rng.random() < 0.3:
                steps += [ConcernStep("undo"), ConcernStep("publish", again)]
            else:
                concerns = corrected(concerns, lines)
    return steps


def _is_on_show(term: str, steps: Sequence[ConcernStep]) -> bool:
    """Not withdrawn in an earlier correction, and not published since."""
    return [step.do for step in steps if step.term == term][-1] == "publish"


def _correction(
    rng: random.Random, school: School, concerns: Lines, term: str
) -> tuple[Mapping[str, str], ...]:
    """One to three concerns of the term more, or closed or moved."""
    lines: dict[str, Mapping[str, str]] = {}
    for number in range(rng.choice([1, 1, 1, 2, 3])):
        kind = rng.choice(["add", "close", "move"])
        if kind == "add" or not concerns:
            child = school.children[number].as_pupil(TERMS[0])
            line = case(f"N{len(concerns)}{number}", child, school.days[term][1])
            lines[line["case_id"]] = line | {"closed_date": _closing(rng, school, term)}
            continue
        old = rng.choice(concerns)
        opened = school.days[rng.choice(TERMS)][0] if kind == "move" else old["opened_date"]
        closed = old["closed_date"] if kind == "move" else school.days[term][4]
        if closed and closed < opened:
            closed = ""
        lines[old["case_id"]] = old | {"opened_date": opened, "closed_date": closed}
    return tuple(lines.values())
