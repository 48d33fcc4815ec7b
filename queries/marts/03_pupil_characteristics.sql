-- scope: school
-- Traits as they were at the time. Year group and class hold from 1 August of the year whose list gives them; in a year
-- without one year group goes up from the year before, or down from the first year known. Every other trait holds from
-- its list's as-at date, and before the first list of all is carried back from it. For a pupil whom no list describes
-- what files of marks say of year group and class stands in for a list.

with

year_group_ranks as (

    select
        ranks.year_group,
        ranks.year_group_rank
    from (
        values
        ('N1', -2), ('N2', -1), ('R', 0), ('1', 1), ('2', 2), ('3', 3), ('4', 4), ('5', 5), ('6', 6), ('7', 7),
        ('8', 8), ('9', 9), ('10', 10), ('11', 11), ('12', 12), ('13', 13), ('14', 14)
    ) as ranks (year_group, year_group_rank)

),

told_rows as (

    select *
    from pupil_list_rows
    union all by name
    select
        *,
        0 as line
    from names_beside_marks

),

all_list_rows as (

    select
        *,
        year(as_at) - case when month(as_at) < 8 then 1 else 0 end as academic_year,
        row_number() over (
            partition by pupil_id, as_at order by entry_date desc nulls last, line desc
        ) as choice
    from told_rows
    where school_id = $school_id

),

list_rows as (

    select *
    from all_list_rows
    where choice = 1

),

list_pupils as (

    select distinct pupil_id
    from list_rows

),

data_dates as (

    select session_date as data_date
    from calendar_entries
    where school_id = $school_id

    union all

    select min(session_date) as data_date
    from session_marks
    where school_id = $school_id

    union all

    select max(session_date) as data_date
    from session_marks
    where school_id = $school_id

    union all

    select as_at as data_date
    from list_rows

),

year_bounds as (

    select
        min(year(data_date) - case when month(data_date) < 8 then 1 else 0 end) - 1 as first_year,
        max(year(data_date) - case when month(data_date) < 8 then 1 else 0 end) + 2 as last_year
    from data_dates

),

academic_years as (

    select year_bounds.first_year + tens.digit * 10 + ones.digit as academic_year
    from year_bounds
    cross join (
        values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)
    ) as tens (digit)
    cross join (
        values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)
    ) as ones (digit)
    where year_bounds.first_year + tens.digit * 10 + ones.digit <= year_bounds.last_year

),

year_group_lists as (

    select
        pupil_id,
        academic_year,
        arg_min(year_group, as_at) as first_year_group,
        arg_max(year_group, as_at) as last_year_group
    from list_rows
    where year_group is not null
    group by pupil_id, academic_year

),

class_lists as (

    select
        pupil_id,
        academic_year,
        arg_min(class, as_at) as first_class
    from list_rows
    where class is not null
    group by pupil_id, academic_year

),

pupil_years as (

    select
        list_pupils.pupil_id,
        academic_years.academic_year,
        year_group_lists.first_year_group,
        year_group_lists.last_year_group,
        case when year_group_lists.pupil_id is not null then academic_years.academic_year end as listed_year,
        coalesce(class_lists.first_class, '') as class
    from list_pupils
    cross join academic_years
    left join year_group_lists
        on
            list_pupils.pupil_id = year_group_lists.pupil_id
            and academic_years.academic_year = year_group_lists.academic_year
    left join class_lists
        on
            list_pupils.pupil_id = class_lists.pupil_id
            and academic_years.academic_year = class_lists.academic_year

),

anchored_years as (

    select
        *,
        last_value(last_year_group ignore nulls) over years_before as earlier_year_group,
        last_value(listed_year ignore nulls) over years_before as earlier_year,
        first_value(first_year_group ignore nulls) over years_after as later_year_group,
        first_value(listed_year ignore nulls) over years_after as later_year
    from pupil_years
    window
        years_before as (
            partition by pupil_id order by academic_year rows between unbounded preceding and 1 preceding
        ),
        years_after as (
            partition by pupil_id order by academic_year rows between 1 following and unbounded following
        )

),

