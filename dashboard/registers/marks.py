"""Marks into the register: every mark classed, held against what is stored, and written in its order.

All of it is SQL over the staged text: a file may hold millions of marks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from dashboard.registers.identities import ADMISSION_NUMBER, UPN, Identities
from dashboard.registers.ledger import FileReport, count_text
from dashboard.registers.mark_words import PupilWord
from dashboard.registers.reading_marks import BLANK, COPY, TAKEN
from dashboard.registers.session_marks import rewrite_block
from dashboard.store.marts import ACADEMIC_YEAR, taken_together

if TYPE_CHECKING:
    import duckdb

# A file's marks of some years, as session_marks has them.
TAKEN_MARKS = f"""
select
    ({ACADEMIC_YEAR})::smallint as academic_year,
    $school_id::integer as school_id,
    read.pupil_id,
    read.session_date,
    case when read.is_afternoon then 'PM'::half_day else 'AM'::half_day end as session,
    marks.attendance_code,
    marks.raw_mark,
    read.minutes_late,
    $import_id::integer as import_id
from {{catalog}}.read_marks as read
join (
    select
        mark_id,
        attendance_code::mark_code as attendance_code,
        nullif(raw_mark, attendance_code) as raw_mark
    from {{catalog}}.mark_words
) as marks on read.mark_id = marks.mark_id
where
    read.fate = {TAKEN}
    and read.session_date between $first_day and $last_day
    and academic_year in {{years}}
"""  # noqa: S608


@dataclass(frozen=True)
class MarksLoad:
    """Where marks go, and the database `catalog` they come from."""

    connection: "duckdb.DuckDBPyConnection"
    school_id: int
    import_id: int
    identities: Identities
    catalog: str


def take_marks(load: MarksLoad, pupils: list[PupilWord], report: FileReport) -> set[int]:
    """Take in a file whose marks have been read; the academic years in which something changed."""
    _name_pupils(load, pupils)
    years = _take_years(load, report)
    _warn_of_blanks(load, report)
    return years


def _name_pupils(load: MarksLoad, pupils: list[PupilWord]) -> None:
    """Give every pupil with a mark the names they have in this file."""
    found = load.connection.execute(
        f"select distinct pupil_id from {load.catalog}.read_marks where fate in ({TAKEN}, {COPY})"  # noqa: S608
    ).fetchall()
    with_marks = {pupil_id for (pupil_id,) in found}
    for pupil in pupils:
        if pupil.pupil_id is not None and pupil.pupil_id in with_marks:
            load.identities.add_alias(pupil.pupil_id, UPN, pupil.clean_upn)
            load.identities.add_alias(pupil.pupil_id, ADMISSION_NUMBER, pupil.clean_number)
    load.identities.write()


def _take_years(load: MarksLoad, report: FileReport) -> set[int]:
    """Take in the marks; the years in which something changed."""
    found = load.connection.execute(
        f"""
        select {ACADEMIC_YEAR} as academic_year, min(session_date), max(session_date), count(*)
        from {load.catalog}.read_marks where fate = {TAKEN}
        group by 1 order by 1
        """  # noqa: S608
    ).fetchall()
    if not found:
        return set()
    report.first_date, report.last_date = min(row[1] for row in found), max(row[2] for row in found)
    counts = {academic_year: count for academic_year, _, _, count in found}
    stored = _years_stored(load)
    new = {year: count for year, count in counts.items() if year not in stored}
    for years in taken_together(new):
        taken, given = _taken_marks(load, years)
        order = "order by academic_year, pupil_id, session_date, session"
        load.connection.execute(f"insert into session_marks {taken} {order}", given)
    report.rows_accepted += sum(new.values())
    held = [year for year in sorted(counts.keys() & stored) if _take_again(load, year, counts[year], report)]
    return {*new, *held}


def _years_stored(load: MarksLoad) -> set[int]:
    found = load.connection.execute(
        "select distinct academic_year from session_marks where school_id = $school_id",
        {"school_id": load.school_id},
    ).fetchall()
    return {academic_year for (academic_year,) in found}


def _taken_marks(load: MarksLoad, years: Sequence[int]) -> tuple[str, dict[str, object]]:
    """The SELECT of a file's marks of these years, and what it is given."""
    given = {
        "school_id": load.school_id,
        "import_id": load.import_id,
        "first_day": date(min(years), 8, 1),
        "last_day": date(max(years) + 1, 7, 31),
    }
    listed = ", ".join(map(str, years))
    return TAKEN_MARKS.format(catalog=load.catalog, years=f"({listed})"), given


