-- question: What has been done about one CME concern, in order?
-- grain:    one row per action
-- params:   $school_id  integer  required, number of the school
--           $case_id    varchar  required, the concern
-- columns:  action_date
--           action
--           by_role      who did it
--           result
--           school_day   school days since the concern was opened; 0 on that day, negative before
--           recorded_at  null for an imported action
--           recorded_id  number of the entry, by which it can be corrected; null for an imported action

select
    cme_actions.action_date,
    cme_actions.action,
    cme_actions.by_role,
    cme_actions.result,
    action_days.school_days_so_far - opened_days.school_days_so_far as school_day,
    cme_actions.recorded_at,
    cme_actions.recorded_id
from cme_actions
inner join cme_cases
    on
        cme_actions.school_id = cme_cases.school_id
        and cme_actions.case_id = cme_cases.case_id
left join school_dates as action_days
    on
        cme_actions.school_id = action_days.school_id
        and cme_actions.action_date = action_days.calendar_date
left join school_dates as opened_days
    on
        cme_cases.school_id = opened_days.school_id
        and cme_cases.opened_date = opened_days.calendar_date
where
    cme_actions.school_id = $school_id
    and cme_actions.case_id = $case_id
order by cme_actions.action_date, cme_actions.recorded_id, cme_actions.action
