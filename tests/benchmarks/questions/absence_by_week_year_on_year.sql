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
        week_commencing,
        cast(sum(possible_sessions) as bigint) as possible_sessions,
        cast(sum(absent_sessions) as bigint) as absent_sessions
    from pupil_weeks
    where possible_sessions > 0
    group by week_commencing

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
