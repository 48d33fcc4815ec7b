-- question: Which characteristics are not recorded, and of how many pupils on roll?
-- grain:    one row per school and characteristic
-- params:   $from_date   date = start of the current academic year  first day of the period
--           $to_date     date = last date with a mark               last day of the period
--           $school_ids  integer[]                                  schools counted
-- columns:  school_id
--           trait          date_of_birth, sex, year_group, class, send_provision and so on
--           pupils         on roll on the last day of the period
--           unknown        of whom nothing is recorded on that day
--           carried_back   known on the last day, but on the first from a list of another time

with

scope as (

    select
        school_id,
        coalesce($from_date, year_start) as counted_from,
        least(coalesce($to_date, as_of), as_of) as counted_until
    from school_status
    where is_wanted_school(school_id, $school_ids)

),

roll as (

    select
        scope.school_id,
        enrolments.pupil_id,
        greatest(enrolments.on_roll_from, scope.counted_from) as first_day,
        scope.counted_until as last_day
    from enrolments
    inner join scope
        on
            enrolments.school_id = scope.school_id
            and scope.counted_until between enrolments.on_roll_from and enrolments.on_roll_until

),

recorded_traits as (

    select
        roll.school_id,
        roll.pupil_id,
        trait_periods.trait,
        trait_periods.trait_order,
        bool_or(
            trait_periods.value is not null
            and roll.last_day between trait_periods.valid_from and trait_periods.valid_until
        ) as is_known,
        bool_or(
            trait_periods.value is not null
            and trait_periods.is_worked_out
            and roll.first_day between trait_periods.valid_from and trait_periods.valid_until
        ) as is_carried_back
    from roll
    inner join trait_periods
        on
            roll.school_id = trait_periods.school_id
            and roll.pupil_id = trait_periods.pupil_id
    where trait_periods.trait not in ('send_need', 'fsm_basis')
    group by roll.school_id, roll.pupil_id, trait_periods.trait, trait_periods.trait_order

    union all

    select
        roll.school_id,
        roll.pupil_id,
        'date_of_birth' as trait,
        -1 as trait_order,
        pupils.date_of_birth is not null as is_known,
        false as is_carried_back
    from roll
    inner join pupils
        on
            roll.school_id = pupils.school_id
            and roll.pupil_id = pupils.pupil_id

    union all

    select
        roll.school_id,
        roll.pupil_id,
        'sex' as trait,
        0 as trait_order,
        pupils.sex is not null as is_known,
        false as is_carried_back
    from roll
    inner join pupils
        on
            roll.school_id = pupils.school_id
            and roll.pupil_id = pupils.pupil_id

),

pupils_on_roll as (

    select
        school_id,
        count(distinct pupil_id) as pupils
    from roll
    group by school_id

)

select
    recorded_traits.school_id,
    recorded_traits.trait,
    pupils_on_roll.pupils,
    pupils_on_roll.pupils - count(*) filter (where recorded_traits.is_known) as unknown,
    count(*) filter (where recorded_traits.is_known and recorded_traits.is_carried_back) as carried_back
from recorded_traits
inner join pupils_on_roll
    on recorded_traits.school_id = pupils_on_roll.school_id
group by
    recorded_traits.school_id, recorded_traits.trait, recorded_traits.trait_order, pupils_on_roll.pupils
order by recorded_traits.school_id, recorded_traits.trait_order
