-- question: How does each week compare with the same week a year before?
-- grain:    one row per week with a possible session
-- columns:  week_commencing
--           possible_sessions
--           absent_sessions
--           possible_last_year
--           absent_last_year

with

weeks as (

    select
        school_dates.week_commencing,
        count(*) as possible_sessions,
        count(*) filter (where pupil_sessions.is_absent) as absent_sessions
    from pupil_sessions
    inner join school_dates
        on
            pupil_sessions.school_id = school_dates.school_id
            and pupil_sessions.session_date = school_dates.calendar_date
    where pupil_sessions.is_possible
    group by school_dates.week_commencing

)

select
    weeks.week_commencing,
    weeks.possible_sessions,
    weeks.absent_sessions,
    last_year.possible_sessions as possible_last_year,
    last_year.absent_sessions as absent_last_year
from weeks
left join weeks as last_year
    on weeks.week_commencing = last_year.week_commencing + 364
