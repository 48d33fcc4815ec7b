-- scope: school
-- Every date from seven years before the data to two years after it: its term, half-term and week, and how many school
-- days there were up to it. A calendar's terms rule; a school day without one falls in DfE's window (Autumn to 31
-- December, Spring to Easter Sunday, Summer to 31 July). A plain term splits into halves at the longest gap of a week
-- or more between its days. A date in a holiday belongs to the term before it.

with

digits as (

    select numbers.digit
    from (
        values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)
    ) as numbers (digit)

),

date_bounds as (

    select
        make_date(min(year(session_date)) - 8, 8, 1) as first_date,
        make_date(max(year(session_date)) + 2, 7, 31) as last_date
    from school_days
    where school_id = $school_id

),

all_dates as (

    select
        date_bounds.first_date + (thousands.digit * 1000 + hundreds.digit * 100 + tens.digit * 10 + ones.digit)
            as calendar_date
    from date_bounds
    cross join digits as thousands
    cross join digits as hundreds
    cross join digits as tens
    cross join digits as ones
    where
        date_bounds.first_date + (thousands.digit * 1000 + hundreds.digit * 100 + tens.digit * 10 + ones.digit)
        <= date_bounds.last_date

),

listed_terms as (

    select
        session_date,
        lower(max(term)) as term
    from calendar_entries
    where
        school_id = $school_id
        and kind <> 'holiday'
        and coalesce(term, '') <> ''
    group by session_date

),

named_terms as (

    select
        session_date,
        case
            when term like '%autumn%' or term like '%michaelmas%' or term in ('term 1', 'term 2') then 'Autumn'
            when term like '%spring%' or term like '%lent%' or term in ('term 3', 'term 4') then 'Spring'
            when term like '%summer%' or term like '%trinity%' or term in ('term 5', 'term 6') then 'Summer'
        end as term,
        case
            when term in ('term 1', 'term 3', 'term 5') or term like '% 1' or term like '%1st%' then 1
            when term in ('term 2', 'term 4', 'term 6') or term like '% 2' or term like '%2nd%' then 2
            when term like '%first%' then 1
            when term like '%second%' then 2
        end as half
    from listed_terms

),

days_open as (

    select
        session_date,
        bool_or(kind = 'school' or is_held) as is_teaching_day,
        bool_or(is_held) as is_school_day,
        bool_or(is_in_calendar) as is_in_calendar,
        bool_or(is_in_calendar and kind <> 'holiday' and kind <> 'not listed') as is_listed_open
    from school_days
    where school_id = $school_id
    group by session_date

),

term_candidates as (

    select
        days_open.session_date,
        days_open.is_teaching_day,
        days_open.is_in_calendar,
        named_terms.term as named_term,
        named_terms.half as named_half,
        year(days_open.session_date) - case when month(days_open.session_date) < 8 then 1 else 0 end
            as academic_year,
        case
            when month(days_open.session_date) >= 8 then 'Autumn'
            when days_open.session_date <= easter_sundays.easter_sunday then 'Spring'
            else 'Summer'
        end as window_term,
        max(named_terms.term) over (
            partition by year(days_open.session_date) - case when month(days_open.session_date) < 8 then 1 else 0 end
        ) is not null as is_year_named
    from days_open
    left join named_terms
        on days_open.session_date = named_terms.session_date
    left join easter_sundays
        on year(days_open.session_date) = year(easter_sundays.easter_sunday)
    where
        days_open.is_teaching_day
        or named_terms.term is not null

),

term_days as (

    select
        session_date,
        is_teaching_day,
        academic_year,
        named_half,
        coalesce(
            named_term,
            case
                when is_in_calendar and is_year_named
                    then last_value(named_term ignore nulls) over (
                        partition by academic_year order by session_date
                        rows between unbounded preceding and current row
                    )
            end,
            window_term
        ) as term
    from term_candidates

),

gaps as (

    select
        academic_year,
        term,
        session_date,
        date_diff(
            'day', lag(session_date) over (partition by academic_year, term order by session_date), session_date
        ) as gap_days
    from term_days
    where
        is_teaching_day
        and named_half is null

),

second_halves as (

    select
        academic_year,
        term,
        session_date as starts_on
    from gaps
    where gap_days >= 7
    qualify row_number() over (partition by academic_year, term order by gap_days desc, session_date) = 1

),

labelled_days as (

    select
        term_days.session_date,
        term_days.academic_year,
        term_days.term,
        coalesce(
            term_days.named_half,
            case when term_days.session_date >= second_halves.starts_on then 2 else 1 end
        ) as half
    from term_days
    left join second_halves
        on
            term_days.academic_year = second_halves.academic_year
            and term_days.term = second_halves.term

),

first_term_day as (

    select min(session_date) as first_date
    from labelled_days

),

dates_with_days as (

    select
        all_dates.calendar_date,
        coalesce(days_open.is_school_day, false) as is_school_day,
        labelled_days.academic_year,
        labelled_days.term,
        labelled_days.half,
        year(all_dates.calendar_date) - case when month(all_dates.calendar_date) < 8 then 1 else 0 end
            as academic_year_of_date,
        case
            when
                month(all_dates.calendar_date) >= 8
                and all_dates.calendar_date < first_term_day.first_date
                and date_diff('day', all_dates.calendar_date, first_term_day.first_date) < 92
                then 'Summer'
            when month(all_dates.calendar_date) >= 8 then 'Autumn'
            when all_dates.calendar_date <= easter_sundays.easter_sunday then 'Spring'
            else 'Summer'
        end as window_term,
        date_diff('day', date '1900-01-01', all_dates.calendar_date) % 7 + 1 as weekday,
        cast(date_trunc('week', all_dates.calendar_date) as date) as week_commencing
    from all_dates
    cross join first_term_day
    left join days_open
        on all_dates.calendar_date = days_open.session_date
    left join labelled_days
        on all_dates.calendar_date = labelled_days.session_date
    left join easter_sundays
        on year(all_dates.calendar_date) = year(easter_sundays.easter_sunday)

),

weeks as (

    select
        week_commencing,
        row_number() over (order by week_commencing) as week_number
    from dates_with_days
    where is_school_day
    group by week_commencing

),

carried as (

    select
        dates_with_days.calendar_date,
        dates_with_days.is_school_day,
        dates_with_days.academic_year_of_date,
        dates_with_days.window_term,
        dates_with_days.weekday,
        dates_with_days.week_commencing,
        weeks.week_number,
        count(*) filter (where dates_with_days.is_school_day) over up_to_now as school_days_so_far,
        last_value(dates_with_days.academic_year ignore nulls) over up_to_now as academic_year,
        last_value(dates_with_days.term ignore nulls) over up_to_now as term,
        last_value(dates_with_days.half ignore nulls) over up_to_now as half
    from dates_with_days
    left join weeks
        on dates_with_days.week_commencing = weeks.week_commencing
    window up_to_now as (
        order by dates_with_days.calendar_date rows between unbounded preceding and current row
    )

)

select
    cast($school_id as integer) as school_id,
    calendar_date,
    is_school_day,
    school_days_so_far,
    coalesce(
        academic_year,
        academic_year_of_date
        - case when window_term = 'Summer' and month(calendar_date) >= 8 then 1 else 0 end
    ) as academic_year,
    coalesce(term, window_term) as term,
    coalesce(term, window_term) || ' ' || cast(coalesce(half, 1) as varchar) as half_term,
    weekday,
    week_commencing,
    week_number,
    academic_year_of_date
from carried
order by calendar_date
