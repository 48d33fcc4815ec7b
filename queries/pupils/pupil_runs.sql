-- question: When was this pupil absent without a break, on each clock?
-- grain:    one row per run of counting school days and clock, the latest first
-- params:   $pupil_id    integer        required, as in this register file
--           $min_days    integer = 1    shortest run listed, in school days
-- columns:  rule           policy_unexplained, la_return, deletion_20_day, illness or any_reason
--           first_date     first day that counts
--           last_date      last day that counts
--           school_days    how many days count
--           is_open        nothing has broken it up to the last date with a mark, and the pupil is on roll
--           trigger_date   the day on which the run reached its clock's length, if it did

select
    rule,
    first_date,
    last_date,
    school_days,
    is_open,
    trigger_date
from absence_runs
where
    pupil_id = $pupil_id
    and school_days >= $min_days
order by last_date desc, school_days desc, rule
