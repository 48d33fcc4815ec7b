"""Rows with a key into a table: new, the same as before, or in place of what was known."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dashboard.registers.ledger import FileReport, lines_text
from dashboard.store.reference import insert_rows

if TYPE_CHECKING:
    import duckdb

Key = tuple[Any, ...]
Values = dict[str, Any]


@dataclass(frozen=True)
class KeyedTable:
    """A table and its columns with their SQL types, school_id and import_id aside."""

    name: str
    columns: Mapping[str, str]


@dataclass(frozen=True)
class Entry:
    """A row of a file: what it says under each of its keys (a calendar day has one for AM and one for PM)."""

    line: int
    values: dict[Key, Values]


@dataclass(frozen=True)
class Stored:
    """A row of the table: every column, and the import it came from."""

    values: Values
    import_id: int


def stored_rows(connection: "duckdb.DuckDBPyConnection", table: KeyedTable, school_id: int) -> list[Stored]:
    """What the table holds of a school."""
    names = list(table.columns)
    rows = connection.execute(
        f"select import_id, {', '.join(names)} from {table.name} where school_id = $school_id",  # noqa: S608
        {"school_id": school_id},
    ).fetchall()
    return [Stored(dict(zip(names, row[1:], strict=True)), row[0]) for row in rows]


def take_entries(
    connection: "duckdb.DuckDBPyConnection",
    table: KeyedTable,
    school_id: int,
    import_id: int,
    stored: Mapping[Key, Stored],
    entries: Sequence[Entry],
    report: FileReport,
) -> bool:
    """Count every row and write what is new; says whether anything changed.

    A column that the file does not have keeps what was known.
    """
    known = dict(stored)
    seen: dict[Key, Values] = {}
    for entry in _without_contradictions(entries, report):
        is_copy = all(key in seen for key in entry.values)
        changes, replaces = False, False
        for key, values in entry.values.items():
            seen[key] = values
            before = known.get(key)
            merged = {**(before.values if before else dict.fromkeys(table.columns)), **values}
            if before is None or merged != before.values:
                changes = True
                replaces = replaces or before is not None
                known[key] = Stored(merged, import_id)
        if is_copy or not changes:
            report.rows_unchanged += 1
        else:
            report.rows_accepted += 1
            report.rows_superseded += replaces
    if not report.rows_accepted:
        return False
    connection.execute(f"delete from {table.name} where school_id = $school_id", {"school_id": school_id})  # noqa: S608
    insert_rows(
        connection,
        table.name,
        {"school_id": "integer", "import_id": "integer", **table.columns},
        [{"school_id": school_id, "import_id": row.import_id, **row.values} for row in known.values()],
    )
    return True


def _without_contradictions(entries: Sequence[Entry], report: FileReport) -> list[Entry]:
    """Rows that say different things under one key are all rejected: which is right a person must say."""
    by_key: dict[Key, list[Entry]] = defaultdict(list)
    for entry in entries:
        for key in entry.values:
            by_key[key].append(entry)
    contradicted: dict[int, list[int]] = {}
    for key, rows in by_key.items():
        if any(row.values[key] != rows[0].values[key] for row in rows):
            for row in rows:
                contradicted[row.line] = sorted({other.line for other in rows} - {row.line})
    for line, others in sorted(contradicted.items()):
        report.reject(
            line, None, f"{lines_text(others)} says something else of the same: keep the one that is right"
        )
    return [entry for entry in entries if entry.line not in contradicted]
