-- question: Which reasons for absence rose or fell against the same point last year?
-- grain:    one row per code of absence used in either period, the largest change first
-- params:   $from_date              date = start of the current academic year  first session date counted
--           $to_date                date = last date with a mark               last session date counted
--           $last_year_from         date                                       required, start of earlier period
--           $last_year_to           date                                       required, end of earlier period
--           $school_ids             integer[]                                  schools counted
--           $year_groups            varchar[]                                  N1 N2 R 1 to 6
--           $classes                varchar[]                                  classes counted
--           $send_provisions        varchar[]                                  N none, K SEN support, E EHC plan
--           $sexes                  varchar[]                                  M F
--           $ethnicities            varchar[]                                  ethnicity codes as imported
--           $fsm                    boolean                                    eligible for free school meals
--           $pupil_premium          boolean                                    attracts pupil premium
--           $eal                    boolean                                    English as an additional language
--           $looked_after           boolean                                    looked after by a local authority
--           $social_worker          boolean                                    has a social worker
--           $child_protection_plan  boolean                                    on a child protection plan
--           $young_carer            boolean                                    young carer
--           $service_child          boolean                                    child of service personnel
--           $mental_health_need     boolean                                    recorded mental-health need
--           $near_threshold         boolean                                    just above the FSM or premium line
--           $age_cohort             varchar = statistical                      one of: statistical, compulsory, all
--           $roll                   varchar = ever                             one of: ever, current
-- columns:  attendance_code
--           sessions            absent sessions with this code in the period
--           rate                of possible sessions, 0 to 1
--           last_year_sessions
--           last_year_rate      of possible sessions a year earlier
--           rate_change         rate less last year's, of possible sessions; null where a period has none

with

stretches as (

    select
        school_id,
        false as is_last_year,
        coalesce($from_date, year_start) as counted_from,
        coalesce($to_date, as_of) as counted_until
    from school_status

    union all

    select
        school_id,
        true as is_last_year,
        cast($last_year_from as date) as counted_from,
        cast($last_year_to as date) as counted_until
    from school_status

),

cohort as (

    select
        school_periods.period_id,
        stretches.is_last_year,
        greatest(school_periods.valid_from, stretches.counted_from) as counted_from,
        least(school_periods.valid_until, stretches.counted_until) as counted_until
    from school_periods
    inner join stretches
        on
            school_periods.school_id = stretches.school_id
            and school_periods.valid_until >= stretches.counted_from
            and school_periods.valid_from <= stretches.counted_until
    where
        is_wanted_school(school_periods.school_id, $school_ids)
        and is_wanted(year_group, $year_groups)
        and is_wanted(class, $classes)
        and is_wanted(send_provision, $send_provisions)
        and is_wanted(sex, $sexes)
        and is_wanted(ethnicity, $ethnicities)
        and is_wanted_flag(fsm, $fsm)
        and is_wanted_flag(pupil_premium, $pupil_premium)
        and is_wanted_flag(eal, $eal)
        and is_wanted_flag(looked_after, $looked_after)
        and is_wanted_flag(social_worker, $social_worker)
        and is_wanted_flag(child_protection_plan, $child_protection_plan)
        and is_wanted_flag(young_carer, $young_carer)
        and is_wanted_flag(service_child, $service_child)
        and is_wanted_flag(mental_health_need, $mental_health_need)
        and is_wanted_flag(near_threshold, $near_threshold)
        and is_in_age_cohort($age_cohort, is_statistical_age, is_compulsory_age)
        and is_on_wanted_roll($roll, is_on_roll_now)

),

counted as (

    select
        pupil_sessions.attendance_code,
        pupil_sessions.is_absent,
        count(*) filter (where not cohort.is_last_year) as sessions,
        count(*) filter (where cohort.is_last_year) as last_year_sessions
    from pupil_sessions
    inner join cohort
        on
            pupil_sessions.period_id = cohort.period_id
            and pupil_sessions.session_date between cohort.counted_from and cohort.counted_until
    where pupil_sessions.is_possible
    group by all

),

possible as (

    select
        sum(sessions) as sessions,
        sum(last_year_sessions) as last_year_sessions
    from counted

)

select
    counted.attendance_code,
    sum(counted.sessions) as sessions,
    rate(sum(counted.sessions), max(possible.sessions)) as rate,
    sum(counted.last_year_sessions) as last_year_sessions,
    rate(sum(counted.last_year_sessions), max(possible.last_year_sessions)) as last_year_rate,
    rate(sum(counted.sessions), max(possible.sessions))
    - rate(sum(counted.last_year_sessions), max(possible.last_year_sessions)) as rate_change
from counted
cross join possible
where counted.is_absent
group by counted.attendance_code
order by abs(rate_change) desc nulls last, counted.attendance_code
