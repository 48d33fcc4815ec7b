-- question: In which classes are marks missing, or still without a reason?
-- grain:    one row per school, year group and class with such a mark, the most first
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
--           year_group           on the day of the mark
--           class                on that day
--           missing_marks        sessions held with no mark
--           pupils_missing       pupils with a missing mark
--           n_marks              marks that still say N
--           stale_n_marks        of which more than five school days old
--           oldest_n_days        school days since the oldest of them
--           latest_missing_date  last day with a missing mark

with

cohort as (

    select
        period_id,
        school_id,
        pupil_id,
        as_of,
        year_group,
        class,
        greatest(valid_from, coalesce($from_date, year_start)) as counted_from,
        least(valid_until, coalesce($to_date, as_of)) as counted_until
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

missing as (

    select
        cohort.school_id,
        cohort.year_group,
        cohort.class,
        count(*) as missing_marks,
        count(distinct cohort.pupil_id) as pupils_missing,
        max(missing_sessions.session_date) as latest_missing_date
    from missing_sessions
    inner join cohort
        on
            missing_sessions.period_id = cohort.period_id
            and missing_sessions.session_date between cohort.counted_from and cohort.counted_until
    group by cohort.school_id, cohort.year_group, cohort.class

),

without_reason as (

    select
        cohort.school_id,
        cohort.year_group,
        cohort.class,
        count(*) as n_marks,
        count(*) filter (
            where last_days.school_days_so_far - mark_days.school_days_so_far > rules.threshold
        ) as stale_n_marks,
        max(last_days.school_days_so_far - mark_days.school_days_so_far) as oldest_n_days
    from pupil_sessions
    inner join cohort
        on
            pupil_sessions.period_id = cohort.period_id
            and pupil_sessions.session_date between cohort.counted_from and cohort.counted_until
    inner join rules
        on rules.rule = 'stale_n'
    inner join school_dates as mark_days
        on
            cohort.school_id = mark_days.school_id
            and pupil_sessions.session_date = mark_days.calendar_date
    inner join school_dates as last_days
        on
            cohort.school_id = last_days.school_id
            and cohort.as_of = last_days.calendar_date
    where pupil_sessions.attendance_code = 'N'
    group by cohort.school_id, cohort.year_group, cohort.class

),

classes as (

    select
        school_id,
        year_group,
        class
    from missing

    union

    select
        school_id,
        year_group,
        class
    from without_reason

)

select
    classes.school_id,
    classes.year_group,
    classes.class,
    coalesce(missing.missing_marks, 0) as missing_marks,
    coalesce(missing.pupils_missing, 0) as pupils_missing,
    coalesce(without_reason.n_marks, 0) as n_marks,
    coalesce(without_reason.stale_n_marks, 0) as stale_n_marks,
    without_reason.oldest_n_days,
    missing.latest_missing_date
from classes
left join missing
    on
        classes.school_id = missing.school_id
        and classes.year_group is not distinct from missing.year_group
        and classes.class is not distinct from missing.class
left join without_reason
    on
        classes.school_id = without_reason.school_id
        and classes.year_group is not distinct from without_reason.year_group
        and classes.class is not distinct from without_reason.class
order by
    coalesce(missing.missing_marks, 0) + coalesce(without_reason.n_marks, 0) desc, classes.year_group, classes.class
