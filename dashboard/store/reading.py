"""Reading: one locked in-memory DuckDB in which a register file, the records and the definitions meet.

Nothing can be reached from it but what was attached and copied in before the door was locked.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from dashboard.config import QUERIES_FOLDER, settings
from dashboard.errors import RefusedError, RoleRefused
from dashboard.store.catalogue import Query, find_query, parse_parameters
from dashboard.store.folders import OVERFLOW_FOLDER, private_folder
from dashboard.store.recorded import RECORDED_TABLES, has_records
from dashboard.store.reference import insert_rows, load_benchmarks, load_review_limits
from dashboard.store.register import (
    check_schema_version,
    current_register,
    opened_read_only,
    quoted,
    schema_version,
    upgrade_register,
)

if TYPE_CHECKING:
    import pandas as pd

NOTHING_YET = "Nothing has been imported yet. Import a pupil list and the marks first, then ask again."


@dataclass(frozen=True)
class Rows:
    """A query's answer without a DataFrame."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]

    def by_name(self) -> list[dict[str, Any]]:
        """Every row, its values under the names of the columns."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


class Store:
    """A register file and the records, open for reading by any number of threads."""

    def __init__(self, folder: Path, register: Path, queries_folder: Path = QUERIES_FOLDER) -> None:
        self.folder = folder
        self.register = register
        self._queries_folder = queries_folder
        self._records_version = ""
        self._parsed: dict[str, duckdb.Statement] = {}
        self._connection = _open_for_reading(folder, register, queries_folder)
        self.copy_records()
        _lock_down(self._connection)

    @property
    def version(self) -> str:
        """Changes whenever an answer could: the key under which answers may be cached."""
        return f"{self.register.stem} {self._records_version}"

    def rows(self, name: str, parameters: Mapping[str, Any] | None = None, role: str = "slt") -> Rows:
        """The answer to a query, as plain rows."""
        with self._connection.cursor() as cursor:
            self._execute(cursor, name, parameters or {}, role)
            columns = tuple(column[0] for column in cursor.description or ())
            return Rows(columns, cursor.fetchall())

    def frame(
        self, name: str, parameters: Mapping[str, Any] | None = None, role: str = "slt"
    ) -> "pd.DataFrame":
        """The answer to a query, as a DataFrame."""
        with self._connection.cursor() as cursor:
            self._execute(cursor, name, parameters or {}, role)
            frame = cursor.df()
        few_texts = [column for column, kind in frame.dtypes.items() if kind == "category"]
        return frame.astype(dict.fromkeys(few_texts, "str")) if few_texts else frame

    def copy_records(self) -> None:
        """Bring the records up to date, in one transaction, unless they are."""
        if not has_records(self.folder):
            return
        from dashboard.store import records  # slow to load, and seldom needed

        version = str(records.records_version(self.folder))
        if version == self._records_version:
            return
        with self._connection.cursor() as cursor:
            schools = cursor.execute("select name from register.schools").fetchall()
            current = records.current_rows(self.folder, [name or "" for (name,) in schools])
            cursor.begin()
            for table, columns in RECORDED_TABLES.items():
                cursor.execute(f"delete from recorded.{table}")  # noqa: S608
                insert_rows(cursor, f"recorded.{table}", columns, current[table])
            cursor.commit()
        self._records_version = version

    def close(self) -> None:
        """Let go of the files. A store nobody refers to any more does so by itself."""
        self._connection.close()

    def _execute(
        self, cursor: duckdb.DuckDBPyConnection, name: str, given: Mapping[str, Any], role: str
    ) -> None:
        query = find_query(name, self._queries_folder)
        check_role(query, role)
        values = parse_parameters(query, given)
        if name not in self._parsed:  # parsing once saves a quarter of a small query's time
            self._parsed[name] = cursor.extract_statements(query.sql)[0]
        cursor.execute(self._parsed[name], {key: values[key] for key in query.bound_names})


def check_role(query: Query, role: str) -> None:
    """RoleRefused if this role may not ask this query."""
    if role not in query.roles:
        raise RoleRefused(f"The query '{query.name}' may not be run by the role '{role}'.")


def open_store(folder: Path, queries_folder: Path = QUERIES_FOLDER) -> Store:
    """The store as it is now; RefusedError while nothing has been imported."""
    private_folder(folder)
    register = current_register(folder)
    if register is None:
        raise RefusedError(NOTHING_YET)
    try:
        return _open_in_this_form(folder, register, queries_folder)
    except duckdb.IOException:
        newer = current_register(folder)  # moved, and the old file pruned, between looking and opening
        if newer is None or newer == register:
            raise RefusedError(
                f"The register file {register.name} cannot be opened. If it is missing or damaged, copy the "
                "store's folder back from a backup, or go back one import with `undo`."
            ) from None
        return _open_in_this_form(folder, newer, queries_folder)


_open_stores: dict[tuple[Path, Path], Store] = {}
_opening = threading.Lock()


def store_for(folder: Path, queries_folder: Path = QUERIES_FOLDER) -> Store:
    """The folder's store, opened once for all threads and always the newest: ask again on every rerun."""
    key = (folder.resolve(), queries_folder)
    with _opening:
        store = _open_stores.get(key)
        if store is None or store.register != current_register(folder):
            _open_stores.pop(key, None)
            store = _open_stores[key] = open_store(folder, queries_folder)
        else:
            store.copy_records()
        return store


def _open_in_this_form(folder: Path, register: Path, queries_folder: Path) -> Store:
    with opened_read_only(register) as connection:
        is_older = check_schema_version(connection, "register.register_version") < schema_version()
    if is_older:
        upgrade_register(folder)
        register = current_register(folder) or register
    return Store(folder, register, queries_folder)


def _open_for_reading(folder: Path, register: Path, queries_folder: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(
        ":memory:",
        config={
            "memory_limit": settings().reading_memory,
            "temp_directory": str(folder / OVERFLOW_FOLDER),
            "autoinstall_known_extensions": "false",
        },
    )
    connection.execute(f"attach '{quoted(register)}' as register (read_only)")
    tables = connection.execute(
        "select table_name from duckdb_tables() where database_name = 'register' order by table_name"
    ).fetchall()
    for (table,) in tables:
        connection.execute(f"create view {table} as select * from register.{table}")  # noqa: S608
    load_benchmarks(connection)
    load_review_limits(connection)
    connection.execute("create schema recorded")
    for table, columns in RECORDED_TABLES.items():
        described = ", ".join(f"{name} {kind}" for name, kind in columns.items())
        connection.execute(f"create table recorded.{table} ({described})")
    for path in sorted((queries_folder / "definitions").glob("*.sql")):
        connection.execute(path.read_text(encoding="utf-8"))
    return connection


def _lock_down(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")
