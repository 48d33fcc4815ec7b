"""What people write: cases and their actions, support, penalty notices, saved cohorts and mappings, activity.

Every function that records something returns after it is committed. Pupils are named by school, UPN and
admission number as text. `role` says in which role it was written.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select
from sqlalchemy.exc import IntegrityError

from dashboard.errors import RefusedError
from dashboard.store import records_tables as tables
from dashboard.store.recorded import RECORDED_TABLES, acting_person
from dashboard.store.records_database import noting, reading, writing
from dashboard.store.register import imported_case_ids


@dataclass(frozen=True)
class Case:
    """A CME case, or a concern about a pupil at risk of it. A new one has no `case_id` yet."""

    school_name: str
    case_type: str
    opened_date: date
    upn: str | None = None
    admission_number: str | None = None
    trigger: str | None = None
    owner_role: str | None = None
    stage: str | None = None
    next_step: str | None = None
    next_step_due: date | None = None
    la_notified_date: date | None = None
    la_reference: str | None = None
    closed_date: date | None = None
    outcome: str | None = None
    returned_date: date | None = None
    case_id: str | None = None


@dataclass(frozen=True)
class Action:
    """Something done about a case."""

    school_name: str
    case_id: str
    action_date: date
    action: str
    by_role: str | None = None
    result: str | None = None


@dataclass(frozen=True)
class SupportAction:
    """Something done to help a pupil attend."""

    school_name: str
    action_date: date
    action: str
    upn: str | None = None
    admission_number: str | None = None
    by_role: str | None = None
    ended_date: date | None = None


@dataclass(frozen=True)
class PenaltyNotice:
    """A penalty notice issued to a parent (1 or 2) of a pupil."""

    school_name: str
    issued_date: date
    upn: str | None = None
    admission_number: str | None = None
    parent: int | None = None
    status: str | None = None


@dataclass(frozen=True)
class SavedMapping:
    """How the columns of files of one shape are to be read."""

    name: str
    shape: str
    mapping: dict[str, Any]
    saved_at: datetime


@dataclass(frozen=True)
class OwnWord:
    """A mark or word of a school's own in a field, and which of ours it means; '' for no mark."""

    school_name: str
    field: str
    word: str
    meaning: str
    saved_at: datetime


Entry = Case | Action | SupportAction | PenaltyNotice
TABLES: dict[type, Table] = {
    Case: tables.cme_cases,
    Action: tables.cme_actions,
    SupportAction: tables.support_actions,
    PenaltyNotice: tables.penalty_notices,
}


def record_case(folder: Path, case: Case, role: str) -> str:
    """Record a new case; returns the id it was given, like R-2026-0001."""
    imported = imported_case_ids(folder)
    with writing(folder) as connection:
        case_id = _next_case_id(connection, imported)
        _write(connection, replace(case, case_id=case_id), role)
    return case_id


def correct_case(folder: Path, case: Case, role: str) -> None:
    """Record how the case of that `case_id` stands, all of it; an imported case may be corrected too."""
    versions = tables.cme_cases
    with writing(folder) as connection:
        newest = connection.execute(
            select(versions.c.recorded_id)
            .where(versions.c.school_name == case.school_name, versions.c.case_id == case.case_id)
            .order_by(versions.c.recorded_id.desc())
        ).scalar()
        _write(connection, case, role, corrects=newest)


def record_action(folder: Path, action: Action, role: str) -> int:
    """Record something done about a case; returns the entry's number."""
    return record(folder, action, role)


def record_support_action(folder: Path, action: SupportAction, role: str) -> int:
    """Record something done to help a pupil attend; returns the entry's number."""
    return record(folder, action, role)


def record_penalty_notice(folder: Path, notice: PenaltyNotice, role: str) -> int:
    """Record a penalty notice; returns the entry's number."""
    return record(folder, notice, role)


def record(folder: Path, entry: Entry, role: str) -> int:
    """Record an entry of any kind that needs no id of its own; returns the entry's number."""
    with writing(folder) as connection:
        return _write(connection, entry, role)


def correct(folder: Path, recorded_id: int, entry: Entry, role: str) -> int:
    """Record what should have been written in place of an entry; returns the new entry's number."""
    with writing(folder) as connection:
        return _write(connection, entry, role, corrects=recorded_id)


