"""The register: a new file for every import run, and a pointer to the current one.

The pointer lists the files that `undo` can go back to, newest first. Nothing that it does not name counts,
so a run that was killed, or undone, leaves a file that the next run throws away.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb

from dashboard.config import settings
from dashboard.errors import RefusedError
from dashboard.store import marts
from dashboard.store.folders import import_lock, not_written, private_folder, replace_text, sync_file
from dashboard.store.reference import load_reference

POINTER_FILE = "current-register"
NOTHING_IMPORTED = "(nothing imported)"
DATABASE_ERROR = duckdb.Error  # what a connection of an import run raises, for those who are given one
NO_ROOM = (
    OSError,
    duckdb.IOException,
    duckdb.OutOfMemoryException,
)  # the disk or memory is full, or not ours
SCHEMA_FILE = Path(__file__).with_name("register_schema.sql")
STORAGE_VERSION = "v1.5.0"

# What brings a register file of schema version n (counted from 1) to version n + 1, in order.
MIGRATIONS: tuple[str, ...] = (
    """
    create table pupil_numbers as
    select coalesce(max(pupil_id), 0)::integer as highest
    from (select pupil_id from pupil_aliases union all select pupil_id from session_marks)
    """,
    r"""
    create type half_day as enum ('AM', 'PM');
    create type mark_code as enum (
        '#', '/', 'B', 'C', 'C1', 'C2', 'D', 'E', 'F', 'G', 'H', 'I', 'I01', 'I02', 'J', 'J1', 'K', 'L', 'M',
        'N', 'O', 'P', 'Q', 'R', 'S', 'T', 'U', 'V', 'W', 'X', 'X01', 'X02', 'X03', 'X04', 'X05', 'X06',
        'X07', 'Y', 'Y1', 'Y2', 'Y3', 'Y4', 'Y5', 'Y6', 'Y7', 'Z', '\'
    );
    alter table attendance_codes alter column attendance_code type mark_code;
    alter table school_days alter column session type half_day;
    create table few_texts (
        academic_year smallint using compression rle, school_id integer using compression rle,
        pupil_id integer using compression rle, session_date date using compression bitpacking,
        session half_day using compression uncompressed,
        attendance_code mark_code using compression uncompressed,
        raw_mark varchar using compression dict_fsst, minutes_late smallint using compression rle,
        import_id integer using compression rle
    );
    insert into few_texts
    select * replace (nullif(raw_mark, attendance_code) as raw_mark) from session_marks;
    drop table session_marks;
    update mark_changes
    set old_raw_mark = nullif(old_raw_mark, old_code), new_raw_mark = nullif(new_raw_mark, new_code);
    alter table few_texts rename to session_marks;
    drop table pupil_sessions;
    create table pupil_sessions (
        academic_year smallint using compression rle, school_id integer using compression rle,
        pupil_id integer using compression rle, period_id bigint using compression rle,
        session_date date using compression bitpacking, session half_day using compression uncompressed,
        weekday tinyint using compression uncompressed,
        attendance_code mark_code using compression uncompressed,
        is_held boolean using compression roaring, is_possible boolean using compression roaring,
        is_attended boolean using compression roaring, is_authorised boolean using compression roaring,
        is_unauthorised boolean using compression roaring, is_absent boolean using compression roaring,
        is_late boolean using compression roaring
    );
    drop table pupil_weeks;
    create table pupil_weeks (
        academic_year smallint using compression rle, school_id integer using compression rle,
        pupil_id integer using compression rle, period_id bigint using compression rle,
        week_commencing date using compression bitpacking, first_date date using compression bitpacking,
        last_date date using compression bitpacking,
        possible_sessions integer using compression rle, attended_sessions integer using compression rle,
        authorised_sessions integer using compression rle,
        unauthorised_sessions integer using compression rle,
        absent_sessions integer using compression rle, late_sessions integer using compression rle,
        missing_marks integer using compression rle
    );
    """,
    """
    create table names_beside_marks (
        school_id integer, pupil_id integer, as_at date, import_id integer,
        surname varchar, forename varchar, year_group varchar, class varchar
    )
    """,
)


@dataclass(frozen=True)
class ImportRun:
    """A register file being written: plain table names are its tables, all in one transaction."""

    connection: duckdb.DuckDBPyConnection
    run_id: int


def schema_version() -> int:
    """The version of register files that this release writes."""
    return len(MIGRATIONS) + 1


def current_register(folder: Path) -> Path | None:
    """The register file that holds now; None while nothing has been imported."""
    names = _read_pointer(folder)
    return None if names[0] == NOTHING_IMPORTED else folder / names[0]


def register_history(folder: Path) -> tuple[Path, ...]:
    """The register files that are kept, the current one first."""
    return tuple(folder / name for name in _read_pointer(folder) if name != NOTHING_IMPORTED)


@contextmanager
def import_run(
    folder: Path, description: str, dry_run: bool = False, forget: bool = False
) -> Iterator[ImportRun]:
    """Change a copy of the register; current once the block ends well, else nothing happened.

    With `forget` the copy is written anew, so that nothing deleted is left in it, and every older file goes.
    """
    private_folder(folder)
    with import_lock(folder, description):
        history = _read_pointer(folder)
        _remove_files_not_in(folder, history)
        path = _new_file(folder, history)
        try:
            with _changed_copy(path, current_register(folder)) as connection:
                run = ImportRun(connection, _next_run_id(connection))
                yield run
                if not dry_run:
                    _finish(run, description)
            if not dry_run:
                if forget:
                    _write_anew(path)
                sync_file(path)
                _write_pointer(folder, [path.name] if forget else [path.name, *history])
        except NO_ROOM as problem:
            raise not_written(folder, _reason(problem)) from problem
        finally:
            _remove_files_not_in(folder, _read_pointer(folder))


def upgrade_register(folder: Path) -> None:
    """Put a copy in this release's form in place of the current register, if it is in an older one.

    The copy takes the current file's place in the history: `undo` goes on undoing imports.
    """
    with import_lock(folder, "Bringing the store to this release"):
        history = _read_pointer(folder)
        path = _new_file(folder, history)
        try:
            with _changed_copy(path, current_register(folder)) as connection:
                _save(connection)
            sync_file(path)
            _write_pointer(folder, [path.name, *history[1:]])
        except NO_ROOM as problem:
            raise not_written(folder, _reason(problem)) from problem
        finally:
            _remove_files_not_in(folder, _read_pointer(folder))


def undo(folder: Path) -> str:
    """Go back to the store before the newest import run; returns that run's description."""
    private_folder(folder)
    with import_lock(folder, "Undoing the newest import"):
        history = _read_pointer(folder)
        if history == [NOTHING_IMPORTED]:
            raise RefusedError("There is nothing to undo: nothing has been imported.")
        if len(history) == 1:
            raise RefusedError("There is nothing left to undo: no older state of the store is kept.")
        description = _described(folder / history[0])[0]
        replace_text(folder / POINTER_FILE, "".join(f"{name}\n" for name in history[1:]))
        return description


