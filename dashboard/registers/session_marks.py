"""The stored marks, kept in the order academic year, school, pupil, date, session."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb


def rewrite_block(
    connection: "duckdb.DuckDBPyConnection", school_id: int, academic_year: int, added: str
) -> None:
    """Write a school's marks of a year again in order, those of the table `added` in place of theirs."""
    block = {"school_id": school_id, "academic_year": academic_year}
    connection.execute(
        f"""
        create or replace temp table block as
        select stored.* from session_marks as stored
        anti join {added} as added using (pupil_id, session_date, session)
        where stored.school_id = $school_id and stored.academic_year = $academic_year
        union all
        select * from {added} where academic_year = $academic_year
        """,  # noqa: S608
        block,
    )
    connection.execute(
        "delete from session_marks where school_id = $school_id and academic_year = $academic_year", block
    )
    connection.execute(
        "insert into session_marks select * from temp.block order by pupil_id, session_date, session"
    )
    connection.execute("drop table temp.block")
