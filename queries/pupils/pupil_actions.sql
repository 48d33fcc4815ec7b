-- question: What has been done about this pupil's attendance, and when?
-- grain:    one row per action, support action or penalty notice, the latest first
-- params:   $pupil_id    integer    required, as in this register file
-- columns:  action_date
--           kind          cme_action, support_action or penalty_notice
--           case_id       of a CME action
--           action        as recorded; of a penalty notice its status
--           by_role
--           result        of a CME action
--           ended_date    of a support action
--           parent        1 or 2, of a penalty notice
--           recorded_at   when it was written down here; null if imported

with

case_actions as (

    select
        cme_actions.action_date,
        'cme_action' as kind,
        cme_actions.case_id,
        cme_actions.action,
        cme_actions.by_role,
        cme_actions.result,
        cast(null as date) as ended_date,
        cast(null as integer) as parent,
        cme_actions.recorded_at
    from cme_actions
    inner join cme_cases
        on
            cme_actions.school_id = cme_cases.school_id
            and cme_actions.case_id = cme_cases.case_id
    where cme_cases.pupil_id = $pupil_id

),

support as (

    select
        action_date,
        'support_action' as kind,
        cast(null as varchar) as case_id,
        action,
        by_role,
        cast(null as varchar) as result,
        ended_date,
        cast(null as integer) as parent,
        recorded_at
    from support_actions
    where pupil_id = $pupil_id

),

notices as (

    select
        issued_date as action_date,
        'penalty_notice' as kind,
        cast(null as varchar) as case_id,
        status as action,
        cast(null as varchar) as by_role,
        cast(null as varchar) as result,
        cast(null as date) as ended_date,
        parent,
        cast(null as timestamp) as recorded_at
    from penalty_notices
    where pupil_id = $pupil_id

),

everything as (

    select * from case_actions

    union all

    select * from support

    union all

    select * from notices

)

select
    action_date,
    kind,
    case_id,
    action,
    by_role,
    result,
    ended_date,
    parent,
    recorded_at
from everything
order by action_date desc, recorded_at desc nulls last, kind, case_id, action
