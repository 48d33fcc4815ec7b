-- question: What does the calendar say of each day, and was school held?
-- grain:    one row per date and session that is in a calendar or has a mark
-- params:   $from_date   date = start of the current academic year  first date
--           $to_date     date = last date stored                    last date
--           $school_ids  integer[]                                  schools counted
-- columns:  school_id
--           session_date
--           session         AM or PM
--           kind            school, inset, holiday or closure; null where no calendar lists it
--           term            as imported
--           is_in_calendar  listed, or between a calendar's first and last date
--           is_held         the session counts as a session of school

with

known_sessions as (

    select
        school_days.school_id,
        school_days.session_date,
        school_days.session,
        school_days.is_in_calendar,
        school_days.is_held
    from school_days
    inner join school_status
        on school_days.school_id = school_status.school_id
    where
        school_days.session_date >= coalesce($from_date, school_status.year_start)
        and school_days.session_date <= coalesce($to_date, school_days.session_date)
        and is_wanted_school(school_days.school_id, $school_ids)

)

select
    known_sessions.school_id,
    known_sessions.session_date,
    known_sessions.session,
    calendar_entries.kind,
    calendar_entries.term,
    known_sessions.is_in_calendar,
    known_sessions.is_held
from known_sessions
left join calendar_entries
    on
        known_sessions.school_id = calendar_entries.school_id
        and known_sessions.session_date = calendar_entries.session_date
        and known_sessions.session = calendar_entries.session
order by known_sessions.school_id, known_sessions.session_date, known_sessions.session
