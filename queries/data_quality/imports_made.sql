-- question: Which files were imported, when, and what became of their rows?
-- grain:    one row per file imported, the newest first
-- params:   $school_ids  integer[]  schools counted
-- columns:  import_id
--           run_id           files imported together share one
--           school_id
--           imported_at
--           file_name
--           kind
--           layout
--           as_at
--           first_date
--           last_date
--           rows_read
--           rows_accepted
--           rows_unchanged
--           rows_superseded  of those accepted, in place of an older value
--           rows_rejected
--           rows_skipped     beside those read
--           blank_cells      beside those read
--           problems         kept with the import
--           warnings         kept with the import

with

messages as (

    select
        import_id,
        count(*) filter (where severity <> 'warning') as problems,
        count(*) filter (where severity = 'warning') as warnings
    from import_problems
    group by import_id

)

select
    imports.import_id,
    imports.run_id,
    imports.school_id,
    imports.imported_at,
    imports.file_name,
    imports.kind,
    imports.layout,
    imports.as_at,
    imports.first_date,
    imports.last_date,
    imports.rows_read,
    imports.rows_accepted,
    imports.rows_unchanged,
    imports.rows_superseded,
    imports.rows_rejected,
    imports.rows_skipped,
    imports.blank_cells,
    coalesce(messages.problems, 0) as problems,
    coalesce(messages.warnings, 0) as warnings
from imports
left join messages
    on imports.import_id = messages.import_id
where is_wanted_school(imports.school_id, $school_ids)
order by imports.import_id desc
