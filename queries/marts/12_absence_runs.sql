-- scope: school
-- One row a run of absence_run_days. trigger_date is the day on which the run reached its rule's length.

select
    absence_run_days.school_id,
    absence_run_days.pupil_id,
    absence_run_days.rule,
    absence_run_days.first_date,
    max(absence_run_days.session_date) as last_date,
    count(*) as school_days,
    bool_or(absence_run_days.is_open) as is_open,
    min(absence_run_days.session_date) filter (
        where absence_run_days.day_of_run = rules.threshold
    ) as trigger_date
from absence_run_days
inner join rules
    on absence_run_days.rule = rules.rule
where absence_run_days.school_id = $school_id
group by
    absence_run_days.school_id, absence_run_days.pupil_id, absence_run_days.rule, absence_run_days.first_date
order by absence_run_days.pupil_id, absence_run_days.rule, absence_run_days.first_date
