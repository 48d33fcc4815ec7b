-- question: Where do the totals in another system's file differ from ours, and why?
-- grain:    one row per pupil in the file or with a possible session here, differences first; the sums last
-- params:   $from_date   date = start of the current academic year  first session date counted
--           $to_date     date = last date with a mark               last session date counted
--           $school_ids  integer[]                                  schools counted
--           $reported    varchar[]                                  figures of the file, each written as
--                                                                   line|upn|admission number|measure|detail|amount;
--                                                                   a measure is possible, attended, authorised,
--                                                                   unauthorised, code (detail: the code) or rate
--                                                                   (in millionths; detail: half its last digit)
-- columns:  school_id
--           pupil_id                       null for a pupil we do not know, and in the sums
--           upn                            as stored here, else as in the file
--           admission_number
--           surname
--           forename
--           year_group                     this and the class: the latest in the period
--           class
--           line                           of the file
--           is_sum                         the last row
--           is_different
--           reason                         why, where it can be told
--           reported_possible_sessions
--           our_possible_sessions          of every age
--           reported_attended_sessions
--           our_attended_sessions
--           reported_authorised_sessions
--           our_authorised_sessions
--           reported_unauthorised_sessions
--           our_unauthorised_sessions
--           reported_attendance_rate       as in the file, else attended / possible; in the sums null where a pupil
--                                          has one of the two only
--           our_attendance_rate            attended / possible
--           possible_difference            reported less ours
--           attended_difference
--           authorised_difference
--           unauthorised_difference
--           missing_marks                  ours: sessions held with no mark
--           not_possible_sessions          ours: marks in a session held that are no possible session (D, X, #)
--           on_roll_from
--           on_roll_until                  null while on roll

with

school_dates_counted as (

    select
        school_id,
        coalesce($from_date, year_start) as first_date,
        coalesce($to_date, as_of) as last_date
    from school_status
    where is_wanted_school(school_id, $school_ids)

),

days_held as (

    select
        school_dates_counted.school_id,
        min(school_dates.calendar_date) as first_day_held,
        max(school_dates.calendar_date) as last_day_held
    from school_dates_counted
    inner join school_dates
        on
            school_dates_counted.school_id = school_dates.school_id
            and school_dates.calendar_date between school_dates_counted.first_date and school_dates_counted.last_date
            and school_dates.is_school_day
    group by school_dates_counted.school_id

),

code_day as (

    select max(last_date) as last_date
    from school_dates_counted

),

items as (

    select unnest(cast($reported as varchar[])) as item

),

figures as (

    select
        try_cast(split_part(item, '|', 1) as integer) as line,
        nullif(split_part(item, '|', 2), '') as upn,
        nullif(split_part(item, '|', 3), '') as admission_number,
        split_part(item, '|', 4) as measure,
        split_part(item, '|', 5) as detail,
        try_cast(split_part(item, '|', 6) as bigint) as amount
    from items

),

codes_then as (

    select
        attendance_codes.attendance_code,
        attendance_codes.is_possible,
        attendance_codes.is_attended,
        attendance_codes.is_authorised,
        attendance_codes.is_unauthorised
    from attendance_codes
    inner join code_day
        on code_day.last_date between attendance_codes.applies_from and attendance_codes.applies_until

),

by_number as (

    select
        school_id,
        ltrim(value, '0') as short_number,
        min(pupil_id) as pupil_id
    from pupil_aliases
    where
        kind = 'admission_number'
        and is_wanted_school(school_id, $school_ids)
    group by school_id, ltrim(value, '0')
    having count(distinct pupil_id) = 1

),

named_figures as (

    select
        figures.line,
        figures.upn,
        figures.admission_number,
        figures.measure,
        figures.detail,
        figures.amount,
        coalesce(by_upn.school_id, by_number.school_id) as school_id,
        coalesce(by_upn.pupil_id, by_number.pupil_id) as pupil_id,
        codes_then.is_possible,
        codes_then.is_attended,
        codes_then.is_authorised,
        codes_then.is_unauthorised
    from figures
    left join pupil_aliases as by_upn
        on
            by_upn.kind = 'upn'
            and figures.upn = by_upn.value
            and is_wanted_school(by_upn.school_id, $school_ids)
    left join by_number
        on ltrim(figures.admission_number, '0') = by_number.short_number
    left join codes_then
        on
            figures.measure = 'code'
            and figures.detail = codes_then.attendance_code
    where figures.line is not null

),

added_up as (

    select
        school_id,
        pupil_id,
        case when pupil_id is null then upn end as unknown_upn,
        case when pupil_id is null then admission_number end as unknown_number,
        min(line) as line,
        sum(amount) filter (where measure = 'possible') as possible_sessions,
        sum(amount) filter (where measure = 'attended') as attended_sessions,
        sum(amount) filter (where measure = 'authorised') as authorised_sessions,
        sum(amount) filter (where measure = 'unauthorised') as unauthorised_sessions,
        sum(case when is_possible then amount else 0 end) filter (where measure = 'code') as coded_possible,
        sum(case when is_attended then amount else 0 end) filter (where measure = 'code') as coded_attended,
        sum(case when is_authorised then amount else 0 end) filter (where measure = 'code') as coded_authorised,
        sum(case when is_unauthorised then amount else 0 end) filter (where measure = 'code') as coded_unauthorised,
        max(amount) filter (where measure = 'rate') as rate_in_millionths,
        count(*) filter (where measure = 'rate') as rates,
        max(try_cast(detail as bigint)) filter (where measure = 'rate') as rate_tolerance
    from named_figures
    group by
        school_id,
        pupil_id,
        case when pupil_id is null then upn end,
        case when pupil_id is null then admission_number end

),

absences_known as (

    select
        school_id,
        pupil_id,
        unknown_upn,
        unknown_number,
        line,
        coalesce(possible_sessions, coded_possible) as possible_sessions,
        coalesce(
            attended_sessions,
            case when possible_sessions is null or coded_possible >= possible_sessions then coded_attended end
        ) as attended_sessions,
        coalesce(authorised_sessions, coded_authorised) as authorised_sessions,
        coalesce(unauthorised_sessions, coded_unauthorised) as unauthorised_sessions,
        case when rates = 1 then rate_in_millionths end as rate_in_millionths,
        rate_tolerance
    from added_up

),

reported as (

    select
        school_id,
        pupil_id,
        unknown_upn,
        unknown_number,
        line,
        coalesce(possible_sessions, attended_sessions + authorised_sessions + unauthorised_sessions)
            as possible_sessions,
        coalesce(attended_sessions, possible_sessions - authorised_sessions - unauthorised_sessions)
            as attended_sessions,
        authorised_sessions,
        unauthorised_sessions,
        rate_in_millionths,
        rate_tolerance
    from absences_known

),

our_marks as (

    select
        pupil_sessions.school_id,
        pupil_sessions.pupil_id,
        count(*) filter (where pupil_sessions.is_possible) as possible_sessions,
        count(*) filter (where pupil_sessions.is_attended) as attended_sessions,
        count(*) filter (where pupil_sessions.is_authorised) as authorised_sessions,
        count(*) filter (where pupil_sessions.is_unauthorised) as unauthorised_sessions,
        count(*) filter (where pupil_sessions.is_held and not pupil_sessions.is_possible) as not_possible_sessions,
        count(*) filter (
            where pupil_sessions.is_attended and attendance_codes.category = 'approved_educational_activity'
        ) as activity_sessions,
        count(*) filter (where pupil_sessions.is_possible and pupil_sessions.attendance_code = 'U') as late_absences,
        count(*) filter (where pupil_sessions.is_possible and pupil_sessions.attendance_code = 'N') as n_sessions,
        0 as missing_marks
    from pupil_sessions
    inner join school_dates_counted
        on
            pupil_sessions.school_id = school_dates_counted.school_id
            and pupil_sessions.session_date between school_dates_counted.first_date and school_dates_counted.last_date
    inner join attendance_codes
        on
            pupil_sessions.attendance_code = attendance_codes.attendance_code
            and pupil_sessions.session_date between attendance_codes.applies_from and attendance_codes.applies_until
    group by pupil_sessions.school_id, pupil_sessions.pupil_id

    union all

    select
        missing_sessions.school_id,
        missing_sessions.pupil_id,
        0 as possible_sessions,
        0 as attended_sessions,
        0 as authorised_sessions,
        0 as unauthorised_sessions,
        0 as not_possible_sessions,
        0 as activity_sessions,
        0 as late_absences,
        0 as n_sessions,
        count(*) as missing_marks
    from missing_sessions
    inner join school_dates_counted
        on
            missing_sessions.school_id = school_dates_counted.school_id
            and missing_sessions.session_date between school_dates_counted.first_date and school_dates_counted.last_date
    group by missing_sessions.school_id, missing_sessions.pupil_id

),

ours as (

    select
        school_id,
        pupil_id,
        sum(possible_sessions) as possible_sessions,
        sum(attended_sessions) as attended_sessions,
        sum(authorised_sessions) as authorised_sessions,
        sum(unauthorised_sessions) as unauthorised_sessions,
        sum(not_possible_sessions) as not_possible_sessions,
        sum(activity_sessions) as activity_sessions,
        sum(late_absences) as late_absences,
        sum(n_sessions) as n_sessions,
        sum(missing_marks) as missing_marks
    from our_marks
    group by school_id, pupil_id

),

latest_periods as (

    select
        pupil_periods.school_id,
        pupil_periods.pupil_id,
        pupil_periods.year_group,
        pupil_periods.class,
        row_number() over (
            partition by pupil_periods.school_id, pupil_periods.pupil_id
            order by pupil_periods.valid_from desc
        ) as latest_first
    from pupil_periods
    inner join school_dates_counted
        on
            pupil_periods.school_id = school_dates_counted.school_id
            and pupil_periods.valid_from <= school_dates_counted.last_date

),

beside as (

    select
        coalesce(ours.school_id, reported.school_id) as school_id,
        coalesce(ours.pupil_id, reported.pupil_id) as pupil_id,
        reported.unknown_upn,
        reported.unknown_number,
        reported.line,
        reported.line is not null as is_reported,
        reported.possible_sessions as reported_possible_sessions,
        coalesce(ours.possible_sessions, 0) as our_possible_sessions,
        reported.attended_sessions as reported_attended_sessions,
        coalesce(ours.attended_sessions, 0) as our_attended_sessions,
        reported.authorised_sessions as reported_authorised_sessions,
        coalesce(ours.authorised_sessions, 0) as our_authorised_sessions,
        reported.unauthorised_sessions as reported_unauthorised_sessions,
        coalesce(ours.unauthorised_sessions, 0) as our_unauthorised_sessions,
        reported.rate_in_millionths,
        reported.rate_tolerance,
        reported.possible_sessions - coalesce(ours.possible_sessions, 0) as possible_difference,
        reported.attended_sessions - coalesce(ours.attended_sessions, 0) as attended_difference,
        reported.authorised_sessions - coalesce(ours.authorised_sessions, 0) as authorised_difference,
        reported.unauthorised_sessions - coalesce(ours.unauthorised_sessions, 0) as unauthorised_difference,
        coalesce(ours.missing_marks, 0) as missing_marks,
        coalesce(ours.not_possible_sessions, 0) as not_possible_sessions,
        coalesce(ours.activity_sessions, 0) as activity_sessions,
        coalesce(ours.late_absences, 0) as late_absences,
        coalesce(ours.n_sessions, 0) as n_sessions
    from ours
    full outer join reported
        on
            ours.school_id = reported.school_id
            and ours.pupil_id = reported.pupil_id
    where
        reported.line is not null
        or ours.possible_sessions > 0

),

named as (

    select
        beside.*,
        coalesce(pupils.upn, beside.unknown_upn) as upn,
        coalesce(pupils.admission_number, beside.unknown_number) as admission_number,
        pupils.surname,
        pupils.forename,
        pupils.on_roll_from,
        pupils.on_roll_until,
        latest_periods.year_group,
        latest_periods.class,
        coalesce(pupils.on_roll_from > days_held.first_day_held, false) as is_late_joiner,
        coalesce(pupils.on_roll_until < days_held.last_day_held, false) as is_early_leaver,
        not beside.is_reported
        or beside.pupil_id is null
        or coalesce(beside.possible_difference <> 0, false)
        or coalesce(beside.attended_difference <> 0, false)
        or coalesce(beside.authorised_difference <> 0, false)
        or coalesce(beside.unauthorised_difference <> 0, false)
        or (
            beside.rate_in_millionths is not null
            and (
                beside.our_possible_sessions = 0
                or abs(
                    beside.rate_in_millionths * beside.our_possible_sessions - 1000000 * beside.our_attended_sessions
                ) > beside.rate_tolerance * beside.our_possible_sessions
            )
        ) as is_different
    from beside
    left join pupils
        on
            beside.school_id = pupils.school_id
            and beside.pupil_id = pupils.pupil_id
    left join latest_periods
        on
            beside.school_id = latest_periods.school_id
            and beside.pupil_id = latest_periods.pupil_id
            and latest_periods.latest_first = 1
    left join days_held
        on beside.school_id = days_held.school_id

),

explained as (

    select
        named.*,
        case
            when not is_different then null
            when pupil_id is null then 'not_in_our_list'
            when not is_reported then 'not_in_file'
            when our_possible_sessions = 0 and not_possible_sessions > 0 then 'never_possible_here'
            when our_possible_sessions = 0 then 'no_marks_here'
            when missing_marks > 0 and possible_difference = missing_marks then 'missing_marks'
            when not_possible_sessions > 0 and possible_difference = not_possible_sessions then 'not_possible_marks'
            when
                missing_marks > 0 and not_possible_sessions > 0
                and possible_difference = missing_marks + not_possible_sessions
                then 'missing_and_not_possible'
            when possible_difference > 0 and is_late_joiner and is_early_leaver then 'here_in_between'
            when possible_difference > 0 and is_late_joiner then 'joined_later'
            when possible_difference > 0 and is_early_leaver then 'left_earlier'
            when possible_difference > 0 and missing_marks > 0 then 'missing_marks_in_part'
            when possible_difference > 0 then 'more_sessions_there'
            when n_sessions > 0 and possible_difference = -n_sessions then 'n_left_out'
            when possible_difference < 0 then 'fewer_sessions_there'
            when activity_sessions > 0 and attended_difference = -activity_sessions then 'activity_left_out'
            when late_absences > 0 and attended_difference = late_absences then 'u_as_attended'
            when attended_difference = 0 and authorised_difference <> 0 then 'other_reasons'
            when attended_difference <> 0 then 'other_marks'
            when missing_marks > 0 then 'rate_with_missing_marks'
        end as reason
    from named

),

with_sums as (

    select
        school_id,
        pupil_id,
        upn,
        admission_number,
        surname,
        forename,
        year_group,
        class,
        line,
        false as is_sum,
        is_different,
        reason,
        reported_possible_sessions,
        our_possible_sessions,
        reported_attended_sessions,
        our_attended_sessions,
        reported_authorised_sessions,
        our_authorised_sessions,
        reported_unauthorised_sessions,
        our_unauthorised_sessions,
        coalesce(rate_in_millionths / 1000000, rate(reported_attended_sessions, reported_possible_sessions))
            as reported_attendance_rate,
        missing_marks,
        not_possible_sessions,
        on_roll_from,
        on_roll_until
    from explained

    union all

    select
        null as school_id,
        null as pupil_id,
        null as upn,
        null as admission_number,
        null as surname,
        null as forename,
        null as year_group,
        null as class,
        null as line,
        true as is_sum,
        max(is_different) as is_different,
        null as reason,
        sum(reported_possible_sessions) as reported_possible_sessions,
        sum(our_possible_sessions) as our_possible_sessions,
        sum(reported_attended_sessions) as reported_attended_sessions,
        sum(our_attended_sessions) as our_attended_sessions,
        sum(reported_authorised_sessions) as reported_authorised_sessions,
        sum(our_authorised_sessions) as our_authorised_sessions,
        sum(reported_unauthorised_sessions) as reported_unauthorised_sessions,
        sum(our_unauthorised_sessions) as our_unauthorised_sessions,
        case
            when bool_and((reported_attended_sessions is null) = (reported_possible_sessions is null))
                then rate(sum(reported_attended_sessions), sum(reported_possible_sessions))
        end as reported_attendance_rate,
        sum(missing_marks) as missing_marks,
        sum(not_possible_sessions) as not_possible_sessions,
        null as on_roll_from,
        null as on_roll_until
    from explained
    having count(*) > 0

)

select
    school_id,
    pupil_id,
    upn,
    admission_number,
    surname,
    forename,
    year_group,
    class,
    line,
    is_sum,
    is_different,
    reason,
    cast(reported_possible_sessions as bigint) as reported_possible_sessions,
    cast(our_possible_sessions as bigint) as our_possible_sessions,
    cast(reported_attended_sessions as bigint) as reported_attended_sessions,
    cast(our_attended_sessions as bigint) as our_attended_sessions,
    cast(reported_authorised_sessions as bigint) as reported_authorised_sessions,
    cast(our_authorised_sessions as bigint) as our_authorised_sessions,
    cast(reported_unauthorised_sessions as bigint) as reported_unauthorised_sessions,
    cast(our_unauthorised_sessions as bigint) as our_unauthorised_sessions,
    reported_attendance_rate,
    rate(our_attended_sessions, our_possible_sessions) as our_attendance_rate,
    cast(reported_possible_sessions - our_possible_sessions as bigint) as possible_difference,
    cast(reported_attended_sessions - our_attended_sessions as bigint) as attended_difference,
    cast(reported_authorised_sessions - our_authorised_sessions as bigint) as authorised_difference,
    cast(reported_unauthorised_sessions - our_unauthorised_sessions as bigint) as unauthorised_difference,
    cast(missing_marks as bigint) as missing_marks,
    cast(not_possible_sessions as bigint) as not_possible_sessions,
    on_roll_from,
    case when on_roll_until < make_date(9999, 12, 31) then on_roll_until end as on_roll_until
from with_sums
order by
    is_sum,
    is_different desc,
    reason,
    abs(reported_possible_sessions - our_possible_sessions) desc,
    surname,
    forename,
    line
