-- scope: school
-- Where a school's data ends and what is left of its year. A calendar whose last date is in July says what is left;
-- without one it is what 380 leaves over the sessions held so far, and half of that in days.

with

last_mark as (

    select max(session_date) as as_of
    from session_marks
    where school_id = $school_id

),

this_year as (

    select
        as_of,
        year(as_of) - case when month(as_of) < 8 then 1 else 0 end as academic_year
    from last_mark

),

calendar_end as (

    select max(calendar_entries.session_date) as last_date
    from calendar_entries
    cross join this_year
    where
        calendar_entries.school_id = $school_id
        and calendar_entries.session_date >= make_date(this_year.academic_year, 8, 1)
        and calendar_entries.session_date < make_date(this_year.academic_year + 1, 8, 1)

),

year_sessions as (

    select
        count(*) filter (where school_days.session_date <= this_year.as_of) as sessions_so_far,
        count(*) filter (where school_days.session_date > this_year.as_of) as sessions_listed,
        count(distinct school_days.session_date) filter (where school_days.session_date > this_year.as_of)
            as days_listed
    from school_days
    cross join this_year
    where
        school_days.school_id = $school_id
        and school_days.is_held
        and school_days.session_date >= make_date(this_year.academic_year, 8, 1)
        and school_days.session_date < make_date(this_year.academic_year + 1, 8, 1)

),

known_end as (

    select
        this_year.as_of,
        this_year.academic_year,
        year_sessions.sessions_so_far,
        year_sessions.sessions_listed,
        year_sessions.days_listed,
        coalesce(month(calendar_end.last_date) = 7, false) as is_year_end_known,
        greatest(0, 380 - year_sessions.sessions_so_far) as sessions_assumed
    from this_year
    cross join calendar_end
    cross join year_sessions

)

select
    cast($school_id as integer) as school_id,
    as_of,
    academic_year,
    make_date(academic_year, 8, 1) as year_start,
    sessions_so_far,
    case when is_year_end_known then sessions_listed else sessions_assumed end as sessions_left,
    case when is_year_end_known then days_listed else sessions_assumed / 2 end as school_days_left,
    is_year_end_known
from known_end
