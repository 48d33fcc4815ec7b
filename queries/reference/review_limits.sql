-- question: What may a register fall short of and still be fit for a review or for governors?
-- grain:    one row per measure and stretch of time over which its limit holds
-- columns:  measure      a column of data_health
--           label
--           most         the most that is fit
--           unit         of the measure
--           meaning      why it matters
--           valid_from   null if it has no first day here
--           valid_until  null if it holds until further notice

select
    measure,
    label,
    most,
    unit,
    meaning,
    valid_from,
    valid_until
from review_limits
