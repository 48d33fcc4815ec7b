-- question: What changed since the same term of the year before, and is it more than chance?
-- grain:    one row per published term or year and measure
-- params:   $academic_year  varchar  such as 2025/26
--           $term           varchar  one of: Autumn, Spring, Summer, Year
-- columns:  school               name of the school
--           academic_year        such as 2025/26
--           term                 Autumn, Spring, Summer, or Year for the whole academic year
--           measure              absence_rate or persistent_absence_rate
--           value                0 to 1
--           value_before         of the same period a year before
--           change               value less value_before
--           is_more_than_chance  whether a school of this size seldom sees as much by chance
--           sentence
-- roles:    governor, slt

select
    school,
    academic_year,
    term,
    measure,
    value,
    value_before,
    change,
    is_more_than_chance,
    sentence
from published_changes
where
    academic_year = coalesce($academic_year, academic_year)
    and term = coalesce($term, term)
order by school, academic_year, period_order, row_order
