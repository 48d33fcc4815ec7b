"""The derived tables: queries/marts/*.sql, run in number order inside the import run that needs them.

A file `NN_<table>.sql` is one SELECT. Its line `-- scope:` says of what: `school` (given $school_id), `years`
(a school's rows of the academic years from $first_year to $last_year, those whose marks changed) or
`every year` (the same for all years, since a mark in one year can move the roll in another).
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.config import QUERIES_FOLDER

if TYPE_CHECKING:
    import duckdb

MARTS_FOLDER = QUERIES_FOLDER / "marts"
SCOPE = re.compile(r"^--\s*scope:\s*(school|years|every year)\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Mart:
    """A derived table and the SELECT that fills it."""

    table: str
    scope: str
    sql: str

    @property
    def looks_at_its_old_rows(self) -> bool:
        """Whether the SELECT reads the table it fills."""
        return re.search(rf"\b(from|join)\s+{self.table}\b", self.sql) is not None


def rebuild(
    connection: "duckdb.DuckDBPyConnection",
    school_id: int,
    academic_years: Collection[int] | None = None,
    folder: Path = MARTS_FOLDER,
) -> None:
    """Derive a school's tables anew, those by year from the first given to the last, or for all."""
    for mart in _marts(folder):
        given = {"school_id": school_id}
        if mart.scope != "school":
            years = academic_years
            if years is None or mart.scope == "every year":
                years = _years_stored(connection, mart, school_id)
            if not years:
                continue
            given |= {"first_year": min(years), "last_year": max(years)}
        _replace_rows(connection, mart, given)


def _marts(folder: Path) -> Iterator[Mart]:
    for path in sorted(folder.glob("*.sql")):
        sql = path.read_text(encoding="utf-8")
        scope = SCOPE.search(sql)
        if not scope:
            raise ValueError(f"{path.name} has no line '-- scope:' that says school, years or every year")
        table = path.stem.partition("_")[2]
        yield Mart(table, scope[1], sql.rstrip().rstrip(";"))


def _replace_rows(connection: "duckdb.DuckDBPyConnection", mart: Mart, given: dict[str, int]) -> None:
    parameters = {name: value for name, value in given.items() if re.search(rf"\${name}\b", mart.sql)}
    of_years = " and academic_year between $first_year and $last_year" if "first_year" in given else ""
    delete = f"delete from {mart.table} where school_id = $school_id{of_years}"  # noqa: S608
    if not mart.looks_at_its_old_rows:
        connection.execute(delete, given)
        connection.execute(f"insert into {mart.table} by name {mart.sql}", parameters)
        return
    connection.execute(f"create or replace temp table mart_rows as {mart.sql}", parameters)
    connection.execute(delete, given)
    connection.execute(f"insert into {mart.table} by name select * from mart_rows")  # noqa: S608
    connection.execute("drop table temp.mart_rows")


def _years_stored(connection: "duckdb.DuckDBPyConnection", mart: Mart, school_id: int) -> list[int]:
    found = connection.execute(
        f"""
        select academic_year from session_marks where school_id = $school_id
        union
        select distinct year(session_date) - (month(session_date) < 8)::integer
        from school_days where school_id = $school_id
        union
        select academic_year from {mart.table} where school_id = $school_id
        """,  # noqa: S608
        {"school_id": school_id},
    ).fetchall()
    return [year for (year,) in found]