@dataclass(frozen=True)
class KeptStore:
    """An older state of the store: what was imported last then, how many marks it held, what came after."""

    name: str
    description: str
    finished_at: datetime
    marks: int
    runs_after: tuple[str, ...]


def kept_stores(folder: Path) -> tuple[KeptStore, ...]:
    """The older states that `restore` can bring back, the newest first."""
    described = [_described(path) for path in register_history(folder)]
    return tuple(
        KeptStore(path.name, *described[place], tuple(one[0] for one in described[:place]))
        for place, path in enumerate(register_history(folder))
        if place > 0
    )


def restore(folder: Path, name: str) -> tuple[str, ...]:
    """Go back to a kept state; returns the descriptions of the runs that are undone, the newest first."""
    with import_lock(folder, "Restoring an older state"):
        history = _read_pointer(folder)
        if name not in history[1:]:
            raise RefusedError("That state of the store is no longer kept. Choose another.")
        place = history.index(name)
        lost = tuple(_described(folder / newer)[0] for newer in history[:place])
        replace_text(folder / POINTER_FILE, "".join(f"{kept}\n" for kept in history[place:]))
        return lost


@contextmanager
def opened_read_only(register: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection beside which the file's tables are `register.<table>`."""
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"attach '{quoted(register)}' as register (read_only)")
        yield connection


def imported_case_ids(folder: Path) -> set[str]:
    """The ids that imported cases have."""
    register = current_register(folder)
    if register is None:
        return set()
    with opened_read_only(register) as connection:
        found = connection.execute("select distinct case_id from register.imported_cme_cases").fetchall()
    return {case_id for (case_id,) in found}


