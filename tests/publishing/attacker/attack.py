"""Publish a school's terms in turn, read all that governors are shown, and try to work out what is hidden."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from dashboard.publishing import Safeguards, publish, withdraw
from tests.publishing.attacker.knowledge import GROUPS_ATTACKED, Event, History
from tests.publishing.attacker.programme import LEAVE, Programme
from tests.publishing.attacker.schools import School
from tests.publishing.attacker.surface import (
    COUNTED,
    GROUPS,
    WHOLE,
    Rows,
    figures_of,
    of_period,
    period_of,
    read_surface,
)
from tests.school import import_runs

SMALL_GROUP = 10
WIDTH = 0.10  # or of authorised or unauthorised absence alone, where the whole school has less, all it has
ABSENCE = "absence"
RATES_HIDDEN = {ABSENCE: LEAVE, "authorised": LEAVE[:1], "unauthorised": LEAVE[1:]}
TOLERANCE = 1e-5


@dataclass(frozen=True)
class Leak:
    """A hidden figure that can be narrowed further than it may."""

    what: str
    least: float
    most: float

    def __str__(self) -> str:
        return f"{self.what}: known to be from {self.least:.3f} to {self.most:.3f}"


@dataclass(frozen=True)
class Verdict:
    """What an attack found, and how much it tried."""

    figures: int
    hidden: int
    leaks: list[Leak]


@dataclass(eq=False)
class Target:
    """A hidden figure: a sum of unknowns that must be able to be as small and as large as this."""

    event: Event
    what: str
    weights: np.ndarray
    low: float
    high: float
    width: float
    seen: tuple[float, float]
    is_of_one_kind: bool = False  # a rate of authorised or unauthorised absence alone

    @property
    def is_safe(self) -> bool:
        least, most = self.seen
        if self.width:
            return most - least >= self.width - TOLERANCE
        return least <= self.low + TOLERANCE and most >= self.high - TOLERANCE

    def look(self, solution: np.ndarray) -> None:
        value = float(self.weights @ solution)
        self.seen = min(self.seen[0], value), max(self.seen[1], value)


def publish_in_turn(
    folder: Path, school: School, safeguards: Safeguards
) -> tuple[History, list[dict[str, Rows]]]:
    """Do what happens to the school; all that governors were ever shown."""
    import_runs(folder, school.first_run(), *school.list_runs())
    history = History(school.children)
    versions: dict[str, int] = {}
    shown = []
    for step in school.steps:
        if step.do == "correct":
            import_runs(folder, school.correct(step))
        elif step.do == "withdraw":
            withdraw(folder, step.term)
        else:
            publish(folder, step.term, safeguards=safeguards)
        surface = read_surface(folder)
        shown.append(surface)
        for row in surface["governor_publications"]:
            period = period_of(row)
            if versions.get(period, 0) < row["version"]:
                versions[period] = row["version"]
                there = of_period(surface, period)
                weeks = {week["week_commencing"] for week in there["governor_weeks"]}
                history.record(period, figures_of(there), weeks)
    return history, shown


def targets(programme: Programme) -> Iterator[Target]:
    """Counts of 1 to 4 in every group, and the rates of small groups, in all ever published."""
    for event in programme.history.events:
        for name, belongs in GROUPS_ATTACKED.items():
            size, sessions = programme.known_size(event, belongs)
            where = f"{' '.join(name)} ({size} pupils) in {event.period}"
            for counted, bands in COUNTED.items() if size else ():
                weights = as_weights(programme, programme.count(event, belongs, bands))
                true = float(weights @ np.array(programme.truth))
                if 1 <= true <= 4:
                    low, high = 0 if size < 5 else 1, min(4, programme.able(event, belongs, bands))
                    what = f"{counted} {true:.0f} of {where}"
                    yield Target(event, what, weights, low, high, 0, (true, true))
            for rate, leave in RATES_HIDDEN.items() if 0 < size < SMALL_GROUP else ():
                of_all = programme.value(programme.sessions(event, GROUPS[WHOLE], leave)) / sessions
                weights = as_weights(programme, programme.sessions(event, belongs, leave)) / sessions
                true = float(weights @ np.array(programme.truth))
                width = WIDTH if rate == ABSENCE else min(WIDTH, of_all)
                if width:
                    what = f"{rate} rate of {where}"
                    yield Target(event, what, weights, 0, 1, width, (true, true), rate != ABSENCE)


def as_weights(programme: Programme, total: dict[int, float]) -> np.ndarray:
    weights = np.zeros(len(programme.truth))
    weights[list(total)] = list(total.values())
    return weights


def attack(history: History) -> Verdict:
    """Every hidden figure that the published ones narrow too far."""
    verdicts = [attack_year(of_year) for of_year in history.by_year()]
    return Verdict(
        sum(one.figures for one in verdicts),
        sum(one.hidden for one in verdicts),
        [leak for one in verdicts for leak in one.leaks],
    )


def attack_year(history: History) -> Verdict:
    """The same of one academic year."""
    figures = sum(len(event.figures) for event in history.events)
    programme = Programme(history)
    aims = list(targets(programme))
    seek(programme, aims)
    narrowed = [aim for aim in aims if not aim.is_safe]
    given_away = [aim for aim in narrowed if not is_excused(history, aim, aims)]
    return Verdict(figures, len(aims), [Leak(aim.what, *aim.seen) for aim in given_away])


def seek(programme: Programme, aims: list[Target]) -> None:
    """Look for solutions in which each figure is as small and as large as it must be able to be."""
    for sign in (1.0, -1.0):  # one solution is often extreme for many at once
        for _ in range(3):
            towards = [aim.weights / max(1.0, aim.high) for aim in aims if not aim.is_safe]
            if towards:
                look_all(aims, programme.least(sign * np.sum(towards, axis=0)))
    for aim in aims:
        for sign in (1.0, -1.0):
            if not aim.is_safe:
                look_all(aims, programme.least(sign * aim.weights))


def look_all(aims: list[Target], solution: np.ndarray) -> None:
    for aim in aims:
        aim.look(solution)


def is_excused(history: History, aim: Target, aims: list[Target]) -> bool:
    """Whether what was published before a version narrowed a figure of it, so that nothing could mend that.

    A version with all its tables withheld tells nothing. Yet whoever knows that one child's marks changed
    knows that a count that was 0 is now at most 1. And where an earlier version told that the whole school
    missed few sessions with leave, children whose marks stayed as they were missed no more of them, however
    many the school has now; how many they could have missed then is a target of that version.
    """
    if aim.event.figures and not aim.is_of_one_kind:
        return False
    least, most = seen_before(history, aim)
    if np.allclose((least, most), aim.seen, atol=1e-3):
        return True
    place = history.events.index(aim.event)
    stayed = any(
        np.array_equal(other.weights, aim.weights)
        for other in aims
        if history.events.index(other.event) < place
    )
    return aim.is_of_one_kind and stayed and most - least < aim.width - TOLERANCE


def seen_before(history: History, aim: Target) -> tuple[float, float]:
    """The least and the most that a figure could be, going by what was published before its version."""
    place = history.events.index(aim.event)
    before = [*history.events[:place], *(replace(event, figures=[]) for event in history.events[place:])]
    earlier = replace(aim, seen=(aim.seen[0], aim.seen[0]))
    programme = Programme(replace(history, events=before))
    for sign in (1.0, -1.0):
        earlier.look(programme.least(sign * aim.weights))
    return earlier.seen
