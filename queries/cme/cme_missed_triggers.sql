-- question: Which clocks fired without a CME case?
-- grain:    one row per trigger of the period that no case matches
-- params:   $rule                   varchar         all three if left out; one of: policy_unexplained, la_return,
--                                   deletion_20_day
--           $from_date              date            triggered from this date; everything stored if left out
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
-- columns:  school_id
--           pupil_id           as in this register file
--           upn                null for a pupil without one
--           admission_number
--           rule
--           trigger_date       the day the run reached its rule's length
--           first_date
--           last_date
--           school_days        how many days count
--           is_open
--           is_compulsory_age  on the last day
--           is_amended         the register as it stands now would not have fired it

with

members as (

    select
        period_id,
        school_id,
        pupil_id,
        valid_from,
        valid_until,
        is_compulsory_age,
        coalesce($from_date, date '0001-01-01') as period_from,
        coalesce($to_date, date '9999-12-31') as period_until
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

)

select
    cme_triggers.school_id,
    cme_triggers.pupil_id,
    pupils.upn,
    pupils.admission_number,
    cme_triggers.rule,
    cme_triggers.trigger_date,
    cme_triggers.first_date,
    cme_triggers.last_date,
    cme_triggers.school_days,
    cme_triggers.is_open,
    members.is_compulsory_age,
    cme_triggers.is_amended
from cme_triggers
inner join members
    on
        cme_triggers.school_id = members.school_id
        and cme_triggers.pupil_id = members.pupil_id
        and cme_triggers.last_date between members.valid_from and members.valid_until
        and cme_triggers.trigger_date between members.period_from and members.period_until
inner join pupils
    on
        cme_triggers.school_id = pupils.school_id
        and cme_triggers.pupil_id = pupils.pupil_id
anti join triggers_with_cases
    on
        cme_triggers.school_id = triggers_with_cases.school_id
        and cme_triggers.pupil_id = triggers_with_cases.pupil_id
        and cme_triggers.rule = triggers_with_cases.rule
        and cme_triggers.first_date = triggers_with_cases.first_date
where coalesce(cme_triggers.rule = $rule, true)
order by cme_triggers.trigger_date desc, cme_triggers.rule, cme_triggers.pupil_id
