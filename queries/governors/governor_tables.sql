-- question: Which tables were published, merged or withheld, and why?
-- grain:    one row per published term or year and table
-- params:   $academic_year  varchar  such as 2025/26
--           $term           varchar  one of: Autumn, Spring, Summer, Year
-- columns:  school         name of the school
--           academic_year  such as 2025/26
--           term           Autumn, Spring, Summer, or Year for the whole academic year
--           table_name
--           status         published, merged or withheld
--           hidden         cells without their figure
--           reason
-- roles:    governor, slt

select
    school,
    academic_year,
    term,
    table_name,
    status,
    hidden,
    reason
from published_tables
where
    academic_year = coalesce($academic_year, academic_year)
    and term = coalesce($term, term)
order by school, academic_year, period_order, row_order
