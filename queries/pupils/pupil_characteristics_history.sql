-- question: What was recorded of this pupil, and from when to when?
-- grain:    one row per trait and stretch of time over which it stayed the same, the latest first
-- params:   $pupil_id    integer    required, as in this register file
-- columns:  trait          year_group, class, send_provision and so on: those of which anything was ever recorded
--           value          as stored; null where nothing was recorded
--           valid_from     not before the pupil was on roll
--           valid_until    null for what holds now
--           known_from     first day that a pupil list speaks of; before it, worked out or carried back; null if all is

with

trait_values as (

    select
        trait_periods.trait,
        trait_periods.trait_order,
        greatest(trait_periods.valid_from, pupils.on_roll_from) as counted_from,
        least(trait_periods.valid_until, pupils.on_roll_until) as counted_until,
        school_status.as_of,
        trait_periods.is_worked_out,
        trait_periods.value
    from trait_periods
    inner join pupils
        on
            trait_periods.school_id = pupils.school_id
            and trait_periods.pupil_id = pupils.pupil_id
    inner join school_status
        on trait_periods.school_id = school_status.school_id
    where
        trait_periods.pupil_id = $pupil_id
        and trait_periods.valid_from <= least(school_status.as_of, pupils.on_roll_until)
        and trait_periods.valid_until >= pupils.on_roll_from

),

marked_changes as (

    select
        *,
        case
            when row_number() over earlier = 1 then 1
            when coalesce(value, '') <> coalesce(lag(value) over earlier, '') then 1
            else 0
        end as is_change,
        max(value) over (partition by trait) as any_value_recorded
    from trait_values
    window earlier as (partition by trait order by counted_from)

),

numbered as (

    select
        *,
        sum(is_change) over (partition by trait order by counted_from) as stretch_number
    from marked_changes
    where any_value_recorded is not null

)

select
    trait,
    value,
    min(counted_from) as valid_from,
    case when max(counted_until) < max(as_of) then max(counted_until) end as valid_until,
    min(case when not is_worked_out then counted_from end) as known_from
from numbered
group by trait, trait_order, stretch_number, value
order by trait_order, min(counted_from) desc
