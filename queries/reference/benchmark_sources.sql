-- question: Which published series do the comparisons come from, and what periods do they cover?
-- grain:    one row per series, area, academic year and term
-- columns:  series          CENSUS or DAILY; never mixed
--           area            England, or local authorities
--           academic_year
--           term
--           measures        published for it, as text
--           source          publication and file

with

published as (

    select
        series,
        'England' as area,
        academic_year,
        term,
        measure,
        source
    from national_benchmarks
    where
        school_type = 'State-funded primary'
        and series in ('CENSUS', 'DAILY')
        and measure like '%_rate'

    union all

    select
        series,
        'Local authorities' as area,
        academic_year,
        term,
        measure,
        source
    from local_benchmarks
    where geographic_level = 'Local authority'

)

select
    series,
    area,
    academic_year,
    term,
    string_agg(distinct measure, ', ' order by measure) as measures,
    max(source) as source
from published
where academic_year >= '2023/24'
group by series, area, academic_year, term
order by area, series, academic_year desc, term
