-- question: Is the register of a period fit for a review, and if not, what falls short?
-- grain:    one row per school
-- params:   $from_date   date = start of the current academic year  first session date counted
--           $to_date     date = last date with a mark               last session date counted
--           $school_ids  integer[]                                  schools counted
--           $on_date     date = the last session date counted       day on which the register is looked at
-- columns:  school_id
--           as_of                       last date with a mark
--           possible_sessions           of pupils of every age
--           missing_marks               sessions held with no mark
--           missing_share               missing marks / possible sessions and missing marks together, 0 to 1
--           n_marks                     marks that still say N
--           stale_n_marks               of which too old: no reason after five school days
--           oldest_n_days               school days since the oldest of them
--           calendar_hole_days          days on which the calendar and the marks disagree
--           undescribed_pupils          in the marks, in no pupil list
--           pupils_without_marks        on roll on a school day, no mark in the whole period
--           retired_code_marks          marks with a code after its last day; they count with its last meaning
--           early_code_marks            marks with a code before its first day; they count with its first meaning
--           school_days_behind          school days of the calendar after the last mark, up to $on_date
--           missing_share_limit         the most that is fit: these six from rules.toml, as valid at the period's end
--           stale_n_marks_limit
--           calendar_hole_days_limit
--           undescribed_pupils_limit
--           pupils_without_marks_limit
--           school_days_behind_limit
--           reasons                     measures above their limit, with commas between; no_marks if there are none
--           is_fit                      there are marks and no measure is above its limit

with

scope as (

    select
        school_id,
        as_of,
        coalesce($from_date, year_start) as counted_from,
        coalesce($to_date, as_of) as counted_until,
        coalesce($on_date, $to_date, as_of) as seen_on
    from school_status
    where is_wanted_school(school_id, $school_ids)

),

marks as (

    select
        scope.school_id,
        count(*) filter (where pupil_sessions.is_possible) as possible_sessions,
        count(*) filter (where pupil_sessions.attendance_code = 'N') as n_marks
    from pupil_sessions
    inner join scope
        on
            pupil_sessions.school_id = scope.school_id
            and pupil_sessions.session_date between scope.counted_from and scope.counted_until
    group by scope.school_id

),

n_ages as (

    select
        scope.school_id,
        count(*) filter (
            where last_days.school_days_so_far - mark_days.school_days_so_far > rules.threshold
        ) as stale_n_marks,
        max(last_days.school_days_so_far - mark_days.school_days_so_far) as oldest_n_days
    from pupil_sessions
    inner join scope
        on
            pupil_sessions.school_id = scope.school_id
            and pupil_sessions.session_date between scope.counted_from and scope.counted_until
    inner join rules
        on rules.rule = 'stale_n'
    inner join school_dates as mark_days
        on
            scope.school_id = mark_days.school_id
            and pupil_sessions.session_date = mark_days.calendar_date
    inner join school_dates as last_days
        on
            scope.school_id = last_days.school_id
            and scope.as_of = last_days.calendar_date
    where pupil_sessions.attendance_code = 'N'
    group by scope.school_id

),

missing as (

    select
        scope.school_id,
        count(*) as missing_marks
    from missing_sessions
    inner join scope
        on
            missing_sessions.school_id = scope.school_id
            and missing_sessions.session_date between scope.counted_from and scope.counted_until
    group by scope.school_id

),

holes as (

    select
        scope.school_id,
        count(distinct calendar_hole_sessions.session_date) as calendar_hole_days
    from calendar_hole_sessions
    inner join scope
        on
            calendar_hole_sessions.school_id = scope.school_id
            and calendar_hole_sessions.session_date between scope.counted_from and scope.counted_until
    group by scope.school_id

),

undescribed as (

    select
        scope.school_id,
        count(distinct pupils.pupil_id) as undescribed_pupils
    from pupils
    inner join scope
        on pupils.school_id = scope.school_id
    inner join pupil_sessions
        on
            pupils.school_id = pupil_sessions.school_id
            and pupils.pupil_id = pupil_sessions.pupil_id
            and pupil_sessions.session_date between scope.counted_from and scope.counted_until
    where not pupils.is_described
    group by scope.school_id

),

without_marks as (

    select
        scope.school_id,
        count(distinct missing_sessions.pupil_id) as pupils_without_marks
    from missing_sessions
    inner join scope
        on
            missing_sessions.school_id = scope.school_id
            and missing_sessions.session_date between scope.counted_from and scope.counted_until
    where
        not exists (
            select 1
            from pupil_sessions
            where
                pupil_sessions.school_id = missing_sessions.school_id
                and pupil_sessions.pupil_id = missing_sessions.pupil_id
                and pupil_sessions.session_date between scope.counted_from and scope.counted_until
        )
    group by scope.school_id

),

