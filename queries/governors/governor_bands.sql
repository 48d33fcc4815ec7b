-- question: How many pupils missed how much?
-- grain:    one row per published term or year and band
-- params:   $academic_year  varchar  such as 2025/26
--           $term           varchar  one of: Autumn, Spring, Summer, Year
-- columns:  school         name of the school
--           academic_year  such as 2025/26
--           term           Autumn, Spring, Summer, or Year for the whole academic year
--           band           absence from the lower edge up to but not including the upper
--           band_label     as a reader sees it
--           pupils         0, fewer than 5, or n; null where hidden
--           share          of all pupils, 0 to 1
-- roles:    governor, slt

select
    school,
    academic_year,
    term,
    band,
    band_label,
    pupils,
    share
from published_bands
where
    academic_year = coalesce($academic_year, academic_year)
    and term = coalesce($term, term)
order by school, academic_year, period_order, row_order
