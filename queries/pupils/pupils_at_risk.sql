-- question: Which pupils are persistently absent or nearest to it?
-- grain:    one row per pupil with a possible session in the period
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
--           $roll                   varchar = current                          one of: ever, current
-- columns:  school_id
--           pupil_id                    as in this register file
--           upn                         null for a pupil without one
--           admission_number
--           surname
--           forename
--           year_group                  this and the traits below: on the last day of the period, or of the data if
--                                       that is earlier
--           class
--           send_provision              N, K or E
--           fsm
--           is_compulsory_age
--           possible_sessions           in the period and filter
--           absent_sessions
--           absence_rate                absent / possible, 0 to 1
--           band                        absence under_3, 3_to_5, 5_to_10, 10_to_15, 15_to_50 or 50_plus per cent
--           is_persistent_absentee      missed 10% or more
--           is_severe_absentee          missed 50% or more
--           sessions_before_persistent  what can still be missed this academic year without ending it at 10%
--           recovery_days               full school days until absence this year is below 10%; 0 if it is, null if
--                                       too few days are left

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
        pupil_weeks.school_id,
        pupil_weeks.pupil_id,
        pupil_weeks.possible_sessions,
        pupil_weeks.absent_sessions
    from pupil_weeks
    inner join cohort
        on
            pupil_weeks.period_id = cohort.period_id
            and pupil_weeks.first_date >= cohort.counted_from
            and pupil_weeks.last_date <= cohort.counted_until

),

part_weeks as (

    select
        pupil_weeks.school_id,
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
        part_weeks.school_id,
        part_weeks.pupil_id,
        cast(pupil_sessions.is_possible as integer) as possible_sessions,
        cast(pupil_sessions.is_absent as integer) as absent_sessions
    from pupil_sessions
    inner join part_weeks
        on
            pupil_sessions.period_id = part_weeks.period_id
            and pupil_sessions.session_date between part_weeks.counted_from and part_weeks.counted_until

),

period_totals as (

    select
        school_id,
        pupil_id,
        sum(possible_sessions) as possible_sessions,
        sum(absent_sessions) as absent_sessions
    from (
        select *
        from whole_weeks
        union all
        select *
        from part_week_sessions
    ) as pupil_counts
    group by school_id, pupil_id
    having sum(possible_sessions) > 0

),

year_totals as (

    select
        pupil_weeks.school_id,
        pupil_weeks.pupil_id,
        sum(pupil_weeks.possible_sessions) as possible_sessions,
        sum(pupil_weeks.absent_sessions) as absent_sessions
    from pupil_weeks
    inner join school_status
        on
            pupil_weeks.school_id = school_status.school_id
            and pupil_weeks.academic_year = school_status.academic_year
    where is_wanted_school(pupil_weeks.school_id, $school_ids)
    group by pupil_weeks.school_id, pupil_weeks.pupil_id

),

year_outlook as (

    select
        period_totals.school_id,
        period_totals.pupil_id,
        period_totals.possible_sessions,
        period_totals.absent_sessions,
        coalesce(year_totals.possible_sessions, 0) as year_possible,
        coalesce(year_totals.absent_sessions, 0) as year_absent,
        school_status.sessions_left,
        school_status.school_days_left,
        least(coalesce($to_date, school_status.as_of), school_status.as_of) as traits_date
    from period_totals
    inner join school_status
        on period_totals.school_id = school_status.school_id
    left join year_totals
        on
            period_totals.school_id = year_totals.school_id
            and period_totals.pupil_id = year_totals.pupil_id

),

recovery as (

    select
        *,
        case
            when is_persistent(year_absent, year_possible) then (10 * year_absent - year_possible) // 2 + 1
            else 0
        end as days_needed
    from year_outlook

)

select
    pupils.school_id,
    pupils.pupil_id,
    pupils.upn,
    pupils.admission_number,
    pupils.surname,
    pupils.forename,
    traits.year_group,
    traits.class,
    traits.send_provision,
    traits.fsm,
    traits.is_compulsory_age,
    cast(recovery.possible_sessions as bigint) as possible_sessions,
    cast(recovery.absent_sessions as bigint) as absent_sessions,
    rate(recovery.absent_sessions, recovery.possible_sessions) as absence_rate,
    absence_band(recovery.absent_sessions, recovery.possible_sessions) as band,
    is_persistent(recovery.absent_sessions, recovery.possible_sessions) as is_persistent_absentee,
    is_severe(recovery.absent_sessions, recovery.possible_sessions) as is_severe_absentee,
    greatest(
        0, (recovery.year_possible + recovery.sessions_left + 9) // 10 - 1 - recovery.year_absent
    ) as sessions_before_persistent,
    case when recovery.days_needed <= recovery.school_days_left then recovery.days_needed end as recovery_days
from recovery
inner join pupils
    on
        recovery.school_id = pupils.school_id
        and recovery.pupil_id = pupils.pupil_id
left join pupil_periods as traits
    on
        recovery.school_id = traits.school_id
        and recovery.pupil_id = traits.pupil_id
        and recovery.traits_date between traits.valid_from and traits.valid_until
order by
    abs(10 * recovery.year_absent - recovery.year_possible) * 1.0 / greatest(recovery.year_possible, 1),
    pupils.surname,
    pupils.forename,
    pupils.pupil_id
