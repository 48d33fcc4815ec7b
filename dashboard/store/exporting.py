"""Everything held on one pupil, for a subject access request (UK GDPR, article 15): a zip of plain tables."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from dashboard.domain.plain_text import for_spreadsheet
from dashboard.errors import RefusedError
from dashboard.store.held_pupils import DERIVED, NAMED, NAMES_IN, NUMBERED, OF_CASES, HeldPupil, find_pupil
from dashboard.store.recorded import has_records
from dashboard.store.records import record_activity
from dashboard.store.records_database import reading
from dashboard.store.register import current_register, opened_read_only

if TYPE_CHECKING:
    import duckdb

# Which column says what import brought a row.
IMPORTED_BY = (
    *((table, "import_id") for table in ("session_marks", *NAMES_IN, *NAMED, *OF_CASES)),
    ("mark_changes", "old_import_id"),
    ("mark_changes", "new_import_id"),
)


@dataclass(frozen=True)
class HeldTable:
    """Rows on one pupil."""

    name: str
    meaning: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]


def held_on_pupil(folder: Path, name: str) -> list[HeldTable]:
    """Every table with rows on the pupil of this UPN or admission number; RefusedError if there is none."""
    register = current_register(folder)
    if register is None:
        raise RefusedError("Nothing has been imported yet, so nothing is held.")
    with opened_read_only(register) as connection:
        connection.execute("use register")
        pupil = find_pupil(connection, folder, name)
        held = [*_from_register(connection, pupil), *_from_records(folder, pupil)]
    return [table for table in held if table.rows]


def export_pupil(folder: Path, name: str, role: str) -> tuple[list[HeldTable], bytes]:
    """Everything held on the pupil of this UPN or admission number, and the same as the content of a zip."""
    held = held_on_pupil(folder, name)
    content = _zipped(held)
    rows = f"{sum(len(table.rows) for table in held)} rows of one pupil"
    record_activity(folder, role, "export-pupil", rows, upn=name)
    return held, content


def _from_register(connection: "duckdb.DuckDBPyConnection", pupil: HeldPupil) -> Iterable[HeldTable]:
    for table, meaning in (DERIVED | NUMBERED | NAMED | OF_CASES).items():
        condition, parameters = pupil.rows_in_register(table)
        yield _select(connection, table, meaning, condition, parameters)
    quoting, words = pupil.problems_quoting(connection)
    yield _select(connection, "import_problems", "what was wrong in a file, where it quotes", quoting, words)
    yield _files(connection, pupil, quoting, words)


def _files(
    connection: "duckdb.DuckDBPyConnection", pupil: HeldPupil, quoting: str, words: dict[str, Any]
) -> HeldTable:
    """The imports that brought any row on the pupil, replaced marks included, or quote them in a problem."""
    sources = [f"select import_id from import_problems where {quoting}"]  # noqa: S608
    values = dict(words)
    for table, column in IMPORTED_BY:
        condition, parameters = pupil.rows_in_register(table)
        sources.append(f"select {column} from {table} where {condition}")  # noqa: S608
        values |= parameters
    condition = f"import_id in ({' union '.join(sources)})"
    return _select(connection, "imports", "the files that any of this came from", condition, values)


def _select(
    connection: "duckdb.DuckDBPyConnection",
    table: str,
    meaning: str,
    condition: str,
    parameters: dict[str, Any],
) -> HeldTable:
    found = connection.execute(f"select * from {table} where {condition}", parameters)  # noqa: S608
    columns = [column[0] for column in found.description or ()]
    return HeldTable(table, meaning, columns, found.fetchall())


def _from_records(folder: Path, pupil: HeldPupil) -> Iterable[HeldTable]:
    if not has_records(folder):
        return
    with reading(folder) as connection:
        for table, condition in pupil.rows_in_records():
            found = connection.execute(select(table).where(condition).order_by(*table.primary_key))
            yield HeldTable(
                f"recorded_{table.name}",
                "what was written in this software, each correction a row of its own",
                list(found.keys()),
                [tuple(row) for row in found],
            )


def _zipped(held: Sequence[HeldTable]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("READ ME FIRST.txt", _cover(held))
        for table in held:
            archive.writestr(f"{table.name}.csv", _csv(table))
    return content.getvalue()


def _cover(held: Sequence[HeldTable]) -> str:
    lines = [
        "Everything that the attendance and CME review dashboard holds on one pupil.",
        f"Written on {datetime.now():%d %B %Y at %H:%M}. The school's own register is the legal record.",
        "",
        *(f"{table.name}.csv: {table.meaning} ({len(table.rows)} rows)" for table in held),
        "",
        "How figures are worked out, the attendance codes and the rules with their legal basis",
        "are on the page 'About the figures' of the dashboard.",
    ]
    return "\n".join(lines) + "\n"


def _csv(table: HeldTable) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(table.columns)
    writer.writerows([for_spreadsheet(value) for value in row] for row in table.rows)
    return "\ufeff" + text.getvalue()
