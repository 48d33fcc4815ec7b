-- scope: school
-- Every session that a calendar lists or a mark was stored for, and whether it was held. Inside a calendar's first and
-- last date a session is held if it is listed as school and not every mark in it says closed (Y4 or #); outside every
-- calendar it is held if any pupil who is no guest has a possible mark in it.

with

calendar_bounds as (

    select
        year(session_date) - case when month(session_date) < 8 then 1 else 0 end as academic_year,
        min(session_date) as first_date,
        max(session_date) as last_date
    from calendar_entries
    where school_id = $school_id
    group by academic_year

),

mark_counts as (

    select
        session_date,
        session,
        attendance_code,
        count(*) as marks,
        count(*) filter (
            where pupil_id not in (
                select pupils.pupil_id
                from pupils
                where
                    pupils.school_id = $school_id
                    and pupils.enrolment_status = 'G'
            )
        ) as marks_of_own_pupils
    from session_marks
    where school_id = $school_id
    group by session_date, session, attendance_code

),

mark_sessions as (

    select
        mark_counts.session_date,
        mark_counts.session,
        count(*) filter (where mark_counts.attendance_code not in ('Y4', '#')) as open_codes,
        count(*) filter (
            where attendance_codes.is_possible and mark_counts.marks_of_own_pupils > 0
        ) as possible_codes
    from mark_counts
    inner join attendance_codes
        on
            mark_counts.attendance_code = attendance_codes.attendance_code
            and mark_counts.session_date between attendance_codes.applies_from and attendance_codes.applies_until
    group by mark_counts.session_date, mark_counts.session

),

all_sessions as (

    select
        coalesce(calendar_entries.session_date, mark_sessions.session_date) as session_date,
        coalesce(calendar_entries.session, mark_sessions.session) as session,
        calendar_entries.kind,
        mark_sessions.session_date is null or mark_sessions.open_codes > 0 as is_open,
        coalesce(mark_sessions.possible_codes, 0) > 0 as has_possible_mark
    from (
        select *
        from calendar_entries
        where school_id = $school_id
    ) as calendar_entries
    full outer join mark_sessions
        on
            calendar_entries.session_date = mark_sessions.session_date
            and calendar_entries.session = mark_sessions.session

)

select
    cast($school_id as integer) as school_id,
    all_sessions.session_date,
    all_sessions.session,
    case
        when calendar_bounds.academic_year is null then all_sessions.has_possible_mark
        else coalesce(all_sessions.kind, 'closed') = 'school' and all_sessions.is_open
    end as is_held,
    case
        when calendar_bounds.academic_year is null then 'from marks'
        else coalesce(all_sessions.kind, 'not listed')
    end as kind,
    calendar_bounds.academic_year is not null as is_in_calendar,
    date_diff('day', date '1900-01-01', all_sessions.session_date) % 7 + 1 as weekday
from all_sessions
left join calendar_bounds
    on all_sessions.session_date between calendar_bounds.first_date and calendar_bounds.last_date
order by all_sessions.session_date, all_sessions.session
