-- question: How fast are CME concerns acted on, in the middle case?
-- grain:    one row, always
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
-- columns:  cases                        concerns opened
--           acted_on                     of which with an action recorded
--           acted_on_within_a_day        of which by the next school day
--           la_told                      of which the local authority was told
--           closed
--           median_days_to_first_action  school days from opening; null without one
--           median_days_to_la            school days from opening
--           median_days_to_close         school days from opening

with

cases_in_scope as (

    select
        case_periods.school_id,
        case_periods.case_id,
        case_periods.opened_date,
        case_periods.la_notified_date,
        case_periods.closed_date
    from case_periods
    where
        case_periods.opened_date >= coalesce($from_date, case_periods.opened_date)
        and case_periods.opened_date <= coalesce($to_date, case_periods.opened_date)
        and is_wanted_school(case_periods.school_id, $school_ids)
        and is_wanted(case_periods.year_group, $year_groups)
        and is_wanted(case_periods.class, $classes)
        and is_wanted(case_periods.send_provision, $send_provisions)
        and is_wanted(case_periods.sex, $sexes)
        and is_wanted(case_periods.ethnicity, $ethnicities)
        and is_wanted_flag(case_periods.fsm, $fsm)
        and is_wanted_flag(case_periods.pupil_premium, $pupil_premium)
        and is_wanted_flag(case_periods.eal, $eal)
        and is_wanted_flag(case_periods.looked_after, $looked_after)
        and is_wanted_flag(case_periods.social_worker, $social_worker)
        and is_wanted_flag(case_periods.child_protection_plan, $child_protection_plan)
        and is_wanted_flag(case_periods.young_carer, $young_carer)
        and is_wanted_flag(case_periods.service_child, $service_child)
        and is_wanted_flag(case_periods.mental_health_need, $mental_health_need)
        and is_wanted_flag(case_periods.near_threshold, $near_threshold)
        and is_in_age_cohort(
            $age_cohort,
            coalesce(case_periods.is_statistical_age, false),
            coalesce(case_periods.is_compulsory_age, false)
        )
        and is_on_wanted_roll($roll, coalesce(case_periods.is_on_roll_now, false))

),

first_actions as (

    select
        school_id,
        case_id,
        min(action_date) as first_action_date
    from cme_actions
    group by school_id, case_id

),

case_days as (

    select
        first_actions.first_action_date,
        cases_in_scope.la_notified_date,
        cases_in_scope.closed_date,
        action_days.school_days_so_far - opened_days.school_days_so_far as days_to_first_action,
        la_days.school_days_so_far - opened_days.school_days_so_far as days_to_la,
        closed_days.school_days_so_far - opened_days.school_days_so_far as days_to_close
    from cases_in_scope
    left join first_actions
        on
            cases_in_scope.school_id = first_actions.school_id
            and cases_in_scope.case_id = first_actions.case_id
    left join school_dates as opened_days
        on
            cases_in_scope.school_id = opened_days.school_id
            and cases_in_scope.opened_date = opened_days.calendar_date
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

)

select
    count(*) as cases,
    count(first_action_date) as acted_on,
    count(*) filter (where days_to_first_action <= 1) as acted_on_within_a_day,
    count(la_notified_date) as la_told,
    count(closed_date) as closed,
    median(days_to_first_action) as median_days_to_first_action,
    median(days_to_la) as median_days_to_la,
    median(days_to_close) as median_days_to_close
from case_days
