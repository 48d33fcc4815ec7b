-- scope: every year
-- Sessions and missing marks added up by pupil, period and week (Monday to Sunday).

with

week_sessions as (

    select
        pupil_id,
        period_id,
        session_date - (weekday - 1) as week_commencing,
        min(session_date) as first_date,
        max(session_date) as last_date,
        count(*) filter (where is_possible) as possible_sessions,
        count(*) filter (where is_attended) as attended_sessions,
        count(*) filter (where is_authorised) as authorised_sessions,
        count(*) filter (where is_unauthorised) as unauthorised_sessions,
        count(*) filter (where is_absent) as absent_sessions,
        count(*) filter (where is_late) as late_sessions,
        0 as missing_marks
    from pupil_sessions
    where
        academic_year = $academic_year
        and school_id = $school_id
    group by pupil_id, period_id, session_date - (weekday - 1)

    union all

    select
        pupil_id,
        period_id,
        session_date - (weekday - 1) as week_commencing,
        min(session_date) as first_date,
        max(session_date) as last_date,
        0 as possible_sessions,
        0 as attended_sessions,
        0 as authorised_sessions,
        0 as unauthorised_sessions,
        0 as absent_sessions,
        0 as late_sessions,
        count(*) as missing_marks
    from missing_sessions
    where
        academic_year = $academic_year
        and school_id = $school_id
    group by pupil_id, period_id, session_date - (weekday - 1)

)

select
    cast($academic_year as smallint) as academic_year,
    cast($school_id as integer) as school_id,
    pupil_id,
    period_id,
    week_commencing,
    min(first_date) as first_date,
    max(last_date) as last_date,
    cast(sum(possible_sessions) as integer) as possible_sessions,
    cast(sum(attended_sessions) as integer) as attended_sessions,
    cast(sum(authorised_sessions) as integer) as authorised_sessions,
    cast(sum(unauthorised_sessions) as integer) as unauthorised_sessions,
    cast(sum(absent_sessions) as integer) as absent_sessions,
    cast(sum(late_sessions) as integer) as late_sessions,
    cast(sum(missing_marks) as integer) as missing_marks
from week_sessions
group by pupil_id, period_id, week_commencing
order by pupil_id, week_commencing, period_id
