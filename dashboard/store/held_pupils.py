"""One pupil in all that is stored: every name the pupil goes by, and the rows under each."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Table, or_, select

from dashboard.errors import RefusedError
from dashboard.store import records_tables as tables
from dashboard.store.recorded import has_records
from dashboard.store.records_database import reading

if TYPE_CHECKING:
    import duckdb

NAMED_IMPORTS = ("imported_cme_cases", "imported_support_actions", "imported_penalty_notices")
NAMED_RECORDS = (tables.cme_cases, tables.support_actions, tables.penalty_notices)


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


def named_parameters(pupil: HeldPupil) -> dict[str, list[str]]:
    """What NAMED_SQL takes."""
    return {"upns": list(pupil.upns), "numbers": list(pupil.admission_numbers)}


NAMED_SQL = "(list_contains($upns, upn) or list_contains($numbers, admission_number))"


def _imported_case_ids(connection: "duckdb.DuckDBPyConnection", pupil: HeldPupil) -> list[str]:
    found = connection.execute(
        f"select case_id from imported_cme_cases where {NAMED_SQL}",  # noqa: S608
        named_parameters(pupil),
    )
    return [case_id for (case_id,) in found.fetchall()]


def _is_imported(connection: "duckdb.DuckDBPyConnection", pupil: HeldPupil) -> bool:
    return any(
        connection.execute(
            f"select 1 from {table} where {NAMED_SQL} limit 1",  # noqa: S608
            named_parameters(pupil),
        ).fetchone()
        for table in NAMED_IMPORTS
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
