-- question: Which pupils have reached ten unauthorised sessions in ten school weeks?
-- grain:    one row per pupil: the first day in the period with a counted session at whose end the sum is ten or more
-- params:   $from_date              date = start of the current academic year  first session date counted
--           $to_date                date = last date with a mark               last session date counted
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
--           $near_threshold         boolean                                    family just above the FSM or pupil
--                                                                              premium line
--           $age_cohort             varchar = all                              one of: statistical, compulsory, all
--           $roll                   varchar = ever                             one of: ever, current
-- columns:  school_id
--           pupil_id           as in this register file
--           upn                null for a pupil without one
--           admission_number
--           reached_date
--           sessions_counted   G N O U in the ten school weeks, at the end of that day
--           of_which_n         of them still N, so provisional
--           window_first_week  Monday of the first of the ten school weeks
--           window_last_week   Monday of the last

with

members as (

    select
        period_id,
        school_id,
        pupil_id,
        valid_from,
        valid_until,
        is_compulsory_age,
        coalesce($from_date, year_start) as period_from,
        coalesce($to_date, as_of) as period_until
    from school_periods
    where
        is_wanted_school(school_id, $school_ids)
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

days_in_period as (

    select
        penalty_days.school_id,
        penalty_days.pupil_id,
        penalty_days.session_date,
        penalty_days.sessions_counted,
        penalty_days.of_which_n,
        penalty_days.window_first_week,
        penalty_days.window_last_week
    from penalty_days
    inner join members
        on
            penalty_days.school_id = members.school_id
            and penalty_days.pupil_id = members.pupil_id
            and penalty_days.session_date between members.valid_from and members.valid_until

),

first_days as (

    select
        penalty_days.school_id,
        penalty_days.pupil_id,
        min(penalty_days.session_date) as reached_date
    from penalty_days
    inner join school_status
        on penalty_days.school_id = school_status.school_id
    where
        penalty_days.session_date between
        coalesce($from_date, school_status.year_start) and coalesce($to_date, school_status.as_of)
    group by penalty_days.school_id, penalty_days.pupil_id

)

select
    first_days.school_id,
    first_days.pupil_id,
    pupils.upn,
    pupils.admission_number,
    first_days.reached_date,
    days_in_period.sessions_counted,
    days_in_period.of_which_n,
    days_in_period.window_first_week,
    days_in_period.window_last_week
from first_days
inner join days_in_period
    on
        first_days.school_id = days_in_period.school_id
        and first_days.pupil_id = days_in_period.pupil_id
        and first_days.reached_date = days_in_period.session_date
inner join pupils
    on
        first_days.school_id = pupils.school_id
        and first_days.pupil_id = pupils.pupil_id
order by first_days.reached_date desc, pupils.pupil_id
