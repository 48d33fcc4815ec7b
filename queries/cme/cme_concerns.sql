-- question: Which CME concerns are there, how long have they been open, and what is due next?
-- grain:    one row per concern, those longest open first, then those closed last
-- params:   $is_open                boolean         true lists those not closed, false those closed
--           $from_date              date            opened from this date; everything stored if left out
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
--           pupil_id               as in this register file; null for a child in no list
--           upn
--           admission_number
--           surname
--           forename
--           year_group             on the day the concern was opened
--           class                  on that day
--           is_compulsory_age      on that day
--           is_on_roll_now
--           social_worker          has one now, or had on that day
--           child_protection_plan  on one now, or was on that day
--           case_type
--           opened_date
--           trigger                what led to it, as written
--           owner_role
--           stage
--           next_step
--           next_step_due
--           la_notified_date
--           la_reference
--           closed_date
--           outcome
--           returned_date
--           is_recorded_here       as recorded in the app, not as imported
--           school_days_open       school days from opening to closing, or to the last date with a mark
--           is_overdue             open, with a step due before the last date with a mark
--           school_days_overdue    school days since that step was due
--           actions                how many are recorded
--           last_action_date
--           last_action            the action of that day

with

cases_in_scope as (

    select case_periods.*
    from case_periods
    where
        case_periods.opened_date >= coalesce($from_date, case_periods.opened_date)
        and case_periods.opened_date <= coalesce($to_date, case_periods.opened_date)
        and is_wanted_flag(case_periods.closed_date is null, $is_open)
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

pupils_now as (

    select
        school_periods.school_id,
        school_periods.pupil_id,
        school_periods.social_worker,
        school_periods.child_protection_plan
    from school_periods
    where school_periods.as_of between school_periods.valid_from and school_periods.valid_until

),

actions_of_cases as (

    select
        school_id,
        case_id,
        count(*) as actions,
        max(action_date) as last_action_date,
        arg_max(action, action_date) as last_action
    from cme_actions
    group by school_id, case_id

)

select
    cases_in_scope.school_id,
    cases_in_scope.case_id,
    cases_in_scope.pupil_id,
    coalesce(pupils.upn, cases_in_scope.upn) as upn,
    coalesce(pupils.admission_number, cases_in_scope.admission_number) as admission_number,
    pupils.surname,
    pupils.forename,
    cases_in_scope.year_group,
    cases_in_scope.class,
    cases_in_scope.is_compulsory_age,
    coalesce(cases_in_scope.is_on_roll_now, false) as is_on_roll_now,
    coalesce(pupils_now.social_worker, cases_in_scope.social_worker) as social_worker,
    coalesce(pupils_now.child_protection_plan, cases_in_scope.child_protection_plan) as child_protection_plan,
    cases_in_scope.case_type,
    cases_in_scope.opened_date,
    cases_in_scope.trigger,
    cases_in_scope.owner_role,
    cases_in_scope.stage,
    cases_in_scope.next_step,
    cases_in_scope.next_step_due,
    cases_in_scope.la_notified_date,
    cases_in_scope.la_reference,
    cases_in_scope.closed_date,
    cases_in_scope.outcome,
    cases_in_scope.returned_date,
    cases_in_scope.is_recorded_here,
    greatest(0, last_days.school_days_so_far - opened_days.school_days_so_far) as school_days_open,
    cases_in_scope.closed_date is null
    and coalesce(cases_in_scope.next_step_due < school_status.as_of, false) as is_overdue,
    greatest(0, now_days.school_days_so_far - due_days.school_days_so_far) as school_days_overdue,
    coalesce(actions_of_cases.actions, 0) as actions,
    actions_of_cases.last_action_date,
    actions_of_cases.last_action
from cases_in_scope
inner join school_status
    on cases_in_scope.school_id = school_status.school_id
left join pupils
    on
        cases_in_scope.school_id = pupils.school_id
        and cases_in_scope.pupil_id = pupils.pupil_id
left join pupils_now
    on
        cases_in_scope.school_id = pupils_now.school_id
        and cases_in_scope.pupil_id = pupils_now.pupil_id
left join actions_of_cases
    on
        cases_in_scope.school_id = actions_of_cases.school_id
        and cases_in_scope.case_id = actions_of_cases.case_id
left join school_dates as opened_days
    on
        cases_in_scope.school_id = opened_days.school_id
        and cases_in_scope.opened_date = opened_days.calendar_date
left join school_dates as last_days
    on
        cases_in_scope.school_id = last_days.school_id
        and coalesce(cases_in_scope.closed_date, school_status.as_of) = last_days.calendar_date
left join school_dates as now_days
    on
        cases_in_scope.school_id = now_days.school_id
        and school_status.as_of = now_days.calendar_date
left join school_dates as due_days
    on
        cases_in_scope.school_id = due_days.school_id
        and cases_in_scope.next_step_due = due_days.calendar_date
order by
    cases_in_scope.closed_date desc nulls first, cases_in_scope.opened_date, cases_in_scope.case_id
