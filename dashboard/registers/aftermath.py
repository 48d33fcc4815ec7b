"""What only shows once everything is derived: marks on closed days, off roll, of undescribed pupils."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dashboard.registers.ledger import FileReport, count_text
from dashboard.registers.odd_days import warnings_of_days

if TYPE_CHECKING:
    import duckdb

# The marks of an import by session and code, and by pupil: what the questions below are asked of.
MARKED_SESSIONS = """
create or replace temp table marked_sessions as
select session_date, session, attendance_code, count(*) as marks
from session_marks
where school_id = $school_id and import_id = $import_id
group by all
"""
MARKED_PUPILS = """
create or replace temp table marked_pupils as
select pupil_id, import_id, min(session_date) as first_date, max(session_date) as last_date
from session_marks
where school_id = $school_id and import_id = $import_id
group by pupil_id, import_id
"""

CLOSED_DAYS = """
select coalesce(sum(marked.marks), 0)
from temp.marked_sessions as marked
join school_days
    on
        school_days.school_id = $school_id
        and marked.session_date = school_days.session_date
        and marked.session = school_days.session
where not school_days.is_held and marked.attendance_code not in ('#', 'Y4')
"""

# Only pupils whose first and last mark are not within one period on roll are looked at mark by mark.
OFF_ROLL = """
with periods as (
    select pupil_id, on_roll_from, coalesce(on_roll_until, date '9999-12-31') as on_roll_until
    from enrolments
    where school_id = $school_id
),
doubtful as (
    select pupil_id, import_id from temp.marked_pupils as spans
    anti join periods
        on
            spans.pupil_id = periods.pupil_id
            and spans.first_date >= periods.on_roll_from
            and spans.last_date <= periods.on_roll_until
),
marks as (
    select pupil_id, session_date from session_marks
    semi join doubtful using (pupil_id, import_id)
    where school_id = $school_id
)
select count(*) from marks
anti join periods
    on
        marks.pupil_id = periods.pupil_id
        and marks.session_date between periods.on_roll_from and periods.on_roll_until
"""

OUT_OF_USE = """
with uses as (
    select
        attendance_code,
        min(coalesce(valid_from, date '1900-01-01')) as first_day,
        max(coalesce(valid_until, date '9999-12-31')) as last_day
    from attendance_codes
    group by attendance_code
    having first_day > date '1900-01-01' or last_day < date '9999-12-31'
)
select
    uses.attendance_code,
    coalesce(sum(marked.marks) filter (where marked.session_date > uses.last_day), 0)::integer,
    coalesce(sum(marked.marks) filter (where marked.session_date < uses.first_day), 0)::integer,
    any_value(uses.last_day),
    any_value(uses.first_day)
from temp.marked_sessions as marked
join uses on marked.attendance_code = uses.attendance_code
where marked.session_date not between uses.first_day and uses.last_day
group by uses.attendance_code
order by uses.attendance_code
"""

UNDESCRIBED = """
select count(*)
from temp.marked_pupils
semi join (
    select pupil_id from pupils where school_id = $school_id and not is_described
) as stubs using (pupil_id)
"""


def warn_after_rebuild(
    connection: "duckdb.DuckDBPyConnection", school_id: int, reports: Sequence[FileReport]
) -> None:
    """Add to the report of every file of marks what a person should know about them."""
    for report in reports:
        if report.kind == "marks" and report.rows_accepted:
            of_import = {"school_id": school_id, "import_id": report.import_id}
            connection.execute(MARKED_SESSIONS, of_import)
            connection.execute(MARKED_PUPILS, of_import)
            report.warnings.extend(_warnings(connection, {"school_id": school_id}))
            connection.execute("drop table temp.marked_sessions")
            connection.execute("drop table temp.marked_pupils")


def _warnings(connection: "duckdb.DuckDBPyConnection", school: dict[str, int]) -> list[str]:
    def count(sql: str) -> int:
        found = connection.execute(sql, school).fetchone()
        return int(found[0]) if found else 0

    warnings = []
    if closed := count(CLOSED_DAYS):
        warnings.append(
            f"{count_text(closed, 'mark is', 'marks are')} on days when the school was closed: stored, "
            "not counted. If it was open, correct the calendar."
        )
    if off_roll := count(OFF_ROLL):
        warnings.append(
            f"{count_text(off_roll, 'mark is', 'marks are')} outside the dates a pupil was on roll: stored, "
            "and counted where possible. Check entry and leaving dates in the pupil list."
        )
    for code, retired, early, last_day, first_day in connection.execute(OUT_OF_USE).fetchall():
        if retired:
            warnings.append(
                f"{count_text(retired, 'mark')} {code} after {last_day:%d %B %Y}, the last day of that "
                "code: taken with its last meaning."
            )
        if early:
            warnings.append(
                f"{count_text(early, 'mark')} {code} before {first_day:%d %B %Y}, the first day of that "
                "code: taken with its first meaning."
            )
    if stubs := count(UNDESCRIBED):
        warnings.append(
            f"{count_text(stubs, 'pupil')} in the marks {'is' if stubs == 1 else 'are'} not in the "
            "pupil list: import one that names them, leavers too (they count for the time they were here)."
        )
    return [*warnings, *warnings_of_days(connection, school)]
