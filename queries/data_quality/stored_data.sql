-- question: What is stored, from when to when, and as at when?
-- grain:    one row per school and kind of file that was ever imported
-- params:   $school_ids  integer[]  schools counted
-- columns:  school_id
--           kind              as in the name of the canonical file
--           stored_rows       pupils, marks, calendar sessions, cases and so on stored now
--           first_date        earliest date stored; null where rows have none
--           last_date
--           as_at             the newest as-at date of an import
--           imports           files imported
--           last_imported_at

with

stored as (

    select
        school_id,
        'pupils' as kind,
        1 as kind_order,
        count(*) as stored_rows,
        cast(null as date) as first_date,
        cast(null as date) as last_date
    from pupils
    where is_described
    group by school_id

    union all

    select
        school_id,
        'marks' as kind,
        2 as kind_order,
        count(*) as stored_rows,
        min(session_date) as first_date,
        max(session_date) as last_date
    from session_marks
    group by school_id

    union all

    select
        school_id,
        'calendar' as kind,
        3 as kind_order,
        count(*) as stored_rows,
        min(session_date) as first_date,
        max(session_date) as last_date
    from calendar_entries
    group by school_id

    union all

    select
        school_id,
        'cme_cases' as kind,
        4 as kind_order,
        count(*) as stored_rows,
        min(opened_date) as first_date,
        max(opened_date) as last_date
    from imported_cme_cases
    group by school_id

    union all

    select
        school_id,
        'cme_actions' as kind,
        5 as kind_order,
        count(*) as stored_rows,
        min(action_date) as first_date,
        max(action_date) as last_date
    from imported_cme_actions
    group by school_id

    union all

    select
        school_id,
        'support_actions' as kind,
        6 as kind_order,
        count(*) as stored_rows,
        min(action_date) as first_date,
        max(action_date) as last_date
    from imported_support_actions
    group by school_id

    union all

    select
        school_id,
        'penalty_notices' as kind,
        7 as kind_order,
        count(*) as stored_rows,
        min(issued_date) as first_date,
        max(issued_date) as last_date
    from imported_penalty_notices
    group by school_id

    union all

    select
        school_id,
        'targets' as kind,
        8 as kind_order,
        count(*) as stored_rows,
        cast(null as date) as first_date,
        cast(null as date) as last_date
    from imported_targets
    group by school_id

),

files as (

    select
        school_id,
        kind,
        max(as_at) as as_at,
        count(*) as imports,
        max(imported_at) as last_imported_at
    from imports
    group by school_id, kind

)

select
    stored.school_id,
    stored.kind,
    stored.stored_rows,
    stored.first_date,
    stored.last_date,
    files.as_at,
    coalesce(files.imports, 0) as imports,
    files.last_imported_at
from stored
left join files
    on
        stored.school_id = files.school_id
        and stored.kind = files.kind
where is_wanted_school(stored.school_id, $school_ids)
order by stored.school_id, stored.kind_order
