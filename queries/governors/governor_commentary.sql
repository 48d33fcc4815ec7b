-- question: What does the leadership team say about the term?
-- grain:    one row per published term or year with a commentary
-- params:   $academic_year  varchar  such as 2025/26
--           $term           varchar  one of: Autumn, Spring, Summer, Year
-- columns:  school         name of the school
--           academic_year  such as 2025/26
--           term           Autumn, Spring, Summer, or Year for the whole academic year
--           commentary     written by the leadership team, not audited
-- roles:    governor, slt

select
    school,
    academic_year,
    term,
    commentary
from published_commentary
where
    academic_year = coalesce($academic_year, academic_year)
    and term = coalesce($term, term)
order by school, academic_year, period_order, row_order