def withdraw(folder: Path, recorded_id: int, entry: Entry, role: str) -> None:
    """Record that an entry was a mistake altogether. It stays, and is no longer shown."""
    with writing(folder) as connection:
        _write(connection, entry, role, corrects=recorded_id, is_withdrawn=True)


def record_activity(
    folder: Path,
    role: str,
    what: str,
    detail: str | None = None,
    *,
    school_name: str | None = None,
    upn: str | None = None,
    admission_number: str | None = None,
) -> None:
    """Note who did something with the software; a pupil is named by number and nowhere else in the note."""
    row = {"at": _now(), "role": role, "what": what, "detail": detail, "person": acting_person.get()}
    pupil = {"school_name": school_name, "upn": upn, "admission_number": admission_number}
    with noting(folder) as connection:
        connection.execute(insert(tables.activity).values({**row, **pupil}))


def recent_activity(folder: Path, limit: int = 100, person: str | None = None) -> list[dict[str, Any]]:
    """The newest notes of what was done, newest first, of everybody or of one person."""
    notes = tables.activity
    wanted = select(notes).order_by(notes.c.activity_id.desc()).limit(limit)
    if person is not None:
        wanted = wanted.where(notes.c.person == person)
    with reading(folder) as connection:
        return [dict(row) for row in connection.execute(wanted).mappings()]


def people_noted(folder: Path) -> list[str]:
    """Everybody in the notes, by name."""
    known = select(tables.activity.c.person).where(tables.activity.c.person.is_not(None)).distinct()
    with reading(folder) as connection:
        return sorted(connection.execute(known).scalars())


def save_cohort(folder: Path, name: str, query_string: str) -> None:
    """Keep a choice of filters under a name; the same name again replaces it."""
    row = {"name": name, "query_string": query_string, "saved_at": _now()}
    _save(folder, tables.saved_cohorts, row)


def saved_cohorts(folder: Path) -> dict[str, str]:
    """The query string of every saved cohort, by name."""
    kept = tables.saved_cohorts
    with reading(folder) as connection:
        found = connection.execute(select(kept.c.name, kept.c.query_string).order_by(kept.c.name))
        return {row.name: row.query_string for row in found}


def forget_cohort(folder: Path, name: str) -> None:
    """Drop a saved cohort."""
    with writing(folder) as connection:
        connection.execute(delete(tables.saved_cohorts).where(tables.saved_cohorts.c.name == name))


def save_mapping(folder: Path, name: str, shape: str, mapping: Mapping[str, Any]) -> None:
    """Keep how the columns of one shape of file are to be read; the same name again replaces it."""
    row = {"name": name, "shape": shape, "mapping": json.dumps(mapping), "saved_at": _now()}
    _save(folder, tables.saved_mappings, row)


def saved_mappings(folder: Path) -> list[SavedMapping]:
    """Every saved mapping, by name."""
    with reading(folder) as connection:
        found = connection.execute(select(tables.saved_mappings).order_by(tables.saved_mappings.c.name))
        return [SavedMapping(row.name, row.shape, json.loads(row.mapping), row.saved_at) for row in found]


def forget_mapping(folder: Path, name: str) -> None:
    """Drop a saved mapping."""
    with writing(folder) as connection:
        connection.execute(delete(tables.saved_mappings).where(tables.saved_mappings.c.name == name))


def save_own_words(folder: Path, school_name: str, field: str, meanings: Mapping[str, str]) -> None:
    """Keep what a school's own words in a field mean; a word saved before gets its new meaning."""
    kept = tables.own_words
    with writing(folder) as connection:
        for word, meaning in meanings.items():
            row = {"school_name": school_name, "field": field, "word": word}
            connection.execute(delete(kept).where(*(kept.c[name] == value for name, value in row.items())))
            connection.execute(insert(kept).values({**row, "meaning": meaning, "saved_at": _now()}))


