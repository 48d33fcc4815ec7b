-- scope: every year
-- Sessions and missing marks added up by pupil, period and week (Monday to Sunday).

with

sessions_and_gaps as (

    select
        academic_year,
        pupil_id,
        period_id,
        session_date,
        weekday,
        is_possible,
        is_attended,
        is_authorised,
        is_unauthorised,
        is_absent,
        is_late,
        false as is_missing
    from pupil_sessions
    where
        academic_year between $first_year and $last_year
        and school_id = $school_id

    union all

    select
        academic_year,
        pupil_id,
        period_id,
        session_date,
        weekday,
        false as is_possible,
        false as is_attended,
        false as is_authorised,
        false as is_unauthorised,
        false as is_absent,
        false as is_late,
        true as is_missing
    from missing_sessions
    where
        academic_year between $first_year and $last_year
        and school_id = $school_id

)

select
    academic_year,
    cast($school_id as integer) as school_id,
    pupil_id,
    period_id,
    session_date - (weekday - 1) as week_commencing,
    min(session_date) as first_date,
    max(session_date) as last_date,
    cast(count(*) filter (where is_possible) as integer) as possible_sessions,
    cast(count(*) filter (where is_attended) as integer) as attended_sessions,
    cast(count(*) filter (where is_authorised) as integer) as authorised_sessions,
    cast(count(*) filter (where is_unauthorised) as integer) as unauthorised_sessions,
    cast(count(*) filter (where is_absent) as integer) as absent_sessions,
    cast(count(*) filter (where is_late) as integer) as late_sessions,
    cast(count(*) filter (where is_missing) as integer) as missing_marks
from sessions_and_gaps
group by academic_year, pupil_id, period_id, session_date - (weekday - 1)
order by academic_year, pupil_id, week_commencing, period_id
