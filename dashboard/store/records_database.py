"""The database of the records: in this release's form, copied daily, its version raised by every write."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from filelock import FileLock
from sqlalchemy import Connection, Engine, NullPool, create_engine, event, inspect, text, update
from sqlalchemy.exc import OperationalError

from dashboard.config import settings
from dashboard.errors import RefusedError, StoreBusy
from dashboard.store.folders import not_written, private_folder, sync_file, sync_folder
from dashboard.store.recorded import RECORDS_FILE, records_server
from dashboard.store.records_tables import records_version

MIGRATIONS_FOLDER = Path(__file__).with_name("migrations")
REVISIONS = ("0001", "0002", "0003", "0004")  # of this release, oldest first
NOT_WRITABLE = ("full", "readonly", "disk I/O", "unable to open")  # in what SQLite says
COPIES_FOLDER = "record-copies"


@contextmanager
def reading(folder: Path) -> Iterator[Connection]:
    """A connection that sees the records as they are, also in a folder that may only be read."""
    with _refused_in_words(folder):
        engine = _opened(folder) if _may_be_written(folder) else _opened_as_it_lies(folder)
        with engine.connect() as connection:
            yield connection


@contextmanager
def writing(folder: Path) -> Iterator[Connection]:
    """A connection in a transaction, committed when the block ends well. Writers take turns."""
    with noting(folder) as connection:
        connection.execute(update(records_version).values(version=records_version.c.version + 1))
        yield connection


@contextmanager
def noting(folder: Path) -> Iterator[Connection]:
    """The same for what no query reads: the version stays, and with it every answer kept."""
    with _refused_in_words(folder):
        engine = _opened(folder)
        _copy_once_a_day(folder)
        with engine.begin() as connection:
            yield connection


@contextmanager
def _refused_in_words(folder: Path) -> Iterator[None]:
    """Turn a full disk, a folder that may not be written to and a busy file into a message."""
    try:
        yield
    except OSError as problem:
        raise not_written(folder, problem.strerror) from problem
    except (sqlite3.OperationalError, OperationalError) as problem:
        reason = str(getattr(problem, "orig", problem))
        if "locked" in reason:
            raise StoreBusy(
                "Not saved: another window or command is writing the records. Try again in a moment."
            ) from problem
        if not any(word in reason for word in NOT_WRITABLE):
            raise
        raise not_written(folder, reason) from problem


def _opened(folder: Path) -> Engine:
    """The database, made or migrated first if it is not in this release's form."""
    server = records_server(folder)
    if server is None:
        _make_file(folder)
    engine = _engine(server or f"sqlite:///{(folder / RECORDS_FILE).resolve()}")
    if _revision(engine) != REVISIONS[-1]:
        _migrate(folder, engine)
    return engine


def _may_be_written(folder: Path) -> bool:
    path = folder / RECORDS_FILE
    is_reached_otherwise = records_server(folder) is not None or not path.exists()
    return is_reached_otherwise or (os.access(folder, os.W_OK) and os.access(path, os.W_OK))


def _opened_as_it_lies(folder: Path) -> Engine:
    """The database where nothing may be made beside it, as SQLite does when it opens a file to write.

    While a writer has it open its own files lie there and are read too. Entries that a writer who was cut off
    left beside the database cannot be put in their place here: refused rather than left out.
    """
    path = (folder / RECORDS_FILE).resolve()
    beside = [path.with_name(f"{path.name}{ending}") for ending in ("-wal", "-shm")]
    if beside[0].exists() and beside[0].stat().st_size and not beside[1].exists():
        raise RefusedError(
            "The records hold entries that were not put away when the dashboard was last cut off, and this "
            "folder may only be read. Run any query once as somebody who may write to it, then try again."
        )
    way = "mode=ro" if all(file.exists() for file in beside) else "immutable=1"
    engine = _read_only_engine(f"{path.as_uri()}?{way}")
    if _revision(engine) != REVISIONS[-1]:
        raise RefusedError(
            "The records were written by another release, and this folder may only be read. Run any query "
            "once as somebody who may write to the folder, then try again."
        )
    return engine


@cache
def _read_only_engine(address: str) -> Engine:
    def connected() -> sqlite3.Connection:
        return sqlite3.connect(address, uri=True, isolation_level=None)

    engine = create_engine("sqlite://", creator=connected, poolclass=NullPool)
    event.listen(engine, "begin", _begin)
    return engine


@cache
def _engine(url: str) -> Engine:
    engine = create_engine(url, poolclass=NullPool)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # transactions begin where we say so, table changes included
    for pragma in ("journal_mode = wal", "synchronous = full", "foreign_keys = on", "busy_timeout = 5000"):
        connection.execute(f"pragma {pragma}")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("begin")


def _make_file(folder: Path) -> None:
    path = folder / RECORDS_FILE
    if not path.exists():
        private_folder(folder)
        path.touch(mode=0o600)


def _revision(engine: Engine) -> str | None:
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("select version_num from alembic_version")).scalar_one()


def _migrate(folder: Path, engine: Engine) -> None:
    from alembic import command
    from alembic.config import Config

    with _one_at_a_time(folder):
        before = _revision(engine)  # again: another process may have been first
        if before == REVISIONS[-1]:
            return
        if before is not None and before not in REVISIONS:
            raise RefusedError(
                "The records were written by a newer release. Install that release, or use another store."
            )
        if before is not None:
            _copy(folder, f"records-before-{REVISIONS[-1]}-{datetime.now():%Y-%m-%d-%H%M%S}.sqlite")
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS_FOLDER).replace("%", "%%"))
        config.set_main_option("path_separator", "os")
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def _one_at_a_time(folder: Path) -> FileLock:
    return FileLock(folder / "records.lock", mode=0o600)


def _copy_once_a_day(folder: Path) -> None:
    """Keep the records as they were before the first change of the day."""
    name = f"records-{date.today()}.sqlite"
    if (folder / COPIES_FOLDER / name).exists():
        return
    with _one_at_a_time(folder):
        if (folder / COPIES_FOLDER / name).exists():
            return
        _copy(folder, name)
        copies = sorted((folder / COPIES_FOLDER).glob("records-2*.sqlite"))
        for old in copies[: -settings().record_copies_kept]:
            old.unlink(missing_ok=True)


def _copy(folder: Path, name: str) -> None:
    if records_server(folder) is not None:
        return  # a server has backups of its own
    copies = private_folder(folder / COPIES_FOLDER)
    unfinished = copies / f"{name}.new"
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)
    with (
        closing(sqlite3.connect(folder / RECORDS_FILE)) as source,
        closing(sqlite3.connect(unfinished)) as target,
    ):
        source.backup(target)
    sync_file(unfinished)
    unfinished.replace(copies / name)
    sync_folder(copies)
