-- Sessions on which the calendar and the marks disagree, by what is wrong (hole):
--   no_calendar           marks of a day that lies in no calendar
--   closed_with_marks     marks on a session that the calendar closes: a holiday, an INSET day, a weekend, not listed
--   listed_without_marks  listed as school, before the last day with marks, and nobody has a mark
--   not_listed            a weekday between two listed school days of its week, with nothing said of it (session null)
create view calendar_hole_sessions as

with

session_totals as (

    select
        school_id,
        session_date,
        session,
        count(*) as marks,
        count(*) filter (where attendance_code not in ('Y4', '#')) as open_marks
    from pupil_sessions
    group by school_id, session_date, session

),

known_sessions as (

    select
        school_days.school_id,
        school_days.session_date,
        school_days.session,
        case
            when not school_days.is_in_calendar
                then case when school_days.is_held then 'no_calendar' end
            when school_days.kind <> 'school'
                then case when session_totals.open_marks > 0 then 'closed_with_marks' end
            when session_totals.marks is null and school_days.session_date < school_status.as_of
                then 'listed_without_marks'
        end as hole,
        coalesce(session_totals.open_marks, 0) as marks
    from school_days
    inner join school_status
        on school_days.school_id = school_status.school_id
    left join session_totals
        on
            school_days.school_id = session_totals.school_id
            and school_days.session_date = session_totals.session_date
            and school_days.session = session_totals.session

),

listed_weeks as (

    select
        school_dates.school_id,
        school_dates.week_commencing,
        min(school_dates.calendar_date) as first_date,
        max(school_dates.calendar_date) as last_date
    from calendar_entries
    inner join school_dates
        on
            calendar_entries.school_id = school_dates.school_id
            and calendar_entries.session_date = school_dates.calendar_date
    where calendar_entries.kind = 'school'
    group by school_dates.school_id, school_dates.week_commencing

)

select
    school_id,
    session_date,
    session,
    hole,
    marks
from known_sessions
where hole is not null

union all

select
    school_dates.school_id,
    school_dates.calendar_date as session_date,
    cast(null as varchar) as session,
    'not_listed' as hole,
    0 as marks
from school_dates
inner join listed_weeks
    on
        school_dates.school_id = listed_weeks.school_id
        and school_dates.week_commencing = listed_weeks.week_commencing
        and school_dates.calendar_date > listed_weeks.first_date
        and school_dates.calendar_date < listed_weeks.last_date
anti join school_days
    on
        school_dates.school_id = school_days.school_id
        and school_dates.calendar_date = school_days.session_date
where school_dates.weekday <= 5;

-- Marks whose code was not in force on their day: retired before it, or not yet begun.
create view misdated_marks as
select
    pupil_sessions.school_id,
    pupil_sessions.pupil_id,
    pupil_sessions.session_date,
    pupil_sessions.session,
    pupil_sessions.attendance_code,
    attendance_codes.description,
    attendance_codes.valid_from,
    attendance_codes.valid_until,
    case when pupil_sessions.session_date > attendance_codes.valid_until then 'retired' else 'early' end as fault
from pupil_sessions
inner join attendance_codes
    on
        pupil_sessions.attendance_code = attendance_codes.attendance_code
        and pupil_sessions.session_date between attendance_codes.applies_from and attendance_codes.applies_until
where
    pupil_sessions.session_date > attendance_codes.valid_until
    or pupil_sessions.session_date < attendance_codes.valid_from;
