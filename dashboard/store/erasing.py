"""Erasing one pupil (UK GDPR, article 17): out of the register, the records, and every older copy of both."""

import sqlite3
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Connection, Table, delete, func, select, update

from dashboard.store import marts
from dashboard.store import records_tables as tables
from dashboard.store.held_pupils import (
    NAMED_IMPORTS,
    NAMED_RECORDS,
    NAMED_SQL,
    HeldPupil,
    find_pupil,
    named_parameters,
)
from dashboard.store.recorded import RECORDS_FILE, has_records, records_server
from dashboard.store.records import record_activity
from dashboard.store.records_database import COPIES_FOLDER, reading, writing
from dashboard.store.register import import_run, register_history

if TYPE_CHECKING:
    import duckdb

NUMBERED_TABLES = ("pupil_aliases", "pupil_list_rows", "session_marks", "mark_changes", "cme_triggers")
DESCRIPTION = "Erasure of one pupil"


@dataclass(frozen=True)
class Erasure:
    """What was, or in a dry run would be, erased: rows by table, and the older files that go with them."""

    rows: Mapping[str, int]
    older_files: tuple[str, ...]
    is_dry_run: bool


def erase_pupil(folder: Path, name: str, role: str, dry_run: bool = False) -> Erasure:
    """Erase the pupil with this UPN or admission number. It cannot be undone: the older states go too."""
    rows: Counter[str] = Counter()
    older_files = _older_files(folder)
    with import_run(folder, DESCRIPTION, dry_run=dry_run, forget=True) as run:
        pupil = find_pupil(run.connection, folder, name)
        _erase_from_register(run.connection, pupil, rows)
    if has_records(folder):
        _erase_from_records(folder, pupil, rows, dry_run)
    if not dry_run:
        record_activity(folder, role, "erase", f"{sum(rows.values())} rows of one pupil")
        _forget_older_records(folder)
    return Erasure({table: count for table, count in rows.items() if count}, older_files, dry_run)


def _older_files(folder: Path) -> tuple[str, ...]:
    copies = sorted((folder / COPIES_FOLDER).glob("*.sqlite")) if (folder / COPIES_FOLDER).exists() else []
    return tuple(path.name for path in (*register_history(folder), *copies))


def _erase_from_register(
    connection: "duckdb.DuckDBPyConnection", pupil: HeldPupil, rows: Counter[str]
) -> None:
    numbered = {"school": pupil.school_id, "pupil": pupil.pupil_id}
    conditions = dict.fromkeys(NUMBERED_TABLES, ("school_id = $school and pupil_id = $pupil", numbered))
    named = dict.fromkeys(NAMED_IMPORTS, (NAMED_SQL, named_parameters(pupil)))
    actions = {"imported_cme_actions": ("list_contains($cases, case_id)", {"cases": list(pupil.case_ids)})}
    for table, (condition, parameters) in {**conditions, **named, **actions}.items():
        found = connection.execute(f"delete from {table} where {condition}", parameters).fetchone()  # noqa: S608
        rows[table] += int(found[0]) if found else 0
    if pupil.school_id is not None:
        marts.rebuild(connection, pupil.school_id)


def _erase_from_records(folder: Path, pupil: HeldPupil, rows: Counter[str], dry_run: bool) -> None:
    about: list[tuple[Table, ColumnElement[bool]]] = [
        (tables.cme_actions, tables.cme_actions.c.case_id.in_(pupil.case_ids)),
        *((table, pupil.is_named_in(table)) for table in NAMED_RECORDS),
    ]
    with reading(folder) if dry_run else writing(folder) as connection:
        for table, condition in about:
            counted = select(func.count()).select_from(table).where(condition)
            rows[f"recorded {table.name}"] += int(connection.execute(counted).scalar_one())
            if not dry_run:
                _delete_versions(connection, table, condition)


def _delete_versions(connection: Connection, table: Table, condition: ColumnElement[bool]) -> None:
    """Delete rows; a version that corrected one of them, and speaks of another pupil, becomes the first."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("pragma defer_foreign_keys = on")
    connection.execute(delete(table).where(condition))
    left = table.alias()
    orphaned = table.c.corrects_id.is_not(None) & table.c.corrects_id.not_in(select(left.c.recorded_id))
    connection.execute(update(table).where(orphaned).values(corrects_id=None))


def _forget_older_records(folder: Path) -> None:
    """Leave no deleted row in the file's free pages, and no copy from before."""
    if records_server(folder) is not None:
        return  # a server's backups are its keeper's to erase
    with closing(sqlite3.connect(folder / RECORDS_FILE)) as connection:
        connection.execute("vacuum")
        connection.execute("pragma wal_checkpoint(truncate)")
    for copy in (folder / COPIES_FOLDER).glob("*"):
        copy.unlink()
