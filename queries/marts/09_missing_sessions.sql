-- scope: every year
-- Sessions held, up to the last date with a mark, of pupils on roll that day (guests aside) for which nothing is
-- stored.

with

held_sessions as (

    select
        school_days.session_date,
        school_days.session,
        school_days.weekday
    from school_days
    inner join school_status
        on school_days.school_id = school_status.school_id
    where
        school_days.school_id = $school_id
        and school_days.is_held
        and school_days.session_date >= make_date($academic_year, 8, 1)
        and school_days.session_date < make_date($academic_year + 1, 8, 1)
        and school_days.session_date <= school_status.as_of

),

expected_sessions as (

    select
        enrolments.pupil_id,
        held_sessions.session_date,
        held_sessions.session,
        held_sessions.weekday
    from enrolments
    inner join pupils
        on
            enrolments.school_id = pupils.school_id
            and enrolments.pupil_id = pupils.pupil_id
    inner join held_sessions
        on held_sessions.session_date between enrolments.on_roll_from and enrolments.on_roll_until
    where
        enrolments.school_id = $school_id
        and pupils.enrolment_status <> 'G'

),

stored_sessions as (

    select
        pupil_id,
        session_date,
        session
    from session_marks
    where
        academic_year = $academic_year
        and school_id = $school_id

),

unmarked_sessions as (

    select distinct
        expected_sessions.pupil_id,
        expected_sessions.session_date,
        expected_sessions.session,
        expected_sessions.weekday
    from expected_sessions
    anti join stored_sessions
        on
            expected_sessions.pupil_id = stored_sessions.pupil_id
            and expected_sessions.session_date = stored_sessions.session_date
            and expected_sessions.session = stored_sessions.session

)

select
    cast($academic_year as smallint) as academic_year,
    cast($school_id as integer) as school_id,
    unmarked_sessions.pupil_id,
    pupil_periods.period_id,
    unmarked_sessions.session_date,
    unmarked_sessions.session,
    unmarked_sessions.weekday
from unmarked_sessions
inner join pupil_periods
    on
        pupil_periods.school_id = $school_id
        and pupil_periods.academic_year = $academic_year
        and unmarked_sessions.pupil_id = pupil_periods.pupil_id
        and unmarked_sessions.session_date between pupil_periods.valid_from and pupil_periods.valid_until
order by unmarked_sessions.pupil_id, unmarked_sessions.session_date, unmarked_sessions.session
