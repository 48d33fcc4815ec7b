"""The derived tables: queries/marts/*.sql, run inside the import run that made them necessary.

A file `NN_<table>.sql` is one SELECT of a school's rows (`-- scope: school`, given $school_id) or of a
school's rows of one academic year (`-- scope: year`, given $academic_year too). They run in number order.
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
SCOPE = re.compile(r"^--\s*scope:\s*(school|year)\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Mart:
    """A derived table and the SELECT that fills it."""

    table: str
    is_by_year: bool
    sql: str


def rebuild(
    connection: "duckdb.DuckDBPyConnection",
    school_id: int,
    academic_years: Collection[int] | None = None,
    folder: Path = MARTS_FOLDER,
) -> None:
    """Derive a school's tables anew, those by year for the years given, or for every year there is."""
    for mart in _marts(folder):
        if not mart.is_by_year:
            _replace_rows(connection, mart, {"school_id": school_id})
            continue
        years = academic_years
        if years is None:
            years = _years_stored(connection, mart, school_id)
        for year in sorted(years):
            _replace_rows(connection, mart, {"school_id": school_id, "academic_year": year})


def _marts(folder: Path) -> Iterator[Mart]:
    for path in sorted(folder.glob("*.sql")):
        sql = path.read_text(encoding="utf-8")
        scope = SCOPE.search(sql)
        if not scope:
            raise ValueError(f"{path.name} has no line '-- scope: school' or '-- scope: year'")
        table = path.stem.partition("_")[2]
        yield Mart(table, scope[1] == "year", sql.rstrip().rstrip(";"))


def _replace_rows(connection: "duckdb.DuckDBPyConnection", mart: Mart, scope: dict[str, int]) -> None:
    """New rows first, then out with the old: a SELECT may look at what its table held."""
    parameters = {name: value for name, value in scope.items() if re.search(rf"\${name}\b", mart.sql)}
    where = " and ".join(f"{name} = ${name}" for name in scope)
    connection.execute(f"create or replace temp table mart_rows as {mart.sql}", parameters)
    connection.execute(f"delete from {mart.table} where {where}", scope)  # noqa: S608
    connection.execute(f"insert into {mart.table} by name select * from mart_rows")  # noqa: S608
    connection.execute("drop table temp.mart_rows")


def _years_stored(connection: "duckdb.DuckDBPyConnection", mart: Mart, school_id: int) -> list[int]:
    found = connection.execute(
        f"""
        select academic_year from session_marks where school_id = $school_id
        union
        select academic_year from {mart.table} where school_id = $school_id
        """,  # noqa: S608
        {"school_id": school_id},
    ).fetchall()
    return [year for (year,) in found]
