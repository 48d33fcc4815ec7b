"""What the attacker knows beforehand, and what is true: the register as it stood at each publication.

Counted here from the marks that were generated, by the rules of domain.md, not by any query.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from tests.publishing.attacker.schools import Child, Traits, terms_of
from tests.publishing.attacker.surface import BANDS, GROUPS, Belongs, Figure

AUTHORISED, UNAUTHORISED = "IM", "OU"


@dataclass(frozen=True)
class Sessions:
    """A child's sessions in a term as marked at one time; by day, how many were possible and missed."""

    days: tuple[tuple[str, int, int, int], ...]  # day, possible, authorised, unauthorised

    @property
    def possible(self) -> int:
        return sum(day[1] for day in self.days)

    @property
    def by_week(self) -> tuple[tuple[int, int], ...]:
        """How many were possible in each week of the calendar."""
        weeks: Counter[int] = Counter()
        for day, possible, _, _ in self.days:
            weeks[date.fromisoformat(day).isocalendar().week] += possible
        return tuple(sorted(weeks.items()))

    @property
    def authorised(self) -> int:
        return sum(day[2] for day in self.days)

    @property
    def unauthorised(self) -> int:
        return sum(day[3] for day in self.days)

    @property
    def absent(self) -> int:
        return self.authorised + self.unauthorised

    def between(self, first: str, until: str) -> "Sessions":
        return Sessions(tuple(day for day in self.days if first <= day[0] < until))


def read_marks(marks: dict[str, str]) -> Sessions:
    return Sessions(
        tuple(
            (
                day,
                len(pair),
                sum(mark in AUTHORISED for mark in pair),
                sum(mark in UNAUTHORISED for mark in pair),
            )
            for day, pair in sorted(marks.items())
        )
    )


def band_of(absent: int, possible: int) -> str:
    return next(
        band for band, (low, high) in BANDS.items() if low * possible <= 100 * absent < high * possible
    )


def fewest_and_most(band: str, possible: int) -> tuple[int, int]:
    """How many absent sessions put a child into the band; the second is less where none does."""
    low, high = BANDS[band]
    return -(-low * possible // 100), min(possible, -(-high * possible // 100) - 1)


@dataclass(eq=False)
class Event:
    """A period as once published: how each child's marks in its terms then stood, and the figures given."""

    period: str
    terms: tuple[str, ...]
    states: dict[str, dict[Child, int]]  # by term, which of the child's states
    figures: list[Figure]
    weeks: list[str] = field(default_factory=list)


@dataclass(eq=False)
class History:
    """Every state of every child's marks in a term, in the order they were published."""

    children: list[Child]
    states: dict[tuple[Child, str], list[Sessions]] = field(default_factory=lambda: defaultdict(list))
    events: list[Event] = field(default_factory=list)

    def record(self, period: str, figures: list[Figure], weeks: Iterable[Any]) -> None:
        """A publication of the period out of the register as it now stands."""
        terms = terms_of(period.split()[0]) if period.endswith("Year") else (period,)
        now: dict[str, dict[Child, int]] = {term: {} for term in terms}
        for child in self.children:
            for term in terms:
                known, sessions = self.states[child, term], read_marks(child.marks.get(term, {}))
                if sessions not in known:
                    known.append(sessions)
                now[term][child] = known.index(sessions)
        self.events.append(Event(period, terms, now, figures, sorted(map(str, weeks))))

    def by_year(self) -> Iterator["History"]:
        """What was published of each academic year: no figure ties the sessions of one year to another's."""
        for year in sorted({event.period.split()[0] for event in self.events}):
            yield replace(self, events=[event for event in self.events if event.period.startswith(year)])

    def kinds(self) -> Iterator["Kind"]:
        """Children whom the attacker cannot tell apart: alike in traits, sessions and marks changed."""
        alike: dict[Any, list[Child]] = defaultdict(list)
        terms = sorted({term for event in self.events for term in event.terms})
        for child in self.children:
            changed = tuple(tuple(event.states[term][child] for term in event.terms) for event in self.events)
            sessions = tuple(tuple(state.by_week for state in self.states[child, term]) for term in terms)
            alike[tuple(map(child.traits.get, terms)), sessions, changed].append(child)
        for children in alike.values():
            yield Kind(self, children)


@dataclass(eq=False)
class Kind:
    """Children alike to the attacker; the first stands for all of them."""

    history: History
    children: list[Child]

    @property
    def size(self) -> int:
        return len(self.children)

    def traits(self, term: str) -> Traits:
        return self.children[0].traits[term]

    def possible(self, term: str, state: int) -> int:
        return self.history.states[self.children[0], term][state].possible

    def state(self, event: Event, term: str) -> int:
        return event.states[term][self.children[0]]

    def pattern(self, term: str) -> tuple[Any, ...]:
        """How the marks of the term changed from event to event, and the sessions of its weeks."""
        states = tuple(self.state(event, term) for event in self.history.events if term in event.terms)
        return states, tuple(self.history.states[self.children[0], term][state].by_week for state in states)

    def stays(self, event: Event, belongs: Belongs) -> tuple[tuple[str, int], ...]:
        """The terms of the event, with the state of their marks, in which these children were in a group."""
        return tuple(
            (term, self.state(event, term))
            for term in event.terms
            if self.possible(term, self.state(event, term)) and belongs(self.traits(term))
        )


def true_sessions(history: History, child: Child, stays: Iterable[tuple[str, int]]) -> tuple[int, int, int]:
    """Possible, authorised and unauthorised sessions of a child in these terms."""
    found = [history.states[child, term][state] for term, state in stays]
    return (
        sum(one.possible for one in found),
        sum(one.authorised for one in found),
        sum(one.unauthorised for one in found),
    )


GROUPS_ATTACKED = {  # those that differ: a name for the same children under another word is left out
    name: belongs
    for name, belongs in GROUPS.items()
    if name not in {("fsm", "not_true"), ("send_provision", "none"), ("send_provision", "not_send")}
}
