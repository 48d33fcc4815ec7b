-- question: What share of England's primary sessions is lost to each reason, in this period or the latest comparable
--           one?
-- grain:    one row per code with a published share
-- params:   $from_date    date = start of the current academic year  first date of the period
--           $to_date      date = last date with a mark               last date of the period
-- columns:  attendance_code
--           national_rate    of possible sessions, 0 to 1
--           period           what the figure covers, such as 2025/26 year to date
--           source           publication and file

with

asked as (

    select
        coalesce($from_date, min(year_start)) as from_date,
        coalesce($to_date, max(as_of)) as to_date
    from school_status

),

period as (

    select
        max(case when school_dates.calendar_date = asked.to_date then school_dates.academic_year_of_date end)
            as academic_year,
        case
            when count(distinct school_dates.term) = 1 and count(distinct school_dates.academic_year) = 1
                then max(school_dates.term)
        end as term
    from school_dates
    cross join asked
    where school_dates.calendar_date in (asked.from_date, asked.to_date)

),

latest as (

    select
        national_benchmarks.academic_year,
        national_benchmarks.term
    from national_benchmarks
    cross join period
    where
        national_benchmarks.characteristic = 'register_code'
        and national_benchmarks.school_type = 'State-funded primary'
        and national_benchmarks.academic_year <= academic_year_label(period.academic_year)
        and (national_benchmarks.term in ('Full year', 'Year to date') or national_benchmarks.term = period.term)
    group by national_benchmarks.academic_year, national_benchmarks.term
    qualify
        row_number() over (
            order by
                coalesce(national_benchmarks.term = max(period.term), false) desc,
                national_benchmarks.academic_year desc
        ) = 1

)

select
    regexp_extract(national_benchmarks.group_name, '^([A-Z][0-9]?) ', 1) as attendance_code,
    national_benchmarks.value / 100 as national_rate,
    latest.academic_year || ' ' || case
        when latest.term = 'Full year' then 'full year'
        when latest.term = 'Year to date' then 'year to date'
        else lower(latest.term) || ' term'
    end as period,
    national_benchmarks.source
from national_benchmarks
inner join latest
    on
        national_benchmarks.academic_year = latest.academic_year
        and national_benchmarks.term = latest.term
where
    national_benchmarks.characteristic = 'register_code'
    and national_benchmarks.school_type = 'State-funded primary'
    and regexp_matches(national_benchmarks.group_name, '^[A-Z][0-9]? ')
order by attendance_code
