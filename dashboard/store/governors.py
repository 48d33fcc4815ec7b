"""governors.duckdb: the published tables, suppressed, and nothing else; replaced whole by every publication.

It is read into a locked in-memory database that no file is attached to and no register was ever near, so a
governor's query has nothing else to reach. A stamp inside says which publication it is from.
"""

import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from dashboard.config import QUERIES_FOLDER
from dashboard.errors import RefusedError
from dashboard.store.catalogue import Query, find_query, parse_parameters
from dashboard.store.folders import private_folder, sync_file, sync_folder
from dashboard.store.reading import Rows, check_role
from dashboard.store.reference import insert_rows
from dashboard.store.register import STORAGE_VERSION, quoted

if TYPE_CHECKING:
    import pandas as pd

GOVERNORS_FILE = "governors.duckdb"
NOTHING_PUBLISHED = (
    "Nothing has been published to governors yet. The leadership team publishes a term once it has ended."
)
_RATES = {
    "attendance_rate": "double",
    "absence_rate": "double",
    "authorised_rate": "double",
    "unauthorised_rate": "double",
}
_COUNTS = {
    "persistent_absentees": "varchar",
    "persistent_absence_rate": "double",
    "severe_absentees": "varchar",
    "severe_absence_rate": "double",
}
_PERIOD = {
    "school": "varchar",
    "academic_year": "varchar",
    "term": "varchar",
    "period_order": "integer",
    "row_order": "integer",
}

GOVERNORS_TABLES: Mapping[str, Mapping[str, str]] = {
    "governor_headline": {"pupils": "varchar", **_RATES, **_COUNTS},
    "governor_weeks": {"week_commencing": "date", **_RATES},
    "governor_bands": {"band": "varchar", "band_label": "varchar", "pupils": "varchar", "share": "double"},
    "governor_groups": {
        "dimension": "varchar",
        "dimension_label": "varchar",
        "group_value": "varchar",
        "group_label": "varchar",
        **_RATES,
        **_COUNTS,
    },
    "governor_cme": {
        "opened": "varchar",
        "closed": "varchar",
        "open_at_end": "varchar",
        "acted_in_time_rate": "double",
        "reported_in_time_rate": "double",
        "median_days_to_first_action": "integer",
        "median_covers": "varchar",
    },
    "governor_benchmarks": {
        "measure": "varchar",
        "area": "varchar",
        "is_local": "boolean",
        "value": "double",
        "covers": "varchar",
        "series": "varchar",
        "source": "varchar",
    },
    "governor_changes": {
        "measure": "varchar",
        "value": "double",
        "value_before": "double",
        "change": "double",
        "is_more_than_chance": "boolean",
        "sentence": "varchar",
    },
    "governor_commentary": {"commentary": "varchar"},
    "governor_tables": {
        "table_name": "varchar",
        "status": "varchar",
        "hidden": "integer",
        "reason": "varchar",
    },
    "governor_publications": {
        "version": "integer",
        "published_date": "date",
        "register_as_at": "date",
        "data_health": "varchar",
        "policy_version": "varchar",
        "definition_version": "varchar",
        "moved": "varchar",
    },
}