def saved_own_words(folder: Path, schools: Iterable[str]) -> list[OwnWord]:
    """Every word saved, under the school's name of today; of two meanings the newer comes later."""
    kept = tables.own_words
    with reading(folder) as connection:
        name_of_today = school_names_of_today(connection, set(schools))
        found = connection.execute(select(kept).order_by(kept.c.saved_at, kept.c.field, kept.c.word))
        words = [OwnWord(*row) for row in found]
    return [
        replace(word, school_name=name_of_today.get(word.school_name, word.school_name)) for word in words
    ]


def forget_own_word(folder: Path, schools: Iterable[str], own: OwnWord) -> None:
    """Drop a word, under every name that its school had."""
    kept = tables.own_words
    with writing(folder) as connection:
        name_of_today = school_names_of_today(connection, set(schools))
        names = [old for old, new in name_of_today.items() if new == own.school_name]
        connection.execute(
            delete(kept).where(
                kept.c.school_name.in_([own.school_name, *names]),
                kept.c.field == own.field,
                kept.c.word == own.word,
            )
        )


def rename_school(folder: Path, old_name: str, new_name: str) -> None:
    """Note that a school has another name now: what was recorded under either belongs to it."""
    with writing(folder) as connection:
        connection.execute(insert(tables.school_renames).values(old_name=old_name, new_name=new_name))


def records_version(folder: Path) -> int:
    """A number that every write raises."""
    with reading(folder) as connection:
        return int(connection.execute(select(tables.records_version.c.version)).scalar_one())


def current_rows(folder: Path, schools: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    """The newest version of every entry not withdrawn, by table, under the school's name of today."""
    known = set(schools)
    with reading(folder) as connection:
        name_of_today = school_names_of_today(connection, known)
        return {
            name: [
                {**row, "school_name": name_of_today.get(row["school_name"], row["school_name"])}
                for row in _newest_versions(connection, tables.metadata.tables[name])
            ]
            for name in RECORDED_TABLES
        }


def _newest_versions(connection: Connection, table: Table) -> list[dict[str, Any]]:
    corrections = table.alias()
    newest = ~select(corrections).where(corrections.c.corrects_id == table.c.recorded_id).exists()
    wanted = select(table).where(newest, ~table.c.is_withdrawn).order_by(table.c.recorded_id)
    return [dict(row) for row in connection.execute(wanted).mappings()]


def school_names_of_today(connection: Connection, known: set[str]) -> dict[str, str]:
    """For a name that a school no longer has, or has again after an undo, the one it has now."""
    same: dict[str, set[str]] = {}
    for old, new in connection.execute(
        select(tables.school_renames.c.old_name, tables.school_renames.c.new_name)
    ):
        together = same.get(old, {old}) | same.get(new, {new})
        same.update(dict.fromkeys(together, together))
    return {
        name: next(iter(known & together))
        for name, together in same.items()
        if name not in known and known & together
    }


def _write(
    connection: Connection,
    entry: Entry,
    role: str,
    corrects: int | None = None,
    is_withdrawn: bool = False,
) -> int:
    table = TABLES[type(entry)]
    about = {
        "recorded_at": _now(),
        "recorded_by": role,
        "corrects_id": corrects,
        "is_withdrawn": is_withdrawn,
    }
    row = insert(table).values({**asdict(entry), **about}).returning(table.c.recorded_id)
    try:
        return int(connection.execute(row).scalar_one())
    except IntegrityError:
        raise RefusedError(
            "Not saved: this entry was changed by someone else meanwhile, or is no longer there. Look at it "
            "again, then make your change."
        ) from None


def _next_case_id(connection: Connection, imported: set[str]) -> str:
    """Writers take turns, so the number is free; it goes on counting within the calendar year."""
    start = f"R-{date.today().year}-"
    known = connection.execute(
        select(tables.cme_cases.c.case_id).where(tables.cme_cases.c.case_id.startswith(start))
    ).scalars()
    taken = {case_id.removeprefix(start) for case_id in (*known, *imported) if case_id.startswith(start)}
    numbers = [int(number) for number in taken if number.isdecimal()]
    return f"{start}{max(numbers, default=0) + 1:04d}"


def _save(folder: Path, table: Table, row: dict[str, Any]) -> None:
    with writing(folder) as connection:
        connection.execute(delete(table).where(table.c.name == row["name"]))
        connection.execute(insert(table).values(row))


def _now() -> datetime:
    return datetime.now().replace(microsecond=0)
