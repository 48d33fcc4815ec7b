-- question: Where does each clock stand for this pupil?
-- grain:    one row per clock; none if there is no such pupil
-- params:   $pupil_id    integer    required, as in this register file
-- columns:  rule               policy_unexplained, la_return, deletion_20_day, illness, any_reason or penalty_notice
--           counted            what stands on the clock at the last date with a mark
--           threshold          at which it fires
--           unit               of both
--           kind               statutory or policy
--           counted_from       first day of what is counted; null if nothing is
--           longest_run        school days of the longest run stored; null for penalty_notice
--           longest_first_date
--           longest_last_date

with

pupil as (

    select
        pupils.school_id,
        pupils.pupil_id,
        school_status.academic_year,
        school_status.as_of,
        as_of_dates.week_number as last_week
    from pupils
    inner join school_status
        on pupils.school_id = school_status.school_id
    inner join school_dates as as_of_dates
        on
            pupils.school_id = as_of_dates.school_id
            and school_status.as_of = as_of_dates.calendar_date
    where pupils.pupil_id = $pupil_id

),

run_lengths as (

    select
        absence_runs.rule,
        max(case when absence_runs.is_open then absence_runs.school_days end) as open_days,
        max(case when absence_runs.is_open then absence_runs.first_date end) as open_first_date,
        max(absence_runs.school_days) as longest_run,
        arg_max(absence_runs.first_date, absence_runs.school_days) as longest_first_date,
        arg_max(absence_runs.last_date, absence_runs.school_days) as longest_last_date
    from absence_runs
    inner join pupil
        on
            absence_runs.school_id = pupil.school_id
            and absence_runs.pupil_id = pupil.pupil_id
    group by absence_runs.rule

),

illness_this_year as (

    select illness_years.sessions_ill / 2 as school_days_ill
    from illness_years
    inner join pupil
        on
            illness_years.school_id = pupil.school_id
            and illness_years.pupil_id = pupil.pupil_id
            and illness_years.academic_year = pupil.academic_year

),

penalty_rule as (

    select
        codes,
        coalesce(valid_from, date '1900-01-01') as valid_from
    from rules
    where rule = 'penalty_notice'

),

recent_unauthorised as (

    select
        count(*) as sessions,
        min(pupil_sessions.session_date) as first_date
    from pupil_sessions
    inner join pupil
        on
            pupil_sessions.school_id = pupil.school_id
            and pupil_sessions.pupil_id = pupil.pupil_id
    inner join school_dates
        on
            pupil_sessions.school_id = school_dates.school_id
            and pupil_sessions.session_date = school_dates.calendar_date
            and school_dates.week_number between pupil.last_week - 9 and pupil.last_week
    inner join pupil_periods
        on pupil_sessions.period_id = pupil_periods.period_id
    cross join penalty_rule
    where
        pupil_sessions.is_possible
        and pupil_periods.is_compulsory_age
        and pupil_sessions.session_date >= penalty_rule.valid_from
        and list_contains(penalty_rule.codes, pupil_sessions.attendance_code)

)

select
    rules.rule,
    case
        when rules.rule = 'illness' then coalesce(illness_this_year.school_days_ill, 0)
        when rules.rule = 'penalty_notice' then recent_unauthorised.sessions
        else coalesce(run_lengths.open_days, 0)
    end as counted,
    rules.threshold,
    rules.unit,
    rules.kind,
    case
        when rules.rule = 'penalty_notice' then recent_unauthorised.first_date
        when rules.rule <> 'illness' then run_lengths.open_first_date
    end as counted_from,
    run_lengths.longest_run,
    run_lengths.longest_first_date,
    run_lengths.longest_last_date
from rules
cross join pupil
cross join recent_unauthorised
left join illness_this_year
    on rules.rule = 'illness'
left join run_lengths
    on rules.rule = run_lengths.rule
where rules.rule in ('policy_unexplained', 'la_return', 'deletion_20_day', 'illness', 'any_reason', 'penalty_notice')
order by
    case rules.rule
        when 'policy_unexplained' then 1
        when 'la_return' then 2
        when 'deletion_20_day' then 3
        when 'illness' then 4
        when 'penalty_notice' then 5
        else 6
    end
