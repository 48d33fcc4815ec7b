-- question: How many pupils became persistently absent, or stopped being, in the last four weeks of the period?
-- grain:    one row, always
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
--           $near_threshold         boolean                                    just above the FSM or premium line
--           $age_cohort             varchar = statistical                      one of: statistical, compulsory, all
--           $roll                   varchar = current                          one of: ever, current
-- columns:  earlier_date  28 days before the end of the period: the date compared with
--           moved_in      persistently absent at the end, not four weeks earlier
--           moved_out     persistently absent four weeks earlier, not at the end
--           pupils        with a possible session up to both dates

with

cohort as (

    select
        period_id,
        greatest(valid_from, coalesce($from_date, year_start)) as counted_from,
        least(valid_until, coalesce($to_date, as_of)) as counted_until,
        coalesce($to_date, as_of) - 28 as earlier_date
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

),

pupil_totals as (

    select
        pupil_sessions.pupil_id,
        count(*) filter (where pupil_sessions.is_possible) as possible_sessions,
        count(*) filter (where pupil_sessions.is_absent) as absent_sessions,
        count(*) filter (where pupil_sessions.is_possible and pupil_sessions.session_date <= cohort.earlier_date)
            as possible_before,
        count(*) filter (where pupil_sessions.is_absent and pupil_sessions.session_date <= cohort.earlier_date)
            as absent_before
    from pupil_sessions
    inner join cohort
        on
            pupil_sessions.period_id = cohort.period_id
            and pupil_sessions.session_date between cohort.counted_from and cohort.counted_until
    group by pupil_sessions.pupil_id

)

select
    (select max(earlier_date) from cohort) as earlier_date,
    count(*) filter (
        where is_persistent(absent_sessions, possible_sessions) and not is_persistent(absent_before, possible_before)
    ) as moved_in,
    count(*) filter (
        where is_persistent(absent_before, possible_before) and not is_persistent(absent_sessions, possible_sessions)
    ) as moved_out,
    count(*) as pupils
from pupil_totals
where possible_before > 0
