-- question: Who stands on a rung of a clock's ladder (day 1, 3, 5, 10, 15, 20), and is the step due today?
-- grain:    one row per pupil and clock with an open run, the highest rung first
-- params:   $school_ids             integer[]          schools counted
--           $year_groups            varchar[]          N1 N2 R 1 to 6
--           $classes                varchar[]          classes counted
--           $send_provisions        varchar[]          N none, K SEN support, E EHC plan
--           $sexes                  varchar[]          M F
--           $ethnicities            varchar[]          ethnicity codes as imported
--           $fsm                    boolean            eligible for free school meals
--           $pupil_premium          boolean            attracts pupil premium
--           $eal                    boolean            English as an additional language
--           $looked_after           boolean            looked after by a local authority
--           $social_worker          boolean            has a social worker
--           $child_protection_plan  boolean            on a child protection plan
--           $young_carer            boolean            young carer
--           $service_child          boolean            child of service personnel
--           $mental_health_need     boolean            recorded mental-health need
--           $near_threshold         boolean            just above the FSM or premium line
--           $age_cohort             varchar = all      one of: statistical, compulsory, all
--           $roll                   varchar = current  one of: ever, current
-- columns:  school_id
--           pupil_id           as in this register file
--           upn                null for a pupil without one
--           admission_number
--           surname
--           forename
--           year_group
--           class
--           is_compulsory_age  on the last date with a mark
--           rule               policy_unexplained, la_return, deletion_20_day or illness
--           first_date         first day of the run
--           school_days        of the run so far
--           rung               highest day of the ladder reached
--           next_rung          the next day of the ladder; null beyond day 20
--           threshold          the day on which the clock fires
--           is_due_today       the run stands on the rung today
--           has_open_case      an open CME case of this pupil is recorded

with

members as (

    select
        school_periods.school_id,
        school_periods.pupil_id,
        school_periods.year_group,
        school_periods.class,
        school_periods.is_compulsory_age,
        school_periods.as_of
    from school_periods
    where
        school_periods.as_of between school_periods.valid_from and school_periods.valid_until
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
        and is_in_age_cohort($age_cohort, is_statistical_age, is_compulsory_age)
        and is_on_wanted_roll($roll, is_on_roll_now)

),

ladder as (

    select rungs.rung
    from (
        values (1), (3), (5), (10), (15), (20)
    ) as rungs (rung)

),

open_runs as (

    select
        absence_runs.school_id,
        absence_runs.pupil_id,
        absence_runs.rule,
        absence_runs.first_date,
        absence_runs.school_days,
        max(case when ladder.rung <= absence_runs.school_days then ladder.rung end) as rung,
        min(case when ladder.rung > absence_runs.school_days then ladder.rung end) as next_rung
    from absence_runs
    cross join ladder
    where
        absence_runs.is_open
        and absence_runs.rule in ('policy_unexplained', 'la_return', 'deletion_20_day', 'illness')
    group by all

),

pupils_with_open_cases as (

    select distinct
        school_id,
        pupil_id
    from cme_cases
    where closed_date is null

)

select
    members.school_id,
    members.pupil_id,
    pupils.upn,
    pupils.admission_number,
    pupils.surname,
    pupils.forename,
    members.year_group,
    members.class,
    members.is_compulsory_age,
    open_runs.rule,
    open_runs.first_date,
    open_runs.school_days,
    open_runs.rung,
    open_runs.next_rung,
    rules.threshold,
    open_runs.rung = open_runs.school_days as is_due_today,
    pupils_with_open_cases.pupil_id is not null as has_open_case
from open_runs
inner join members
    on
        open_runs.school_id = members.school_id
        and open_runs.pupil_id = members.pupil_id
inner join pupils
    on
        open_runs.school_id = pupils.school_id
        and open_runs.pupil_id = pupils.pupil_id
inner join rules
    on open_runs.rule = rules.rule
left join pupils_with_open_cases
    on
        open_runs.school_id = pupils_with_open_cases.school_id
        and open_runs.pupil_id = pupils_with_open_cases.pupil_id
order by open_runs.rung desc, open_runs.school_days desc, open_runs.rule, members.pupil_id
