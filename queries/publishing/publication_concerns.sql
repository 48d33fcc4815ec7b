-- question: Which CME concerns does a publication count, of whom, and in which terms were they opened and closed?
-- grain:    one row per concern
-- params:   $school_ids       integer[]  schools counted
-- columns:  case_id
--           upn               of its pupil, as the newest list or else the concern has it
--           admission_number
--           opened_year       the year that term starts in: 2025 is 2025/26
--           opened_term       Autumn, Spring or Summer, with the holiday after it
--           closed_year       null while open, as its term
--           closed_term

select
    cme_cases.case_id,
    coalesce(pupils.upn, cme_cases.upn) as upn,
    coalesce(pupils.admission_number, cme_cases.admission_number) as admission_number,
    opened_dates.academic_year as opened_year,
    opened_dates.term as opened_term,
    closed_dates.academic_year as closed_year,
    closed_dates.term as closed_term
from cme_cases
left join pupils
    on
        cme_cases.school_id = pupils.school_id
        and cme_cases.pupil_id = pupils.pupil_id
left join school_dates as opened_dates
    on
        cme_cases.school_id = opened_dates.school_id
        and cme_cases.opened_date = opened_dates.calendar_date
left join school_dates as closed_dates
    on
        cme_cases.school_id = closed_dates.school_id
        and cme_cases.closed_date = closed_dates.calendar_date
where is_wanted_school(cme_cases.school_id, $school_ids)
order by cme_cases.case_id
