-- question: Which of last year's open concerns and persistent absentees are carried into the new school year?
-- grain:    one row per pupil of september_changes with either, open concerns first, then the most absent
-- params:   $school_ids  integer[]  schools counted
-- columns:  school_id
--           pupil_id           as in this register file
--           upn                null for a pupil without one
--           admission_number
--           surname
--           forename
--           year_group         in the list; before, for a pupil who is not in it
--           class              the same
--           change             what became of the pupil, as in september_changes
--           open_cases         concerns opened by 31 July and not closed
--           case_id            the newest of them
--           case_type
--           opened_date
--           possible_sessions  of last academic year, of pupils of every age
--           absent_sessions
--           absence_rate       absent / possible, 0 to 1
--           is_persistent      missed 10% or more of last year
--           is_severe          missed 50% or more

with

open_concerns as (

    select
        september_lists.school_id,
        cme_cases.pupil_id,
        count(*) as open_cases,
        arg_max(cme_cases.case_id, cme_cases.opened_date) as case_id,
        arg_max(cme_cases.case_type, cme_cases.opened_date) as case_type,
        max(cme_cases.opened_date) as opened_date
    from september_lists
    inner join cme_cases
        on
            september_lists.school_id = cme_cases.school_id
            and september_lists.year_end >= cme_cases.opened_date
    where cme_cases.closed_date is null
    group by september_lists.school_id, cme_cases.pupil_id

),

last_year as (

    select
        pupil_weeks.school_id,
        pupil_weeks.pupil_id,
        sum(pupil_weeks.possible_sessions) as possible_sessions,
        sum(pupil_weeks.absent_sessions) as absent_sessions
    from pupil_weeks
    inner join september_lists
        on
            pupil_weeks.school_id = september_lists.school_id
            and pupil_weeks.academic_year = september_lists.academic_year - 1
    group by pupil_weeks.school_id, pupil_weeks.pupil_id

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
    coalesce(open_concerns.open_cases, 0) as open_cases,
    open_concerns.case_id,
    open_concerns.case_type,
    open_concerns.opened_date,
    cast(coalesce(last_year.possible_sessions, 0) as bigint) as possible_sessions,
    cast(coalesce(last_year.absent_sessions, 0) as bigint) as absent_sessions,
    rate(last_year.absent_sessions, last_year.possible_sessions) as absence_rate,
    coalesce(is_persistent(last_year.absent_sessions, last_year.possible_sessions), false) as is_persistent,
    coalesce(is_severe(last_year.absent_sessions, last_year.possible_sessions), false) as is_severe
from september_pupils
inner join pupils
    on
        september_pupils.school_id = pupils.school_id
        and september_pupils.pupil_id = pupils.pupil_id
left join open_concerns
    on
        september_pupils.school_id = open_concerns.school_id
        and september_pupils.pupil_id = open_concerns.pupil_id
left join last_year
    on
        september_pupils.school_id = last_year.school_id
        and september_pupils.pupil_id = last_year.pupil_id
where
    is_wanted_school(september_pupils.school_id, $school_ids)
    and (
        open_concerns.open_cases > 0
        or (september_pupils.change <> 'left' and is_persistent(last_year.absent_sessions, last_year.possible_sessions))
    )
order by
    coalesce(open_concerns.open_cases, 0) desc,
    rate(last_year.absent_sessions, last_year.possible_sessions) desc nulls last,
    pupils.surname,
    pupils.forename,
    september_pupils.pupil_id
