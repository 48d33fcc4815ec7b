-- scope: school
-- Days at whose end ten consecutive school weeks hold ten or more sessions that count towards a penalty notice (G N O U
-- since 19 August 2024, of compulsory school age on the day). School weeks are numbered without a break across years.

with

penalty_rule as (

    select
        codes,
        threshold,
        valid_from
    from rules
    where rule = 'penalty_notice'

),

counted_days as (

    select
        pupil_sessions.pupil_id,
        pupil_sessions.session_date,
        school_dates.week_number,
        count(*) as sessions_today,
        count(*) filter (where pupil_sessions.attendance_code = 'N') as n_today
    from pupil_sessions
    cross join penalty_rule
    inner join pupil_periods
        on pupil_sessions.period_id = pupil_periods.period_id
    inner join school_dates
        on
            pupil_sessions.school_id = school_dates.school_id
            and pupil_sessions.session_date = school_dates.calendar_date
    where
        pupil_sessions.school_id = $school_id
        and pupil_sessions.is_unauthorised
        and pupil_sessions.session_date >= penalty_rule.valid_from
        and list_contains(penalty_rule.codes, pupil_sessions.attendance_code)
        and pupil_periods.is_compulsory_age
    group by pupil_sessions.pupil_id, pupil_sessions.session_date, school_dates.week_number

),

window_sums as (

    select
        pupil_id,
        session_date,
        cast(week_number as integer) as week_number,
        coalesce(sum(sessions_today) over nine_weeks_before, 0) + sum(sessions_today) over this_week
            as sessions_counted,
        coalesce(sum(n_today) over nine_weeks_before, 0) + sum(n_today) over this_week as of_which_n
    from counted_days
    window
        nine_weeks_before as (
            partition by pupil_id order by week_number range between 9 preceding and 1 preceding
        ),
        this_week as (
            partition by pupil_id, week_number order by session_date
            rows between unbounded preceding and current row
        )

),

weeks as (

    select distinct
        week_number,
        week_commencing
    from school_dates
    where
        school_id = $school_id
        and week_number is not null

)

select
    cast($school_id as integer) as school_id,
    window_sums.pupil_id,
    window_sums.session_date,
    window_sums.sessions_counted,
    window_sums.of_which_n,
    first_weeks.week_commencing as window_first_week,
    last_weeks.week_commencing as window_last_week
from window_sums
cross join penalty_rule
inner join weeks as first_weeks
    on greatest(1, window_sums.week_number - 9) = first_weeks.week_number
inner join weeks as last_weeks
    on window_sums.week_number = last_weeks.week_number
where window_sums.sessions_counted >= penalty_rule.threshold
order by window_sums.pupil_id, window_sums.session_date
