"""Two pupils that turn out to be one: a stub that is now described, a temporary UPN that was replaced."""

from typing import TYPE_CHECKING

from dashboard.registers.session_marks import rewrite_block

if TYPE_CHECKING:
    import duckdb

    from dashboard.registers.identities import Identities

TABLES = ("pupil_aliases", "pupil_list_rows", "names_beside_marks", "mark_changes", "cme_triggers")


def merge_pupils(
    connection: "duckdb.DuckDBPyConnection", school_id: int, identities: "Identities", other: int, kept: int
) -> None:
    """Make everything stored of one pupil another's; where both have a mark, the kept pupil's stays."""
    identities.merge(other, kept)
    pupils = {"school_id": school_id, "other": other, "kept": kept}
    for table in TABLES:
        connection.execute(
            f"update {table} set pupil_id = $kept where school_id = $school_id and pupil_id = $other",  # noqa: S608
            pupils,
        )
    connection.execute(
        """
        create or replace temp table marks_to_move as
        select theirs.* replace ($kept::integer as pupil_id)
        from session_marks as theirs
        anti join (select * from session_marks where school_id = $school_id and pupil_id = $kept) as ours
            using (session_date, session)
        where theirs.school_id = $school_id and theirs.pupil_id = $other
        """,
        pupils,
    )
    connection.execute(
        "delete from session_marks where school_id = $school_id and pupil_id = $other",
        {"school_id": school_id, "other": other},
    )
    years = connection.execute("select distinct academic_year from temp.marks_to_move").fetchall()
    for (academic_year,) in years:
        rewrite_block(connection, school_id, academic_year, "temp.marks_to_move")
    connection.execute("drop table temp.marks_to_move")
