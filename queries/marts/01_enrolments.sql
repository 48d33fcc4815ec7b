-- scope: school
-- Periods on roll: as the newest pupil list gives them, else from the first mark until further notice;
-- a pupil whom no list describes (a stub) from its first to its last mark.

with

pupil_marks as (

    select
        pupil_id,
        min(session_date) as first_mark_date,
        max(session_date) as last_mark_date
    from session_marks
    where school_id = $school_id
    group by pupil_id

),

list_rows as (

    select
        pupil_id,
        as_at,
        line,
        entry_date,
        leaving_date,
        max(as_at) filter (where entry_date is not null) over (partition by pupil_id) as entry_list_date,
        row_number() over (
            partition by pupil_id order by as_at desc, line desc
        ) as newest_first
    from pupil_list_rows
    where school_id = $school_id

),

newest_leaving_dates as (

    select
        pupil_id,
        arg_max(leaving_date, as_at) as leaving_date
    from list_rows
    where leaving_date is not null
    group by pupil_id

),

given_periods as (

    select
        pupil_id,
        entry_date,
        leaving_date
    from list_rows
    where as_at = entry_list_date

    union all

    select
        pupil_id,
        null as entry_date,
        null as leaving_date
    from list_rows
    where
        entry_list_date is null
        and newest_first = 1

),

described_periods as (

    select
        given_periods.pupil_id,
        cast(nullif(given_periods.entry_date, '') as date) as entry_date,
        cast(nullif(coalesce(given_periods.leaving_date, newest_leaving_dates.leaving_date), '') as date)
            as leaving_date
    from given_periods
    left join newest_leaving_dates
        on given_periods.pupil_id = newest_leaving_dates.pupil_id

),

described_enrolments as (

    select
        described_periods.pupil_id,
        coalesce(described_periods.entry_date, pupil_marks.first_mark_date) as on_roll_from,
        coalesce(described_periods.leaving_date, date '9999-12-31') as on_roll_until
    from described_periods
    left join pupil_marks
        on described_periods.pupil_id = pupil_marks.pupil_id

),

stub_enrolments as (

    select
        pupil_id,
        first_mark_date as on_roll_from,
        last_mark_date as on_roll_until
    from pupil_marks
    where pupil_id not in (select list_rows.pupil_id from list_rows)

)

select distinct
    cast($school_id as integer) as school_id,
    pupil_id,
    on_roll_from,
    on_roll_until
from (
    select
        pupil_id,
        on_roll_from,
        on_roll_until
    from described_enrolments
    union all
    select
        pupil_id,
        on_roll_from,
        on_roll_until
    from stub_enrolments
) as all_enrolments
where on_roll_from is not null
order by pupil_id, on_roll_from
