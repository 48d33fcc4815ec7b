-- question: Which terms are in the data, and which of them have ended and may be published?
-- grain:    one row per school and term with a school day up to the last mark, oldest first
-- params:   $school_ids    integer[]  schools counted
-- columns:  school_id
--           academic_year  the year it starts in: 2025 is 2025/26
--           term           Autumn, Spring or Summer, its halves together
--           first_date     first school day
--           last_date      last school day, also where it lies after the last mark
--           ends_before    first day of the next term, the holiday being over
--           is_ended       the last mark is on its last school day or later; without a calendar, in a later term
--           as_of          last date with a mark

with

first_marks as (

    select
        school_id,
        min(session_date) as first_mark_date
    from pupil_sessions
    group by school_id

),

calendared_dates as (

    select distinct
        school_id,
        session_date
    from school_days
    where is_in_calendar

),

terms as (

    select
        school_dates.school_id,
        school_dates.academic_year,
        school_dates.term,
        min(school_dates.calendar_date) filter (where school_dates.is_school_day) as first_date,
        max(school_dates.calendar_date) filter (where school_dates.is_school_day) as last_date,
        max(school_dates.calendar_date) + 1 as ends_before,
        bool_or(school_dates.is_school_day and calendared_dates.session_date is not null) as is_in_calendar
    from school_dates
    left join calendared_dates
        on
            school_dates.school_id = calendared_dates.school_id
            and school_dates.calendar_date = calendared_dates.session_date
    where is_wanted_school(school_dates.school_id, $school_ids)
    group by school_dates.school_id, school_dates.academic_year, school_dates.term

)

select
    terms.school_id,
    terms.academic_year,
    terms.term,
    terms.first_date,
    terms.last_date,
    terms.ends_before,
    case
        when terms.is_in_calendar then school_status.as_of >= terms.last_date
        else school_status.as_of >= terms.ends_before
    end as is_ended,
    school_status.as_of
from terms
inner join school_status
    on terms.school_id = school_status.school_id
inner join first_marks
    on terms.school_id = first_marks.school_id
where
    terms.first_date <= school_status.as_of
    and terms.last_date >= first_marks.first_mark_date
order by terms.school_id, terms.first_date
