-- question: Which import runs led to the store as it is?
-- grain:    one row per run, the newest first
-- columns:  run_id
--           finished_at
--           description  what was done
--           files        how many files it imported

with

files_of_runs as (

    select
        run_id,
        count(*) as files
    from imports
    group by run_id

)

select
    import_runs.run_id,
    import_runs.finished_at,
    import_runs.description,
    coalesce(files_of_runs.files, 0) as files
from import_runs
left join files_of_runs
    on import_runs.run_id = files_of_runs.run_id
order by import_runs.run_id desc
