-- question: How much attendance and absence is there?
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
--           $near_threshold         boolean                                    family just above the FSM or pupil
--                                                                              premium line
--           $age_cohort             varchar = statistical                      one of: statistical, compulsory, all
--           $roll                   varchar = ever                             one of: ever, current
-- columns:  pupils                   with at least one possible session
--           possible_sessions
--           attended_sessions        present, late or at approved educational activity
--           authorised_sessions
--           unauthorised_sessions
--           absent_sessions          authorised and unauthorised together
--           late_sessions            code L; attended
--           missing_marks            sessions held with no mark; not possible until marked
--           absence_rate             absent / possible, 0 to 1
--           attendance_rate          attended / possible
--           authorised_rate          authorised / possible
--           unauthorised_rate        unauthorised / possible
--           persistent_absentees     pupils who missed 10% or more of their own possible sessions here
--           persistent_absence_rate  persistent absentees / pupils
--           severe_absentees         pupils who missed 50% or more
--           severe_absence_rate      severe absentees / pupils

with

cohort as (

    select
        period_id,
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

),

whole_weeks as (

    select
        pupil_weeks.pupil_id,
        pupil_weeks.possible_sessions,
        pupil_weeks.attended_sessions,
        pupil_weeks.authorised_sessions,
        pupil_weeks.unauthorised_sessions,
        pupil_weeks.absent_sessions,
        pupil_weeks.late_sessions,
        pupil_weeks.missing_marks
    from pupil_weeks
    inner join cohort
        on
            pupil_weeks.period_id = cohort.period_id
            and pupil_weeks.first_date >= cohort.counted_from
            and pupil_weeks.last_date <= cohort.counted_until

),

part_weeks as (

    select
        pupil_weeks.pupil_id,
        pupil_weeks.period_id,
        greatest(pupil_weeks.first_date, cohort.counted_from) as counted_from,
        least(pupil_weeks.last_date, cohort.counted_until) as counted_until
    from pupil_weeks
    inner join cohort
        on
            pupil_weeks.period_id = cohort.period_id
            and pupil_weeks.last_date >= cohort.counted_from
            and pupil_weeks.first_date <= cohort.counted_until
    where
        pupil_weeks.first_date < cohort.counted_from
        or pupil_weeks.last_date > cohort.counted_until

),

part_week_sessions as (

    select
        part_weeks.pupil_id,
        cast(pupil_sessions.is_possible as integer) as possible_sessions,
        cast(pupil_sessions.is_attended as integer) as attended_sessions,
        cast(pupil_sessions.is_authorised as integer) as authorised_sessions,
        cast(pupil_sessions.is_unauthorised as integer) as unauthorised_sessions,
        cast(pupil_sessions.is_absent as integer) as absent_sessions,
        cast(pupil_sessions.is_late as integer) as late_sessions,
        0 as missing_marks
    from pupil_sessions
    inner join part_weeks
        on
            pupil_sessions.period_id = part_weeks.period_id
            and pupil_sessions.session_date between part_weeks.counted_from and part_weeks.counted_until

    union all

    select
        part_weeks.pupil_id,
        0 as possible_sessions,
        0 as attended_sessions,
        0 as authorised_sessions,
        0 as unauthorised_sessions,
        0 as absent_sessions,
        0 as late_sessions,
        1 as missing_marks
    from missing_sessions
    inner join part_weeks
        on
            missing_sessions.period_id = part_weeks.period_id
            and missing_sessions.session_date between part_weeks.counted_from and part_weeks.counted_until

),

pupil_totals as (

    select
        pupil_id,
        sum(possible_sessions) as possible_sessions,
        sum(attended_sessions) as attended_sessions,
        sum(authorised_sessions) as authorised_sessions,
        sum(unauthorised_sessions) as unauthorised_sessions,
        sum(absent_sessions) as absent_sessions,
        sum(late_sessions) as late_sessions,
        sum(missing_marks) as missing_marks
    from (
        select *
        from whole_weeks
        union all
        select *
        from part_week_sessions
    ) as pupil_counts
    group by pupil_id

),

group_totals as (

    select
        count(*) filter (where possible_sessions > 0) as pupils,
        cast(coalesce(sum(possible_sessions), 0) as bigint) as possible_sessions,
        cast(coalesce(sum(attended_sessions), 0) as bigint) as attended_sessions,
        cast(coalesce(sum(authorised_sessions), 0) as bigint) as authorised_sessions,
        cast(coalesce(sum(unauthorised_sessions), 0) as bigint) as unauthorised_sessions,
        cast(coalesce(sum(absent_sessions), 0) as bigint) as absent_sessions,
        cast(coalesce(sum(late_sessions), 0) as bigint) as late_sessions,
        cast(coalesce(sum(missing_marks), 0) as bigint) as missing_marks,
        count(*) filter (where is_persistent(absent_sessions, possible_sessions)) as persistent_absentees,
        count(*) filter (where is_severe(absent_sessions, possible_sessions)) as severe_absentees
    from pupil_totals

)

select
    pupils,
    possible_sessions,
    attended_sessions,
    authorised_sessions,
    unauthorised_sessions,
    absent_sessions,
    late_sessions,
    missing_marks,
    rate(absent_sessions, possible_sessions) as absence_rate,
    rate(attended_sessions, possible_sessions) as attendance_rate,
    rate(authorised_sessions, possible_sessions) as authorised_rate,
    rate(unauthorised_sessions, possible_sessions) as unauthorised_rate,
    persistent_absentees,
    rate(persistent_absentees, pupils) as persistent_absence_rate,
    severe_absentees,
    rate(severe_absentees, pupils) as severe_absence_rate
from group_totals