year_anchors as (

    select
        pupil_id,
        academic_year,
        class,
        listed_year is null as is_year_group_derived,
        case
            when listed_year is not null then first_year_group
            when earlier_year is not null then earlier_year_group
            else later_year_group
        end as anchor_year_group,
        academic_year - coalesce(listed_year, earlier_year, later_year) as years_on
    from anchored_years

),

year_starts as (

    select
        year_anchors.pupil_id,
        make_date(year_anchors.academic_year, 8, 1) as valid_from,
        coalesce(moved_ranks.year_group, '') as year_group,
        year_anchors.class,
        year_anchors.is_year_group_derived
    from year_anchors
    left join year_group_ranks as anchor_ranks
        on year_anchors.anchor_year_group = anchor_ranks.year_group
    left join year_group_ranks as moved_ranks
        on anchor_ranks.year_group_rank + year_anchors.years_on = moved_ranks.year_group_rank

),

events as (

    select
        pupil_id,
        valid_from,
        0 as event_order,
        is_year_group_derived,
        year_group,
        class,
        cast(null as varchar) as send_provision,
        cast(null as varchar) as send_need,
        cast(null as varchar) as fsm,
        cast(null as varchar) as fsm_basis,
        cast(null as varchar) as pupil_premium,
        cast(null as varchar) as eal,
        cast(null as varchar) as ethnicity,
        cast(null as varchar) as looked_after,
        cast(null as varchar) as social_worker,
        cast(null as varchar) as child_protection_plan,
        cast(null as varchar) as young_carer,
        cast(null as varchar) as service_child,
        cast(null as varchar) as mental_health_need,
        cast(null as varchar) as near_threshold
    from year_starts

    union all

    select
        pupil_id,
        as_at as valid_from,
        1 as event_order,
        cast(null as boolean) as is_year_group_derived,
        year_group,
        class,
        send_provision,
        send_need,
        fsm,
        fsm_basis,
        pupil_premium,
        eal,
        ethnicity,
        looked_after,
        social_worker,
        child_protection_plan,
        young_carer,
        service_child,
        mental_health_need,
        near_threshold
    from list_rows

),

known_traits as (

    select
        pupil_id,
        valid_from,
        event_order,
        last_value(is_year_group_derived ignore nulls) over up_to_now as is_year_group_derived,
        last_value(year_group ignore nulls) over up_to_now as year_group,
        last_value(class ignore nulls) over up_to_now as class,
        last_value(send_provision ignore nulls) over up_to_now as send_provision,
        last_value(send_need ignore nulls) over up_to_now as send_need,
        last_value(fsm ignore nulls) over up_to_now as fsm,
        last_value(fsm_basis ignore nulls) over up_to_now as fsm_basis,
        last_value(pupil_premium ignore nulls) over up_to_now as pupil_premium,
        last_value(eal ignore nulls) over up_to_now as eal,
        last_value(ethnicity ignore nulls) over up_to_now as ethnicity,
        last_value(looked_after ignore nulls) over up_to_now as looked_after,
        last_value(social_worker ignore nulls) over up_to_now as social_worker,
        last_value(child_protection_plan ignore nulls) over up_to_now as child_protection_plan,
        last_value(young_carer ignore nulls) over up_to_now as young_carer,
        last_value(service_child ignore nulls) over up_to_now as service_child,
        last_value(mental_health_need ignore nulls) over up_to_now as mental_health_need,
        last_value(near_threshold ignore nulls) over up_to_now as near_threshold,
        row_number() over (partition by pupil_id, valid_from order by event_order desc) as choice
    from events
    window up_to_now as (
        partition by pupil_id order by valid_from, event_order rows between unbounded preceding and current row
    )

),

first_lists as (

    select
        pupil_id,
        as_at,
        send_provision,
        send_need,
        fsm,
        fsm_basis,
        pupil_premium,
        eal,
        ethnicity,
        looked_after,
        social_worker,
        child_protection_plan,
        young_carer,
        service_child,
        mental_health_need,
        near_threshold
    from list_rows
    qualify row_number() over (partition by pupil_id order by as_at) = 1

),

