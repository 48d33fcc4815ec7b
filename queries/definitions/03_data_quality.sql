-- Sessions on which the calendar and the marks disagree, by what is wrong (hole):
--   no_calendar           marks of a day that lies in no calendar
--   closed_with_marks     marks on a session that the calendar closes: a holiday, an INSET day, a weekend, not listed
--   listed_without_marks  listed as school, before the last day with marks, and nobody has a mark
--   not_listed            a weekday between two listed school days of its week, with nothing said of it (session null)
create view calendar_hole_sessions as

with

closed_marks as (

    select
        pupil_sessions.school_id,
        pupil_sessions.session_date,
        pupil_sessions.session,
        count(*) as marks
    from pupil_sessions
    inner join school_days
        on
            pupil_sessions.school_id = school_days.school_id
            and pupil_sessions.session_date = school_days.session_date
            and pupil_sessions.session = school_days.session
    where
        not pupil_sessions.is_held
        and pupil_sessions.attendance_code not in ('Y4', '#')
        and school_days.is_in_calendar
        and school_days.kind <> 'school'
    group by pupil_sessions.school_id, pupil_sessions.session_date, pupil_sessions.session

),

marks_without_calendar as (

    select
        pupil_sessions.school_id,
        pupil_sessions.session_date,
        pupil_sessions.session,
        count(*) as marks
    from pupil_sessions
    inner join school_days
        on
            pupil_sessions.school_id = school_days.school_id
            and pupil_sessions.session_date = school_days.session_date
            and pupil_sessions.session = school_days.session
    where
        school_days.is_held
        and not school_days.is_in_calendar
    group by pupil_sessions.school_id, pupil_sessions.session_date, pupil_sessions.session

),

-- where nobody has a mark, somebody on roll lacks one
unmarked_sessions as (

    select distinct
        missing_sessions.school_id,
        missing_sessions.session_date,
        missing_sessions.session
    from missing_sessions
    inner join school_status
        on missing_sessions.school_id = school_status.school_id
    anti join pupil_sessions
        on
            missing_sessions.school_id = pupil_sessions.school_id
            and missing_sessions.session_date = pupil_sessions.session_date
            and missing_sessions.session = pupil_sessions.session
    where missing_sessions.session_date < school_status.as_of

),

listed_weeks as (

    select
        school_dates.school_id,
        school_dates.week_commencing,
        min(school_dates.calendar_date) as first_date,
        max(school_dates.calendar_date) as last_date
    from calendar_entries
    inner join school_dates
        on
            calendar_entries.school_id = school_dates.school_id
            and calendar_entries.session_date = school_dates.calendar_date
    where calendar_entries.kind = 'school'
    group by school_dates.school_id, school_dates.week_commencing

)

select
    school_id,
    session_date,
    session,
    'closed_with_marks' as hole,
    marks
from closed_marks

union all

select
    school_id,
    session_date,
    session,
    'no_calendar' as hole,
    marks
from marks_without_calendar

union all

select
    school_id,
    session_date,
    session,
    'listed_without_marks' as hole,
    0 as marks
from unmarked_sessions

union all

select
    school_dates.school_id,
    school_dates.calendar_date as session_date,
    cast(null as varchar) as session,
    'not_listed' as hole,
    0 as marks
from school_dates
inner join listed_weeks
    on
        school_dates.school_id = listed_weeks.school_id
        and school_dates.week_commencing = listed_weeks.week_commencing
        and school_dates.calendar_date > listed_weeks.first_date
        and school_dates.calendar_date < listed_weeks.last_date
anti join school_days
    on
        school_dates.school_id = school_days.school_id
        and school_dates.calendar_date = school_days.session_date
where school_dates.weekday <= 5;

-- Marks whose code was not in force on their day: retired before it, or not yet begun.
create view misdated_marks as
select
    pupil_sessions.school_id,
    pupil_sessions.pupil_id,
    pupil_sessions.session_date,
    pupil_sessions.session,
    pupil_sessions.attendance_code,
    attendance_codes.description,
    attendance_codes.valid_from,
    attendance_codes.valid_until,
    case when pupil_sessions.session_date > attendance_codes.valid_until then 'retired' else 'early' end as fault
from pupil_sessions
inner join attendance_codes
    on
        pupil_sessions.attendance_code = attendance_codes.attendance_code
        and pupil_sessions.session_date between attendance_codes.applies_from and attendance_codes.applies_until
where
    (attendance_codes.valid_from is not null or attendance_codes.valid_until is not null)
    and (
        pupil_sessions.session_date > attendance_codes.valid_until
        or pupil_sessions.session_date < attendance_codes.valid_from
    );

-- What was recorded of pupils, one row a trait: is_worked_out where it comes from a list of another time.
create view trait_periods as
select
    pupil_characteristics.school_id,
    pupil_characteristics.pupil_id,
    pupil_characteristics.valid_from,
    pupil_characteristics.valid_until,
    traits.trait,
    traits.trait_order,
    case
        when traits.trait in ('year_group', 'class') then pupil_characteristics.is_year_group_derived
        else pupil_characteristics.is_carried_back
    end as is_worked_out,
    case traits.trait
        when 'year_group' then pupil_characteristics.year_group
        when 'class' then pupil_characteristics.class
        when 'send_provision' then pupil_characteristics.send_provision
        when 'send_need' then pupil_characteristics.send_need
        when 'fsm' then cast(pupil_characteristics.fsm as varchar)
        when 'fsm_basis' then pupil_characteristics.fsm_basis
        when 'pupil_premium' then cast(pupil_characteristics.pupil_premium as varchar)
        when 'eal' then cast(pupil_characteristics.eal as varchar)
        when 'ethnicity' then pupil_characteristics.ethnicity
        when 'looked_after' then cast(pupil_characteristics.looked_after as varchar)
        when 'social_worker' then cast(pupil_characteristics.social_worker as varchar)
        when 'child_protection_plan' then cast(pupil_characteristics.child_protection_plan as varchar)
        when 'young_carer' then cast(pupil_characteristics.young_carer as varchar)
        when 'service_child' then cast(pupil_characteristics.service_child as varchar)
        when 'mental_health_need' then cast(pupil_characteristics.mental_health_need as varchar)
        else cast(pupil_characteristics.near_threshold as varchar)
    end as value
from pupil_characteristics
cross join (
    values
    ('year_group', 1), ('class', 2), ('send_provision', 3), ('send_need', 4), ('fsm', 5), ('fsm_basis', 6),
    ('pupil_premium', 7), ('eal', 8), ('ethnicity', 9), ('looked_after', 10), ('social_worker', 11),
    ('child_protection_plan', 12), ('young_carer', 13), ('service_child', 14), ('mental_health_need', 15),
    ('near_threshold', 16)
) as traits (trait, trait_order);

-- Marks that a later file replaced, with the runs that brought the old mark and the new one.
create view mark_replacements as
select
    mark_changes.school_id,
    mark_changes.pupil_id,
    mark_changes.session_date,
    mark_changes.session,
    mark_changes.old_code,
    mark_changes.new_code,
    mark_changes.new_import_id,
    old_imports.run_id as old_run_id,
    new_imports.run_id as new_run_id
from mark_changes
inner join imports as old_imports
    on mark_changes.old_import_id = old_imports.import_id
inner join imports as new_imports
    on mark_changes.new_import_id = new_imports.import_id;
