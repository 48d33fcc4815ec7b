-- scope: school
-- School days that count for a clock, each in its run. A half-day counts (its code is in the rule's set), is neutral,
-- unmarked, or breaks (any other mark in a session held). A day counts if a half counts and no half breaks or is
-- unmarked; it breaks if a half breaks. A run is broken by a breaking day and by nothing else.
--
-- Only days that do not break are listed: days on which a half was not attended and neither half breaks, and days
-- without any mark. Every other school day up to one of them broke, so the breaking days before it are the school days
-- so far less its place in the list.

with

held_sessions as (

    select
        pupil_sessions.pupil_id,
        pupil_sessions.session_date,
        pupil_sessions.is_attended
    from pupil_sessions
    where
        pupil_sessions.school_id = $school_id
        and pupil_sessions.is_held
        and pupil_sessions.pupil_id not in (
            select pupils.pupil_id
            from pupils
            where
                pupils.school_id = $school_id
                and pupils.enrolment_status = 'G'
        )

),

other_days as (

    select distinct
        pupil_id,
        session_date
    from held_sessions
    where not is_attended

),

day_codes as (

    select
        pupil_sessions.pupil_id,
        pupil_sessions.session_date,
        max(pupil_sessions.attendance_code) filter (where pupil_sessions.session = 'AM') as am_code,
        max(pupil_sessions.attendance_code) filter (where pupil_sessions.session = 'PM') as pm_code,
        coalesce(bool_or(pupil_sessions.is_absent) filter (where pupil_sessions.session = 'AM'), false) as is_am_absent,
        coalesce(bool_or(pupil_sessions.is_absent) filter (where pupil_sessions.session = 'PM'), false) as is_pm_absent
    from pupil_sessions
    semi join other_days
        on
            pupil_sessions.pupil_id = other_days.pupil_id
            and pupil_sessions.session_date = other_days.session_date
    where
        pupil_sessions.school_id = $school_id
        and pupil_sessions.is_held
    group by pupil_sessions.pupil_id, pupil_sessions.session_date

),

held_halves as (

    select
        session_date,
        count(*) as halves
    from school_days
    where
        school_id = $school_id
        and is_held
    group by session_date

),

clock_rules as (

    select
        rule,
        codes,
        neutral_codes
    from rules
    where rule in ('policy_unexplained', 'la_return', 'deletion_20_day', 'illness', 'any_reason')

),

day_states as (

    select
        day_codes.pupil_id,
        clock_rules.rule,
        day_codes.session_date,
        case when day_codes.am_code is null then 0 else 1 end
        + case when day_codes.pm_code is null then 0 else 1 end as marked_halves,
        case
            when list_contains(clock_rules.codes, day_codes.am_code) then 1
            when clock_rules.rule = 'any_reason' and day_codes.is_am_absent then 1
            else 0
        end
        + case
            when list_contains(clock_rules.codes, day_codes.pm_code) then 1
            when clock_rules.rule = 'any_reason' and day_codes.is_pm_absent then 1
            else 0
        end as counting_halves,
        case when list_contains(clock_rules.neutral_codes, day_codes.am_code) then 1 else 0 end
        + case when list_contains(clock_rules.neutral_codes, day_codes.pm_code) then 1 else 0 end as neutral_halves
    from day_codes
    cross join clock_rules

),

strayed_pupils as (

    select enrolments.pupil_id
    from enrolments
    left join (
        select
            held_sessions.pupil_id,
            min(held_sessions.session_date) as first_mark_date,
            max(held_sessions.session_date) as last_mark_date
        from held_sessions
        group by held_sessions.pupil_id
    ) as marked
        on enrolments.pupil_id = marked.pupil_id
    where enrolments.school_id = $school_id
    group by enrolments.pupil_id
    having
        count(*) > 1
        or min(marked.first_mark_date) < min(enrolments.on_roll_from)
        or max(marked.last_mark_date) > max(enrolments.on_roll_until)

),

days_off_roll as (

    select
        strayed_pupils.pupil_id,
        held_halves.session_date
    from strayed_pupils
    cross join held_halves
    anti join enrolments
        on
            enrolments.school_id = $school_id
            and strayed_pupils.pupil_id = enrolments.pupil_id
            and held_halves.session_date between enrolments.on_roll_from and enrolments.on_roll_until
    anti join held_sessions
        on
            strayed_pupils.pupil_id = held_sessions.pupil_id
            and held_halves.session_date = held_sessions.session_date

),

days_unmarked as (

    select
        missing_sessions.pupil_id,
        missing_sessions.session_date
    from missing_sessions
    inner join held_halves
        on missing_sessions.session_date = held_halves.session_date
    where missing_sessions.school_id = $school_id
    group by missing_sessions.pupil_id, missing_sessions.session_date
    having count(*) = max(held_halves.halves)

),

blank_days as (

    select
        pupil_id,
        session_date
    from days_off_roll

    union

    select
        pupil_id,
        session_date
    from days_unmarked

),

unbroken_days as (

    select
        day_states.pupil_id,
        day_states.rule,
        day_states.session_date,
        day_states.counting_halves > 0
        and day_states.counting_halves + day_states.neutral_halves = held_halves.halves as is_counting
    from day_states
    inner join held_halves
        on day_states.session_date = held_halves.session_date
    where day_states.marked_halves <= day_states.counting_halves + day_states.neutral_halves

    union all

    select
        blank_days.pupil_id,
        clock_rules.rule,
        blank_days.session_date,
        false as is_counting
    from blank_days
    cross join clock_rules

),

broken_before as (

    select
        unbroken_days.pupil_id,
        unbroken_days.rule,
        unbroken_days.session_date,
        unbroken_days.is_counting,
        school_dates.school_days_so_far
        - row_number() over (
            partition by unbroken_days.pupil_id, unbroken_days.rule order by unbroken_days.session_date
        ) as breaking_days_before,
        count(*) over (partition by unbroken_days.pupil_id, unbroken_days.rule) as days_unbroken
    from unbroken_days
    inner join school_dates
        on
            school_dates.school_id = $school_id
            and unbroken_days.session_date = school_dates.calendar_date

),

as_of_days as (

    select school_dates.school_days_so_far
    from school_dates
    inner join school_status
        on
            school_dates.school_id = school_status.school_id
            and school_dates.calendar_date = school_status.as_of
    where school_dates.school_id = $school_id

),

pupils_on_roll_now as (

    select distinct pupil_id
    from pupil_periods
    where
        school_id = $school_id
        and is_on_roll_now

)

select
    cast($school_id as integer) as school_id,
    broken_before.pupil_id,
    broken_before.rule,
    first_value(broken_before.session_date) over run as first_date,
    broken_before.session_date,
    row_number() over run as day_of_run,
    pupils_on_roll_now.pupil_id is not null
    and broken_before.breaking_days_before
    = as_of_days.school_days_so_far - broken_before.days_unbroken as is_open
from broken_before
cross join as_of_days
left join pupils_on_roll_now
    on broken_before.pupil_id = pupils_on_roll_now.pupil_id
where broken_before.is_counting
window
    run as (
        partition by broken_before.pupil_id, broken_before.rule, broken_before.breaking_days_before
        order by broken_before.session_date
    )
order by broken_before.pupil_id, broken_before.rule, broken_before.session_date
