-- question: On which sessions of the week are pupils most often absent?
-- grain:    one row per weekday and session
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
-- columns:  weekday                  1 = Monday
--           session                  AM or PM
--           pupils                   with at least one possible session
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

pupil_sessions_counted as (

    select
        pupil_sessions.pupil_id,
        pupil_sessions.weekday,
        pupil_sessions.session,
        count(*) filter (where pupil_sessions.is_possible) as possible_sessions,
        count(*) filter (where pupil_sessions.is_attended) as attended_sessions,
        count(*) filter (where pupil_sessions.is_authorised) as authorised_sessions,
        count(*) filter (where pupil_sessions.is_unauthorised) as unauthorised_sessions,
        count(*) filter (where pupil_sessions.is_absent) as absent_sessions,
        count(*) filter (where pupil_sessions.is_late) as late_sessions,
        0 as missing_marks
    from pupil_sessions
    inner join cohort
        on
            pupil_sessions.period_id = cohort.period_id
            and pupil_sessions.session_date between cohort.counted_from and cohort.counted_until
    group by all

),

pupil_sessions_missing as (

    select
        missing_sessions.pupil_id,
        missing_sessions.weekday,
        missing_sessions.session,
        0 as possible_sessions,
        0 as attended_sessions,
        0 as authorised_sessions,
        0 as unauthorised_sessions,
        0 as absent_sessions,
        0 as late_sessions,
        count(*) as missing_marks
    from missing_sessions
    inner join cohort
        on
            missing_sessions.period_id = cohort.period_id
            and missing_sessions.session_date between cohort.counted_from and cohort.counted_until
    group by all

),

pupil_totals as (

    select
        pupil_id,
        weekday,
        session,
        sum(possible_sessions) as possible_sessions,
        sum(attended_sessions) as attended_sessions,
        sum(authorised_sessions) as authorised_sessions,
        sum(unauthorised_sessions) as unauthorised_sessions,
        sum(absent_sessions) as absent_sessions,
        sum(late_sessions) as late_sessions,
        sum(missing_marks) as missing_marks
    from (
        select *
        from pupil_sessions_counted
        union all
        select *
        from pupil_sessions_missing
    ) as pupil_counts
    group by pupil_id, weekday, session

),

group_totals as (

    select
        weekday,
        session,
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
    group by weekday, session
)

select
    weekday,
    session,
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
order by weekday, session
