-- question: Of which pupils on roll is a characteristic not recorded that others have recorded?
-- grain:    one row per pupil and characteristic
-- params:   $to_date     date = last date with a mark  day on which pupils are on roll
--           $school_ids  integer[]                     schools counted
-- columns:  school_id
--           pupil_id          as in this register file
--           upn               null for a pupil without one
--           admission_number
--           surname
--           forename
--           year_group        on that day
--           class             on that day
--           trait             not recorded on that day, and recorded of another pupil on roll

with

roll as (

    select distinct
        school_status.school_id,
        enrolments.pupil_id,
        least(coalesce($to_date, school_status.as_of), school_status.as_of) as last_day
    from enrolments
    inner join school_status
        on
            enrolments.school_id = school_status.school_id
            and least(coalesce($to_date, school_status.as_of), school_status.as_of)
            between enrolments.on_roll_from and enrolments.on_roll_until
    where is_wanted_school(school_status.school_id, $school_ids)

),

roll_traits as (

    select
        roll.school_id,
        roll.pupil_id,
        roll.last_day,
        trait_periods.trait,
        trait_periods.trait_order,
        trait_periods.value,
        max(trait_periods.value) over (partition by roll.school_id, trait_periods.trait) as any_value_recorded
    from roll
    inner join trait_periods
        on
            roll.school_id = trait_periods.school_id
            and roll.pupil_id = trait_periods.pupil_id
            and roll.last_day between trait_periods.valid_from and trait_periods.valid_until
    where trait_periods.trait not in ('send_need', 'fsm_basis')

    union all

    select
        roll.school_id,
        roll.pupil_id,
        roll.last_day,
        'date_of_birth' as trait,
        -1 as trait_order,
        cast(pupils.date_of_birth as varchar) as value,
        max(cast(pupils.date_of_birth as varchar)) over (partition by roll.school_id) as any_value_recorded
    from roll
    inner join pupils
        on
            roll.school_id = pupils.school_id
            and roll.pupil_id = pupils.pupil_id

    union all

    select
        roll.school_id,
        roll.pupil_id,
        roll.last_day,
        'sex' as trait,
        0 as trait_order,
        pupils.sex as value,
        max(pupils.sex) over (partition by roll.school_id) as any_value_recorded
    from roll
    inner join pupils
        on
            roll.school_id = pupils.school_id
            and roll.pupil_id = pupils.pupil_id

)

select
    roll_traits.school_id,
    roll_traits.pupil_id,
    pupils.upn,
    pupils.admission_number,
    pupils.surname,
    pupils.forename,
    pupil_periods.year_group,
    pupil_periods.class,
    roll_traits.trait
from roll_traits
inner join pupils
    on
        roll_traits.school_id = pupils.school_id
        and roll_traits.pupil_id = pupils.pupil_id
left join pupil_periods
    on
        roll_traits.school_id = pupil_periods.school_id
        and roll_traits.pupil_id = pupil_periods.pupil_id
        and roll_traits.last_day between pupil_periods.valid_from and pupil_periods.valid_until
where
    roll_traits.value is null
    and roll_traits.any_value_recorded is not null
order by roll_traits.school_id, pupils.surname, pupils.forename, roll_traits.pupil_id, roll_traits.trait_order
