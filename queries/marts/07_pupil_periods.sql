-- scope: school
-- Stretches of time over which nothing about a pupil that a filter asks for changes: cut at every change of traits, at
-- 1 August, and on the day compulsory school age begins (the 31 December, 31 March or 31 August on or after the fifth
-- birthday). Statistical age is 5 to 15 on the 31 August at the start of the academic year. Without a date of birth,
-- Years 1 to 11 are inside both.

with

academic_years as (

    select
        academic_year_of_date as academic_year,
        min(calendar_date) as first_date,
        max(calendar_date) as last_date
    from school_dates
    where school_id = $school_id
    group by academic_year_of_date

),

year_bounds as (

    select
        min(year(session_date) - case when month(session_date) < 8 then 1 else 0 end) - 1 as first_year,
        max(year(session_date) - case when month(session_date) < 8 then 1 else 0 end) + 1 as last_year
    from school_days
    where school_id = $school_id

),

kept_years as (

    select
        academic_years.academic_year,
        academic_years.first_date,
        academic_years.last_date
    from academic_years
    inner join year_bounds
        on academic_years.academic_year between year_bounds.first_year and year_bounds.last_year

),

school_pupils as (

    select
        pupil_id,
        date_of_birth,
        sex,
        enrolment_status = 'G' as is_guest,
        cast(date_of_birth + interval 5 year as date) as fifth_birthday
    from pupils
    where school_id = $school_id

),

dated_pupils as (

    select
        *,
        case
            when month(fifth_birthday) < 4 then make_date(year(fifth_birthday), 3, 31)
            when month(fifth_birthday) < 9 then make_date(year(fifth_birthday), 8, 31)
            else make_date(year(fifth_birthday), 12, 31)
        end as compulsory_from
    from school_pupils

),

current_roll as (

    select distinct enrolments.pupil_id
    from enrolments
    inner join school_status
        on enrolments.school_id = school_status.school_id
    where
        enrolments.school_id = $school_id
        and school_status.as_of between enrolments.on_roll_from and enrolments.on_roll_until

),

cuts as (

    select
        dated_pupils.pupil_id,
        kept_years.first_date as valid_from
    from dated_pupils
    cross join kept_years

    union

    select
        pupil_characteristics.pupil_id,
        pupil_characteristics.valid_from
    from pupil_characteristics
    cross join (
        select
            min(kept_years.first_date) as first_date,
            max(kept_years.last_date) as last_date
        from kept_years
    ) as span
    where
        pupil_characteristics.school_id = $school_id
        and pupil_characteristics.valid_from between span.first_date and span.last_date

    union

    select
        dated_pupils.pupil_id,
        dated_pupils.compulsory_from as valid_from
    from dated_pupils
    cross join (
        select
            min(kept_years.first_date) as first_date,
            max(kept_years.last_date) as last_date
        from kept_years
    ) as span
    where dated_pupils.compulsory_from between span.first_date and span.last_date

),

stretches as (

    select
        pupil_id,
        valid_from,
        year(valid_from) - case when month(valid_from) < 8 then 1 else 0 end as academic_year,
        lead(valid_from) over (partition by pupil_id order by valid_from) - 1 as valid_until
    from cuts

),

traits as (

    select *
    from pupil_characteristics
    where school_id = $school_id

)

select
    ((cast(stretches.academic_year as bigint) * 10000 + $school_id) * 10000000 + stretches.pupil_id) * 100
    + row_number() over (
        partition by stretches.pupil_id, stretches.academic_year order by stretches.valid_from
    ) as period_id,
    cast($school_id as integer) as school_id,
    stretches.pupil_id,
    stretches.academic_year,
    stretches.valid_from,
    coalesce(stretches.valid_until, make_date(stretches.academic_year + 1, 7, 31)) as valid_until,
    case
        when dated_pupils.date_of_birth is not null
            then
                dated_pupils.date_of_birth <= make_date(stretches.academic_year - 5, 8, 31)
                and dated_pupils.date_of_birth > make_date(stretches.academic_year - 16, 8, 31)
        else coalesce(try_cast(traits.year_group as integer) between 1 and 11, false)
    end as is_statistical_age,
    case
        when dated_pupils.date_of_birth is not null then stretches.valid_from >= dated_pupils.compulsory_from
        else coalesce(try_cast(traits.year_group as integer) between 1 and 11, false)
    end as is_compulsory_age,
    current_roll.pupil_id is not null as is_on_roll_now,
    dated_pupils.is_guest,
    case
        when dated_pupils.date_of_birth is not null then 'date of birth'
        when traits.year_group is not null then 'year group'
        else 'unknown'
    end as age_source,
    dated_pupils.sex,
    traits.year_group,
    traits.class,
    traits.send_provision,
    traits.send_need,
    traits.fsm,
    traits.fsm_basis,
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
from stretches
inner join dated_pupils
    on stretches.pupil_id = dated_pupils.pupil_id
left join traits
    on
        stretches.pupil_id = traits.pupil_id
        and stretches.valid_from between traits.valid_from and traits.valid_until
left join current_roll
    on stretches.pupil_id = current_roll.pupil_id
order by period_id
