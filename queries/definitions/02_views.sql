-- Periods with the end of their school's data, from which the default dates of a query follow.
create view school_periods as
select
    pupil_periods.*,
    school_status.as_of,
    school_status.year_start
from pupil_periods
inner join school_status
    on pupil_periods.school_id = school_status.school_id;

-- Which school a record belongs to: by name, or the only one there is.
create view recorded_schools as
select
    schools.school_id,
    schools.name,
    count(*) over () = 1 as is_only_school
from schools;

create view recorded_cme_cases as
select
    recorded_schools.school_id,
    cases.case_id,
    cases.upn,
    cases.admission_number,
    cases.case_type,
    cases.opened_date,
    cases.trigger,
    cases.owner_role,
    cases.stage,
    cases.next_step,
    cases.next_step_due,
    cases.la_notified_date,
    cases.la_reference,
    cases.closed_date,
    cases.outcome,
    cases.returned_date,
    true as is_recorded_here
from recorded.cme_cases as cases
inner join recorded_schools
    on recorded_schools.is_only_school or cases.school_name = recorded_schools.name;

-- Cases: as recorded in the app where there is such a record, else as imported.
create view all_cme_cases as
select * from recorded_cme_cases
union all
select
    imported.school_id,
    imported.case_id,
    imported.upn,
    imported.admission_number,
    imported.case_type,
    imported.opened_date,
    imported.trigger,
    imported.owner_role,
    imported.stage,
    imported.next_step,
    imported.next_step_due,
    imported.la_notified_date,
    imported.la_reference,
    imported.closed_date,
    imported.outcome,
    imported.returned_date,
    false as is_recorded_here
from imported_cme_cases as imported
anti join recorded_cme_cases as cases
    on imported.school_id = cases.school_id and imported.case_id = cases.case_id;

create view cme_cases as
select
    all_cme_cases.*,
    coalesce(by_upn.pupil_id, by_number.pupil_id) as pupil_id
from all_cme_cases
left join pupil_aliases as by_upn
    on
        all_cme_cases.school_id = by_upn.school_id
        and by_upn.kind = 'upn'
        and all_cme_cases.upn = by_upn.value
left join pupil_aliases as by_number
    on
        all_cme_cases.school_id = by_number.school_id
        and by_number.kind = 'admission_number'
        and all_cme_cases.admission_number = by_number.value;

create view cme_actions as
select
    recorded_schools.school_id,
    actions.case_id,
    actions.action_date,
    actions.action,
    actions.by_role,
    actions.result,
    actions.recorded_at,
    actions.recorded_id
from recorded.cme_actions as actions
inner join recorded_schools
    on recorded_schools.is_only_school or actions.school_name = recorded_schools.name
union all
select
    school_id,
    case_id,
    action_date,
    action,
    by_role,
    result,
    cast(null as timestamp) as recorded_at,
    cast(null as integer) as recorded_id
from imported_cme_actions;

create view all_support_actions as
select
    recorded_schools.school_id,
    actions.upn,
    actions.admission_number,
    actions.action_date,
    actions.action,
    actions.by_role,
    actions.ended_date,
    actions.recorded_at
from recorded.support_actions as actions
inner join recorded_schools
    on recorded_schools.is_only_school or actions.school_name = recorded_schools.name
union all
select
    school_id,
    upn,
    admission_number,
    action_date,
    action,
    by_role,
    ended_date,
    cast(null as timestamp) as recorded_at
from imported_support_actions;

create view support_actions as
select
    all_support_actions.*,
    coalesce(by_upn.pupil_id, by_number.pupil_id) as pupil_id
from all_support_actions
left join pupil_aliases as by_upn
    on
        all_support_actions.school_id = by_upn.school_id
        and by_upn.kind = 'upn'
        and all_support_actions.upn = by_upn.value
left join pupil_aliases as by_number
    on
        all_support_actions.school_id = by_number.school_id
        and by_number.kind = 'admission_number'
        and all_support_actions.admission_number = by_number.value;

create view all_penalty_notices as
select
    recorded_schools.school_id,
    notices.upn,
    notices.admission_number,
    notices.issued_date,
    notices.parent,
    notices.status
from recorded.penalty_notices as notices
inner join recorded_schools
    on recorded_schools.is_only_school or notices.school_name = recorded_schools.name
union all
select
    school_id,
    upn,
    admission_number,
    issued_date,
    parent,
    status
from imported_penalty_notices;

create view penalty_notices as
select
    all_penalty_notices.*,
    coalesce(by_upn.pupil_id, by_number.pupil_id) as pupil_id
from all_penalty_notices
left join pupil_aliases as by_upn
    on
        all_penalty_notices.school_id = by_upn.school_id
        and by_upn.kind = 'upn'
        and all_penalty_notices.upn = by_upn.value
left join pupil_aliases as by_number
    on
        all_penalty_notices.school_id = by_number.school_id
        and by_number.kind = 'admission_number'
        and all_penalty_notices.admission_number = by_number.value;

create view targets as
select
    school_id,
    academic_year,
    measure,
    target
from imported_targets;

-- A case beside the groups its pupil was in on the day it was opened; groups are null for a child on no roll.
create view case_periods as
select
    cme_cases.*,
    school_periods.period_id,
    school_periods.is_statistical_age,
    school_periods.is_compulsory_age,
    school_periods.is_on_roll_now,
    school_periods.sex,
    school_periods.year_group,
    school_periods.class,
    school_periods.send_provision,
    school_periods.fsm,
    school_periods.pupil_premium,
    school_periods.eal,
    school_periods.ethnicity,
    school_periods.looked_after,
    school_periods.social_worker,
    school_periods.child_protection_plan,
    school_periods.young_carer,
    school_periods.service_child,
    school_periods.mental_health_need,
    school_periods.near_threshold
from cme_cases
left join school_periods
    on
        cme_cases.school_id = school_periods.school_id
        and cme_cases.pupil_id = school_periods.pupil_id
        and cme_cases.opened_date between school_periods.valid_from and school_periods.valid_until;

-- A clock that fired beside every case that matches it: opened from its first day to 20 school days after its last.
create view triggers_with_cases as
select
    cme_triggers.school_id,
    cme_triggers.pupil_id,
    cme_triggers.rule,
    cme_triggers.first_date,
    cme_triggers.last_date,
    cme_triggers.trigger_date,
    cme_triggers.school_days,
    cme_triggers.is_open,
    cme_triggers.is_amended,
    cme_cases.case_id,
    cme_cases.opened_date
from cme_triggers
inner join cme_cases
    on
        cme_triggers.school_id = cme_cases.school_id
        and cme_triggers.pupil_id = cme_cases.pupil_id
        and cme_triggers.first_date <= cme_cases.opened_date
inner join school_dates as last_days
    on
        cme_triggers.school_id = last_days.school_id
        and cme_triggers.last_date = last_days.calendar_date
inner join school_dates as opened_days
    on
        cme_cases.school_id = opened_days.school_id
        and cme_cases.opened_date = opened_days.calendar_date
where opened_days.school_days_so_far - last_days.school_days_so_far <= 20;
