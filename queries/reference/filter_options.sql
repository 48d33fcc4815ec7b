-- question: Which year groups, classes and other values can the filters offer?
-- grain:    one row per filter and value known for this academic year or the one before
-- columns:  filter   name of the filter it belongs to
--           value    as stored

with

recent_periods as (

    select
        pupil_periods.year_group,
        pupil_periods.class,
        pupil_periods.send_provision,
        pupil_periods.sex,
        pupil_periods.ethnicity
    from pupil_periods
    inner join school_status
        on pupil_periods.school_id = school_status.school_id
    where
        pupil_periods.academic_year >= school_status.academic_year - 1
        and pupil_periods.valid_from <= school_status.as_of

),

known_values as (

    select distinct
        'year_groups' as filter,
        1 as filter_order,
        year_group as value,
        case
            when year_group like 'N%' then -10 + try_cast(right(year_group, 1) as integer)
            when year_group = 'R' then 0
            else try_cast(year_group as integer)
        end as value_order
    from recent_periods

    union all

    select distinct
        'classes' as filter,
        2 as filter_order,
        class as value,
        0 as value_order
    from recent_periods

    union all

    select distinct
        'send_provisions' as filter,
        3 as filter_order,
        send_provision as value,
        case send_provision when 'N' then 1 when 'K' then 2 else 3 end as value_order
    from recent_periods

    union all

    select distinct
        'sexes' as filter,
        4 as filter_order,
        sex as value,
        0 as value_order
    from recent_periods

    union all

    select distinct
        'ethnicities' as filter,
        5 as filter_order,
        ethnicity as value,
        0 as value_order
    from recent_periods

)

select
    filter,
    value
from known_values
where
    value is not null
    and value not in ('', 'unknown')
    and (filter <> 'year_groups' or value_order <= 6)
order by filter_order, value_order, value
