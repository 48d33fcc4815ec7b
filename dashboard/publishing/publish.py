"""Publish a term that has ended, again or for the first time, or withdraw it; its year follows."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import Any

from dashboard.config import QUERIES_FOLDER, REFERENCE_FOLDER
from dashboard.domain import words
from dashboard.errors import RefusedError
from dashboard.publishing.contents import (
    TERMS,
    Kept,
    PeriodContents,
    Term,
    kept_from,
    kept_of,
    period_contents,
    school_concerns,
    school_terms,
    states_of,
)
from dashboard.publishing.governors_tables import mend_governors, period_label, rewrite_governors
from dashboard.publishing.moves import moved
from dashboard.publishing.selecting import (
    WITHHELD,
    Decisions,
    Safeguards,
    TableOutcome,
    choose_cme,
    choose_forms,
    decided_forms,
    outcome,
)
from dashboard.publishing.tables import drafts
from dashboard.publishing.unknowns import YEAR
from dashboard.store.folders import import_lock
from dashboard.store.publications import (
    PUBLISH,
    REPUBLISH,
    WITHDRAW,
    Publication,
    add_publications,
    on_show,
    read_publications,
)
from dashboard.store.reading import open_store
from dashboard.store.records import record_activity
from dashboard.store.schools import School, find_school, stored_schools

PERIOD_NAME = re.compile(r"(?P<year>\d{4})\s*[/-]\s*(?P<ends>\d{2}(?:\d{2})?)\s+(?P<term>[A-Za-z]+)")
ALL_SAFEGUARDS = Safeguards()


def publish(
    folder: Path,
    term: str,
    school: str | None = None,
    commentary: str = "",
    dry_run: bool = False,
    role: str = "slt",
    safeguards: Safeguards = ALL_SAFEGUARDS,
) -> list[TableOutcome]:
    """Publish "2025/26 Autumn", and its year if that completes it; what became of every table.

    A term published before gets a new version. In a dry run nothing is recorded and governors see nothing
    new.
    """
    open_store(folder).close()  # brings an older register to this release, which takes the same lock
    mend_governors(folder)
    with import_lock(folder, f"Publication of {term}"):
        publisher = Publisher(folder, _find_school(folder, school), safeguards)
        wanted = publisher.ended_term(term)
        publisher.publish_term(wanted, commentary)
        if not dry_run:
            publisher.record(role)
            record_activity(folder, role, "publish", period_label(*wanted.key))
        return publisher.outcomes


def preview(
    folder: Path, term: str, school: str | None = None
) -> tuple[list[TableOutcome], list[Publication]]:
    """What publishing a term would do: what becomes of each table, and the entries with their figures."""
    with import_lock(folder, f"Publication of {term}"):
        publisher = Publisher(folder, _find_school(folder, school), ALL_SAFEGUARDS)
        publisher.publish_term(publisher.ended_term(term), "")
        return publisher.outcomes, publisher.new


def withdraw(
    folder: Path, term: str, school: str | None = None, dry_run: bool = False, role: str = "slt"
) -> list[TableOutcome]:
    """Take a term, and the year that holds it, from the governors' view; the audit remembers them."""
    mend_governors(folder)
    with import_lock(folder, f"Withdrawal of {term}"):
        name = _find_school(folder, school).name or ""
        year, wanted = _year_and_term(term)
        going = [
            replace(entry, moved=_no_longer_shown(entry))
            for entry in on_show(read_publications(folder))
            if (entry.school_name, entry.academic_year) == (name, year) and entry.term in (wanted, YEAR)
        ]
        if not any(entry.term == wanted for entry in going):
            raise RefusedError(f"{period_label(year, wanted)} is not published, so it cannot be withdrawn.")
        if not dry_run:
            add_publications(
                folder,
                [replace(entry, action=WITHDRAW, figures={}, contents={}) for entry in going],
                role,
            )
            rewrite_governors(folder)
            record_activity(folder, role, "withdraw", period_label(year, wanted))
        return [
            TableOutcome(
                period_label(year, entry.term), table["table_name"], WITHHELD, table["hidden"], "Withdrawn."
            )
            for entry in going
            for table in entry.figures["governor_tables"]
        ]


def _no_longer_shown(entry: Publication) -> str:
    tables = sum(table["status"] != WITHHELD for table in entry.figures["governor_tables"])
    return f"{words.count(tables, 'table')} of version {entry.version} no longer shown."


