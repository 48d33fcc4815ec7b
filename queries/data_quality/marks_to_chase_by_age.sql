-- question: How long have marks been missing, or without a reason?
-- grain:    one row per school and age with such a mark, the newest first
-- params:   $from_date   date = start of the current academic year  first session date counted
--           $to_date     date = last date with a mark               last session date counted
--           $school_ids  integer[]                                  schools counted
-- columns:  school_id
--           age_band       school days since the session: 0_to_1, 2_to_5, 6_to_10, 11_to_20, over_20
--           missing_marks  sessions held with no mark
--           n_marks        marks that still say N

with

scope as (

    select
        school_status.school_id,
        coalesce($from_date, school_status.year_start) as counted_from,
        coalesce($to_date, school_status.as_of) as counted_until,
        last_days.school_days_so_far
    from school_status
    inner join school_dates as last_days
        on
            school_status.school_id = last_days.school_id
            and school_status.as_of = last_days.calendar_date
    where is_wanted_school(school_status.school_id, $school_ids)

),

marks_to_chase as (

    select
        school_id,
        session_date,
        1 as missing_marks,
        0 as n_marks
    from missing_sessions

    union all

    select
        school_id,
        session_date,
        0 as missing_marks,
        1 as n_marks
    from pupil_sessions
    where attendance_code = 'N'

),

aged as (

    select
        scope.school_id,
        scope.school_days_so_far - school_dates.school_days_so_far as school_days_old,
        marks_to_chase.missing_marks,
        marks_to_chase.n_marks
    from marks_to_chase
    inner join scope
        on
            marks_to_chase.school_id = scope.school_id
            and marks_to_chase.session_date between scope.counted_from and scope.counted_until
    inner join school_dates
        on
            marks_to_chase.school_id = school_dates.school_id
            and marks_to_chase.session_date = school_dates.calendar_date

)

select
    school_id,
    case
        when school_days_old <= 1 then '0_to_1'
        when school_days_old <= 5 then '2_to_5'
        when school_days_old <= 10 then '6_to_10'
        when school_days_old <= 20 then '11_to_20'
        else 'over_20'
    end as age_band,
    cast(sum(missing_marks) as bigint) as missing_marks,
    cast(sum(n_marks) as bigint) as n_marks
from aged
group by school_id, age_band
order by school_id, min(school_days_old)
