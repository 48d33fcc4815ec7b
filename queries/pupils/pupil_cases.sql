-- question: Which CME cases has this pupil had?
-- grain:    one row per case, open ones first, then the latest opened
-- params:   $pupil_id    integer    required, as in this register file
-- columns:  case_id
--           case_type          at_risk_on_roll, whereabouts_unknown, no_show, left_destination_unknown or ehe_concern
--           opened_date
--           trigger            as recorded
--           owner_role
--           stage
--           next_step
--           next_step_due
--           la_notified_date
--           la_reference
--           closed_date        null while open
--           outcome
--           returned_date
--           actions            how many are recorded
--           last_action_date
--           school_days_open   from the day after it was opened up to its end, or the last date with a mark

with

action_counts as (

    select
        school_id,
        case_id,
        count(*) as actions,
        max(action_date) as last_action_date
    from cme_actions
    group by school_id, case_id

)

select
    cme_cases.case_id,
    cme_cases.case_type,
    cme_cases.opened_date,
    cme_cases.trigger,
    cme_cases.owner_role,
    cme_cases.stage,
    cme_cases.next_step,
    cme_cases.next_step_due,
    cme_cases.la_notified_date,
    cme_cases.la_reference,
    cme_cases.closed_date,
    cme_cases.outcome,
    cme_cases.returned_date,
    coalesce(action_counts.actions, 0) as actions,
    action_counts.last_action_date,
    ends.school_days_so_far - starts.school_days_so_far as school_days_open
from cme_cases
inner join school_status
    on cme_cases.school_id = school_status.school_id
left join action_counts
    on
        cme_cases.school_id = action_counts.school_id
        and cme_cases.case_id = action_counts.case_id
left join school_dates as starts
    on
        cme_cases.school_id = starts.school_id
        and cme_cases.opened_date = starts.calendar_date
left join school_dates as ends
    on
        cme_cases.school_id = ends.school_id
        and coalesce(cme_cases.closed_date, school_status.as_of) = ends.calendar_date
where cme_cases.pupil_id = $pupil_id
order by cme_cases.closed_date is not null, cme_cases.opened_date desc, cme_cases.case_id
