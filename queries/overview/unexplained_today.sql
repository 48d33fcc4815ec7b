-- question: Who is absent without explanation on the latest day, and for how many school days in a row?
-- grain:    one row per pupil with an unexplained mark on the last date with a mark, the longest run first
-- params:   $school_ids             integer[]          schools counted
--           $year_groups            varchar[]          N1 N2 R 1 to 6
--           $classes                varchar[]          classes counted
--           $send_provisions        varchar[]          N none, K SEN support, E EHC plan
--           $sexes                  varchar[]          M F
--           $ethnicities            varchar[]          ethnicity codes as imported
--           $fsm                    boolean            eligible for free school meals
--           $pupil_premium          boolean            attracts pupil premium
--           $eal                    boolean            English as an additional language
--           $looked_after           boolean            looked after by a local authority
--           $social_worker          boolean            has a social worker
--           $child_protection_plan  boolean            on a child protection plan
--           $young_carer            boolean            young carer
--           $service_child          boolean            child of service personnel
--           $mental_health_need     boolean            recorded mental-health need
--           $near_threshold         boolean            just above the FSM or premium line
--           $age_cohort             varchar = all      one of: statistical, compulsory, all
--           $roll                   varchar = current  one of: ever, current
-- columns:  school_id
--           pupil_id           as in this register file
--           upn                null for a pupil without one
--           admission_number
--           surname
--           forename
--           year_group
--           class
--           is_compulsory_age  on that day
--           sessions           AM, PM or AM and PM
--           school_days        of the open run of unexplained absence, at least 1; a half-day seen in school ends a run

with

members as (

    select
        school_periods.school_id,
        school_periods.pupil_id,
        school_periods.year_group,
        school_periods.class,
        school_periods.is_compulsory_age,
        school_periods.as_of
    from school_periods
    where
        school_periods.as_of between school_periods.valid_from and school_periods.valid_until
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

unexplained as (

    select
        pupil_sessions.school_id,
        pupil_sessions.pupil_id,
        string_agg(pupil_sessions.session, ' and ' order by pupil_sessions.session) as sessions
    from pupil_sessions
    inner join members
        on
            pupil_sessions.school_id = members.school_id
            and pupil_sessions.pupil_id = members.pupil_id
            and pupil_sessions.session_date = members.as_of
    inner join rules
        on rules.rule = 'policy_unexplained'
    where list_contains(rules.codes, pupil_sessions.attendance_code)
    group by pupil_sessions.school_id, pupil_sessions.pupil_id

)

select
    members.school_id,
    members.pupil_id,
    pupils.upn,
    pupils.admission_number,
    pupils.surname,
    pupils.forename,
    members.year_group,
    members.class,
    members.is_compulsory_age,
    unexplained.sessions,
    greatest(1, coalesce(absence_runs.school_days, 1)) as school_days
from unexplained
inner join members
    on
        unexplained.school_id = members.school_id
        and unexplained.pupil_id = members.pupil_id
inner join pupils
    on
        unexplained.school_id = pupils.school_id
        and unexplained.pupil_id = pupils.pupil_id
left join absence_runs
    on
        unexplained.school_id = absence_runs.school_id
        and unexplained.pupil_id = absence_runs.pupil_id
        and absence_runs.rule = 'policy_unexplained'
        and absence_runs.is_open
        and members.as_of = absence_runs.last_date
order by school_days desc, pupils.surname, pupils.forename, members.pupil_id
