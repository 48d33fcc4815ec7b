-- scope: school
-- Clocks that fired. One that a later amendment would not have fired stays as last known, not open and marked amended,
-- unless a present run of its rule that reaches its length overlaps it.

with

present_triggers as (

    select
        school_id,
        pupil_id,
        rule,
        first_date,
        last_date,
        trigger_date,
        school_days,
        is_open
    from absence_runs
    where
        school_id = $school_id
        and rule in ('policy_unexplained', 'la_return', 'deletion_20_day')
        and trigger_date is not null

),

earlier_triggers as (

    select cme_triggers.*
    from cme_triggers
    anti join present_triggers
        on
            cme_triggers.pupil_id = present_triggers.pupil_id
            and cme_triggers.rule = present_triggers.rule
            and cme_triggers.first_date <= present_triggers.last_date
            and cme_triggers.last_date >= present_triggers.first_date
    where cme_triggers.school_id = $school_id

)

select
    school_id,
    pupil_id,
    rule,
    first_date,
    last_date,
    trigger_date,
    school_days,
    is_open,
    false as is_amended
from present_triggers

union all

select
    school_id,
    pupil_id,
    rule,
    first_date,
    last_date,
    trigger_date,
    school_days,
    false as is_open,
    true as is_amended
from earlier_triggers
order by pupil_id, rule, trigger_date
