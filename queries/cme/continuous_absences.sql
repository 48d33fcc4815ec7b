-- question: Which pupils have been absent without a break, for how long?
-- grain:    one row per run of counting school days that overlaps the period, whole
-- params:   $rule                   varchar                                    required, one of: policy_unexplained,
--                                   la_return, deletion_20_day, illness, any_reason
--           $min_days               integer = 1                                shortest run listed, in school days
--           $from_date              date = start of the current academic year  first session date counted
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
--           first_date         first day that counts
--           last_date          last day that counts
--           school_days        how many days count
--           is_open            nothing has broken it up to the last date with a mark, and the pupil is on roll
--           is_compulsory_age  on the last day

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

runs_in_period as (

    select
        absence_runs.school_id,
        absence_runs.pupil_id,
        absence_runs.first_date,
        absence_runs.last_date,
        absence_runs.school_days,
        absence_runs.is_open,
        members.is_compulsory_age
    from absence_runs
    inner join members
        on
            absence_runs.school_id = members.school_id
            and absence_runs.pupil_id = members.pupil_id
            and absence_runs.last_date between members.valid_from and members.valid_until
            and absence_runs.last_date >= members.period_from
            and absence_runs.first_date <= members.period_until
    where
        absence_runs.rule = $rule
        and absence_runs.school_days >= $min_days

)

select
    runs_in_period.school_id,
    runs_in_period.pupil_id,
    pupils.upn,
    pupils.admission_number,
    runs_in_period.first_date,
    runs_in_period.last_date,
    runs_in_period.school_days,
    runs_in_period.is_open,
    runs_in_period.is_compulsory_age
from runs_in_period
inner join pupils
    on
        runs_in_period.school_id = pupils.school_id
        and runs_in_period.pupil_id = pupils.pupil_id
order by runs_in_period.is_open desc, runs_in_period.school_days desc, runs_in_period.last_date desc, pupils.pupil_id
