-- question: What is each pupil's longest run of unexplained school days?
-- grain:    one row per pupil with an unexplained day
-- columns:  school_id
--           pupil_id
--           school_days

select
    school_id,
    pupil_id,
    max(school_days) as school_days
from absence_runs
where rule = 'policy_unexplained'
group by school_id, pupil_id
