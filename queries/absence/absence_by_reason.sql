-- question: What kinds of reason is absence given for?
-- grain:    one row per group of reasons with an absence, the largest first
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
-- columns:  reason_group           illness, holiday, other_authorised or other_unauthorised
--           codes                  those that occur, the commonest first
--           sessions               absent sessions
--           authorised_sessions
--           unauthorised_sessions
--           rate                   of possible sessions, 0 to 1
--           share                  of all absent sessions, 0 to 1

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

code_totals as (

    select
        pupil_sessions.attendance_code,
        count(*) as possible_sessions,
        count(*) filter (where pupil_sessions.is_absent) as sessions,
        count(*) filter (where pupil_sessions.is_authorised) as authorised_sessions,
        count(*) filter (where pupil_sessions.is_unauthorised) as unauthorised_sessions
    from pupil_sessions
    inner join cohort
        on
            pupil_sessions.period_id = cohort.period_id
            and pupil_sessions.session_date between cohort.counted_from and cohort.counted_until
    where pupil_sessions.is_possible
    group by pupil_sessions.attendance_code

),

grouped_codes as (

    select
        *,
        sum(possible_sessions) over () as all_possible_sessions,
        sum(sessions) over () as all_sessions,
        case
            when attendance_code in ('I', 'M') then 'illness'
            when attendance_code in ('F', 'G', 'H') then 'holiday'
            when unauthorised_sessions > 0 then 'other_unauthorised'
            else 'other_authorised'
        end as reason_group
    from code_totals

)

select
    reason_group,
    string_agg(attendance_code, ', ' order by sessions desc, attendance_code) as codes,
    cast(sum(sessions) as bigint) as sessions,
    cast(sum(authorised_sessions) as bigint) as authorised_sessions,
    cast(sum(unauthorised_sessions) as bigint) as unauthorised_sessions,
    rate(sum(sessions), max(all_possible_sessions)) as rate,
    rate(sum(sessions), max(all_sessions)) as share
from grouped_codes
where sessions > 0
group by reason_group
order by sum(sessions) desc, reason_group
