"""Whose register it is: the school that a run is for, and whether a file may be another's."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from dashboard.domain.upn import first_school
from dashboard.errors import NeedsAcceptance, RefusedError
from dashboard.registers.identities import Identities

if TYPE_CHECKING:
    import duckdb

FEWEST_KNOWN = 0.5
NEARLY_ALL = 0.9
FEWEST_UPNS = 10


def find_school(connection: "duckdb.DuckDBPyConnection", name: str | None, is_accepted: bool) -> int:
    """The school's number, a new one if it is not stored yet."""
    schools: list[tuple[int, str | None]] = connection.execute(
        "select school_id, name from schools order by school_id"
    ).fetchall()
    wanted = " ".join((name or "").split())
    if not wanted and len(schools) > 1:
        raise RefusedError(
            f"This store holds {len(schools)} schools: say which one with --school, as one of "
            + ", ".join(f"'{known}'" for _, known in schools if known)
            + "."
        )
    if not wanted and schools:
        return schools[0][0]
    for school_id, known in schools:
        if known and known.casefold() == wanted.casefold():
            return school_id
    if len(schools) == 1 and not schools[0][1]:
        connection.execute("update schools set name = $name", {"name": wanted})
        return schools[0][0]
    if schools and not is_accepted:
        raise NeedsAcceptance(
            f"'{wanted}' would be a new school beside {len(schools)} already in this store. "
            "If that is meant, accept it (--accept); if not, correct the name or leave it out."
        )
    school_id = max((known_id for known_id, _ in schools), default=0) + 1
    connection.execute(
        "insert into schools (school_id, name) values ($school_id, $name)",
        {"school_id": school_id, "name": wanted or None},
    )
    return school_id


def why_another_school(identities: Identities, upns: Collection[str]) -> str | None:
    """Why a file looks like another school's: few pupils are known, nearly all UPNs are of other schools.

    A UPN keeps the number of the school that first gave it, so other numbers alone prove nothing.
    """
    if identities.is_empty or len(upns) < FEWEST_UPNS:
        return None
    known = sum(1 for upn in upns if identities.by_upn(upn) is not None)
    here = identities.first_schools()
    elsewhere = sum(1 for upn in upns if first_school(upn) and first_school(upn) not in here)
    if known >= FEWEST_KNOWN * len(upns) or elsewhere < NEARLY_ALL * len(upns):
        return None
    return (
        f"Only {known} of the {len(upns)} pupils are known here, and nearly all UPNs are of other schools: "
        "this looks like another school's file."
    )
