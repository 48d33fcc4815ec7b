"""What is noted of every import: its counts, and every problem and warning."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from dashboard.registers.ledger import FileReport
from dashboard.store.reference import insert_rows

if TYPE_CHECKING:
    import duckdb

IMPORT_COLUMNS = {
    "import_id": "integer",
    "run_id": "integer",
    "school_id": "integer",
    "imported_at": "timestamp",
    "file_name": "varchar",
    "sha256": "varchar",
    "kind": "varchar",
    "layout": "varchar",
    "encoding": "varchar",
    "as_at": "date",
    "first_date": "date",
    "last_date": "date",
    "rows_read": "integer",
    "rows_accepted": "integer",
    "rows_unchanged": "integer",
    "rows_superseded": "integer",
    "rows_rejected": "integer",
    "rows_skipped": "integer",
    "blank_cells": "integer",
}
PROBLEM_COLUMNS = {
    "import_id": "integer",
    "severity": "varchar",
    "line": "integer",
    "column_name": "varchar",
    "message": "varchar",
}


@dataclass(frozen=True)
class Import:
    """A file that was taken in."""

    report: FileReport
    sha256: str


def next_import_id(connection: "duckdb.DuckDBPyConnection") -> int:
    """The number of the next import."""
    found = connection.execute("select coalesce(max(import_id), 0) + 1 from imports").fetchone()
    return int(found[0]) if found else 1


def warn_of_the_same_file(
    connection: "duckdb.DuckDBPyConnection", school_id: int, imports: Sequence[Import]
) -> None:
    """Say of a file that was taken in before when that was."""
    for again in imports:
        found = connection.execute(
            "select max(imported_at) from imports where school_id = $school_id and sha256 = $sha256",
            {"school_id": school_id, "sha256": again.sha256},
        ).fetchone()
        if found and found[0]:
            again.report.warnings.append(
                f"This very file was imported before, on {found[0]:%d %B %Y at %H:%M}."
            )


def note_imports(
    connection: "duckdb.DuckDBPyConnection", run_id: int, school_id: int, imports: Sequence[Import]
) -> None:
    """Write the imports of a run."""
    of_run = {"run_id": run_id, "school_id": school_id, "imported_at": datetime.now()}
    rows = []
    for taken in imports:
        counts = {name: getattr(taken.report, name, None) for name in IMPORT_COLUMNS}
        rows.append({**counts, **of_run, "file_name": taken.report.file, "sha256": taken.sha256})
    insert_rows(connection, "imports", IMPORT_COLUMNS, rows)
    problems = [problem for taken in imports for problem in _problems(taken.report)]
    if problems:
        insert_rows(connection, "import_problems", PROBLEM_COLUMNS, problems)


def _problems(report: FileReport) -> list[dict[str, Any]]:
    rejected = [
        {
            "import_id": report.import_id,
            "severity": "rejected",
            "line": problem.line,
            "column_name": problem.column,
            "message": problem.message,
        }
        for problem in report.problems
    ]
    warnings = [
        {"import_id": report.import_id, "severity": "warning", "message": warning}
        for warning in report.warnings
    ]
    return rejected + warnings
