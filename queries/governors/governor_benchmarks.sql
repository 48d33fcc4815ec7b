-- question: What were England's primary schools and the local authority's in the same period?
-- grain:    one row per published term or year, measure and area, where a figure of the same period is known
-- params:   $academic_year  varchar  such as 2025/26
--           $term           varchar  one of: Autumn, Spring, Summer, Year
-- columns:  school         name of the school
--           academic_year  such as 2025/26
--           term           Autumn, Spring, Summer, or Year for the whole academic year
--           measure        as in the query benchmarks
--           area           England, or the local authority's name
--           is_local       whether it is the local authority
--           value          0 to 1
--           covers         what the figure covers
--           series         DAILY or CENSUS
--           source         publication and file
-- roles:    governor, slt

select
    school,
    academic_year,
    term,
    measure,
    area,
    is_local,
    value,
    covers,
    series,
    source
from published_benchmarks
where
    academic_year = coalesce($academic_year, academic_year)
    and term = coalesce($term, term)
order by school, academic_year, period_order, row_order
