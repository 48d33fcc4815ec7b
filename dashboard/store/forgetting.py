"""What must go beside deleted rows: older states of the store, copies, what lies in a file's free pages."""

import sqlite3
from collections.abc import Callable, Set
from contextlib import closing, suppress
from datetime import date, datetime, time
from pathlib import Path

from sqlalchemy import ColumnElement, Connection, Table, delete, or_, select, update

from dashboard.store.folders import OVERFLOW_FOLDER
from dashboard.store.recorded import RECORDS_FILE, has_records, records_server
from dashboard.store.records_database import COPIES_FOLDER, noting
from dashboard.store.records_tables import activity
from dashboard.store.register import register_history

Tell = Callable[[tuple[str, ...]], None]


def say_nothing(older_files: tuple[str, ...]) -> None:
    """For a caller who has already said which older files go."""


def older_files(folder: Path) -> tuple[str, ...]:
    """The names of the register files and of the copies of the records that are kept now."""
    return tuple(path.name for path in (*register_history(folder), *_copies(folder)))


def delete_versions(connection: Connection, table: Table, condition: ColumnElement[bool]) -> None:
    """Delete rows; a version that corrected one of them, and speaks of another pupil, becomes the first."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("pragma defer_foreign_keys = on")
    connection.execute(delete(table).where(condition))
    left = table.alias()
    orphaned = table.c.corrects_id.is_not(None) & table.c.corrects_id.not_in(select(left.c.recorded_id))
    connection.execute(update(table).where(orphaned).values(corrects_id=None))


def forget_in_notes(connection: Connection, condition: ColumnElement[bool]) -> None:
    """Take a pupil's numbers out of the notes of who did what; that it was done, and when, stays."""
    numbers = {"school_name": None, "upn": None, "admission_number": None}
    connection.execute(update(activity).where(condition).values(numbers))


def forget_in_old_notes(folder: Path, cutoff: date, known: Set[str]) -> None:
    """The same for notes from before the cutoff, and of every pupil who is not known any more."""
    numbers = (activity.c.upn, activity.c.admission_number)
    with noting(folder) as connection:
        naming = select(activity.c.activity_id, *numbers).where(or_(*(one.is_not(None) for one in numbers)))
        gone = [
            row.activity_id
            for row in connection.execute(naming)
            if not known & {row.upn, row.admission_number}
        ]
        for activity_id in gone:
            forget_in_notes(connection, activity.c.activity_id == activity_id)
        forget_in_notes(connection, activity.c.at < datetime.combine(cutoff, time()))


def forget_older_records(folder: Path) -> None:
    """Leave no deleted row in the records' free pages, in a copy from before, or spilled by a query."""
    for spilled in (folder / OVERFLOW_FOLDER).rglob("*"):
        with suppress(OSError):  # in use on Windows, and gone when it no longer is
            spilled.unlink()
    if records_server(folder) is not None or not has_records(folder):
        return  # a server's backups are its keeper's to erase
    with closing(sqlite3.connect(folder / RECORDS_FILE)) as connection:
        connection.execute("vacuum")
        connection.execute("pragma wal_checkpoint(truncate)")
    for copy in _copies(folder):
        copy.unlink()


def _copies(folder: Path) -> list[Path]:
    return sorted((folder / COPIES_FOLDER).glob("*"))
