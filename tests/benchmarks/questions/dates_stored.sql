-- question: From when until when are there marks?
-- grain:    one row
-- columns:  first_date
--           last_date

select
    min(session_date) as first_date,
    max(session_date) as last_date
from session_marks
