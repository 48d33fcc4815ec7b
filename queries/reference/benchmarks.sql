-- question: What are England's primary schools and our local authority's, for this period or the latest comparable one?
-- grain:    one row per measure and area with a published figure
-- params:   $from_date    date = start of the current academic year  first date of the period
--           $to_date      date = last date with a mark               last date of the period
--           $school_ids   integer[]                                  schools counted; of several authorities none is
--                         shown
-- columns:  measure          attendance_rate, overall_absence_rate, authorised_absence_rate, unauthorised_absence_rate,
--                            persistent_absence_rate or severe_absence_rate
--           area             England, or the local authority's name
--           is_local         whether it is the local authority
--           value            0 to 1
--           period           what the figure covers, such as 2025/26 year to date
--           is_same_period   whether it is the period asked for
--           series           DAILY, or CENSUS for severe absence: the two are never mixed
--           source           publication and file

with

asked as (

    select
        coalesce($from_date, min(year_start)) as from_date,
        coalesce($to_date, max(as_of)) as to_date
    from school_status
    where is_wanted_school(school_id, $school_ids)

),

period as (

    select
        max(school_dates.academic_year) as academic_year,
        case
            when count(distinct school_dates.academic_year) > 1 then null
            when min(school_dates.term) = max(school_dates.term) then max(school_dates.term)
            when min(school_dates.term) = 'Autumn' and max(school_dates.term) = 'Spring' then 'Autumn and spring'
        end as term
    from school_dates
    cross join asked
    where
        school_dates.is_school_day
        and school_dates.calendar_date between asked.from_date and asked.to_date
        and is_wanted_school(school_dates.school_id, $school_ids)

),

authority as (

    select max(la_code) as la_code
    from schools
    where is_wanted_school(school_id, $school_ids)
    having count(distinct la_code) = 1

),

published as (

    select
        academic_year,
        term,
        measure,
        'England' as area,
        false as is_local,
        value,
        series,
        source
    from national_benchmarks
    where
        school_type = 'State-funded primary'
        and characteristic = 'all'

    union all

    select
        local_benchmarks.academic_year,
        local_benchmarks.term,
        local_benchmarks.measure,
        local_benchmarks.la_name as area,
        true as is_local,
        local_benchmarks.value,
        local_benchmarks.series,
        local_benchmarks.source
    from local_benchmarks
    inner join authority
        on local_benchmarks.la_code = authority.la_code
    where
        local_benchmarks.school_type = 'State-funded primary'
        and local_benchmarks.geographic_level = 'Local authority'

),

comparable as (

    select
        published.*,
        coalesce(published.term = period.term, false) as is_same_term,
        published.academic_year = academic_year_label(period.academic_year) as is_same_year,
        period.term is null as is_asked_for_a_year
    from published
    cross join period
    where
        published.value is not null
        and published.academic_year <= academic_year_label(period.academic_year)
        and (published.term in ('Full year', 'Year to date') or published.term = period.term)
        and (
            (published.measure = 'severe_absence_rate' and published.series = 'CENSUS')
            or (
                published.measure in (
                    'attendance_rate',
                    'overall_absence_rate',
                    'authorised_absence_rate',
                    'unauthorised_absence_rate',
                    'persistent_absence_rate'
                )
                and published.series = 'DAILY'
            )
        )

)

select
    measure,
    area,
    is_local,
    value / 100 as value,
    academic_year || ' ' || case
        when term = 'Full year' then 'full year'
        when term = 'Year to date' then 'year to date'
        when term = 'Autumn and spring' then 'autumn and spring'
        else lower(term) || ' term'
    end as period,
    is_same_year and (is_same_term or is_asked_for_a_year) as is_same_period,
    series,
    source
from comparable
qualify
    row_number() over (
        partition by measure, is_local order by is_same_term desc, academic_year desc, term
    ) = 1
order by measure, is_local
