"""The derived tables: queries/marts/*.sql, run in number order inside the import run that needs them.

A file `NN_<table>.sql` is one SELECT. Its line `-- scope:` says of what: `school` (given $school_id), `years`
(a school's rows of the academic years from $first_year to $last_year, those whose marks changed) or
`every year` (the same for all years, since a mark in one year can move the roll in another).
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.config import QUERIES_FOLDER

if TYPE_CHECKING:
    import duckdb

MARTS_FOLDER = QUERIES_FOLDER / "marts"
ACADEMIC_YEAR = "year(session_date) - (month(session_date) < 8)::integer"  # that a session lies in
MOST_AT_ONCE = 2_000_000  # marks of years that are taken together; of more, sorting costs more than it saves
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
    """Derive a school's tables anew, those by year for the years given, or for every year there is."""
    for mart in _marts(folder):
        if mart.scope == "school":
            _replace_rows(connection, mart, {"school_id": school_id})
            continue
        marks = _marks_by_year(connection, mart, school_id)
        if academic_years is not None and mart.scope != "every year":
            marks = {year: marks.get(year, 0) for year in academic_years}
        for years in taken_together(marks):
            span = {"first_year": years[0], "last_year": years[-1]}
            _replace_rows(connection, mart, {"school_id": school_id, **span})


def taken_together(marks: Mapping[int, int]) -> Iterator[list[int]]:
    """Years in order, by how many marks each has: few marks together, so that one statement is enough."""
    together: list[int] = []
    for year in sorted(marks):
        if sum(marks[one] for one in [*together, year]) > MOST_AT_ONCE and together:
            yield together
            together = []
        together.append(year)
    if together:
        yield together


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


def _marks_by_year(connection: "duckdb.DuckDBPyConnection", mart: Mart, school_id: int) -> dict[int, int]:
    """How many marks each year has of which anything is stored."""
    found = connection.execute(
        f"""
        select academic_year, sum(marks)::bigint
        from (
            select academic_year, count(*) as marks
            from session_marks where school_id = $school_id group by academic_year
            union all
            select distinct {ACADEMIC_YEAR}, 0
            from school_days where school_id = $school_id
            union all
            select distinct academic_year, 0 from {mart.table} where school_id = $school_id
        )
        group by academic_year
        """,  # noqa: S608
        {"school_id": school_id},
    ).fetchall()
    return dict(found)
