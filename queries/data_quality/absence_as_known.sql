-- question: What was the absence rate as the register was known before an import, and what is it now?
-- grain:    one row, always; today's calendar and pupil list, the marks of then
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
--           $since_run              integer = newest run with marks            first import run whose changes count
-- columns:  since_run                   null while no file of marks was imported
--           compared_at                 when that run ended
--           changed_marks               known then, and another code now
--           new_marks                   not known then
--           possible_sessions_then
--           absent_sessions_then
--           absence_rate_then           as known before that run
--           possible_sessions_before
--           absent_sessions_before
--           absence_rate_before         of every mark known now, those that changed as they were
--           possible_sessions
--           absent_sessions
--           absence_rate                as known now: the headline

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

period_marks as (

    select
        session_marks.school_id,
        session_marks.pupil_id,
        session_marks.session_date,
        session_marks.session,
        session_marks.attendance_code,
        coalesce(first_replacements.old_code, session_marks.attendance_code) as old_code,
        first_replacements.old_code is not null or imports.run_id < newest_runs.since_run as is_known_then
    from session_marks
    inner join newest_runs
        on session_marks.school_id = newest_runs.school_id
    inner join school_status
        on session_marks.school_id = school_status.school_id
    inner join imports
        on session_marks.import_id = imports.import_id
    left join first_replacements
        on
            session_marks.school_id = first_replacements.school_id
            and session_marks.pupil_id = first_replacements.pupil_id
            and session_marks.session_date = first_replacements.session_date
            and session_marks.session = first_replacements.session
    where
        session_marks.session_date >= coalesce($from_date, school_status.year_start)
        and session_marks.session_date <= coalesce($to_date, school_status.as_of)

),

meanings as (

    select
        period_marks.school_id,
        period_marks.pupil_id,
        period_marks.session_date,
        period_marks.session,
        period_marks.is_known_then,
        period_marks.old_code <> period_marks.attendance_code as is_changed,
        period_marks.old_code not in ('Y4', '#') as is_open,
        attendance_codes.is_possible and coalesce(pupils.enrolment_status, 'C') <> 'G' as is_possible,
        attendance_codes.is_authorised or attendance_codes.is_unauthorised as is_absent
    from period_marks
    inner join attendance_codes
        on
            period_marks.old_code = attendance_codes.attendance_code
            and period_marks.session_date between attendance_codes.applies_from and attendance_codes.applies_until
    inner join pupils
        on
            period_marks.school_id = pupils.school_id
            and period_marks.pupil_id = pupils.pupil_id

),

sessions_held as (

    select
        meanings.school_id,
        meanings.session_date,
        meanings.session,
        case
            when school_days.is_in_calendar
                then school_days.kind = 'school' and bool_or(meanings.is_open and meanings.is_known_then)
            else bool_or(meanings.is_possible and meanings.is_known_then)
        end as was_held_then,
        case
            when school_days.is_in_calendar then school_days.kind = 'school' and bool_or(meanings.is_open)
            else bool_or(meanings.is_possible)
        end as was_held_before
    from meanings
    inner join school_days
        on
            meanings.school_id = school_days.school_id
            and meanings.session_date = school_days.session_date
            and meanings.session = school_days.session
    group by
        meanings.school_id, meanings.session_date, meanings.session, school_days.is_in_calendar, school_days.kind

),

old_totals as (

    select
        count(*) filter (where meanings.is_changed and meanings.is_known_then) as changed_marks,
        count(*) filter (where not meanings.is_known_then) as new_marks,
        count(*) filter (
            where meanings.is_possible and meanings.is_known_then and sessions_held.was_held_then
        ) as possible_sessions_then,
        count(*) filter (
            where
            meanings.is_possible
            and meanings.is_absent
            and meanings.is_known_then
            and sessions_held.was_held_then
        ) as absent_sessions_then,
        count(*) filter (where meanings.is_possible and sessions_held.was_held_before)
            as possible_sessions_before,
        count(*) filter (where meanings.is_possible and meanings.is_absent and sessions_held.was_held_before)
            as absent_sessions_before
    from meanings
    inner join cohort
        on
            meanings.school_id = cohort.school_id
            and meanings.pupil_id = cohort.pupil_id
            and meanings.session_date between cohort.counted_from and cohort.counted_until
    inner join sessions_held
        on
            meanings.school_id = sessions_held.school_id
            and meanings.session_date = sessions_held.session_date
            and meanings.session = sessions_held.session

),

totals_now as (

    select
        count(*) filter (where pupil_sessions.is_possible) as possible_sessions,
        count(*) filter (where pupil_sessions.is_absent) as absent_sessions
    from pupil_sessions
    inner join cohort
        on
            pupil_sessions.period_id = cohort.period_id
            and pupil_sessions.session_date between cohort.counted_from and cohort.counted_until

),

compared_runs as (

    select
        max(newest_runs.since_run) as since_run,
        max(import_runs.finished_at) as compared_at
    from newest_runs
    left join import_runs
        on newest_runs.since_run = import_runs.run_id

)

select
    compared_runs.since_run,
    compared_runs.compared_at,
    old_totals.changed_marks,
    old_totals.new_marks,
    old_totals.possible_sessions_then,
    old_totals.absent_sessions_then,
    rate(old_totals.absent_sessions_then, old_totals.possible_sessions_then) as absence_rate_then,
    old_totals.possible_sessions_before,
    old_totals.absent_sessions_before,
    rate(old_totals.absent_sessions_before, old_totals.possible_sessions_before) as absence_rate_before,
    totals_now.possible_sessions,
    totals_now.absent_sessions,
    rate(totals_now.absent_sessions, totals_now.possible_sessions) as absence_rate
from old_totals
cross join totals_now
cross join compared_runs
