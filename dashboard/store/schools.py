"""What is known of the schools of a store: name, URN, local authority."""

from dataclasses import dataclass, replace
from pathlib import Path

from dashboard.errors import RefusedError
from dashboard.store.recorded import has_records
from dashboard.store.register import current_register, import_run, opened_read_only

NOTHING_YET = "Nothing has been imported yet, so there is no school. Import a pupil list or the marks first."


@dataclass(frozen=True)
class School:
    """A school of the store; `school_id` is a number in order of first import. It may not be named yet."""

    school_id: int
    name: str | None = None
    urn: str | None = None
    la_code: str | None = None


def stored_schools(folder: Path) -> list[School]:
    """Every school of the store, in order of first import."""
    register = current_register(folder)
    if register is None:
        return []
    with opened_read_only(register) as connection:
        found = connection.execute(
            "select school_id, name, urn, la_code from register.schools order by school_id"
        ).fetchall()
    return [School(*row) for row in found]


def find_school(folder: Path, school_id: int | None = None) -> School:
    """The school of that number, or the only one; RefusedError if that is not clear."""
    schools = stored_schools(folder)
    if not schools:
        raise RefusedError(NOTHING_YET)
    listed = ", ".join(f"{school.school_id} {school.name or '(no name yet)'}" for school in schools)
    if school_id is None:
        if len(schools) > 1:
            raise RefusedError(f"The store holds several schools. Say which with --school: {listed}.")
        return schools[0]
    for school in schools:
        if school.school_id == school_id:
            return school
    raise RefusedError(f"The store has no school {school_id}. It has: {listed}.")


def change_school(
    folder: Path,
    school: School,
    name: str | None = None,
    urn: str | None = None,
    la_code: str | None = None,
) -> School:
    """Put right what is known of a school, in an import run of its own; None leaves a thing as it is."""
    changed = replace(
        school, name=name or school.name, urn=urn or school.urn, la_code=la_code or school.la_code
    )
    others = [other.name for other in stored_schools(folder) if other.school_id != school.school_id]
    if changed.name and changed.name in others:
        raise RefusedError(f"Another school of the store is called {changed.name}.")
    with import_run(folder, f"Details of {changed.name or 'the school'}") as run:
        if changed.name != school.name and has_records(folder):
            from dashboard.store.records import rename_school  # slow to load, and seldom needed

            rename_school(folder, school.name or "", changed.name or "")
        run.connection.execute(
            "update schools set name = $name, urn = $urn, la_code = $la_code where school_id = $school_id",
            {
                "school_id": changed.school_id,
                "name": changed.name,
                "urn": changed.urn,
                "la_code": changed.la_code,
            },
        )
    return changed
