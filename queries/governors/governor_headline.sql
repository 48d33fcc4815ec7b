-- question: How was attendance, for the whole school?
-- grain:    one row per published term and year
-- params:   $academic_year  varchar  such as 2025/26
--           $term           varchar  one of: Autumn, Spring, Summer, Year
-- columns:  school                   name of the school
--           academic_year            such as 2025/26
--           term                     Autumn, Spring, Summer, or Year for the whole academic year
--           pupils                   size of the school, as a range
--           attendance_rate          0 to 1, to a tenth of a percent; null where hidden
--           absence_rate             authorised and unauthorised together
--           authorised_rate
--           unauthorised_rate
--           persistent_absentees     missed 10% or more: 0, fewer than 5, or n; null where hidden
--           persistent_absence_rate  only where the count is given exactly
--           severe_absentees         missed 50% or more
--           severe_absence_rate      only where the count is given exactly
-- roles:    governor, slt

select
    school,
    academic_year,
    term,
    pupils,
    attendance_rate,
    absence_rate,
    authorised_rate,
    unauthorised_rate,
    persistent_absentees,
    persistent_absence_rate,
    severe_absentees,
    severe_absence_rate
from published_headline
where
    academic_year = coalesce($academic_year, academic_year)
    and term = coalesce($term, term)
order by school, academic_year, period_order, row_order
