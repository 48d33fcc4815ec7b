-- question: What was marked for this pupil, session by session?
-- grain:    one row per session with a mark, or without one in a session held while on roll
-- params:   $pupil_id     integer                                    required, as in this register file
--           $from_date    date = start of the current academic year  first session date listed
--           $to_date      date = last date with a mark               last session date listed
-- columns:  session_date
--           session           AM or PM
--           week_commencing   Monday
--           weekday           1 = Monday
--           attendance_code   null where nothing is marked
--           description       what the code means on that day
--           kind              present, late, authorised, unauthorised, unexplained, not_possible or missing
--           is_possible       counts under the pupil's rate
--           minutes_late      where the register says

with

asked as (

    select
        pupils.school_id,
        pupils.pupil_id,
        coalesce($from_date, school_status.year_start) as first_date,
        coalesce($to_date, school_status.as_of) as last_date
    from pupils
    inner join school_status
        on pupils.school_id = school_status.school_id
    where pupils.pupil_id = $pupil_id

),

unexplained_codes as (

    select codes
    from rules
    where rule = 'policy_unexplained'

),

marked as (

    select
        pupil_sessions.school_id,
        pupil_sessions.session_date,
        pupil_sessions.session,
        pupil_sessions.attendance_code,
        case
            when not pupil_sessions.is_possible then 'not_possible'
            when pupil_sessions.is_late then 'late'
            when pupil_sessions.is_attended then 'present'
            when list_contains(unexplained_codes.codes, pupil_sessions.attendance_code) then 'unexplained'
            when pupil_sessions.is_authorised then 'authorised'
            else 'unauthorised'
        end as kind,
        pupil_sessions.is_possible,
        session_marks.minutes_late
    from pupil_sessions
    inner join asked
        on
            pupil_sessions.school_id = asked.school_id
            and pupil_sessions.pupil_id = asked.pupil_id
            and pupil_sessions.session_date between asked.first_date and asked.last_date
    inner join session_marks
        on
            pupil_sessions.academic_year = session_marks.academic_year
            and pupil_sessions.school_id = session_marks.school_id
            and pupil_sessions.pupil_id = session_marks.pupil_id
            and pupil_sessions.session_date = session_marks.session_date
            and pupil_sessions.session = session_marks.session
    cross join unexplained_codes

),

unmarked as (

    select
        missing_sessions.school_id,
        missing_sessions.session_date,
        missing_sessions.session,
        cast(null as varchar) as attendance_code,
        'missing' as kind,
        false as is_possible,
        cast(null as smallint) as minutes_late
    from missing_sessions
    inner join asked
        on
            missing_sessions.school_id = asked.school_id
            and missing_sessions.pupil_id = asked.pupil_id
            and missing_sessions.session_date between asked.first_date and asked.last_date

),

all_sessions as (

    select * from marked

    union all

    select * from unmarked

)

select
    all_sessions.session_date,
    all_sessions.session,
    school_dates.week_commencing,
    school_dates.weekday,
    all_sessions.attendance_code,
    attendance_codes.description,
    all_sessions.kind,
    all_sessions.is_possible,
    all_sessions.minutes_late
from all_sessions
inner join school_dates
    on
        all_sessions.school_id = school_dates.school_id
        and all_sessions.session_date = school_dates.calendar_date
left join attendance_codes
    on
        all_sessions.attendance_code = attendance_codes.attendance_code
        and all_sessions.session_date between attendance_codes.applies_from and attendance_codes.applies_until
order by all_sessions.session_date, all_sessions.session
