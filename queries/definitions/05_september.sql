-- noqa: disable=LT02
-- (The linter cannot indent the body of a macro.)

create macro year_group_rank(year_group) as
    case year_group when 'N1' then -2 when 'N2' then -1 when 'R' then 0 else try_cast(year_group as integer) end;

-- One row a school: its latest academic year by its marks and lists, the newest pupil list of that year (null while
-- there is none), and what it is compared with: the roll of the July before, or from the last school day known of that
-- year if that is earlier.
create view september_lists as

with

newest_lists as (

    select
        school_id,
        max(as_at) as newest_list_date
    from pupil_list_rows
    group by school_id

),

latest_years as (

    select
        schools.school_id,
        schools.name as school_name,
        school_status.as_of,
        newest_lists.newest_list_date,
        greatest(academic_year_of(school_status.as_of), academic_year_of(newest_lists.newest_list_date))
            as academic_year
    from schools
    left join school_status
        on schools.school_id = school_status.school_id
    left join newest_lists
        on schools.school_id = newest_lists.school_id

),

last_school_days as (

    select
        school_id,
        academic_year_of_date as academic_year,
        max(calendar_date) as last_school_day
    from school_dates
    where is_school_day
    group by school_id, academic_year_of_date

)

select
    latest_years.school_id,
    latest_years.school_name,
    latest_years.academic_year,
    latest_years.as_of,
    latest_years.newest_list_date,
    case
        when academic_year_of(latest_years.newest_list_date) = latest_years.academic_year
            then latest_years.newest_list_date
    end as list_date,
    make_date(latest_years.academic_year, 7, 31) as year_end,
    least(last_school_days.last_school_day, make_date(latest_years.academic_year, 7, 1)) as roll_from_date
from latest_years
left join last_school_days
    on
        latest_years.school_id = last_school_days.school_id
        and latest_years.academic_year - 1 = last_school_days.academic_year;

-- Every pupil on roll at the end of last year or in the new list, and what became of them (change):
--   not_in_list         was on roll, is not in the list, and no leaving date says why
--   left                was on roll, and has a leaving date up to the day of the list
--   joined              is in the list, was not on roll
--   moved_up            in both, one year group up
--   not_moved_up        in both, in a year group other than the next
--   year_group_unknown  in both, with a year group not recorded then or now
create view september_pupils as

with

ordered_rows as (

    select
        september_lists.school_id,
        september_lists.list_date,
        pupil_list_rows.pupil_id,
        nullif(pupil_list_rows.year_group, '') as year_group,
        nullif(pupil_list_rows.class, '') as class,
        cast(nullif(pupil_list_rows.entry_date, '') as date) as entry_date,
        cast(nullif(pupil_list_rows.leaving_date, '') as date) as leaving_date,
        row_number() over (
            partition by pupil_list_rows.school_id, pupil_list_rows.pupil_id
            order by pupil_list_rows.entry_date desc nulls last, pupil_list_rows.line desc
        ) as choice
    from september_lists
    inner join pupil_list_rows
        on
            september_lists.school_id = pupil_list_rows.school_id
            and september_lists.list_date = pupil_list_rows.as_at

),

listed as (

    select *
    from ordered_rows
    where
        choice = 1
        and coalesce(leaving_date, list_date) >= list_date

),

-- By their time on roll, or without one by last year's lists.
pupils_before as (

    select distinct
        september_lists.school_id,
        enrolments.pupil_id
    from september_lists
    inner join enrolments
        on
            september_lists.school_id = enrolments.school_id
            and september_lists.year_end >= enrolments.on_roll_from
            and september_lists.roll_from_date <= enrolments.on_roll_until

    union

    select distinct
        september_lists.school_id,
        pupil_list_rows.pupil_id
    from september_lists
    inner join pupil_list_rows
        on
            september_lists.school_id = pupil_list_rows.school_id
            and september_lists.academic_year - 1 = academic_year_of(pupil_list_rows.as_at)
    left join enrolments
        on
            pupil_list_rows.school_id = enrolments.school_id
            and pupil_list_rows.pupil_id = enrolments.pupil_id
    where enrolments.pupil_id is null

),

either_side as (

    select
        school_id,
        pupil_id
    from pupils_before

    union

    select
        school_id,
        pupil_id
    from listed

),

compared as (

    select
        september_lists.school_id,
        september_lists.academic_year,
        september_lists.as_of,
        september_lists.list_date,
        september_lists.year_end,
        either_side.pupil_id,
        pupils_before.pupil_id is not null as was_on_roll,
        listed.pupil_id is not null as is_in_list,
        case when pupils_before.pupil_id is not null then traits.year_group end as year_group_before,
        case when pupils_before.pupil_id is not null then traits.class end as class_before,
        listed.year_group as year_group_now,
        listed.class as class_now,
        case when listed.pupil_id is null then traits.year_group else listed.year_group end as year_group,
        case when listed.pupil_id is null then traits.class else listed.class end as class,
        listed.entry_date,
        case
            when pupils.is_described and pupils.on_roll_until < date '9999-12-31' then pupils.on_roll_until
        end as leaving_date
    from either_side
    inner join september_lists
        on either_side.school_id = september_lists.school_id
    inner join pupils
        on
            either_side.school_id = pupils.school_id
            and either_side.pupil_id = pupils.pupil_id
    left join pupils_before
        on
            either_side.school_id = pupils_before.school_id
            and either_side.pupil_id = pupils_before.pupil_id
    left join listed
        on
            either_side.school_id = listed.school_id
            and either_side.pupil_id = listed.pupil_id
    left join pupil_characteristics as traits
        on
            either_side.school_id = traits.school_id
            and either_side.pupil_id = traits.pupil_id
            and september_lists.year_end between traits.valid_from and traits.valid_until
    where september_lists.list_date is not null

)

select
    *,
    case
        when not is_in_list then case when leaving_date <= list_date then 'left' else 'not_in_list' end
        when not was_on_roll then 'joined'
        when year_group_rank(year_group_now) = year_group_rank(year_group_before) + 1 then 'moved_up'
        when year_group_rank(year_group_now) is not null and year_group_rank(year_group_before) is not null
            then 'not_moved_up'
        else 'year_group_unknown'
    end as change
from compared;
