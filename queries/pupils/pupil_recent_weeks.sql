-- question: How many sessions has each pupil missed in each of the last six school weeks of the period?
-- grain:    one row per pupil and school week with a possible session, the earliest week first
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
--           pupil_id           as in this register file
--           weeks_ago          0 for the last school week of the period, up to 5
--           possible_sessions
--           absent_sessions

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

last_weeks as (

    select
        school_dates.school_id,
        max(school_dates.week_number) as last_week
    from school_dates
    inner join school_status
        on school_dates.school_id = school_status.school_id
    where
        school_dates.is_school_day
        and school_dates.calendar_date <= least(coalesce($to_date, school_status.as_of), school_status.as_of)
        and is_wanted_school(school_dates.school_id, $school_ids)
    group by school_dates.school_id

),

recent_days as (

    select
        school_dates.school_id,
        school_dates.calendar_date,
        last_weeks.last_week - school_dates.week_number as weeks_ago
    from school_dates
    inner join last_weeks
        on school_dates.school_id = last_weeks.school_id
    where
        school_dates.is_school_day
        and school_dates.week_number between last_weeks.last_week - 5 and last_weeks.last_week

)

select
    pupil_sessions.school_id,
    pupil_sessions.pupil_id,
    recent_days.weeks_ago,
    count(*) as possible_sessions,
    count(*) filter (where pupil_sessions.is_absent) as absent_sessions
from pupil_sessions
inner join cohort
    on
        pupil_sessions.period_id = cohort.period_id
        and pupil_sessions.session_date between cohort.counted_from and cohort.counted_until
inner join recent_days
    on
        pupil_sessions.school_id = recent_days.school_id
        and pupil_sessions.session_date = recent_days.calendar_date
where pupil_sessions.is_possible
group by pupil_sessions.school_id, pupil_sessions.pupil_id, recent_days.weeks_ago
order by pupil_sessions.school_id, pupil_sessions.pupil_id, recent_days.weeks_ago desc
