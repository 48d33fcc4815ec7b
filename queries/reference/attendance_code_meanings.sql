-- question: What does every attendance code mean and count as, and when?
-- grain:    one row per code and period of validity
-- columns:  attendance_code
--           description
--           category          attending, approved_educational_activity, authorised_absence and so on
--           is_possible       counts under every rate
--           is_attended       counts as attendance
--           is_authorised     counts as authorised absence
--           is_unauthorised   counts as unauthorised absence
--           is_unexplained    counts as absence without explanation
--           valid_from        first day of this meaning; null if always
--           valid_until       last day of this meaning; null if still valid

select
    attendance_code,
    description,
    category,
    is_possible,
    is_attended,
    is_authorised,
    is_unauthorised,
    is_unexplained,
    valid_from,
    valid_until
from attendance_codes
order by
    valid_until is not null,
    case category
        when 'attending' then 1
        when 'approved_educational_activity' then 2
        when 'authorised_absence' then 3
        when 'unauthorised_absence' then 4
        when 'not_possible' then 5
        else 6
    end,
    attendance_code,
    valid_from
