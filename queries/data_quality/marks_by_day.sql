-- question: On which days are all marks present, and on which are some missing?
-- grain:    one row per school and date, school day or not
-- params:   $from_date   date = start of the current academic year  first date
--           $to_date     date = last date with a mark               last date
--           $school_ids  integer[]                                  schools counted
-- columns:  school_id
--           session_date
--           week_commencing  a Monday
--           weekday          1 = Monday
--           state            complete, some_missing, no_marks, to_come (after the last mark), closed, closed_with_marks
--           marks            stored for sessions held; on a closed day all that are stored and do not say closed
--           missing_marks
--           missing_share    missing marks / marks and missing marks together, 0 to 1

with

scope as (

    select
        school_id,
        as_of,
        coalesce($from_date, year_start) as counted_from,
        coalesce($to_date, as_of) as counted_until
    from school_status
    where is_wanted_school(school_id, $school_ids)

),

day_marks as (

    select
        pupil_sessions.school_id,
        pupil_sessions.session_date,
        count(*) filter (where pupil_sessions.is_held) as marks,
        count(*) filter (
            where not pupil_sessions.is_held and pupil_sessions.attendance_code not in ('Y4', '#')
        ) as closed_marks
    from pupil_sessions
    inner join scope
        on
            pupil_sessions.school_id = scope.school_id
            and pupil_sessions.session_date between scope.counted_from and scope.counted_until
    group by pupil_sessions.school_id, pupil_sessions.session_date

),

day_gaps as (

    select
        missing_sessions.school_id,
        missing_sessions.session_date,
        count(*) as missing_marks
    from missing_sessions
    inner join scope
        on
            missing_sessions.school_id = scope.school_id
            and missing_sessions.session_date between scope.counted_from and scope.counted_until
    group by missing_sessions.school_id, missing_sessions.session_date

),

dates as (

    select
        scope.school_id,
        school_dates.calendar_date as session_date,
        school_dates.week_commencing,
        school_dates.weekday,
        school_dates.is_school_day,
        school_dates.calendar_date > scope.as_of as is_to_come,
        coalesce(day_marks.marks, 0) as marks,
        coalesce(day_marks.closed_marks, 0) as closed_marks,
        coalesce(day_gaps.missing_marks, 0) as missing_marks
    from school_dates
    inner join scope
        on
            school_dates.school_id = scope.school_id
            and school_dates.calendar_date between scope.counted_from and scope.counted_until
    left join day_marks
        on
            school_dates.school_id = day_marks.school_id
            and school_dates.calendar_date = day_marks.session_date
    left join day_gaps
        on
            school_dates.school_id = day_gaps.school_id
            and school_dates.calendar_date = day_gaps.session_date

)

select
    school_id,
    session_date,
    week_commencing,
    weekday,
    case
        when not is_school_day then case when closed_marks > 0 then 'closed_with_marks' else 'closed' end
        when is_to_come then 'to_come'
        when marks = 0 then 'no_marks'
        when missing_marks > 0 then 'some_missing'
        else 'complete'
    end as state,
    case when is_school_day then marks else closed_marks end as marks,
    missing_marks,
    rate(missing_marks, marks + missing_marks) as missing_share
from dates
order by school_id, session_date
