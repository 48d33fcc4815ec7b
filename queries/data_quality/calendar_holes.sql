-- question: On which days do the calendar and the marks disagree?
-- grain:    one row per school, day and kind of hole
-- params:   $from_date   date = start of the current academic year  first date
--           $to_date     date = last date with a mark               last date
--           $school_ids  integer[]                                  schools counted
-- columns:  school_id
--           session_date
--           weekday       1 = Monday
--           hole          no_calendar: marks, and the day lies in no calendar; closed_with_marks; listed_without_marks;
--                         not_listed: a weekday within a listed school week, with nothing said of it
--           sessions      AM, PM, or AM and PM
--           marks         marks of a session that was open, on that day
--           listed_as     school, inset, holiday or closure; null where the calendar does not list the day

with

holes as (

    select
        calendar_hole_sessions.school_id,
        calendar_hole_sessions.session_date,
        calendar_hole_sessions.hole,
        case
            when count(calendar_hole_sessions.session) = 1 then max(calendar_hole_sessions.session)
            else 'AM and PM'
        end as sessions,
        sum(calendar_hole_sessions.marks) as marks
    from calendar_hole_sessions
    inner join school_status
        on calendar_hole_sessions.school_id = school_status.school_id
    where
        calendar_hole_sessions.session_date >= coalesce($from_date, school_status.year_start)
        and calendar_hole_sessions.session_date <= coalesce($to_date, school_status.as_of)
        and is_wanted_school(calendar_hole_sessions.school_id, $school_ids)
    group by calendar_hole_sessions.school_id, calendar_hole_sessions.session_date, calendar_hole_sessions.hole

),

listed_days as (

    select
        school_id,
        session_date,
        max(kind) as listed_as
    from calendar_entries
    group by school_id, session_date

)

select
    holes.school_id,
    holes.session_date,
    school_dates.weekday,
    holes.hole,
    holes.sessions,
    cast(holes.marks as bigint) as marks,
    listed_days.listed_as
from holes
inner join school_dates
    on
        holes.school_id = school_dates.school_id
        and holes.session_date = school_dates.calendar_date
left join listed_days
    on
        holes.school_id = listed_days.school_id
        and holes.session_date = listed_days.session_date
order by holes.school_id, holes.session_date, holes.hole
