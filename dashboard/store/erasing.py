"""Erasing one pupil (UK GDPR, article 17): out of the register, the records, and every older copy of both."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select, update

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
            names = _names_of_files(run.connection, pupil)
            _erase_from_register(run.connection, pupil, names, rows)
            if has_records(folder):
                _erase_from_records(folder, pupil, names, rows, dry_run)
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
    connection: "duckdb.DuckDBPyConnection",
    pupil: HeldPupil,
    names: list[Sequence[str]],
    rows: Counter[str],
) -> None:
    rows["import_problems"] += _blank_problems(connection, pupil)
    rows["imports"] += _blank_file_names(connection, names)
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


def _names_of_files(connection: "duckdb.DuckDBPyConnection", pupil: HeldPupil) -> list[Sequence[str]]:
    """What the name of a file tells about the pupil by: a UPN, or a surname and forename together."""
    named = [(surname, forename) for surname, forename in pupil.names(connection) if surname and forename]
    return [*((upn,) for upn in pupil.upns), *named]


def _tells(text: str, names: list[Sequence[str]]) -> bool:
    return any(all(word.casefold() in text.casefold() for word in words) for words in names)


def _blank_file_names(connection: "duckdb.DuckDBPyConnection", names: list[Sequence[str]]) -> int:
    """Take away the name of every file that tells about the pupil; how many files that were."""
    _blank_telling(connection, "import_runs", "description", names)
    return _blank_telling(connection, "imports", "file_name", names)


def _blank_telling(
    connection: "duckdb.DuckDBPyConnection", table: str, column: str, names: list[Sequence[str]]
) -> int:
    texts = connection.execute(f"select {column} from {table}").fetchall()  # noqa: S608
    telling = [text for (text,) in texts if text and _tells(text, names)]
    connection.execute(
        f"update {table} set {column} = $instead where list_contains($telling, {column})",  # noqa: S608
        {"instead": NAMED_AFTER_AN_ERASED_PUPIL, "telling": telling},
    )
    return len(telling)


def _erase_from_records(
    folder: Path, pupil: HeldPupil, names: list[Sequence[str]], rows: Counter[str], dry_run: bool
) -> None:
    with reading(folder) if dry_run else writing(folder) as connection:
        for table, condition in pupil.rows_in_records():
            counted = select(func.count()).select_from(table).where(condition)
            rows[f"recorded {table.name}"] += int(connection.execute(counted).scalar_one())
            if not dry_run:
                delete_versions(connection, table, condition)
        numbers = (*pupil.upns, *pupil.admission_numbers)
        rows["recorded publications"] += forget_pupil(connection, numbers, dry_run)
        if not dry_run:
            forget_in_notes(connection, or_(NOTES.c.upn.in_(numbers), NOTES.c.admission_number.in_(numbers)))
            details = connection.execute(select(NOTES.c.detail).distinct()).scalars().all()
            telling = [detail for detail in details if detail and _tells(detail, names)]
            instead = update(NOTES).values(detail=NAMED_AFTER_AN_ERASED_PUPIL)
            connection.execute(instead.where(NOTES.c.detail.in_(telling)))
