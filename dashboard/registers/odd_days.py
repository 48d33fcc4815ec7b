"""Days in a file of marks on which a person should look: weekends, defaults, closures the calendar lacks."""

from typing import TYPE_CHECKING

from dashboard.registers.ledger import count_text

if TYPE_CHECKING:
    import duckdb

# A closed day is warned about elsewhere, with the reason.
WEEKENDS = """
select coalesce(sum(marked.marks), 0)
from temp.marked_sessions as marked
join school_days using (session_date, session)
where
    school_days.school_id = $school_id
    and marked.attendance_code <> '#'
    and school_days.is_held
    and (school_days.weekday > 5 or month(marked.session_date) = 8)
"""
# Class days with # for everyone while other classes were open, and with the same absence for everyone.
CLASS_DAYS = """
with sessions_with_a_doubt as (
    select distinct session_date, session from temp.marked_sessions
    where attendance_code not in ('/', '\\', 'L')
),
class_sessions as (
    select
        marks.session_date,
        marks.session,
        traits.class,
        count(*) as pupils,
        min(marks.attendance_code) as code,
        count(distinct marks.attendance_code) = 1 as is_all_one
    from session_marks as marks
    semi join sessions_with_a_doubt using (session_date, session)
    join pupil_characteristics as traits
        on
            marks.school_id = traits.school_id
            and marks.pupil_id = traits.pupil_id
            and marks.session_date between traits.valid_from and traits.valid_until
    where marks.school_id = $school_id and traits.class is not null
    group by all
),
class_days as (
    select
        session_date,
        class,
        bool_and(is_all_one and code = '#') as is_closed,
        bool_and(is_all_one and pupils >= 5 and code in (
            select attendance_code from attendance_codes where is_authorised or is_unauthorised
        ))
        and count(*) = 2 and count(distinct code) = 1 as is_one_absence
    from class_sessions
    group by session_date, class
),
open_days as (select distinct session_date from class_days where not is_closed)
select
    count(*) filter (where class_days.is_closed and open_days.session_date is not null),
    count(*) filter (where class_days.is_one_absence)
from class_days
left join open_days on class_days.session_date = open_days.session_date
"""
CLOSED_BY_MARKS = """
with days as (
    select session_date from temp.marked_sessions
    group by session_date
    having bool_and(attendance_code = '#')
)
select count(distinct entries.session_date)
from calendar_entries as entries
semi join days on entries.session_date = days.session_date
join school_days using (school_id, session_date, session)
where entries.school_id = $school_id and entries.kind = 'school' and not school_days.is_held
"""
DAYS_WITHOUT_MARKS = """
with span as (
    select min(session_date) as first_date, max(session_date) as last_date
    from temp.marked_sessions
),
listed as (
    select distinct session_date from calendar_entries
    where
        school_id = $school_id and kind = 'school'
        and session_date between (select first_date from span) and (select last_date from span)
),
marked as (
    select distinct session_date from session_marks
    where school_id = $school_id and session_date in (select session_date from listed)
)
select count(*) from listed
anti join marked on listed.session_date = marked.session_date
"""


def warnings_of_days(connection: "duckdb.DuckDBPyConnection", school: dict[str, int]) -> list[str]:
    """A sentence for each sort of odd day among the marks of an import, which are in temp.marked_sessions."""

    def count(sql: str) -> int:
        found = connection.execute(sql, school).fetchone()
        return int(found[0]) if found else 0

    warnings = []
    if strange := count(WEEKENDS):
        warnings.append(
            f"{count_text(strange, 'mark is', 'marks are')} at a weekend or in August, and no calendar "
            "says that the school was closed: stored and counted. Import a calendar, or correct the dates."
        )
    if closures := count(CLOSED_BY_MARKS):
        warnings.append(
            f"{count_text(closures, 'school day')} of the calendar {'has' if closures == 1 else 'have'} "
            "nothing but #: taken as closed. If it was INSET or a holiday, correct the calendar."
        )
    if unmarked := count(DAYS_WITHOUT_MARKS):
        warnings.append(
            f"{count_text(unmarked, 'school day')} of the calendar, between the first and last date of this "
            f"file, {'has' if unmarked == 1 else 'have'} no marks at all: register not taken, or a closure?"
        )
    closed, defaults = connection.execute(CLASS_DAYS, school).fetchone() or (0, 0)
    if closed:
        warnings.append(
            f"{count_text(closed, 'class day')} with # for everyone while other classes were open: "
            "see that it was planned."
        )
    if defaults:
        warnings.append(
            f"{count_text(defaults, 'class day')} with one and the same absence for everyone: "
            "see that the register was not filled by default."
        )
    return warnings
