-- question: How many pupils are persistently absent by our rule, and by the rules that other tools use?
-- grain:    one row per rule, ours first
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
--           $age_cohort             varchar = statistical                      one of: statistical, compulsory, all
--           $roll                   varchar = ever                             one of: ever, current
-- columns:  rule                     ours; below_90: exactly 10% is not counted; severe_apart: 10% to under 50% only;
--                                    without_n: N is no absence, its session stays possible; activity_absent: B, K, P,
--                                    V and W are no attendance; with_reception: pupils of every age; compulsory_age:
--                                    from the day a child is of compulsory school age; current_roll: on roll on the
--                                    last date with a mark; minimum_sessions: pupils with fewer are left out
--           pupils                   with a possible session, as the rule counts them
--           persistent_absentees     by the rule
--           persistent_absence_rate  persistent absentees / pupils
--           moved_in                 persistent by the rule, not by ours
--           moved_out                persistent by ours, not by the rule
--           fewest_sessions          possible sessions that minimum_sessions asks for

with

cohort as (

    select
        period_id,
        school_id,
        pupil_id,
        is_statistical_age,
        is_compulsory_age,
        is_on_roll_now,
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

),

period_totals as (

    select
        cohort.school_id,
        cohort.pupil_id,
        cohort.is_statistical_age,
        cohort.is_compulsory_age,
        cohort.is_on_roll_now,
        min(cohort.counted_from) as counted_from,
        count(*) filter (where pupil_sessions.is_possible) as possible_sessions,
        count(*) filter (where pupil_sessions.is_absent) as absent_sessions,
        count(*) filter (where pupil_sessions.is_absent and pupil_sessions.attendance_code = 'N')
            as without_reason_sessions,
        count(*) filter (
            where pupil_sessions.is_attended and attendance_codes.category = 'approved_educational_activity'
        ) as activity_sessions
    from pupil_sessions
    inner join cohort
        on
            pupil_sessions.period_id = cohort.period_id
            and pupil_sessions.session_date between cohort.counted_from and cohort.counted_until
    inner join attendance_codes
        on
            pupil_sessions.attendance_code = attendance_codes.attendance_code
            and pupil_sessions.session_date between attendance_codes.applies_from and attendance_codes.applies_until
    group by
        cohort.school_id, cohort.pupil_id, cohort.is_statistical_age, cohort.is_compulsory_age, cohort.is_on_roll_now

),

pupil_totals as (

    select
        persistence_rules.rule,
        persistence_rules.fewest_sessions,
        period_totals.school_id,
        period_totals.pupil_id,
        sum(period_totals.possible_sessions) as possible_sessions,
        sum(
            absent_by_rule(
                persistence_rules.rule,
                period_totals.absent_sessions,
                period_totals.without_reason_sessions,
                period_totals.activity_sessions
            )
        ) as absent_sessions
    from period_totals
    cross join persistence_rules
    where
        is_counted_by_rule(
            persistence_rules.rule,
            $age_cohort,
            $roll,
            period_totals.is_statistical_age,
            period_totals.is_compulsory_age,
            period_totals.is_on_roll_now
        )
    group by
        persistence_rules.rule, persistence_rules.fewest_sessions, period_totals.school_id, period_totals.pupil_id

),

judged as (

    select
        rule,
        school_id,
        pupil_id,
        is_persistent_by_rule(rule, absent_sessions, possible_sessions) as is_persistent_absentee
    from pupil_totals
    where is_judged_by_rule(rule, possible_sessions, fewest_sessions)

),

our_absentees as (

    select
        school_id,
        pupil_id
    from judged
    where
        rule = 'ours'
        and is_persistent_absentee

),

rule_totals as (

    select
        judged.rule,
        count(*) as pupils,
        count(*) filter (where judged.is_persistent_absentee) as persistent_absentees,
        count(our_absentees.pupil_id) filter (where judged.is_persistent_absentee) as persistent_by_both
    from judged
    left join our_absentees
        on
            judged.school_id = our_absentees.school_id
            and judged.pupil_id = our_absentees.pupil_id
    group by judged.rule

)

select
    persistence_rules.rule,
    coalesce(rule_totals.pupils, 0) as pupils,
    coalesce(rule_totals.persistent_absentees, 0) as persistent_absentees,
    rate(rule_totals.persistent_absentees, rule_totals.pupils) as persistent_absence_rate,
    coalesce(rule_totals.persistent_absentees - rule_totals.persistent_by_both, 0) as moved_in,
    (select count(*) from our_absentees) - coalesce(rule_totals.persistent_by_both, 0) as moved_out,
    persistence_rules.fewest_sessions
from persistence_rules
left join rule_totals
    on persistence_rules.rule = rule_totals.rule
order by persistence_rules.rule_order
