-- question: Which codes were used on days on which they were not in force?
-- grain:    one row per school, code and fault
-- params:   $from_date   date = start of the current academic year  first session date counted
--           $to_date     date = last date with a mark               last session date counted
--           $school_ids  integer[]                                  schools counted
-- columns:  school_id
--           attendance_code
--           description
--           fault            retired (counted with its last meaning) or early (counted with its first)
--           valid_from       first day of that meaning, null without one
--           valid_until      last day of it, null without one
--           marks
--           pupils
--           first_date       first mark of this kind
--           last_date        last mark of this kind

select
    misdated_marks.school_id,
    misdated_marks.attendance_code,
    misdated_marks.description,
    misdated_marks.fault,
    misdated_marks.valid_from,
    misdated_marks.valid_until,
    count(*) as marks,
    count(distinct misdated_marks.pupil_id) as pupils,
    min(misdated_marks.session_date) as first_date,
    max(misdated_marks.session_date) as last_date
from misdated_marks
inner join school_status
    on misdated_marks.school_id = school_status.school_id
where
    misdated_marks.session_date >= coalesce($from_date, school_status.year_start)
    and misdated_marks.session_date <= coalesce($to_date, school_status.as_of)
    and is_wanted_school(misdated_marks.school_id, $school_ids)
group by
    misdated_marks.school_id,
    misdated_marks.attendance_code,
    misdated_marks.description,
    misdated_marks.fault,
    misdated_marks.valid_from,
    misdated_marks.valid_until
order by misdated_marks.school_id, marks desc, misdated_marks.attendance_code
