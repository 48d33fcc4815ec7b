-- question: What was recorded of this pupil, and when?
-- grain:    one row per stretch of time over which nothing recorded changes, the latest first
-- params:   $pupil_id    integer    required, as in this register file
-- columns:  valid_from              not before the pupil was on roll
--           valid_until             null for the present stretch
--           is_carried_back         no list reaches back so far: taken from the first one
--           is_year_group_derived   worked out from another year's list
--           year_group
--           class
--           send_provision          N, K or E
--           send_need
--           fsm
--           fsm_basis
--           pupil_premium
--           eal
--           ethnicity
--           looked_after
--           social_worker
--           child_protection_plan
--           young_carer
--           service_child
--           mental_health_need
--           near_threshold

select
    greatest(pupil_characteristics.valid_from, pupils.on_roll_from) as valid_from,
    case
        when least(pupil_characteristics.valid_until, pupils.on_roll_until) < school_status.as_of
            then least(pupil_characteristics.valid_until, pupils.on_roll_until)
    end as valid_until,
    pupil_characteristics.is_carried_back,
    pupil_characteristics.is_year_group_derived,
    pupil_characteristics.year_group,
    pupil_characteristics.class,
    pupil_characteristics.send_provision,
    pupil_characteristics.send_need,
    pupil_characteristics.fsm,
    pupil_characteristics.fsm_basis,
    pupil_characteristics.pupil_premium,
    pupil_characteristics.eal,
    pupil_characteristics.ethnicity,
    pupil_characteristics.looked_after,
    pupil_characteristics.social_worker,
    pupil_characteristics.child_protection_plan,
    pupil_characteristics.young_carer,
    pupil_characteristics.service_child,
    pupil_characteristics.mental_health_need,
    pupil_characteristics.near_threshold
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
order by pupil_characteristics.valid_from desc
