-- question: How fast were CME concerns opened, acted on, told to the local authority and closed?
-- grain:    one row per case opened in the period
-- params:   $from_date              date            opened from this date; everything stored if left out
--           $to_date                date            opened up to this date; everything stored if left out
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
--           case_id
--           trigger_date          of the earliest clock that the case matches, if any
--           opened_date
--           first_action_date     earliest action recorded
--           la_notified_date
--           closed_date
--           days_to_open          school days from the trigger; negative if the case came first
--           days_to_first_action  school days from opening
--           days_to_la            school days from opening
--           days_to_close         school days from opening

with

cases_in_scope as (

    select
        school_id,
        case_id,
        opened_date,
        la_notified_date,
        closed_date
    from case_periods
    where
        opened_date >= coalesce($from_date, opened_date)
        and opened_date <= coalesce($to_date, opened_date)
        and is_wanted_school(school_id, $school_ids)
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

),

case_triggers as (

    select
        school_id,
        case_id,
        min(trigger_date) as trigger_date
    from triggers_with_cases
    where is_wanted_school(school_id, $school_ids)
    group by school_id, case_id

),

first_actions as (

    select
        school_id,
        case_id,
        min(action_date) as first_action_date
    from cme_actions
    where is_wanted_school(school_id, $school_ids)
    group by school_id, case_id

)

select
    cases_in_scope.school_id,
    cases_in_scope.case_id,
    case_triggers.trigger_date,
    cases_in_scope.opened_date,
    first_actions.first_action_date,
    cases_in_scope.la_notified_date,
    cases_in_scope.closed_date,
    opened_days.school_days_so_far - trigger_days.school_days_so_far as days_to_open,
    action_days.school_days_so_far - opened_days.school_days_so_far as days_to_first_action,
    la_days.school_days_so_far - opened_days.school_days_so_far as days_to_la,
    closed_days.school_days_so_far - opened_days.school_days_so_far as days_to_close
from cases_in_scope
left join case_triggers
    on
        cases_in_scope.school_id = case_triggers.school_id
        and cases_in_scope.case_id = case_triggers.case_id
left join first_actions
    on
        cases_in_scope.school_id = first_actions.school_id
        and cases_in_scope.case_id = first_actions.case_id
left join school_dates as opened_days
    on
        cases_in_scope.school_id = opened_days.school_id
        and cases_in_scope.opened_date = opened_days.calendar_date
left join school_dates as trigger_days
    on
        case_triggers.school_id = trigger_days.school_id
        and case_triggers.trigger_date = trigger_days.calendar_date
left join school_dates as action_days
    on
        first_actions.school_id = action_days.school_id
        and first_actions.first_action_date = action_days.calendar_date
left join school_dates as la_days
    on
        cases_in_scope.school_id = la_days.school_id
        and cases_in_scope.la_notified_date = la_days.calendar_date
left join school_dates as closed_days
    on
        cases_in_scope.school_id = closed_days.school_id
        and cases_in_scope.closed_date = closed_days.calendar_date
order by cases_in_scope.opened_date desc, cases_in_scope.case_id
