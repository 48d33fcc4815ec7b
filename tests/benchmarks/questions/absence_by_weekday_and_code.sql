-- question: Which absence codes are used on which weekday?
-- grain:    one row per weekday and code of an absence
-- columns:  weekday
--           attendance_code
--           sessions

with

codes_by_date as (

    select
        school_id,
        session_date,
        attendance_code,
        count(*) as sessions
    from pupil_sessions
    where
        is_absent
        and is_possible
    group by school_id, session_date, attendance_code

)

select
    school_dates.weekday,
    codes_by_date.attendance_code,
    cast(sum(codes_by_date.sessions) as bigint) as sessions
from codes_by_date
inner join school_dates
    on
        codes_by_date.school_id = school_dates.school_id
        and codes_by_date.session_date = school_dates.calendar_date
group by school_dates.weekday, codes_by_date.attendance_code