class Publisher:
    """The periods of one school that are being published, each audited with those before it."""

    def __init__(
        self,
        folder: Path,
        school: School,
        safeguards: Safeguards = ALL_SAFEGUARDS,
        decided: Mapping[str, Decisions] | None = None,
    ) -> None:
        """With `decided`, by period, tables take the forms decided before, and nothing is audited."""
        self.folder = folder
        self.store = open_store(folder)
        self.school = school
        self.safeguards = safeguards
        self.decided = decided
        self.decisions: dict[str, Decisions] = {}
        self.terms = school_terms(self.store, school.school_id)
        self.earlier = [one for one in read_publications(folder) if one.school_name == (school.name or "")]
        self.new: list[Publication] = []
        self.outcomes: list[TableOutcome] = []
        known = [one.contents["salt"] for one in self.earlier if one.contents]
        self._salt = known[0] if known else token_hex(16)
        self.concerns = school_concerns(self.store, school.school_id, self.terms, self._salt)

    def ended_term(self, text: str) -> Term:
        """The term of that name; refused if it is not in the data or has not ended."""
        year, name = _year_and_term(text)
        for term in self.terms:
            if term.key != (year, name):
                continue
            if not term.is_ended:
                raise RefusedError(
                    f"{period_label(*term.key)} has not ended: its last school day is "
                    f"{words.day(term.last_date)} and the last mark is of {words.day(term.as_of)}. "
                    "Only whole terms are published."
                )
            return term
        listed = words.listed([period_label(*term.key) for term in self.terms if term.is_ended])
        raise RefusedError(
            f"{period_label(year, name)} is not in the data. Terms that have ended: {listed or 'none'}."
        )

    def publish_term(self, term: Term, commentary: str = "") -> None:
        """Publish a term, and its year if that completes it."""
        self.publish_period([term], term.name, commentary)
        year = self.whole_year(term.academic_year)
        if year:
            self.publish_period(year, YEAR, "")

    def record(self, role: str) -> None:
        """Record what was published, and show it to governors."""
        self.store.close()
        add_publications(self.folder, self.new, role)
        rewrite_governors(self.folder)

    def whole_year(self, year: int) -> list[Term]:
        """The terms of a year, if all three are published; else none."""
        published = {one.term for one in on_show([*self.earlier, *self.new]) if one.academic_year == year}
        terms = [term for term in self.terms if term.academic_year == year]
        return terms if {term.name for term in terms} == set(TERMS) and published >= set(TERMS) else []

    def publish_period(self, terms: Sequence[Term], period: str, commentary: str) -> None:
        """Choose the form of every table of a term or year, and add its publication."""
        year = terms[0].academic_year
        contents = period_contents(self.store, self.school.school_id, terms, period)
        kept = kept_of(contents, self.concerns, self._salt)
        label = period_label(year, period)
        figures = self._choose_tables(contents, kept, label)
        self._choose_cme(year, period, kept, figures, label)
        figures["governor_benchmarks"] = self._benchmarks(contents)
        figures["governor_tables"] = [
            {"table_name": one.table, "status": one.status, "hidden": one.hidden, "reason": one.reason}
            for one in self.outcomes
            if one.period == label
        ]
        versions = [
            one
            for one in self.earlier
            if (one.academic_year, one.term) == (year, period) and one.action != WITHDRAW
        ]
        self.new.append(
            Publication(
                school_name=self.school.name or "",
                academic_year=year,
                term=period,
                version=len(versions) + 1,
                action=REPUBLISH if versions else PUBLISH,
                register=self.store.register.stem,
                import_id=self._newest_import(),
                as_at=terms[-1].as_of,
                policy_version=policy_version(),
                definition_version=definition_version(),
                data_health=self._data_health(contents),
                commentary=commentary.strip(),
                moved=moved(versions[-1].figures, figures) if versions else "",
                figures=figures,
                contents=kept.as_json(),
            )
        )

    def _choose_tables(
        self, contents: PeriodContents, kept: Kept, label: str
    ) -> dict[str, list[dict[str, Any]]]:
        remembered = [
            state
            for one, of_year in self._remembered(contents.academic_year)
            for state in states_of(one.publication_id, one.term, of_year)
        ]
        own = states_of(-len(self.new) - 1, contents.period, kept)
        merged_drafts = list(drafts(contents.counts, contents.weeks))
        unmerged = list(drafts(contents.counts, contents.weeks, merging=False))
        if self.decided is None:
            chosen = choose_forms(merged_drafts, unmerged, remembered, own, self.safeguards)
        else:
            chosen = decided_forms(merged_drafts, self.decided.get(label, {}))
        self.decisions[label] = {
            draft.table: draft.forms.index(chosen[draft.table])
            for draft in merged_drafts
            if chosen.get(draft.table) in draft.forms
        }
        figures: dict[str, list[dict[str, Any]]] = {}
        for draft in merged_drafts:
            form = chosen.get(draft.table)
            if form:
                figures.setdefault(draft.target, []).extend(form.rows)
                kept.facts += form.facts
            self.outcomes.append(outcome(label, draft, form))
        return figures

    def _choose_cme(
        self, year: int, period: str, kept: Kept, figures: dict[str, list[dict[str, Any]]], label: str
    ) -> None:
        known = [
            of_any_year.cme_state((one.academic_year, one.term))
            for one, of_any_year in self._remembered(None)
        ]
        terms = [term.key for term in self.terms]
        decided = None if self.decided is None else self.decided.get(label, {})
        row, state, became, number = choose_cme(
            self.concerns, (year, period), terms, known, self.safeguards, decided
        )
        if number is not None:
            self.decisions[label][became.table] = number
        kept.cme_shown = list(state.shown)
        if row:
            figures["governor_cme"] = [dict(row)]
        self.outcomes.append(replace(became, period=label))

    def _remembered(self, year: int | None) -> list[tuple[Publication, Kept]]:
        """The earlier publications of a year, or all, and what was kept of them."""
        if not self.safeguards.memory:
            return []
        before = [replace(one, publication_id=-number) for number, one in enumerate(self.new, start=1)]
        return kept_from(one for one in [*self.earlier, *before] if year in (None, one.academic_year))

    def _benchmarks(self, contents: PeriodContents) -> list[dict[str, Any]]:
        rows = self.store.rows("benchmarks", self._dates(contents)).by_name()
        return [
            {
                "measure": row["measure"],
                "area": row["area"],
                "is_local": row["is_local"],
                "value": row["value"],
                "covers": row["period"],
                "series": row["series"],
                "source": row["source"],
            }
            for row in rows
            if row["is_same_period"]
        ]

    def _data_health(self, contents: PeriodContents) -> str:
        """How far governors can trust the figures; without the marks N, since no code is told of."""
        (health,) = self.store.rows("data_health", self._dates(contents)).by_name()
        return (
            f"{words.count(health['missing_marks'], 'missing mark')}, "
            f"{words.count(health['calendar_hole_days'], 'day')} on which calendar and marks disagree."
        )

    def _newest_import(self) -> int:
        return max((row["import_id"] for row in self.store.rows("imports_made").by_name()), default=0)

    def _dates(self, contents: PeriodContents) -> dict[str, Any]:
        return {
            "school_ids": [self.school.school_id],
            "from_date": contents.first_date,
            "to_date": contents.last_date,
        }


