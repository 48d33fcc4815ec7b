-- question: Are concerns about children at risk of missing education acted on in time?
-- grain:    one row per published term and year
-- params:   $academic_year  varchar  such as 2025/26
--           $term           varchar  one of: Autumn, Spring, Summer, Year
-- columns:  school                       name of the school
--           academic_year                such as 2025/26
--           term                         Autumn, Spring, Summer, or Year for the whole academic year
--           opened                       0, fewer than 5, or n; null where hidden
--           closed
--           open_at_end                  at the end of the term and its holiday
--           acted_in_time_rate           acted on by the next school day, of five or more; null if it tells of fewer
--           reported_in_time_rate        local authority told within five school days; likewise
--           median_days_to_first_action  whole school days, over five or more concerns; likewise
--           median_covers                period, or rolling year where the period has fewer than five
-- roles:    governor, slt

select
    school,
    academic_year,
    term,
    opened,
    closed,
    open_at_end,
    acted_in_time_rate,
    reported_in_time_rate,
    median_days_to_first_action,
    median_covers
from published_cme
where
    academic_year = coalesce($academic_year, academic_year)
    and term = coalesce($term, term)
order by school, academic_year, period_order, row_order
