-- question: How many clocks fired, and how many of them led to a CME concern?
-- grain:    one row per rule that fired in the period
-- params:   $from_date              date            triggered from this date; everything stored if left out
--           $to_date                date            triggered up to this date; everything stored if left out
--           $school_ids             integer[]       schools counted
--           $year_groups            varchar[]       N1 N2 R 1 to 6
--           $classes                varchar[]       classes counted
--           $send_provisions        varchar[]       N none, K SEN support, E EHC plan
--           $sexes                  varchar[]       M F
--           $ethnicities            varchar[]       ethnicity codes as imported
--           $fsm                    boolean         eligible for free school meals
--           $pupil_premium          boolean         attracts pupil premium
--           $eal                    boolean         English as an additional language
--           $looked_after           boolean         looked after by a local authority
--           $social_worker          boolean         has a social worker
--           $child_protection_plan  boolean         on a child protection plan
--           $young_carer            boolean         young carer
--           $service_child          boolean         child of service personnel
--           $mental_health_need     boolean         recorded mental-health need
--           $near_threshold         boolean         family just above the FSM or pupil premium line
--           $age_cohort             varchar = all   one of: statistical, compulsory, all
--           $roll                   varchar = ever  one of: ever, current
-- columns:  rule       policy_unexplained, la_return or deletion_20_day
--           triggers   clocks that fired
--           with_case  of which a concern matches
--           missed     of which none does

with

members as (

    select
        school_id,
        pupil_id,
        valid_from,
        valid_until
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

matched_triggers as (

    select distinct
        school_id,
        pupil_id,
        rule,
        first_date
    from triggers_with_cases

)

select
    cme_triggers.rule,
    count(*) as triggers,
    count(matched_triggers.pupil_id) as with_case,
    count(*) - count(matched_triggers.pupil_id) as missed
from cme_triggers
inner join members
    on
        cme_triggers.school_id = members.school_id
        and cme_triggers.pupil_id = members.pupil_id
        and cme_triggers.last_date between members.valid_from and members.valid_until
left join matched_triggers
    on
        cme_triggers.school_id = matched_triggers.school_id
        and cme_triggers.pupil_id = matched_triggers.pupil_id
        and cme_triggers.rule = matched_triggers.rule
        and cme_triggers.first_date = matched_triggers.first_date
where
    cme_triggers.trigger_date >= coalesce($from_date, cme_triggers.trigger_date)
    and cme_triggers.trigger_date <= coalesce($to_date, cme_triggers.trigger_date)
group by cme_triggers.rule
order by cme_triggers.rule desc
