-- scope: years
-- Every stored mark with its meaning on its day. A mark counts (is_possible) if its code is possible, its session was
-- held, and its pupil is no guest. Rows come in the order of session_marks, which is kept sorted.

with

year_marks as (

    select *
    from session_marks
    where
        academic_year between $first_year and $last_year
        and school_id = $school_id

),

year_periods as (

    select
        academic_year,
        period_id,
        pupil_id,
        valid_from,
        valid_until,
        is_guest
    from pupil_periods
    where
        academic_year between $first_year and $last_year
        and school_id = $school_id

),

year_days as (

    select
        session_date,
        session,
        weekday,
        is_held
    from school_days
    where
        school_id = $school_id
        and session_date >= make_date($first_year, 8, 1)
        and session_date < make_date($last_year + 1, 8, 1)

),

counted_marks as (

    select
        year_marks.academic_year,
        year_marks.school_id,
        year_marks.pupil_id,
        year_periods.period_id,
        year_marks.session_date,
        year_marks.session,
        year_days.weekday,
        year_marks.attendance_code,
        year_days.is_held,
        attendance_codes.is_attended,
        attendance_codes.is_authorised,
        attendance_codes.is_unauthorised,
        attendance_codes.is_possible and year_days.is_held and not year_periods.is_guest as is_possible
    from year_marks
    inner join year_periods
        on
            year_marks.academic_year = year_periods.academic_year
            and year_marks.pupil_id = year_periods.pupil_id
            and year_marks.session_date between year_periods.valid_from and year_periods.valid_until
    inner join year_days
        on
            year_marks.session_date = year_days.session_date
            and year_marks.session = year_days.session
    inner join attendance_codes
        on
            year_marks.attendance_code = attendance_codes.attendance_code
            and year_marks.session_date between attendance_codes.applies_from and attendance_codes.applies_until

)

select
    academic_year,
    school_id,
    pupil_id,
    period_id,
    session_date,
    session,
    weekday,
    attendance_code,
    is_held,
    is_possible,
    is_possible and is_attended as is_attended,
    is_possible and is_authorised as is_authorised,
    is_possible and is_unauthorised as is_unauthorised,
    is_possible and (is_authorised or is_unauthorised) as is_absent,
    is_possible and attendance_code = 'L' as is_late
from counted_marks
