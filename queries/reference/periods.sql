-- question: Which years, terms and half-terms are there marks for, and what is the same stretch a year earlier?
-- grain:    one row per period, the current academic year first, then the newest
-- columns:  label            as the period picker shows it and the page's address keeps it
--           kind             year, same_point, term or half_term
--           academic_year    the year it starts in: 2025 is 2025/26
--           from_date        first date of the period
--           to_date          last date of the period, not after the last mark
--           is_unfinished    school days of it lie after the last mark
--           last_year_from   first date of the same period a year earlier
--           last_year_to     its last date; for an unfinished period the same weekday 52 weeks earlier

with

data_bounds as (

    select
        max(as_of) as as_of,
        max(academic_year) as academic_year
    from school_status

),

first_day as (

    select min(session_date) as first_date
    from pupil_sessions

),

taught_days as (

    select
        school_dates.calendar_date,
        school_dates.academic_year,
        school_dates.term,
        school_dates.half_term,
        school_dates.academic_year || '/' || right(cast(school_dates.academic_year + 1 as varchar), 2) as year_label,
        data_bounds.as_of
    from school_dates
    cross join data_bounds
    cross join first_day
    where
        school_dates.is_school_day
        and school_dates.calendar_date >= first_day.first_date

),

stretches as (

    select
        'year' as kind,
        1 as kind_order,
        'Academic year ' || year_label as label,
        academic_year,
        '' as name,
        make_date(academic_year, 8, 1) as from_date,
        max(case when calendar_date <= as_of then calendar_date end) as to_date,
        bool_or(calendar_date > as_of) as is_unfinished,
        max(as_of) as as_of
    from taught_days
    group by year_label, academic_year

    union all

    select
        'term' as kind,
        3 as kind_order,
        term || ' term ' || year_label as label,
        academic_year,
        term as name,
        min(calendar_date) as from_date,
        max(case when calendar_date <= as_of then calendar_date end) as to_date,
        bool_or(calendar_date > as_of) as is_unfinished,
        max(as_of) as as_of
    from taught_days
    group by year_label, academic_year, term

    union all

    select
        'half_term' as kind,
        4 as kind_order,
        half_term || ' ' || year_label as label,
        academic_year,
        half_term as name,
        min(calendar_date) as from_date,
        max(case when calendar_date <= as_of then calendar_date end) as to_date,
        bool_or(calendar_date > as_of) as is_unfinished,
        max(as_of) as as_of
    from taught_days
    group by year_label, academic_year, half_term

),

begun as (

    select
        kind,
        kind_order,
        label,
        academic_year,
        name,
        from_date,
        to_date,
        is_unfinished,
        as_of
    from stretches
    where to_date is not null

),

compared as (

    select
        begun.kind,
        begun.kind_order,
        begun.label,
        begun.academic_year,
        begun.from_date,
        begun.to_date,
        begun.is_unfinished,
        coalesce(earlier.from_date, begun.from_date - 364) as last_year_from,
        case
            when begun.is_unfinished or earlier.to_date is null then begun.to_date - 364
            else earlier.to_date
        end as last_year_to
    from begun
    left join begun as earlier
        on
            begun.kind = earlier.kind
            and begun.name = earlier.name
            and begun.academic_year = earlier.academic_year + 1

),

with_same_point as (

    select
        kind,
        kind_order,
        label,
        academic_year,
        from_date,
        to_date,
        is_unfinished,
        last_year_from,
        last_year_to
    from compared

    union all

    select
        'same_point' as kind,
        2 as kind_order,
        'Same point last year' as label,
        compared.academic_year,
        compared.last_year_from as from_date,
        compared.last_year_to as to_date,
        false as is_unfinished,
        compared.last_year_from - 364 as last_year_from,
        compared.last_year_to - 364 as last_year_to
    from compared
    cross join data_bounds
    cross join first_day
    where
        compared.kind = 'year'
        and compared.academic_year = data_bounds.academic_year
        and compared.last_year_to >= first_day.first_date

)

select
    label,
    kind,
    academic_year,
    from_date,
    to_date,
    is_unfinished,
    last_year_from,
    last_year_to
from with_same_point
order by academic_year desc, kind_order, from_date desc
