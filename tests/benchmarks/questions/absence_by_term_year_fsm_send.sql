-- question: How does absence differ by term, year group, FSM and SEND?
-- grain:    one row per academic year, term, year group, FSM and SEND provision
-- columns:  academic_year
--           term
--           year_group
--           fsm
--           send_provision
--           possible_sessions
--           absent_sessions

select
    school_dates.academic_year,
    school_dates.term,
    pupil_periods.year_group,
    pupil_periods.fsm,
    pupil_periods.send_provision,
    count(*) as possible_sessions,
    count(*) filter (where pupil_sessions.is_absent) as absent_sessions
from pupil_sessions
inner join pupil_periods
    on pupil_sessions.period_id = pupil_periods.period_id
inner join school_dates
    on
        pupil_sessions.school_id = school_dates.school_id
        and pupil_sessions.session_date = school_dates.calendar_date
where pupil_sessions.is_possible
group by all