filled_traits as (

    select
        known_traits.pupil_id,
        known_traits.valid_from,
        known_traits.is_year_group_derived,
        known_traits.valid_from < first_lists.as_at as is_carried_back,
        known_traits.year_group,
        known_traits.class,
        coalesce(
            known_traits.send_provision,
            case when known_traits.valid_from < first_lists.as_at then first_lists.send_provision end
        ) as send_provision,
        coalesce(
            known_traits.send_need,
            case when known_traits.valid_from < first_lists.as_at then first_lists.send_need end
        ) as send_need,
        coalesce(
            known_traits.fsm,
            case when known_traits.valid_from < first_lists.as_at then first_lists.fsm end
        ) as fsm,
        coalesce(
            known_traits.fsm_basis,
            case when known_traits.valid_from < first_lists.as_at then first_lists.fsm_basis end
        ) as fsm_basis,
        coalesce(
            known_traits.pupil_premium,
            case when known_traits.valid_from < first_lists.as_at then first_lists.pupil_premium end
        ) as pupil_premium,
        coalesce(
            known_traits.eal,
            case when known_traits.valid_from < first_lists.as_at then first_lists.eal end
        ) as eal,
        coalesce(
            known_traits.ethnicity,
            case when known_traits.valid_from < first_lists.as_at then first_lists.ethnicity end
        ) as ethnicity,
        coalesce(
            known_traits.looked_after,
            case when known_traits.valid_from < first_lists.as_at then first_lists.looked_after end
        ) as looked_after,
        coalesce(
            known_traits.social_worker,
            case when known_traits.valid_from < first_lists.as_at then first_lists.social_worker end
        ) as social_worker,
        coalesce(
            known_traits.child_protection_plan,
            case when known_traits.valid_from < first_lists.as_at then first_lists.child_protection_plan end
        ) as child_protection_plan,
        coalesce(
            known_traits.young_carer,
            case when known_traits.valid_from < first_lists.as_at then first_lists.young_carer end
        ) as young_carer,
        coalesce(
            known_traits.service_child,
            case when known_traits.valid_from < first_lists.as_at then first_lists.service_child end
        ) as service_child,
        coalesce(
            known_traits.mental_health_need,
            case when known_traits.valid_from < first_lists.as_at then first_lists.mental_health_need end
        ) as mental_health_need,
        coalesce(
            known_traits.near_threshold,
            case when known_traits.valid_from < first_lists.as_at then first_lists.near_threshold end
        ) as near_threshold
    from known_traits
    inner join first_lists
        on known_traits.pupil_id = first_lists.pupil_id
    where known_traits.choice = 1

)

select
    cast($school_id as integer) as school_id,
    pupil_id,
    valid_from,
    coalesce(
        lead(valid_from) over (partition by pupil_id order by valid_from) - 1, date '9999-12-31'
    ) as valid_until,
    is_carried_back,
    is_year_group_derived,
    nullif(year_group, '') as year_group,
    nullif(class, '') as class,
    nullif(send_provision, '') as send_provision,
    nullif(send_need, '') as send_need,
    cast(nullif(fsm, '') as boolean) as fsm,
    nullif(fsm_basis, '') as fsm_basis,
    cast(nullif(pupil_premium, '') as boolean) as pupil_premium,
    cast(nullif(eal, '') as boolean) as eal,
    nullif(ethnicity, '') as ethnicity,
    cast(nullif(looked_after, '') as boolean) as looked_after,
    cast(nullif(social_worker, '') as boolean) as social_worker,
    cast(nullif(child_protection_plan, '') as boolean) as child_protection_plan,
    cast(nullif(young_carer, '') as boolean) as young_carer,
    cast(nullif(service_child, '') as boolean) as service_child,
    cast(nullif(mental_health_need, '') as boolean) as mental_health_need,
    cast(nullif(near_threshold, '') as boolean) as near_threshold
from filled_traits
order by pupil_id, valid_from
