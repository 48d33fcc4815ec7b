-- scope: every year
-- Sessions held, up to the last date with a mark, of pupils on roll that day (guests aside) for which nothing is
-- stored.

with

academic_years as (

    select
        academic_year_of_date as academic_year,
        min(calendar_date) as first_date,
        max(calendar_date) as last_date
    from school_dates
    where
        school_id = $school_id
        and academic_year_of_date between $first_year and $last_year
    group by academic_year_of_date

),

held_sessions as (

    select
        academic_years.academic_year,
        school_days.session_date,
        school_days.session,
        school_days.weekday
    from school_days
    inner join school_status
        on school_days.school_id = school_status.school_id
    inner join academic_years
        on school_days.session_date between academic_years.first_date and academic_years.last_date
    where
        school_days.school_id = $school_id
        and school_days.is_held
        and school_days.session_date <= school_status.as_of

),

roll_spans as (

    select
        academic_years.academic_year,
        enrolments.pupil_id,
        greatest(enrolments.on_roll_from, academic_years.first_date) as on_roll_from,
        least(enrolments.on_roll_until, academic_years.last_date) as on_roll_until
    from enrolments
    inner join academic_years
        on
            enrolments.on_roll_from <= academic_years.last_date
            and enrolments.on_roll_until >= academic_years.first_date
    inner join pupils
        on
            enrolments.school_id = pupils.school_id
            and enrolments.pupil_id = pupils.pupil_id
    where
        enrolments.school_id = $school_id
        and pupils.enrolment_status <> 'G'

),

-- most pupils share a span and have every mark: only those with fewer marks than sessions are looked through
span_sessions as (

    select
        spans.on_roll_from,
        spans.on_roll_until,
        count(held_sessions.session_date) as sessions
    from (
        select distinct
            on_roll_from,
            on_roll_until
        from roll_spans
    ) as spans
    left join held_sessions
        on held_sessions.session_date between spans.on_roll_from and spans.on_roll_until
    group by spans.on_roll_from, spans.on_roll_until

),

span_marks as (

    select
        roll_spans.pupil_id,
        roll_spans.on_roll_from,
        roll_spans.on_roll_until,
        count(*) as marks
    from roll_spans
    inner join pupil_sessions
        on
            pupil_sessions.school_id = $school_id
            and pupil_sessions.is_held
            and roll_spans.academic_year = pupil_sessions.academic_year
            and roll_spans.pupil_id = pupil_sessions.pupil_id
            and pupil_sessions.session_date between roll_spans.on_roll_from and roll_spans.on_roll_until
    group by roll_spans.pupil_id, roll_spans.on_roll_from, roll_spans.on_roll_until

),

spans_with_gaps as (

    select
        roll_spans.academic_year,
        roll_spans.pupil_id,
        roll_spans.on_roll_from,
        roll_spans.on_roll_until
    from roll_spans
    inner join span_sessions
        on
            roll_spans.on_roll_from = span_sessions.on_roll_from
            and roll_spans.on_roll_until = span_sessions.on_roll_until
    left join span_marks
        on
            roll_spans.pupil_id = span_marks.pupil_id
            and roll_spans.on_roll_from = span_marks.on_roll_from
            and roll_spans.on_roll_until = span_marks.on_roll_until
    where coalesce(span_marks.marks, 0) < span_sessions.sessions

),

expected_sessions as (

    select
        spans_with_gaps.academic_year,
        spans_with_gaps.pupil_id,
        held_sessions.session_date,
        held_sessions.session,
        held_sessions.weekday
    from spans_with_gaps
    inner join held_sessions
        on held_sessions.session_date between spans_with_gaps.on_roll_from and spans_with_gaps.on_roll_until

),

stored_sessions as (

    select
        session_marks.pupil_id,
        session_marks.session_date,
        session_marks.session
    from session_marks
    inner join (
        select distinct
            spans_with_gaps.academic_year,
            spans_with_gaps.pupil_id
        from spans_with_gaps
    ) as pupils_with_gaps
        on
            session_marks.academic_year = pupils_with_gaps.academic_year
            and session_marks.pupil_id = pupils_with_gaps.pupil_id
    where session_marks.school_id = $school_id

),

unmarked_sessions as (

    select distinct
        expected_sessions.academic_year,
        expected_sessions.pupil_id,
        expected_sessions.session_date,
        expected_sessions.session,
        expected_sessions.weekday
    from expected_sessions
    anti join stored_sessions
        on
            expected_sessions.pupil_id = stored_sessions.pupil_id
            and expected_sessions.session_date = stored_sessions.session_date
            and expected_sessions.session = stored_sessions.session

)

select
    cast(unmarked_sessions.academic_year as smallint) as academic_year,
    cast($school_id as integer) as school_id,
    unmarked_sessions.pupil_id,
    pupil_periods.period_id,
    unmarked_sessions.session_date,
    unmarked_sessions.session,
    unmarked_sessions.weekday
from unmarked_sessions
inner join pupil_periods
    on
        pupil_periods.school_id = $school_id
        and unmarked_sessions.academic_year = pupil_periods.academic_year
        and unmarked_sessions.pupil_id = pupil_periods.pupil_id
        and unmarked_sessions.session_date between pupil_periods.valid_from and pupil_periods.valid_until
order by
    unmarked_sessions.academic_year,
    unmarked_sessions.pupil_id,
    unmarked_sessions.session_date,
    unmarked_sessions.session
