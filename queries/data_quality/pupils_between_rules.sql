-- question: Which pupils are persistently absent by our rule and not by another tool's, or the reverse?
-- grain:    one row per pupil who moves, those who come in first
-- params:   $rule                   varchar                                    required, one of: below_90,
--                                                                              severe_apart, without_n,
--                                                                              activity_absent, with_reception,
--                                                                              compulsory_age, current_roll,
--                                                                              minimum_sessions
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
--           $age_cohort             varchar = statistical                      one of: statistical, compulsory, all
--           $roll                   varchar = ever                             one of: ever, current
-- columns:  school_id
--           pupil_id                 as in this register file
--           upn                      null for a pupil without one
--           admission_number
--           surname
--           forename
--           year_group               this and the class: on the last day of the period, or of the data if earlier
--           class
--           moved                    in: persistent by the rule only; out: by ours only
--           our_possible_sessions    0 if ours does not count the pupil
--           our_absent_sessions
--           our_absence_rate         absent / possible, 0 to 1
--           rule_possible_sessions   0 if the rule does not count the pupil
--           rule_absent_sessions     what the rule takes for an absence
--           rule_absence_rate        absent / possible, 0 to 1
--           without_reason_sessions  of the absences, code N
--           activity_sessions        attended at an approved activity
--           added_from_date          first day that the rule counts and ours does not; null if there is none
--           age_on_31_august         of the academic year of that day; null without it or without a date of birth
--           left_date                last day on roll if that is before the last date with a mark
--           as_of                    last date with a mark of the school
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

counted as (

    select
        period_totals.*,
        persistence_rules.fewest_sessions,
        is_counted_by_rule(
            'ours',
            $age_cohort,
            $roll,
            period_totals.is_statistical_age,
            period_totals.is_compulsory_age,
            period_totals.is_on_roll_now
        ) as is_ours,
        is_counted_by_rule(
            persistence_rules.rule,
            $age_cohort,
            $roll,
            period_totals.is_statistical_age,
            period_totals.is_compulsory_age,
            period_totals.is_on_roll_now
        ) as is_theirs
    from period_totals
    inner join persistence_rules
        on persistence_rules.rule = $rule
    where period_totals.possible_sessions > 0

),

pupil_totals as (

    select
        school_id,
        pupil_id,
        fewest_sessions,
        coalesce(sum(possible_sessions) filter (where is_ours), 0) as our_possible,
        coalesce(sum(absent_sessions) filter (where is_ours), 0) as our_absent,
        coalesce(sum(possible_sessions) filter (where is_theirs), 0) as rule_possible,
        coalesce(
            sum(absent_by_rule($rule, absent_sessions, without_reason_sessions, activity_sessions)) filter (
                where is_theirs
            ),
            0
        ) as rule_absent,
        coalesce(sum(without_reason_sessions) filter (where is_ours or is_theirs), 0) as without_reason_sessions,
        coalesce(sum(activity_sessions) filter (where is_ours or is_theirs), 0) as activity_sessions,
        min(counted_from) filter (where is_theirs and not is_ours) as added_from_date
    from counted
    group by school_id, pupil_id, fewest_sessions

),

judged as (

    select
        *,
        is_persistent(our_absent, our_possible) as is_persistent_by_ours,
        is_judged_by_rule($rule, rule_possible, fewest_sessions)
        and is_persistent_by_rule($rule, rule_absent, rule_possible) as is_persistent_by_theirs
    from pupil_totals

)

select
    judged.school_id,
    judged.pupil_id,
    pupils.upn,
    pupils.admission_number,
    pupils.surname,
    pupils.forename,
    traits.year_group,
    traits.class,
    case when judged.is_persistent_by_theirs then 'in' else 'out' end as moved,
    cast(judged.our_possible as bigint) as our_possible_sessions,
    cast(judged.our_absent as bigint) as our_absent_sessions,
    rate(judged.our_absent, judged.our_possible) as our_absence_rate,
    cast(judged.rule_possible as bigint) as rule_possible_sessions,
    cast(judged.rule_absent as bigint) as rule_absent_sessions,
    rate(judged.rule_absent, judged.rule_possible) as rule_absence_rate,
    cast(judged.without_reason_sessions as bigint) as without_reason_sessions,
    cast(judged.activity_sessions as bigint) as activity_sessions,
    judged.added_from_date,
    academic_year_of(judged.added_from_date) - year(pupils.date_of_birth) - case
        when month(pupils.date_of_birth) > 8 then 1
        else 0
    end as age_on_31_august,
    case when pupils.on_roll_until < school_status.as_of then pupils.on_roll_until end as left_date,
    school_status.as_of,
    judged.fewest_sessions
from judged
inner join pupils
    on
        judged.school_id = pupils.school_id
        and judged.pupil_id = pupils.pupil_id
inner join school_status
    on judged.school_id = school_status.school_id
left join pupil_periods as traits
    on
        judged.school_id = traits.school_id
        and judged.pupil_id = traits.pupil_id
        and least(coalesce($to_date, school_status.as_of), school_status.as_of)
        between traits.valid_from and traits.valid_until
where judged.is_persistent_by_ours <> judged.is_persistent_by_theirs
order by
    judged.is_persistent_by_theirs desc,
    pupils.surname,
    pupils.forename,
    judged.pupil_id
