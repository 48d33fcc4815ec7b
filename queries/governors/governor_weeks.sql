-- question: How was attendance week by week, for the whole school?
-- grain:    one row per week of a published term
-- params:   $academic_year  varchar  such as 2025/26
--           $term           varchar  one of: Autumn, Spring, Summer, Year
-- columns:  school             name of the school
--           academic_year      such as 2025/26
--           term               Autumn, Spring, Summer, or Year for the whole academic year
--           week_commencing    first day with a session held
--           attendance_rate    0 to 1, to a tenth of a percent; null where hidden
--           absence_rate       authorised and unauthorised together
--           authorised_rate
--           unauthorised_rate
-- roles:    governor, slt

select
    school,
    academic_year,
    term,
    week_commencing,
    attendance_rate,
    absence_rate,
    authorised_rate,
    unauthorised_rate
from published_weeks
where
    academic_year = coalesce($academic_year, academic_year)
    and term = coalesce($term, term)
order by school, academic_year, period_order, row_order
