-- question: How does absence differ by term, year group, FSM and SEND?
-- grain:    one row per academic year, term, year group, FSM and SEND provision; a sample's week lies in one term
-- columns:  academic_year
--           term
--           year_group
--           fsm
--           send_provision
--           possible_sessions
--           absent_sessions

-- Groups and terms are numbered first: the many weeks are then added up by two small numbers.

with

numbered_groups as (

    select
        year_group,
        fsm,
        send_provision,
        cast(row_number() over () as smallint) as group_number
    from pupil_periods
    group by year_group, fsm, send_provision

),

numbered_periods as (

    select
        pupil_periods.period_id,
        numbered_groups.group_number
    from pupil_periods
    inner join numbered_groups
        on
            pupil_periods.year_group is not distinct from numbered_groups.year_group
            and pupil_periods.fsm is not distinct from numbered_groups.fsm
            and pupil_periods.send_provision is not distinct from numbered_groups.send_provision

),

school_weeks as (

    select
        school_id,
        week_commencing,
        max(academic_year) as academic_year,
        max(term) as term
    from school_dates
    where is_school_day
    group by school_id, week_commencing

),

numbered_terms as (

    select
        academic_year,
        term,
        cast(row_number() over () as smallint) as term_number
    from school_weeks
    group by academic_year, term

),

numbered_weeks as (

    select
        school_weeks.school_id,
        school_weeks.week_commencing,
        numbered_terms.term_number
    from school_weeks
    inner join numbered_terms
        on
            school_weeks.academic_year = numbered_terms.academic_year
            and school_weeks.term = numbered_terms.term

),

totals as (

    select
        numbered_periods.group_number,
        numbered_weeks.term_number,
        cast(sum(pupil_weeks.possible_sessions) as bigint) as possible_sessions,
        cast(sum(pupil_weeks.absent_sessions) as bigint) as absent_sessions
    from pupil_weeks
    inner join numbered_periods
        on pupil_weeks.period_id = numbered_periods.period_id
    inner join numbered_weeks
        on
            pupil_weeks.school_id = numbered_weeks.school_id
            and pupil_weeks.week_commencing = numbered_weeks.week_commencing
    where pupil_weeks.possible_sessions > 0
    group by numbered_periods.group_number, numbered_weeks.term_number

)

select
    numbered_terms.academic_year,
    numbered_terms.term,
    numbered_groups.year_group,
    numbered_groups.fsm,
    numbered_groups.send_provision,
    totals.possible_sessions,
    totals.absent_sessions
from totals
inner join numbered_groups
    on totals.group_number = numbered_groups.group_number
inner join numbered_terms
    on totals.term_number = numbered_terms.term_number