def _take_again(load: MarksLoad, academic_year: int, count: int, report: FileReport) -> bool:
    """Take in the marks of a year that has some already; whether something changed."""
    connection = load.connection
    taken, given = _taken_marks(load, [academic_year])
    connection.execute(f"create or replace temp table fresh as {taken}", given)
    superseded, unchanged = _hold_against_stored(load, academic_year)
    report.rows_unchanged += unchanged
    report.rows_superseded += superseded
    report.rows_accepted += count - unchanged
    if count > unchanged:
        rewrite_block(connection, load.school_id, academic_year, "temp.fresh")
    connection.execute("drop table temp.fresh")
    return count > unchanged


def _hold_against_stored(load: MarksLoad, academic_year: int) -> tuple[int, int]:
    """Note what is replaced and leave only what is new in temp.fresh; returns (superseded, unchanged).

    No minutes in the file keep the minutes that are stored.
    """
    connection = load.connection
    block = {"school_id": load.school_id, "academic_year": academic_year}
    connection.execute(
        """
        create or replace temp table met as
        select
            stored.*,
            fresh.attendance_code as new_code,
            fresh.raw_mark as new_raw_mark,
            fresh.import_id as new_import_id,
            fresh.attendance_code = stored.attendance_code
            and coalesce(fresh.minutes_late, stored.minutes_late) is not distinct from stored.minutes_late
                as is_unchanged
        from session_marks as stored
        join temp.fresh as fresh
            on
                stored.pupil_id = fresh.pupil_id
                and stored.session_date = fresh.session_date
                and stored.session = fresh.session
        where stored.school_id = $school_id and stored.academic_year = $academic_year
        """,
        block,
    )
    connection.execute(
        """
        insert into mark_changes
        select
            school_id, pupil_id, session_date, session,
            attendance_code, raw_mark, minutes_late, import_id,
            new_code, new_raw_mark, new_import_id
        from temp.met where not is_unchanged
        """
    )
    connection.execute(
        """
        delete from temp.fresh
        using temp.met as met
        where
            met.is_unchanged
            and fresh.pupil_id = met.pupil_id
            and fresh.session_date = met.session_date
            and fresh.session = met.session
        """
    )
    counts = connection.execute(
        "select count(*) filter (where not is_unchanged), count(*) filter (where is_unchanged) from temp.met"
    ).fetchone()
    connection.execute("drop table temp.met")
    return counts or (0, 0)


def _warn_of_blanks(load: MarksLoad, report: FileReport) -> None:
    if not report.blank_cells:
        return
    found = load.connection.execute(
        f"""
        select count(*)
        from {load.catalog}.read_marks as read
        join session_marks as stored
            on
                stored.school_id = $school_id
                and read.pupil_id = stored.pupil_id
                and read.session_date = stored.session_date
                and read.is_afternoon = (stored.session = 'PM')
                and stored.import_id <> $import_id
        where read.fate = {BLANK}
        """,  # noqa: S608
        {"school_id": load.school_id, "import_id": load.import_id},
    ).fetchone()
    if found and found[0]:
        report.warnings.append(
            f"{count_text(found[0], 'blank cell stands', 'blank cells stand')} where a mark is stored: "
            "the stored mark was kept."
        )
