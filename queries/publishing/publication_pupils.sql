-- question: Which pupils does a publication count, in which groups, and with how many sessions?
-- grain:    one row per pupil, week and combination of groups they were in on a day of it with a possible session;
--           DfE's ages, everyone on roll in the period
-- params:   $from_date              date = start of the current academic year  first session date counted
--           $to_date                date = last date with a mark               last session date counted
--           $school_ids             integer[]                                  schools counted
-- columns:  pupil                   UPN, else admission number
--           fsm                     true, false or unknown
--           send_provision          N, K, E or unknown
--           sex                     as stored, or unknown
--           year_group              as stored, or unknown
--           week_commencing         its Monday
--           possible_sessions
--           attended_sessions
--           authorised_sessions
--           unauthorised_sessions

with

cohort as (

    select
        period_id,
        coalesce(cast(fsm as varchar), 'unknown') as fsm,
        coalesce(send_provision, 'unknown') as send_provision,
        coalesce(sex, 'unknown') as sex,
        coalesce(year_group, 'unknown') as year_group,
        greatest(valid_from, coalesce($from_date, year_start)) as counted_from,
        least(valid_until, coalesce($to_date, as_of)) as counted_until
    from school_periods
    where
        valid_until >= coalesce($from_date, year_start)
        and valid_from <= coalesce($to_date, as_of)
        and is_wanted_school(school_id, $school_ids)
        and is_statistical_age

)

select
    coalesce(pupils.upn, pupils.admission_number) as pupil,
    cohort.fsm,
    cohort.send_provision,
    cohort.sex,
    cohort.year_group,
    school_dates.week_commencing,
    count(*) as possible_sessions,
    count(*) filter (where pupil_sessions.is_attended) as attended_sessions,
    count(*) filter (where pupil_sessions.is_authorised) as authorised_sessions,
    count(*) filter (where pupil_sessions.is_unauthorised) as unauthorised_sessions
from pupil_sessions
inner join cohort
    on
        pupil_sessions.period_id = cohort.period_id
        and pupil_sessions.session_date between cohort.counted_from and cohort.counted_until
inner join pupils
    on
        pupil_sessions.school_id = pupils.school_id
        and pupil_sessions.pupil_id = pupils.pupil_id
inner join school_dates
    on
        pupil_sessions.school_id = school_dates.school_id
        and pupil_sessions.session_date = school_dates.calendar_date
where pupil_sessions.is_possible
group by
    pupil_sessions.school_id, pupil_sessions.pupil_id, pupils.upn, pupils.admission_number, cohort.fsm,
    cohort.send_provision, cohort.sex, cohort.year_group, school_dates.week_commencing
order by pupil, week_commencing, cohort.fsm, cohort.send_provision, cohort.sex, cohort.year_group
