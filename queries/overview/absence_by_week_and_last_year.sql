-- question: How much absence is there each week, beside the same week last year?
-- grain:    one row per school week of the period or of the earlier one
-- params:   $from_date              date = start of the current academic year  first session date counted
--           $to_date                date = last date with a mark               last session date counted
--           $last_year_from         date                                       required, start of earlier period
--           $last_year_to           date                                       required, end of earlier period
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
--           $roll                   varchar = ever                             one of: ever, current
-- columns:  week_commencing              Monday; last year's weeks stand 52 weeks later
--           academic_year                of the period, such as 2026/27
--           half_term                    such as Autumn 1; null where only last year had school
--           possible_sessions
--           absent_sessions
--           absence_rate                 absent / possible, 0 to 1
--           last_year_possible_sessions  in the same week a year earlier
--           last_year_absent_sessions
--           last_year_absence_rate       absent / possible, 0 to 1

with

stretches as (

    select
        school_id,
        false as is_last_year,
        coalesce($from_date, year_start) as counted_from,
        coalesce($to_date, as_of) as counted_until
    from school_status

    union all

    select
        school_id,
        true as is_last_year,
        cast($last_year_from as date) as counted_from,
        cast($last_year_to as date) as counted_until
    from school_status

),

cohort as (

    select
        school_periods.period_id,
        stretches.is_last_year,
        greatest(school_periods.valid_from, stretches.counted_from) as counted_from,
        least(school_periods.valid_until, stretches.counted_until) as counted_until
    from school_periods
    inner join stretches
        on
            school_periods.school_id = stretches.school_id
            and school_periods.valid_until >= stretches.counted_from
            and school_periods.valid_from <= stretches.counted_until
    where
        is_wanted_school(school_periods.school_id, $school_ids)
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

week_totals as (

    select
        case
            when cohort.is_last_year then school_dates.week_commencing + 364
            else school_dates.week_commencing
        end as week_commencing,
        count(*) filter (where pupil_sessions.is_possible and not cohort.is_last_year) as possible_sessions,
        count(*) filter (where pupil_sessions.is_absent and not cohort.is_last_year) as absent_sessions,
        count(*) filter (where pupil_sessions.is_possible and cohort.is_last_year) as last_year_possible_sessions,
        count(*) filter (where pupil_sessions.is_absent and cohort.is_last_year) as last_year_absent_sessions
    from pupil_sessions
    inner join cohort
        on
            pupil_sessions.period_id = cohort.period_id
            and pupil_sessions.session_date between cohort.counted_from and cohort.counted_until
    inner join school_dates
        on
            pupil_sessions.school_id = school_dates.school_id
            and pupil_sessions.session_date = school_dates.calendar_date
    group by all

),

week_names as (

    select
        week_commencing,
        arg_min(academic_year, calendar_date) as academic_year,
        arg_min(half_term, calendar_date) as half_term
    from school_dates
    where
        is_school_day
        and is_wanted_school(school_id, $school_ids)
    group by week_commencing

),

period_year as (

    select arg_max(school_dates.academic_year, school_dates.calendar_date) as academic_year
    from school_dates
    inner join stretches
        on
            school_dates.school_id = stretches.school_id
            and school_dates.calendar_date = stretches.counted_until
            and not stretches.is_last_year

)

select
    week_totals.week_commencing,
    academic_year_label(coalesce(week_names.academic_year, period_year.academic_year)) as academic_year,
    case when week_totals.possible_sessions > 0 then week_names.half_term end as half_term,
    week_totals.possible_sessions,
    week_totals.absent_sessions,
    rate(week_totals.absent_sessions, week_totals.possible_sessions) as absence_rate,
    week_totals.last_year_possible_sessions,
    week_totals.last_year_absent_sessions,
    rate(week_totals.last_year_absent_sessions, week_totals.last_year_possible_sessions) as last_year_absence_rate
from week_totals
cross join period_year
left join week_names
    on week_totals.week_commencing = week_names.week_commencing
where week_totals.possible_sessions + week_totals.last_year_possible_sessions > 0
order by week_totals.week_commencing