class GovernorsStore:
    """What governors may see, open for reading by any number of threads."""

    def __init__(self, folder: Path, queries_folder: Path = QUERIES_FOLDER) -> None:
        self.folder = folder
        self._queries_folder = queries_folder
        self._file = _identity(folder / GOVERNORS_FILE)
        self._connection = duckdb.connect(":memory:", config={"autoinstall_known_extensions": "false"})
        _copy_tables(self._connection, folder / GOVERNORS_FILE)
        self._connection.execute("set enable_external_access = false")
        self._connection.execute("set lock_configuration = true")
        found = self._connection.execute("select stamp from publication_stamp").fetchone()
        self.stamp = str(found[0]) if found else ""
        self.version = f"governors {self.stamp}"

    def rows(self, name: str, parameters: Mapping[str, Any] | None = None, role: str = "governor") -> Rows:
        """The answer to a governors' query, as plain rows; every other query is refused to every role."""
        with self._connection.cursor() as cursor:
            self._execute(cursor, name, parameters or {}, role)
            return Rows(tuple(column[0] for column in cursor.description or ()), cursor.fetchall())

    def frame(
        self, name: str, parameters: Mapping[str, Any] | None = None, role: str = "governor"
    ) -> "pd.DataFrame":
        """The answer to a governors' query, as a DataFrame."""
        with self._connection.cursor() as cursor:
            self._execute(cursor, name, parameters or {}, role)
            return cursor.df()

    def is_current(self) -> bool:
        """Whether the file is still the one that was read."""
        return self._file == _identity(self.folder / GOVERNORS_FILE)

    def close(self) -> None:
        """Let go of the tables. A store nobody refers to any more does so by itself."""
        self._connection.close()

    def _execute(
        self, cursor: duckdb.DuckDBPyConnection, name: str, given: Mapping[str, Any], role: str
    ) -> None:
        query = find_query(name, self._queries_folder)
        check_role(query, role)
        check_role(query, "governor")  # the leadership looks through the governors' eyes here
        values = parse_parameters(query, given)
        cursor.execute(query.sql, {key: values[key] for key in query.bound_names})


_open: dict[tuple[Path, Path], GovernorsStore] = {}
_opening = threading.Lock()


def is_for_governors(query: Query) -> bool:
    """Whether a query asks what was published, and so is answered from governors.duckdb for every role."""
    return "governor" in query.roles


def governors_store(folder: Path, queries_folder: Path = QUERIES_FOLDER) -> GovernorsStore:
    """What is published now; RefusedError before the first publication. Ask again on every rerun."""
    key = (folder.resolve(), queries_folder)
    with _opening:
        store = _open.get(key)
        if store is None or not store.is_current():
            _open.pop(key, None)
            if not (folder / GOVERNORS_FILE).exists():
                raise RefusedError(NOTHING_PUBLISHED)
            store = _open[key] = GovernorsStore(folder, queries_folder)
        return store


def governors_stamp(folder: Path) -> str | None:
    """What the file that is there was stamped with; None where there is none, or none that can be read."""
    try:
        return governors_store(folder).stamp
    except (RefusedError, duckdb.Error):
        return None


def write_governors(folder: Path, tables: Mapping[str, Sequence[Mapping[str, Any]]], stamp: str) -> None:
    """Put a file with these rows in the place of the one before; with no publication left, put none there."""
    path = private_folder(folder) / GOVERNORS_FILE
    if not tables.get("governor_publications"):
        path.unlink(missing_ok=True)
        return
    unfinished = path.with_name(f"{GOVERNORS_FILE}.new")
    unfinished.unlink(missing_ok=True)
    with duckdb.connect(":memory:") as writer:
        writer.execute(f"attach '{quoted(unfinished)}' as published (storage_version '{STORAGE_VERSION}')")
        unfinished.chmod(0o600)
        writer.execute("create table published.publication_stamp as select $stamp as stamp", {"stamp": stamp})
        for table, columns in GOVERNORS_TABLES.items():
            columns = {**_PERIOD, **columns}
            described = ", ".join(f"{name} {kind}" for name, kind in columns.items())
            writer.execute(f"create table published.{_stored(table)} ({described})")
            if tables.get(table):
                insert_rows(writer, f"published.{_stored(table)}", columns, tables[table])
    sync_file(unfinished)
    unfinished.replace(path)
    sync_folder(folder)


def _copy_tables(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    connection.execute(f"attach '{quoted(path)}' as published (read_only)")
    for table in ("publication_stamp", *map(_stored, GOVERNORS_TABLES)):
        connection.execute(f"create table {table} as select * from published.{table}")  # noqa: S608
    connection.execute("detach published")


def _stored(table: str) -> str:
    """The table behind a query: a query's name is not the name of what it reads."""
    return table.replace("governor_", "published_")


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_mtime_ns, found.st_ino
