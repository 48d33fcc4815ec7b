-- question: How many CME concerns are open at the end of the period, and how many were a year earlier?
-- grain:    one row, always
-- params:   $from_date              date = start of the current academic year  first session date counted
--           $to_date                date = last date with a mark               last session date counted
--           $last_year_to           date                                       last day of the earlier period
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
--           $age_cohort             varchar = all                              one of: statistical, compulsory, all
--           $roll                   varchar = ever                             one of: ever, current
-- columns:  open_cases            opened by the last date and not closed by then
--           opened_cases          opened in the period
--           closed_cases          closed in the period
--           last_year_open_cases  open on the last date of the earlier period

with

case_dates as (

    select
        case_periods.opened_date,
        case_periods.closed_date,
        coalesce($from_date, school_status.year_start) as first_date,
        coalesce($to_date, school_status.as_of) as last_date
    from case_periods
    inner join school_status
        on case_periods.school_id = school_status.school_id
    where
        is_wanted_school(case_periods.school_id, $school_ids)
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
        and is_in_age_cohort(
            $age_cohort, coalesce(is_statistical_age, false), coalesce(is_compulsory_age, false)
        )
        and is_on_wanted_roll($roll, coalesce(is_on_roll_now, false))

)

select
    count(*) filter (where opened_date <= last_date and (closed_date is null or closed_date > last_date)) as open_cases,
    count(*) filter (where opened_date between first_date and last_date) as opened_cases,
    count(*) filter (where closed_date between first_date and last_date) as closed_cases,
    count(*) filter (
        where opened_date <= cast($last_year_to as date)
        and (closed_date is null or closed_date > cast($last_year_to as date))
    ) as last_year_open_cases
from case_dates