def check_schema_version(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    """The schema version that a register file states in `table`; refused if a newer release wrote it."""
    found = connection.execute(f"select schema_version from {table}").fetchone()  # noqa: S608
    version = int(found[0]) if found else 1
    if version > schema_version():
        raise RefusedError(
            f"This store was written by a newer release (register version {version}; this one knows up to "
            f"{schema_version()}). Install the newer release, or use another store."
        )
    return version


@contextmanager
def _changed_copy(path: Path, source: Path | None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection, inside a transaction, to a new register file: a copy of `source`, or an empty one."""
    if source is not None:
        path.touch(mode=0o600, exist_ok=False)
        shutil.copyfile(source, path)  # in the kernel where it can be
    connection = duckdb.connect(":memory:", config={"memory_limit": settings().import_memory})
    try:
        new = f" (storage_version '{STORAGE_VERSION}')" if source is None else ""
        connection.execute(f"attach '{quoted(path)}' as register{new}")
        path.chmod(0o600)
        connection.execute("use register")
        connection.begin()
        if source is None:
            _make_tables(connection)
        is_older = _migrate(connection)
        load_reference(connection)
        if is_older:
            _derive_every_school(connection)
        yield connection
    finally:
        connection.close()


def _write_anew(path: Path) -> None:
    """The same tables in a file that never held what was deleted from them."""
    old = path.with_name(f"{path.name}.old")
    path.replace(old)
    try:
        with _written_whole(), duckdb.connect(":memory:") as writer:
            writer.execute(f"attach '{quoted(old)}' as old (read_only)")
            writer.execute(f"attach '{quoted(path)}' as new (storage_version '{STORAGE_VERSION}')")
            path.chmod(0o600)
            writer.execute("copy from database old to new")
    finally:
        old.unlink()


def _make_tables(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(SCHEMA_FILE.read_text(encoding="utf-8"))
    connection.execute("insert into register_version values ($version)", {"version": schema_version()})


def _migrate(connection: duckdb.DuckDBPyConnection) -> bool:
    """Bring the tables to this release's form; says whether they were in an older one."""
    version = check_schema_version(connection, "register_version")
    for migration in MIGRATIONS[version - 1 :]:
        connection.execute(migration)
    connection.execute("update register_version set schema_version = $version", {"version": schema_version()})
    return version < schema_version()


def _derive_every_school(connection: duckdb.DuckDBPyConnection) -> None:
    for (school_id,) in connection.execute("select school_id from schools order by school_id").fetchall():
        marts.rebuild(connection, school_id)


def _reason(problem: Exception) -> str:
    """What the disk or the memory said, without what the database says before it."""
    if isinstance(problem, OSError) and problem.strerror:
        return problem.strerror
    return str(problem).partition("\n")[0].rpartition(": ")[2].rstrip(".")


def _next_run_id(connection: duckdb.DuckDBPyConnection) -> int:
    found = connection.execute("select coalesce(max(run_id), 0) + 1 from import_runs").fetchone()
    return int(found[0]) if found else 1


def _finish(run: ImportRun, description: str) -> None:
    run.connection.execute(
        "insert into import_runs values ($run_id, $finished_at, $description)",
        {"run_id": run.run_id, "finished_at": datetime.now(), "description": description},
    )
    _save(run.connection)


def _save(connection: duckdb.DuckDBPyConnection) -> None:
    with _written_whole():
        connection.commit()
        connection.execute("checkpoint")


@contextmanager
def _written_whole() -> Iterator[None]:
    """A write that the disk refuses comes as a transaction that failed or a fatal error: say what it is."""
    try:
        yield
    except (duckdb.TransactionException, duckdb.FatalException) as problem:
        raise duckdb.IOException(str(problem)) from problem


def _described(register: Path) -> tuple[str, datetime, int]:
    """A file's newest run, when it ended, and how many marks the file holds."""
    with opened_read_only(register) as connection:
        found = connection.execute(
            """
            select description, finished_at, (select count(*) from register.session_marks)
            from register.import_runs order by run_id desc limit 1
            """
        ).fetchone()
    if found is None:
        return "import", datetime.fromtimestamp(register.stat().st_mtime), 0
    return str(found[0]), found[1], int(found[2])


def _new_file(folder: Path, history: list[str]) -> Path:
    """A path never used before and, read as text, later than every file there is."""
    stamp = datetime.now(UTC).replace(tzinfo=None)
    path = _stamped(folder, stamp)
    newest = max((name for name in history if name != NOTHING_IMPORTED), default="")
    if path.name <= newest:  # the clock was put back, or two runs within its smallest step
        stamp = datetime.strptime(newest, "register-%Y%m%d-%H%M%S-%f.duckdb") + timedelta(microseconds=1)
        path = _stamped(folder, stamp)
    while path.exists():  # undone just now, and still open somewhere
        stamp += timedelta(microseconds=1)
        path = _stamped(folder, stamp)
    return path


def _stamped(folder: Path, stamp: datetime) -> Path:
    return folder / f"register-{stamp:%Y%m%d-%H%M%S-%f}.duckdb"


def _read_pointer(folder: Path) -> list[str]:
    try:
        names = (folder / POINTER_FILE).read_text(encoding="utf-8").split("\n")
    except FileNotFoundError:
        return [NOTHING_IMPORTED]
    return [name for name in names if name]


def _write_pointer(folder: Path, names: list[str]) -> None:
    """Move the pointer: this is the moment at which readers see the new register."""
    kept = names[: settings().registers_kept]
    if NOTHING_IMPORTED in names[len(kept) : len(kept) + 1]:
        kept.append(NOTHING_IMPORTED)  # costs nothing to keep
    replace_text(folder / POINTER_FILE, "".join(f"{name}\n" for name in kept))


def _remove_files_not_in(folder: Path, history: list[str]) -> None:
    for path in folder.glob("register-*.duckdb*"):
        if path.name in history:
            continue
        try:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        except OSError:  # still open on Windows; the next run tries again
            continue


def quoted(path: Path) -> str:
    """The path as it stands between quotes in SQL: attach takes no parameters."""
    return str(path).replace("'", "''")
