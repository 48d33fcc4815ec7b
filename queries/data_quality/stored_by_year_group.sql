-- question: Of which year groups are marks stored, and from when to when?
-- grain:    one row per school, academic year and year group with a mark or one missing, the newest year first
-- params:   $school_ids  integer[]  schools counted
-- columns:  school_id
--           academic_year  the year it starts in: 2025 is 2025/26
--           year_group     on the day of the mark; null where no list says
--           pupils         with a mark
--           first_date     first day with a mark; null where none is stored
--           last_date      last day with a mark
--           marks
--           missing_marks  sessions held with no mark

with

period_marks as (

    select
        period_id,
        count(*) as marks,
        min(session_date) as first_date,
        max(session_date) as last_date
    from pupil_sessions
    where is_wanted_school(school_id, $school_ids)
    group by period_id

),

period_gaps as (

    select
        period_id,
        count(*) as missing_marks
    from missing_sessions
    where is_wanted_school(school_id, $school_ids)
    group by period_id

),

year_group_marks as (

    select
        pupil_periods.school_id,
        pupil_periods.academic_year,
        pupil_periods.year_group,
        count(distinct case when period_marks.period_id is not null then pupil_periods.pupil_id end) as pupils,
        min(period_marks.first_date) as first_date,
        max(period_marks.last_date) as last_date,
        coalesce(sum(period_marks.marks), 0) as marks,
        coalesce(sum(period_gaps.missing_marks), 0) as missing_marks
    from pupil_periods
    left join period_marks
        on pupil_periods.period_id = period_marks.period_id
    left join period_gaps
        on pupil_periods.period_id = period_gaps.period_id
    group by pupil_periods.school_id, pupil_periods.academic_year, pupil_periods.year_group

)

select
    school_id,
    academic_year,
    year_group,
    pupils,
    first_date,
    last_date,
    cast(marks as bigint) as marks,
    cast(missing_marks as bigint) as missing_marks
from year_group_marks
where
    marks > 0
    or missing_marks > 0
order by
    school_id,
    academic_year desc,
    case
        when year_group like 'N%' then -10 + try_cast(right(year_group, 1) as integer)
        when year_group = 'R' then 0
        else coalesce(try_cast(year_group as integer), 99)
    end
