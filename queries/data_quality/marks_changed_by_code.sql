-- question: From which code to which did marks change that were already stored?
-- grain:    one row per school, code before and code now, the most first
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
--           $since_run              integer = newest run with marks            first import run whose changes count
-- columns:  school_id
--           old_code     as stored before the first run that counts
--           new_code     as stored now
--           marks
--           pupils
--           first_date   first session changed so
--           last_date    last session changed so

with

cohort as (

    select
        period_id,
        school_id,
        pupil_id,
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

newest_runs as (

    select
        school_id,
        coalesce($since_run, max(run_id)) as since_run
    from imports
    where
        kind = 'marks'
        and is_wanted_school(school_id, $school_ids)
    group by school_id

),

first_replacements as (

    select
        mark_replacements.school_id,
        mark_replacements.pupil_id,
        mark_replacements.session_date,
        mark_replacements.session,
        arg_min(mark_replacements.old_code, mark_replacements.new_import_id) as old_code
    from mark_replacements
    inner join newest_runs
        on
            mark_replacements.school_id = newest_runs.school_id
            and mark_replacements.new_run_id >= newest_runs.since_run
            and mark_replacements.old_run_id < newest_runs.since_run
    group by
        mark_replacements.school_id,
        mark_replacements.pupil_id,
        mark_replacements.session_date,
        mark_replacements.session

),

changed_sessions as (

    select
        cohort.school_id,
        cohort.pupil_id,
        pupil_sessions.session_date,
        pupil_sessions.session,
        first_replacements.old_code,
        pupil_sessions.attendance_code as new_code
    from first_replacements
    inner join cohort
        on
            first_replacements.school_id = cohort.school_id
            and first_replacements.pupil_id = cohort.pupil_id
            and first_replacements.session_date between cohort.counted_from and cohort.counted_until
    inner join pupil_sessions
        on
            cohort.period_id = pupil_sessions.period_id
            and first_replacements.session_date = pupil_sessions.session_date
            and first_replacements.session = pupil_sessions.session
    where first_replacements.old_code <> pupil_sessions.attendance_code

)

select
    school_id,
    old_code,
    new_code,
    count(*) as marks,
    count(distinct pupil_id) as pupils,
    min(session_date) as first_date,
    max(session_date) as last_date
from changed_sessions
group by school_id, old_code, new_code
order by marks desc, school_id, old_code, new_code
