"""What a publication knew of its period, and the part of it that is kept for the audits after it.

Kept are, for every pupil, the possible sessions in each cell under two digests: of the pupil, and of what
they contributed. The digests tell a later version how many pupils changed; they name nobody without the
salt and the register, and are dropped when a pupil is erased, after which the pupil counts as one who
changed. Likewise for every concern: digests of its pupil's numbers and of itself, and the terms in which it
was opened and closed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dashboard.publishing.cme import CmeState, Concern, Concerns, Shown, TermKey
from dashboard.publishing.counts import (
    GroupCounts,
    Pupils,
    PupilWeeks,
    Sessions,
    count_groups,
    pupils_from_rows,
)
from dashboard.publishing.figures import Fact
from dashboard.publishing.groups import SCHOOL, Cell, Group
from dashboard.publishing.tables import Week
from dashboard.publishing.unknowns import KINDS, YEAR, Entry, State
from dashboard.store.publications import Publication, digest
from dashboard.store.reading import Store

TERMS = ("Autumn", "Spring", "Summer")


@dataclass(frozen=True)
class Term:
    """A term of a school's data."""

    academic_year: int
    name: str
    first_date: date
    last_date: date
    is_ended: bool
    as_of: date

    @property
    def key(self) -> TermKey:
        """The year it belongs to and its name."""
        return self.academic_year, self.name


@dataclass(frozen=True)
class PeriodContents:
    """The true figures of a term or a year."""

    academic_year: int
    period: str
    first_date: date
    last_date: date
    pupils: Mapping[str, Pupils]  # of the period, and of a year's terms, by period
    counts: Mapping[Group, GroupCounts]
    weeks: Sequence[Week]
    pupil_weeks: PupilWeeks  # of a term