misdated as (

    select
        scope.school_id,
        count(*) filter (where misdated_marks.fault = 'retired') as retired_code_marks,
        count(*) filter (where misdated_marks.fault = 'early') as early_code_marks
    from misdated_marks
    inner join scope
        on
            misdated_marks.school_id = scope.school_id
            and misdated_marks.session_date between scope.counted_from and scope.counted_until
    group by scope.school_id

),

days_behind as (

    select
        scope.school_id,
        count(*) as school_days_behind
    from school_dates
    inner join scope
        on
            school_dates.school_id = scope.school_id
            and school_dates.calendar_date > scope.as_of
            and school_dates.calendar_date <= scope.seen_on
    where school_dates.is_school_day
    group by scope.school_id

),

limits as (

    select
        scope.school_id,
        max(review_limits.most) filter (where review_limits.measure = 'missing_share') as missing_share_limit,
        max(review_limits.most) filter (where review_limits.measure = 'stale_n_marks') as stale_n_marks_limit,
        max(review_limits.most) filter (where review_limits.measure = 'calendar_hole_days')
            as calendar_hole_days_limit,
        max(review_limits.most) filter (where review_limits.measure = 'undescribed_pupils')
            as undescribed_pupils_limit,
        max(review_limits.most) filter (where review_limits.measure = 'pupils_without_marks')
            as pupils_without_marks_limit,
        max(review_limits.most) filter (where review_limits.measure = 'school_days_behind')
            as school_days_behind_limit
    from scope
    inner join review_limits
        on
            coalesce(scope.counted_until >= review_limits.valid_from, true)
            and coalesce(scope.counted_until <= review_limits.valid_until, true)
    group by scope.school_id

),

measures as (

    select
        scope.school_id,
        scope.as_of,
        coalesce(marks.possible_sessions, 0) as possible_sessions,
        coalesce(missing.missing_marks, 0) as missing_marks,
        rate(
            coalesce(missing.missing_marks, 0),
            coalesce(marks.possible_sessions, 0) + coalesce(missing.missing_marks, 0)
        ) as missing_share,
        coalesce(marks.n_marks, 0) as n_marks,
        coalesce(n_ages.stale_n_marks, 0) as stale_n_marks,
        n_ages.oldest_n_days,
        coalesce(holes.calendar_hole_days, 0) as calendar_hole_days,
        coalesce(undescribed.undescribed_pupils, 0) as undescribed_pupils,
        coalesce(without_marks.pupils_without_marks, 0) as pupils_without_marks,
        coalesce(misdated.retired_code_marks, 0) as retired_code_marks,
        coalesce(misdated.early_code_marks, 0) as early_code_marks,
        coalesce(days_behind.school_days_behind, 0) as school_days_behind,
        limits.missing_share_limit,
        limits.stale_n_marks_limit,
        limits.calendar_hole_days_limit,
        limits.undescribed_pupils_limit,
        limits.pupils_without_marks_limit,
        limits.school_days_behind_limit
    from scope
    left join marks
        on scope.school_id = marks.school_id
    left join n_ages
        on scope.school_id = n_ages.school_id
    left join missing
        on scope.school_id = missing.school_id
    left join holes
        on scope.school_id = holes.school_id
    left join undescribed
        on scope.school_id = undescribed.school_id
    left join without_marks
        on scope.school_id = without_marks.school_id
    left join misdated
        on scope.school_id = misdated.school_id
    left join days_behind
        on scope.school_id = days_behind.school_id
    left join limits
        on scope.school_id = limits.school_id

),

judged as (

    select
        *,
        concat_ws(
            ',',
            case when possible_sessions = 0 then 'no_marks' end,
            case when missing_share > missing_share_limit then 'missing_share' end,
            case when stale_n_marks > stale_n_marks_limit then 'stale_n_marks' end,
            case when calendar_hole_days > calendar_hole_days_limit then 'calendar_hole_days' end,
            case when undescribed_pupils > undescribed_pupils_limit then 'undescribed_pupils' end,
            case when pupils_without_marks > pupils_without_marks_limit then 'pupils_without_marks' end,
            case when school_days_behind > school_days_behind_limit then 'school_days_behind' end
        ) as reasons
    from measures

)

select
    school_id,
    as_of,
    possible_sessions,
    missing_marks,
    missing_share,
    n_marks,
    stale_n_marks,
    oldest_n_days,
    calendar_hole_days,
    undescribed_pupils,
    pupils_without_marks,
    retired_code_marks,
    early_code_marks,
    school_days_behind,
    missing_share_limit,
    stale_n_marks_limit,
    calendar_hole_days_limit,
    undescribed_pupils_limit,
    pupils_without_marks_limit,
    school_days_behind_limit,
    reasons,
    reasons = '' as is_fit
from judged
order by school_id
