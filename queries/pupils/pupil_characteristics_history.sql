-- question: What was recorded of this pupil, and from when to when?
-- grain:    one row per trait and stretch of time over which it stayed the same, the latest first
-- params:   $pupil_id    integer    required, as in this register file
-- columns:  trait          year_group, class, send_provision and so on: those of which anything was ever recorded
--           value          as stored; null where nothing was recorded
--           valid_from     not before the pupil was on roll
--           valid_until    null for what holds now
--           known_from     first day that a pupil list speaks of; before it, worked out or carried back; null if all is

with

stretches as (

    select
        pupil_characteristics.*,
        school_status.as_of,
        greatest(pupil_characteristics.valid_from, pupils.on_roll_from) as counted_from,
        least(pupil_characteristics.valid_until, pupils.on_roll_until) as counted_until
    from pupil_characteristics
    inner join pupils
        on
            pupil_characteristics.school_id = pupils.school_id
            and pupil_characteristics.pupil_id = pupils.pupil_id
    inner join school_status
        on pupil_characteristics.school_id = school_status.school_id
    where
        pupil_characteristics.pupil_id = $pupil_id
        and pupil_characteristics.valid_from <= least(school_status.as_of, pupils.on_roll_until)
        and pupil_characteristics.valid_until >= pupils.on_roll_from

),

traits as (

    select
        names.trait,
        names.trait_order
    from (
        values
        ('year_group', 1), ('class', 2), ('send_provision', 3), ('send_need', 4), ('fsm', 5), ('fsm_basis', 6),
        ('pupil_premium', 7), ('eal', 8), ('ethnicity', 9), ('looked_after', 10), ('social_worker', 11),
        ('child_protection_plan', 12), ('young_carer', 13), ('service_child', 14), ('mental_health_need', 15),
        ('near_threshold', 16)
    ) as names (trait, trait_order)

),

trait_values as (

    select
        traits.trait,
        traits.trait_order,
        stretches.counted_from,
        stretches.counted_until,
        stretches.as_of,
        case
            when traits.trait in ('year_group', 'class') then stretches.is_year_group_derived
            else stretches.is_carried_back
        end as is_worked_out,
        case traits.trait
            when 'year_group' then stretches.year_group
            when 'class' then stretches.class
            when 'send_provision' then stretches.send_provision
            when 'send_need' then stretches.send_need
            when 'fsm' then cast(stretches.fsm as varchar)
            when 'fsm_basis' then stretches.fsm_basis
            when 'pupil_premium' then cast(stretches.pupil_premium as varchar)
            when 'eal' then cast(stretches.eal as varchar)
            when 'ethnicity' then stretches.ethnicity
            when 'looked_after' then cast(stretches.looked_after as varchar)
            when 'social_worker' then cast(stretches.social_worker as varchar)
            when 'child_protection_plan' then cast(stretches.child_protection_plan as varchar)
            when 'young_carer' then cast(stretches.young_carer as varchar)
            when 'service_child' then cast(stretches.service_child as varchar)
            when 'mental_health_need' then cast(stretches.mental_health_need as varchar)
            else cast(stretches.near_threshold as varchar)
        end as value
    from stretches
    cross join traits

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
