"""Erasing one pupil (UK GDPR, article 17): out of the register, the records, and every older copy of both."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from dashboard.errors import RefusedError
from dashboard.store import marts
from dashboard.store.forgetting import (
    Tell,
    delete_versions,
    forget_in_notes,
    forget_older_records,
    older_files,
    say_nothing,
)
from dashboard.store.held_pupils import NAMED, NOTES, NUMBERED, OF_CASES, HeldPupil, find_pupil
from dashboard.store.publications import forget_pupil
from dashboard.store.recorded import has_records
from dashboard.store.records import record_activity
from dashboard.store.records_database import reading, writing
from dashboard.store.register import import_run

if TYPE_CHECKING:
    import duckdb

DESCRIPTION = "Erasure of one pupil"
ABOUT_AN_ERASED_PUPIL = "This line was about a pupil who has been erased since."
NAMED_AFTER_AN_ERASED_PUPIL = "A file named after a pupil who has been erased since"


@dataclass(frozen=True)
class Erasure:
    """What was, or in a dry run would be, erased: rows by table, and the older files that go with them.

    `known_as` is every UPN and admission number of the pupil.
    """

    rows: Mapping[str, int]
    older_files: tuple[str, ...]
    is_dry_run: bool
    known_as: frozenset[str]


def erase_pupil(
    folder: Path, name: str, role: str, dry_run: bool = False, tell: Tell = say_nothing
) -> Erasure:
    """Erase the pupil with this UPN or admission number. It cannot be undone: the older states go too.

    The records go first, and the register, which alone knows every name of the pupil, last: an erasure that
    was cut short can be asked for again. `tell` is called with the older files before anything is erased.
    """
    rows: Counter[str] = Counter()
    going = older_files(folder)
    is_begun = False
    try:
        with import_run(folder, DESCRIPTION, dry_run=dry_run, forget=True) as run:
            pupil = find_pupil(run.connection, folder, name)
            known_as = frozenset({*pupil.upns, *pupil.admission_numbers})
            if not dry_run:
                tell(going)
            _erase_from_register(run.connection, pupil, rows)
            if has_records(folder):
                _erase_from_records(folder, pupil, rows, dry_run)
            is_begun = not dry_run
            if not dry_run:
                forget_older_records(folder)
    except RefusedError as problem:
        if is_begun:
            raise RefusedError(
                f"What was recorded about the pupil is erased, the register not yet. {problem}"
            ) from problem
        raise
    if not dry_run:
        record_activity(folder, role, "erase", f"{sum(rows.values())} rows of one pupil")
    return Erasure({table: count for table, count in rows.items() if count}, going, dry_run, known_as)


def _erase_from_register(
    connection: "duckdb.DuckDBPyConnection", pupil: HeldPupil, rows: Counter[str]
) -> None:
    rows["import_problems"] += _blank_problems(connection, pupil)
    rows["imports"] += _blank_file_names(connection, pupil)
    for table in (*NUMBERED, *NAMED, *OF_CASES):
        condition, parameters = pupil.rows_in_register(table)
        found = connection.execute(f"delete from {table} where {condition}", parameters).fetchone()  # noqa: S608
        rows[table] += int(found[0]) if found else 0
    if pupil.school_id is not None:
        marts.rebuild(connection, pupil.school_id)


def _blank_problems(connection: "duckdb.DuckDBPyConnection", pupil: HeldPupil) -> int:
    """Take the words out of every problem of an import that quotes a number or surname of the pupil."""
    condition, parameters = pupil.problems_quoting(connection)
    found = connection.execute(
        f"update import_problems set message = $instead where {condition}",  # noqa: S608
        {"instead": ABOUT_AN_ERASED_PUPIL, **parameters},
    ).fetchone()
    return int(found[0]) if found else 0


def _blank_file_names(connection: "duckdb.DuckDBPyConnection", pupil: HeldPupil) -> int:
    """Take away every file's name that holds a UPN, or surname and forename together, of the pupil."""
    condition, numbered = pupil.rows_in_register("pupil_list_rows")
    telling = f"""(
        exists (from unnest($upns) as known (upn) where contains(upper({{text}}), upn))
        or exists (
            from pupil_list_rows
            where {condition} and surname <> '' and forename <> ''
            and contains(lower({{text}}), lower(surname)) and contains(lower({{text}}), lower(forename))
        )
    )"""
    parameters = {"upns": list(pupil.upns), "instead": NAMED_AFTER_AN_ERASED_PUPIL, **numbered}
    connection.execute(
        f"update import_runs set description = $instead where {telling.format(text='description')}",  # noqa: S608
        parameters,
    )
    found = connection.execute(
        f"update imports set file_name = $instead where {telling.format(text='file_name')}",  # noqa: S608
        parameters,
    ).fetchone()
    return int(found[0]) if found else 0


def _erase_from_records(folder: Path, pupil: HeldPupil, rows: Counter[str], dry_run: bool) -> None:
    with reading(folder) if dry_run else writing(folder) as connection:
        for table, condition in pupil.rows_in_records():
            counted = select(func.count()).select_from(table).where(condition)
            rows[f"recorded {table.name}"] += int(connection.execute(counted).scalar_one())
            if not dry_run:
                delete_versions(connection, table, condition)
        names = (*pupil.upns, *pupil.admission_numbers)
        rows["recorded publications"] += forget_pupil(connection, names, dry_run)
        if not dry_run:
            forget_in_notes(connection, or_(NOTES.c.upn.in_(names), NOTES.c.admission_number.in_(names)))
