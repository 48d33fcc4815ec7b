-- question: Which pupils are in the marks and in no pupil list, and which are on roll without a mark?
-- grain:    one row per pupil
-- params:   $from_date   date = start of the current academic year  first session date counted
--           $to_date     date = last date with a mark               last session date counted
--           $school_ids  integer[]                                  schools counted
-- columns:  school_id
--           pupil_id           as in this register file
--           fault              not_described or no_marks
--           upn
--           admission_number
--           surname
--           forename
--           year_group         on the last day of the period; null where nothing says it
--           class              on that day
--           marks              in the period
--           sessions_unmarked  sessions held in the period with no mark, while on roll
--           first_mark_date    in the period
--           last_mark_date     in the period
--           on_roll_from       as the list says; of a pupil in no list the first mark of all
--           on_roll_until      null while on roll

with

scope as (

    select
        school_id,
        coalesce($from_date, year_start) as counted_from,
        coalesce($to_date, as_of) as counted_until
    from school_status
    where is_wanted_school(school_id, $school_ids)

),

pupil_marks as (

    select
        pupil_sessions.school_id,
        pupil_sessions.pupil_id,
        count(*) as marks,
        min(pupil_sessions.session_date) as first_mark_date,
        max(pupil_sessions.session_date) as last_mark_date
    from pupil_sessions
    inner join scope
        on
            pupil_sessions.school_id = scope.school_id
            and pupil_sessions.session_date between scope.counted_from and scope.counted_until
    group by pupil_sessions.school_id, pupil_sessions.pupil_id

),

pupil_gaps as (

    select
        missing_sessions.school_id,
        missing_sessions.pupil_id,
        count(*) as sessions_unmarked
    from missing_sessions
    inner join scope
        on
            missing_sessions.school_id = scope.school_id
            and missing_sessions.session_date between scope.counted_from and scope.counted_until
    group by missing_sessions.school_id, missing_sessions.pupil_id

)

select
    pupils.school_id,
    pupils.pupil_id,
    case when pupils.is_described then 'no_marks' else 'not_described' end as fault,
    pupils.upn,
    pupils.admission_number,
    pupils.surname,
    pupils.forename,
    school_periods.year_group,
    school_periods.class,
    coalesce(pupil_marks.marks, 0) as marks,
    coalesce(pupil_gaps.sessions_unmarked, 0) as sessions_unmarked,
    pupil_marks.first_mark_date,
    pupil_marks.last_mark_date,
    pupils.on_roll_from,
    case when pupils.on_roll_until < date '9999-12-31' then pupils.on_roll_until end as on_roll_until
from pupils
inner join scope
    on pupils.school_id = scope.school_id
left join pupil_marks
    on
        pupils.school_id = pupil_marks.school_id
        and pupils.pupil_id = pupil_marks.pupil_id
left join pupil_gaps
    on
        pupils.school_id = pupil_gaps.school_id
        and pupils.pupil_id = pupil_gaps.pupil_id
left join school_periods
    on
        pupils.school_id = school_periods.school_id
        and pupils.pupil_id = school_periods.pupil_id
        and scope.counted_until between school_periods.valid_from and school_periods.valid_until
where
    (not pupils.is_described and pupil_marks.marks > 0)
    or (pupils.is_described and pupil_marks.marks is null and pupil_gaps.sessions_unmarked > 0)
order by pupils.school_id, fault desc, pupils.surname, pupils.forename, pupils.pupil_id
