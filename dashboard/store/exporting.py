"""Everything held on one pupil, for a subject access request (UK GDPR, article 15): a zip of plain tables."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Table, select

from dashboard.domain.plain_text import for_spreadsheet
from dashboard.errors import RefusedError
from dashboard.store import records_tables as tables
from dashboard.store.held_pupils import (
    NAMED_IMPORTS,
    NAMED_RECORDS,
    NAMED_SQL,
    HeldPupil,
    find_pupil,
    named_parameters,
)
from dashboard.store.recorded import has_records
from dashboard.store.records import record_activity
from dashboard.store.records_database import reading
from dashboard.store.register import current_register, opened_read_only

if TYPE_CHECKING:
    import duckdb

NUMBERED_TABLES = {
    "pupils": "who the pupil is, as the newest list says",
    "pupil_aliases": "every UPN and admission number the pupil was known by",
    "pupil_list_rows": "what each pupil list said of the pupil, and the day it described",
    "enrolments": "periods on roll",
    "pupil_characteristics": "traits and the time each held, worked out from the lists",
    "session_marks": "the current mark of every session",
    "mark_changes": "marks that a later file replaced",
    "missing_sessions": "sessions the school held that have no mark",
    "absence_runs": "runs of school days that count for a clock, worked out from the marks",
    "penalty_days": "days on which the penalty notice threshold was reached, worked out from the marks",
    "illness_years": "sessions of illness by academic year, worked out from the marks",
    "cme_triggers": "clocks that fired",
}
NAMED_TABLES = {
    "imported_cme_cases": "CME cases from imported files",
    "imported_support_actions": "support from imported files",
    "imported_penalty_notices": "penalty notices from imported files",
    "imported_cme_actions": "what was done about those cases",
    "imports": "the files that any of this came from",
}


@dataclass(frozen=True)
class HeldTable:
    """Rows on one pupil."""

    name: str
    meaning: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]


def export_pupil(folder: Path, name: str, out: Path, role: str) -> list[HeldTable]:
    """Write everything held on the pupil with this UPN or admission number to the zip file `out`."""
    register = current_register(folder)
    if register is None:
        raise RefusedError("Nothing has been imported yet, so nothing is held.")
    with opened_read_only(register) as connection:
        connection.execute("use register")
        pupil = find_pupil(connection, folder, name)
        held = [*_from_register(connection, pupil), *_from_records(folder, pupil)]
    _write(out, [table for table in held if table.rows])
    record_activity(folder, role, "export-pupil", f"{sum(len(table.rows) for table in held)} rows")
    return [table for table in held if table.rows]


def _from_register(connection: "duckdb.DuckDBPyConnection", pupil: HeldPupil) -> Iterable[HeldTable]:
    numbered = {"school": pupil.school_id, "pupil": pupil.pupil_id}
    for table, meaning in NUMBERED_TABLES.items():
        condition = "school_id = $school and pupil_id = $pupil"
        yield _select(connection, table, meaning, condition, numbered)
    for table in NAMED_IMPORTS:
        yield _select(connection, table, NAMED_TABLES[table], NAMED_SQL, named_parameters(pupil))
    cases = {"cases": list(pupil.case_ids)}
    name = "imported_cme_actions"
    yield _select(connection, name, NAMED_TABLES[name], "list_contains($cases, case_id)", cases)
    condition = """import_id in (
        select import_id from session_marks where school_id = $school and pupil_id = $pupil
        union select import_id from pupil_list_rows where school_id = $school and pupil_id = $pupil
    )"""
    yield _select(connection, "imports", NAMED_TABLES["imports"], condition, numbered)


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
    about: list[tuple[Table, ColumnElement[bool]]] = [
        *((table, pupil.is_named_in(table)) for table in NAMED_RECORDS),
        (tables.cme_actions, tables.cme_actions.c.case_id.in_(pupil.case_ids)),
    ]
    with reading(folder) as connection:
        for table, condition in about:
            found = connection.execute(select(table).where(condition).order_by(table.c.recorded_id))
            yield HeldTable(
                f"recorded_{table.name}",
                "what was written in this software, each correction a row of its own",
                list(found.keys()),
                [tuple(row) for row in found],
            )


def _write(out: Path, held: Sequence[HeldTable]) -> None:
    try:
        out.touch(mode=0o600)
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("READ ME FIRST.txt", _cover(held))
            for table in held:
                archive.writestr(f"{table.name}.csv", _csv(table))
    except OSError as problem:
        raise RefusedError(f"{out} cannot be written: {problem.strerror}.") from problem


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