def policy_version() -> str:
    """Changes with every threshold: a fingerprint of rules.toml."""
    return _fingerprint([REFERENCE_FOLDER / "rules.toml"])


def definition_version() -> str:
    """Changes with what a figure means: a fingerprint of the definitions and the publication's queries."""
    return _fingerprint(
        [
            *sorted((QUERIES_FOLDER / "definitions").glob("*.sql")),
            *sorted((QUERIES_FOLDER / "publishing").glob("*.sql")),
        ]
    )


def _fingerprint(paths: Sequence[Path]) -> str:
    return sha256("\n".join(path.read_text(encoding="utf-8") for path in paths).encode()).hexdigest()[:8]


def _year_and_term(text: str) -> tuple[int, str]:
    found = PERIOD_NAME.fullmatch(text.strip())
    term = found["term"].capitalize() if found else ""
    if not found or term not in TERMS or int(found["ends"]) % 100 != (int(found["year"]) + 1) % 100:
        raise RefusedError(f"'{text}' is not a term like 2025/26 Autumn, 2025/26 Spring or 2025/26 Summer.")
    return int(found["year"]), term


def _find_school(folder: Path, name: str | None) -> School:
    if name is None:
        return find_school(folder)
    for school in stored_schools(folder):
        if school.name == name:
            return school
    known = words.listed([school.name or "(no name yet)" for school in stored_schools(folder)])
    raise RefusedError(f"The store has no school {name}. It has: {known or 'none'}.")
