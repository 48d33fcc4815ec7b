-- question: For what reasons are pupils absent, and how are sessions coded?
-- grain:    one row per attendance code that occurs
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
-- columns:  attendance_code
--           description      as on its last day of use in the period
--           category         what it counts as on that day
--           sessions         a possible code only in sessions held, others wherever stored
--           rate             sessions / possible sessions; null for a code that is not possible

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

code_days as (

    select
        pupil_sessions.attendance_code,
        pupil_sessions.session_date,
        count(*) filter (where pupil_sessions.is_possible) as possible_sessions,
        count(*) as stored_sessions
    from pupil_sessions
    inner join cohort
        on
            pupil_sessions.period_id = cohort.period_id
            and pupil_sessions.session_date between cohort.counted_from and cohort.counted_until
    group by pupil_sessions.attendance_code, pupil_sessions.session_date

),

counted_days as (

    select
        code_days.attendance_code,
        code_days.session_date,
        code_days.possible_sessions,
        attendance_codes.description,
        attendance_codes.category,
        attendance_codes.is_possible,
        case
            when attendance_codes.is_possible then code_days.possible_sessions
            else code_days.stored_sessions
        end as sessions
    from code_days
    inner join attendance_codes
        on
            code_days.attendance_code = attendance_codes.attendance_code
            and code_days.session_date between attendance_codes.applies_from and attendance_codes.applies_until

),

code_totals as (

    select
        attendance_code,
        arg_max(description, session_date) as description,
        arg_max(category, session_date) as category,
        arg_max(is_possible, session_date) as is_possible,
        cast(sum(sessions) as bigint) as sessions,
        sum(sum(possible_sessions)) over () as all_possible_sessions
    from counted_days
    where sessions > 0
    group by attendance_code

)

select
    attendance_code,
    description,
    category,
    sessions,
    case when is_possible then rate(sessions, all_possible_sessions) end as rate
from code_totals
order by sessions desc, attendance_code
