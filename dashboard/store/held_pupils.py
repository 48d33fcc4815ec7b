"""One pupil in all that is stored: every table that names pupils, every name the pupil goes by.

The tables are listed here and nowhere else; tests/store/test_held_tables.py fails when one is left out.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Table, or_, select

from dashboard.errors import RefusedError
from dashboard.store import records_tables as tables
from dashboard.store.recorded import has_records
from dashboard.store.records_database import reading

if TYPE_CHECKING:
    import duckdb

# The register's tables by how a row says whom it is about, with what an export says of them.
NUMBERED = {
    "pupil_aliases": "every UPN and admission number the pupil was known by",
    "pupil_list_rows": "what each pupil list said of the pupil, and the day it described",
    "names_beside_marks": "what files of marks said of a pupil whom no list describes",
    "session_marks": "the current mark of every session; raw_mark where the file had not the code itself",
    "mark_changes": "marks that a later file replaced",
    "cme_triggers": "clocks that fired",
}
NAMED = {
    "imported_cme_cases": "CME cases from imported files",
    "imported_support_actions": "support from imported files",
    "imported_penalty_notices": "penalty notices from imported files",
}
OF_CASES = {"imported_cme_actions": "what was done about those cases"}
# Worked out from the tables above, anew whenever those change.
DERIVED = {
    "pupils": "who the pupil is, as the newest list says",
    "enrolments": "periods on roll",
    "pupil_characteristics": "traits and the time each held, worked out from the lists",
    "missing_sessions": "sessions the school held that have no mark",
    "absence_runs": "runs of school days that count for a clock, worked out from the marks",
    "penalty_days": "days on which the penalty notice threshold was reached, worked out from the marks",
    "illness_years": "sessions of illness by academic year, worked out from the marks",
}
NAMES_IN = ("pupil_list_rows", "names_beside_marks")  # surname and forename, as they came
REPEATED = ("pupil_periods", "pupil_sessions", "pupil_weeks", "absence_run_days")  # for speed; not exported

SHORTEST_NUMBER = 4  # a shorter admission number occurs in too much that has nothing to do with the pupil
NOTHING = r"[^\s\S]"

NAMED_RECORDS = (tables.cme_cases, tables.support_actions, tables.penalty_notices)
RECORDS_OF_CASES = (tables.cme_actions,)
NOTES = tables.activity  # who did what with which pupil: about the staff, so not exported, but made to forget


@dataclass(frozen=True)
class HeldPupil:
    """A pupil by number in the register (None: only in cases or records) and by every UPN and number."""

    school_id: int | None
    pupil_id: int | None
    upns: tuple[str, ...]
    admission_numbers: tuple[str, ...]
    case_ids: tuple[str, ...]

    def is_named_in(self, table: Table) -> ColumnElement[bool]:
        """The condition that a record names this pupil."""
        return or_(table.c.upn.in_(self.upns), table.c.admission_number.in_(self.admission_numbers))

    def rows_in_register(self, table: str) -> tuple[str, dict[str, Any]]:
        """The condition that a row of a table of the register is about this pupil, and its parameters."""
        if table in NAMED:
            named = {"upns": list(self.upns), "numbers": list(self.admission_numbers)}
            return "(list_contains($upns, upn) or list_contains($numbers, admission_number))", named
        if table in OF_CASES:
            return "list_contains($cases, case_id)", {"cases": list(self.case_ids)}
        numbered = {"school": self.school_id, "pupil": self.pupil_id}
        return "school_id = $school and pupil_id = $pupil", numbered

    def names(self, connection: "duckdb.DuckDBPyConnection") -> list[tuple[str | None, str | None]]:
        """Every surname and forename that files gave the pupil."""
        condition, numbered = self.rows_in_register(NAMES_IN[0])
        told = (f"select surname, forename from {table} where {condition}" for table in NAMES_IN)  # noqa: S608
        return connection.execute(" union ".join(told), numbered).fetchall()

    def problems_quoting(self, connection: "duckdb.DuckDBPyConnection") -> tuple[str, dict[str, Any]]:
        """The condition that a problem of an import quotes a number or surname of the pupil."""
        surnames = {surname for surname, _ in self.names(connection) if surname}
        numbers = [number for number in self.admission_numbers if len(number) >= SHORTEST_NUMBER]
        words = [*self.upns, *numbers, *sorted(surnames)]
        quoted = rf"(?i)(^|\W)({'|'.join(map(re.escape, words))})($|\W)" if words else NOTHING
        return "regexp_matches(message, $quoted)", {"quoted": quoted}

    def rows_in_records(self) -> list[tuple[Table, ColumnElement[bool]]]:
        """Every table of the records, with the condition that a row of it is about this pupil."""
        return [
            *((table, table.c.case_id.in_(self.case_ids)) for table in RECORDS_OF_CASES),
            *((table, self.is_named_in(table)) for table in NAMED_RECORDS),
        ]


def find_pupil(connection: "duckdb.DuckDBPyConnection", folder: Path, name: str) -> HeldPupil:
    """The pupil with this UPN or admission number; RefusedError if there is none, or more than one.

    `connection` sees the register's tables by plain names.
    """
    found = connection.execute(
        "select distinct school_id, pupil_id from pupil_aliases where value = $name", {"name": name}
    ).fetchall()
    if len(found) > 1:
        raise RefusedError(f"More than one pupil has the number {name}: give the UPN.")
    school_id, pupil_id = found[0] if found else (None, None)
    aliases = connection.execute(
        "select kind, value from pupil_aliases where school_id = $school and pupil_id = $pupil",
        {"school": school_id, "pupil": pupil_id},
    ).fetchall()
    aliases += [("upn", name), ("admission_number", name)] if not found else []
    pupil = HeldPupil(
        school_id,
        pupil_id,
        tuple(value for kind, value in aliases if kind == "upn"),
        tuple(value for kind, value in aliases if kind == "admission_number"),
        (),
    )
    case_ids = {*_imported_case_ids(connection, pupil), *_recorded_case_ids(folder, pupil)}
    if not found and not case_ids and not _is_recorded(folder, pupil) and not _is_imported(connection, pupil):
        raise RefusedError(f"No pupil with the UPN or admission number {name} is stored.")
    return HeldPupil(school_id, pupil_id, pupil.upns, pupil.admission_numbers, tuple(sorted(case_ids)))


def _imported_case_ids(connection: "duckdb.DuckDBPyConnection", pupil: HeldPupil) -> list[str]:
    condition, named = pupil.rows_in_register("imported_cme_cases")
    found = connection.execute(f"select case_id from imported_cme_cases where {condition}", named)  # noqa: S608
    return [case_id for (case_id,) in found.fetchall()]


def _is_imported(connection: "duckdb.DuckDBPyConnection", pupil: HeldPupil) -> bool:
    wanted = [(table, *pupil.rows_in_register(table)) for table in NAMED]
    return any(
        connection.execute(f"select 1 from {table} where {condition} limit 1", named).fetchone()  # noqa: S608
        for table, condition, named in wanted
    )


def _recorded_case_ids(folder: Path, pupil: HeldPupil) -> list[str]:
    if not has_records(folder):
        return []
    cases, corrections = tables.cme_cases, tables.cme_cases.alias()
    is_newest = ~select(corrections).where(corrections.c.corrects_id == cases.c.recorded_id).exists()
    with reading(folder) as connection:
        found = connection.execute(select(cases.c.case_id).where(pupil.is_named_in(cases), is_newest))
        return list(found.scalars())


def _is_recorded(folder: Path, pupil: HeldPupil) -> bool:
    if not has_records(folder):
        return False
    with reading(folder) as connection:
        return any(
            connection.execute(select(table.c.recorded_id).where(pupil.is_named_in(table)).limit(1)).first()
            for table in NAMED_RECORDS
        )
