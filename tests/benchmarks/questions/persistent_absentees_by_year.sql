-- question: How many pupils were persistently absent each year?
-- grain:    one row per academic year
-- columns:  academic_year
--           pupils
--           persistent_absentees

with

pupil_years as (

    select
        academic_year,
        school_id,
        pupil_id,
        sum(possible_sessions) as possible_sessions,
        sum(absent_sessions) as absent_sessions
    from pupil_weeks
    where possible_sessions > 0
    group by academic_year, school_id, pupil_id

)

select
    academic_year,
    count(*) as pupils,
    count(*) filter (where 10 * absent_sessions >= possible_sessions) as persistent_absentees
from pupil_years
group by academic_year
