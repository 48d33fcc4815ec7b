-- question: Which sessions held have no mark for a pupil on roll?
-- grain:    one row per pupil and session
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
--           pupil_id          as in this register file
--           upn               null for a pupil without one
--           admission_number
--           session_date
--           session           AM or PM
--           class             on that day
--           year_group        on that day
--           school_days_old   at the last date with a mark

with

cohort as (

    select
        period_id,
        school_id,
        pupil_id,
        class,
        year_group,
        as_of,
        greatest(valid_from, coalesce($from_date, year_start)) as counted_from,
        least(valid_until, coalesce($to_date, as_of)) as counted_until
    from school_periods
    where
        valid_until >= coalesce($from_date, year_start)
        and valid_from <= coalesce($to_date, as_of)
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

)

select
    cohort.school_id,
    cohort.pupil_id,
    pupils.upn,
    pupils.admission_number,
    missing_sessions.session_date,
    missing_sessions.session,
    cohort.class,
    cohort.year_group,
    last_days.school_days_so_far - gap_days.school_days_so_far as school_days_old
from missing_sessions
inner join cohort
    on
        missing_sessions.period_id = cohort.period_id
        and missing_sessions.session_date between cohort.counted_from and cohort.counted_until
inner join pupils
    on
        cohort.school_id = pupils.school_id
        and cohort.pupil_id = pupils.pupil_id
inner join school_dates as gap_days
    on
        cohort.school_id = gap_days.school_id
        and missing_sessions.session_date = gap_days.calendar_date
inner join school_dates as last_days
    on
        cohort.school_id = last_days.school_id
        and cohort.as_of = last_days.calendar_date
order by missing_sessions.session_date desc, missing_sessions.session, pupils.pupil_id
