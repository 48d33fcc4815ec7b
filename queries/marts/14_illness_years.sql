-- scope: school
-- Illness (I) by pupil and academic year: sessions, and the longest run of the illness clock in days of that year.

with

ill_sessions as (

    select
        pupil_id,
        academic_year,
        count(*) as sessions_ill,
        max(session_date) as last_ill_date
    from pupil_sessions
    where
        school_id = $school_id
        and is_authorised
        and attendance_code = 'I'
    group by pupil_id, academic_year

),

run_days as (

    select
        pupil_id,
        first_date,
        year(session_date) - case when month(session_date) < 8 then 1 else 0 end as academic_year,
        count(*) as school_days
    from absence_run_days
    where
        school_id = $school_id
        and rule = 'illness'
    group by pupil_id, first_date, academic_year

),

longest_runs as (

    select
        pupil_id,
        academic_year,
        max(school_days) as longest_run
    from run_days
    group by pupil_id, academic_year

)

select
    cast($school_id as integer) as school_id,
    ill_sessions.pupil_id,
    ill_sessions.academic_year,
    ill_sessions.sessions_ill,
    coalesce(longest_runs.longest_run, 0) as longest_run,
    ill_sessions.last_ill_date
from ill_sessions
left join longest_runs
    on
        ill_sessions.pupil_id = longest_runs.pupil_id
        and ill_sessions.academic_year = longest_runs.academic_year
order by ill_sessions.pupil_id, ill_sessions.academic_year
