-- question: Who left, joined or moved up between the end of last year and the new pupil list?
-- grain:    one row per pupil on roll at the end of last year or in the list; nobody while the list is to come
-- params:   $school_ids  integer[]  schools counted
-- columns:  school_id
--           pupil_id           as in this register file
--           upn                null for a pupil without one
--           admission_number
--           surname
--           forename
--           year_group         in the list; before, for a pupil who is not in it
--           class              the same
--           change             not_in_list: was on roll, no leaving date says why the list is without them; left: has a
--                              leaving date up to the list's; joined; moved_up: one year group; not_moved_up: another
--                              year group; year_group_unknown: then or now
--           year_group_before  on 31 July
--           class_before
--           entry_date         by the list, else the first day on roll known
--           leaving_date
--           destination
--           is_oldest_year     was in the highest year group of the school
--           is_returning       joined, and has marks of an earlier academic year
--           last_mark_date     of this academic year

with

oldest_years as (

    select
        school_id,
        max(year_group_rank(year_group_before)) as highest_rank
    from september_pupils
    where was_on_roll
    group by school_id

),

marked_dates as (

    select
        session_marks.school_id,
        session_marks.pupil_id,
        min(session_marks.session_date) as first_mark_date,
        max(session_marks.session_date) filter (
            where session_marks.academic_year = september_lists.academic_year
        ) as last_mark_date
    from session_marks
    inner join september_lists
        on session_marks.school_id = september_lists.school_id
    group by session_marks.school_id, session_marks.pupil_id

)

select
    september_pupils.school_id,
    september_pupils.pupil_id,
    pupils.upn,
    pupils.admission_number,
    pupils.surname,
    pupils.forename,
    september_pupils.year_group,
    september_pupils.class,
    september_pupils.change,
    september_pupils.year_group_before,
    september_pupils.class_before,
    coalesce(september_pupils.entry_date, pupils.on_roll_from) as entry_date,
    september_pupils.leaving_date,
    pupils.destination,
    coalesce(
        september_pupils.was_on_roll
        and year_group_rank(september_pupils.year_group_before) = oldest_years.highest_rank,
        false
    ) as is_oldest_year,
    coalesce(
        september_pupils.change = 'joined' and marked_dates.first_mark_date <= september_pupils.year_end, false
    ) as is_returning,
    marked_dates.last_mark_date
from september_pupils
inner join pupils
    on
        september_pupils.school_id = pupils.school_id
        and september_pupils.pupil_id = pupils.pupil_id
left join oldest_years
    on september_pupils.school_id = oldest_years.school_id
left join marked_dates
    on
        september_pupils.school_id = marked_dates.school_id
        and september_pupils.pupil_id = marked_dates.pupil_id
where is_wanted_school(september_pupils.school_id, $school_ids)
order by
    september_pupils.change,
    year_group_rank(september_pupils.year_group_before),
    pupils.surname,
    pupils.forename,
    september_pupils.pupil_id
