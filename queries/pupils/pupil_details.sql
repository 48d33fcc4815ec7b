-- question: Who is this pupil, and what is recorded of them now?
-- grain:    one row, or none if there is no such pupil
-- params:   $pupil_id    integer    required, as in this register file
-- columns:  school_id
--           pupil_id
--           upn                    null for a pupil without one
--           former_upn
--           admission_number
--           surname
--           forename
--           date_of_birth
--           sex
--           household
--           enrolment_status       C current, M and S dual, G guest
--           destination
--           is_described           false for a pupil in the marks who is in no pupil list
--           on_roll_from
--           on_roll_until          null while on roll until further notice
--           is_on_roll_now         on the last date with a mark
--           as_of                  the last date with a mark; the traits below hold on it, or on the last day on roll
--           is_compulsory_age
--           age_source             date of birth, or what stands in for it
--           year_group
--           class
--           send_provision         N, K or E
--           send_need
--           fsm
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

with

trait_dates as (

    select
        pupils.*,
        school_status.as_of,
        least(school_status.as_of, coalesce(pupils.on_roll_until, school_status.as_of)) as trait_date
    from pupils
    inner join school_status
        on pupils.school_id = school_status.school_id
    where pupils.pupil_id = $pupil_id

)

select
    trait_dates.school_id,
    trait_dates.pupil_id,
    trait_dates.upn,
    trait_dates.former_upn,
    trait_dates.admission_number,
    trait_dates.surname,
    trait_dates.forename,
    trait_dates.date_of_birth,
    trait_dates.sex,
    trait_dates.household,
    trait_dates.enrolment_status,
    trait_dates.destination,
    trait_dates.is_described,
    trait_dates.on_roll_from,
    nullif(trait_dates.on_roll_until, date '9999-12-31') as on_roll_until,
    coalesce(traits.is_on_roll_now, false) as is_on_roll_now,
    trait_dates.as_of,
    traits.is_compulsory_age,
    traits.age_source,
    traits.year_group,
    traits.class,
    traits.send_provision,
    traits.send_need,
    traits.fsm,
    traits.pupil_premium,
    traits.eal,
    traits.ethnicity,
    traits.looked_after,
    traits.social_worker,
    traits.child_protection_plan,
    traits.young_carer,
    traits.service_child,
    traits.mental_health_need,
    traits.near_threshold
from trait_dates
left join pupil_periods as traits
    on
        trait_dates.school_id = traits.school_id
        and trait_dates.pupil_id = traits.pupil_id
        and trait_dates.trait_date between traits.valid_from and traits.valid_until
