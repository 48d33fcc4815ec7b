-- question: Which absence codes are used on which weekday?
-- grain:    one row per weekday and code of an absence
-- columns:  weekday
--           attendance_code
--           sessions

select
    weekday,
    attendance_code,
    count(*) as sessions
from pupil_sessions
where is_absent
group by weekday, attendance_code