@dataclass
class Kept:
    """What the audits after a publication need of it, as it stands in the records."""

    salt: str
    entries: dict[str, list[Entry]] = field(default_factory=dict)
    facts: list[Fact] = field(default_factory=list)
    truth: dict[Group, list[int]] = field(default_factory=dict)
    weeks: dict[str, int] = field(default_factory=dict)
    missed: dict[str, int] = field(default_factory=dict)
    cme_terms: dict[TermKey, tuple[int, int, int]] = field(default_factory=dict)
    cme_shown: list[Shown] = field(default_factory=list)
    cme_cases: list[Concern] | None = None  # neither was kept by earlier releases
    cme_until: TermKey | None = None

    def as_json(self) -> dict[str, Any]:
        """For the records."""
        return {
            "salt": self.salt,
            "entries": {
                period: [
                    [
                        one.pupil,
                        one.contribution,
                        list(map(list, one.possible.items())),
                        one.weekly,
                        [one.weeks.get(week, 0) for week in self.weeks if one.weeks],
                    ]
                    for one in entries
                ]
                for period, entries in self.entries.items()
            },
            "facts": [list(fact) for fact in self.facts],
            "truth": [[list(group), bands] for group, bands in self.truth.items()],
            "weeks": self.weeks,
            "missed": self.missed,
            "cme_terms": [[list(key), list(counts)] for key, counts in self.cme_terms.items()],
            "cme_shown": [[one.what, list(one.term), one.least, one.most] for one in self.cme_shown],
            "cme_cases": [
                [list(one.numbers), one.case, one.opened, one.closed] for one in self.cme_cases or []
            ],
            "cme_until": self.cme_until,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Kept":
        """From the records."""
        return cls(
            salt=kept["salt"],
            entries={
                period: [_entry(entry, kept["weeks"]) for entry in entries]
                for period, entries in kept["entries"].items()
            },
            facts=[Fact(tuple(subject), of, least, most) for subject, of, least, most in kept["facts"]],
            truth={Group(*group): bands for group, bands in kept["truth"]},
            weeks=kept["weeks"],
            missed=kept["missed"],
            cme_terms={(key[0], key[1]): tuple(counts) for key, counts in kept["cme_terms"]},
            cme_shown=[
                Shown(what, (key[0], key[1]), least, most) for what, key, least, most in kept["cme_shown"]
            ],
            cme_cases=[
                Concern(case, numbers, _term_key(opened), _term_key(closed))
                for numbers, case, opened, closed in kept["cme_cases"]
            ]
            if "cme_cases" in kept
            else None,
            cme_until=_term_key(kept.get("cme_until")),
        )

    def cme_state(self, period: TermKey) -> CmeState:
        """What it knew and said of concerns; `period` is its year and term."""
        return CmeState(period, self.cme_terms, self.cme_shown, self.cme_cases, self.cme_until)


def school_terms(store: Store, school_id: int) -> list[Term]:
    """The terms of the school's data, oldest first."""
    return [
        Term(
            row["academic_year"],
            row["term"],
            row["first_date"],
            row["last_date"],
            row["is_ended"],
            row["as_of"],
        )
        for row in store.rows("publishable_terms", {"school_ids": [school_id]}).by_name()
    ]


def period_contents(store: Store, school_id: int, terms: Sequence[Term], period: str) -> PeriodContents:
    """The true figures of a term, or of the year whose terms these are."""
    found = {term.name: _pupils(store, school_id, term.first_date, term.last_date) for term in terms}
    first_date, last_date = terms[0].first_date, terms[-1].last_date
    if period == YEAR:
        found[YEAR] = _pupils(store, school_id, first_date, last_date)
    pupils = {name: by_cell for name, (by_cell, _) in found.items()}
    return PeriodContents(
        academic_year=terms[0].academic_year,
        period=period,
        first_date=first_date,
        last_date=last_date,
        pupils=pupils,
        counts=count_groups(pupils[period]),
        weeks=[] if period == YEAR else _weeks(store, school_id, first_date, last_date),
        pupil_weeks={} if period == YEAR else found[period][1],
    )


def school_concerns(store: Store, school_id: int, terms: Sequence[Term], salt: str) -> Concerns:
    """The school's CME concerns, and how many there were by term; the terms are those of its data."""
    school = {"school_ids": [school_id]}
    by_term = {
        (int(row["academic_year"][:4]), row["term"]): (row["opened"], row["closed"], row["open_at_end"])
        for row in store.rows("cme_cases_by_term", school).by_name()
    }
    days = {row["case_id"]: row for row in store.rows("cme_timeliness", school).by_name()}
    return Concerns(
        by_term,
        [
            Concern(
                digest(salt, row["case_id"]),
                [digest(salt, row[name]) for name in ("upn", "admission_number") if row[name]],
                _term_key((row["opened_year"], row["opened_term"])),
                _term_key((row["closed_year"], row["closed_term"])),
                days[row["case_id"]]["days_to_first_action"],
                days[row["case_id"]]["days_to_la"],
            )
            for row in store.rows("publication_concerns", school).by_name()
        ],
        max((term.key for term in terms if term.is_ended), default=None),
    )


def kept_of(contents: PeriodContents, concerns: Concerns, salt: str) -> Kept:
    """What is kept of these contents; the facts are added as tables are accepted."""
    return Kept(
        salt=salt,
        entries={
            period: _entries(pupils, contents.pupil_weeks if period == contents.period else {}, salt)
            for period, pupils in contents.pupils.items()
        },
        truth={group: list(counts.bands) for group, counts in contents.counts.items()},
        weeks={week.week_commencing.isoformat(): week.sessions.possible for week in contents.weeks},
        missed=missed_by_kind(contents.counts),
        cme_terms=dict(concerns.terms),
        cme_cases=list(concerns.cases),
        cme_until=concerns.until,
    )


def missed_by_kind(counts: Mapping[Group, GroupCounts]) -> dict[str, int]:
    """Sessions missed in the whole school, by kind."""
    if SCHOOL not in counts:
        return {}
    sessions = counts[SCHOOL].sessions
    return {kind: getattr(sessions, kind) for kind in ("absent", *KINDS)}


def states_of(number: int, period: str, kept: Kept) -> list[State]:
    """The states of one publication: its own period with what was said of it, a year's terms without."""
    return [
        State(number, name, entries, list(kept.facts), kept.truth, kept.missed)
        if name == period
        else State(number, name, entries)
        for name, entries in kept.entries.items()
    ]


def _term_key(kept: Sequence[Any] | None) -> TermKey | None:
    """From the records or a row; of a concern that is open there is none."""
    return (kept[0], kept[1]) if kept and kept[1] else None


def _entry(kept: Sequence[Any], weeks: Mapping[str, int]) -> Entry:
    """From the records. Of the first publications no pupil's weeks were kept: any may be all there is."""
    pupil, contribution, cells, *by_week = kept
    possible = {Cell(*cell): sessions for cell, sessions in cells}
    if not by_week:
        return Entry(pupil, contribution, possible, dict.fromkeys(weeks, sum(possible.values())))
    weekly, in_weeks = by_week
    of_weeks = zip(weeks, in_weeks, strict=False)  # a year's terms are kept without
    return Entry(pupil, contribution, possible, {week: most for week, most in of_weeks if most}, weekly)


def kept_from(publications: Iterable[Publication]) -> list[tuple[Publication, Kept]]:
    """Every publication that was ever seen, and what was kept of it."""
    return [(one, Kept.from_json(one.contents)) for one in publications if one.contents]


def _entries(pupils: Pupils, by_week: PupilWeeks, salt: str) -> list[Entry]:
    return [
        Entry(
            digest(salt, pupil),
            _contribution(salt, pupil, cells),
            {cell: sessions.possible for cell, sessions in cells.items()},
            {week: sessions.possible for week, sessions in by_week.get(pupil, {}).items()},
            _contribution(salt, pupil, by_week[pupil]) if pupil in by_week else None,
        )
        for pupil, cells in sorted(pupils.items())
    ]


def _contribution(salt: str, pupil: str, sessions: Mapping[Cell, Sessions] | Mapping[str, Sessions]) -> str:
    found = [((key,) if isinstance(key, str) else key) + of_key for key, of_key in sessions.items()]
    return digest(salt, f"{pupil} {sorted(found)}")


def _pupils(store: Store, school_id: int, first_date: date, last_date: date) -> tuple[Pupils, PupilWeeks]:
    return pupils_from_rows(store.rows("publication_pupils", _between(school_id, first_date, last_date)).rows)


def _weeks(store: Store, school_id: int, first_date: date, last_date: date) -> list[Week]:
    rows = store.rows("absence_by_week", _between(school_id, first_date, last_date)).by_name()
    return [
        Week(
            row["week_commencing"],
            row["pupils"],
            Sessions(row["possible_sessions"], row["authorised_sessions"], row["unauthorised_sessions"]),
        )
        for row in rows
        if row["possible_sessions"]
    ]


def _between(school_id: int, first_date: date, last_date: date) -> dict[str, Any]:
    return {"school_ids": [school_id], "from_date": first_date, "to_date": last_date}
