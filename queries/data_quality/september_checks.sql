-- question: What looks wrong in the new school year's pupil list?
-- grain:    one row per pupil of the list and thing that looks wrong
-- params:   $school_ids  integer[]  schools counted
-- columns:  school_id
--           pupil_id           as in this register file
--           upn                null for a pupil without one
--           admission_number
--           surname
--           forename
--           year_group         in the list
--           class              in the list
--           looks_wrong        year_group_missing; year_group_not_next: not one up from last year's; class_as_before:
--                              though the year group changed; date_of_birth_missing; upn_missing;
--                              upn_of_another_child: an earlier list has another forename and date of birth under it;
--                              entry_date_missing: of a child in Reception or new to the school; no_marks: none this
--                              academic year, though there are marks from the day of the list on
--           year_group_before  on 31 July; null for a pupil who was not here
--           class_before

with

earlier_lists as (

    select
        september_lists.school_id,
        pupil_list_rows.pupil_id,
        arg_max(lower(pupil_list_rows.forename), pupil_list_rows.as_at) filter (
            where pupil_list_rows.forename <> ''
        ) as forename,
        arg_max(pupil_list_rows.date_of_birth, pupil_list_rows.as_at) filter (
            where pupil_list_rows.date_of_birth <> ''
        ) as date_of_birth,
        arg_max(pupil_list_rows.entry_date, pupil_list_rows.as_at) filter (
            where pupil_list_rows.entry_date <> ''
        ) as entry_date
    from september_lists
    inner join pupil_list_rows
        on
            september_lists.school_id = pupil_list_rows.school_id
            and september_lists.list_date > pupil_list_rows.as_at
    group by september_lists.school_id, pupil_list_rows.pupil_id

),

marked_pupils as (

    select distinct
        session_marks.school_id,
        session_marks.pupil_id
    from session_marks
    inner join september_lists
        on
            session_marks.school_id = september_lists.school_id
            and session_marks.academic_year = september_lists.academic_year

),

listed as (

    select
        september_pupils.*,
        pupils.upn,
        pupils.admission_number,
        pupils.surname,
        pupils.forename,
        pupils.date_of_birth,
        coalesce(earlier_lists.forename <> lower(pupils.forename), false) as is_other_forename,
        coalesce(earlier_lists.date_of_birth <> cast(pupils.date_of_birth as varchar), false) as is_other_birthday,
        earlier_lists.entry_date as earlier_entry_date,
        marked_pupils.pupil_id is not null as has_marks
    from september_pupils
    inner join pupils
        on
            september_pupils.school_id = pupils.school_id
            and september_pupils.pupil_id = pupils.pupil_id
    left join earlier_lists
        on
            september_pupils.school_id = earlier_lists.school_id
            and september_pupils.pupil_id = earlier_lists.pupil_id
    left join marked_pupils
        on
            september_pupils.school_id = marked_pupils.school_id
            and september_pupils.pupil_id = marked_pupils.pupil_id
    where
        september_pupils.is_in_list
        and is_wanted_school(september_pupils.school_id, $school_ids)

),

checks as (

    select
        known_checks.check_order,
        known_checks.looks_wrong
    from (
        values
        (1, 'year_group_missing'),
        (2, 'year_group_not_next'),
        (3, 'class_as_before'),
        (4, 'date_of_birth_missing'),
        (5, 'upn_missing'),
        (6, 'upn_of_another_child'),
        (7, 'entry_date_missing'),
        (8, 'no_marks')
    ) as known_checks (check_order, looks_wrong)

)

select
    listed.school_id,
    listed.pupil_id,
    listed.upn,
    listed.admission_number,
    listed.surname,
    listed.forename,
    listed.year_group_now as year_group,
    listed.class_now as class,
    checks.looks_wrong,
    listed.year_group_before,
    listed.class_before
from listed
cross join checks
where
    case checks.looks_wrong
        when 'year_group_missing' then listed.year_group_now is null
        when 'year_group_not_next' then listed.change = 'not_moved_up'
        when 'class_as_before'
            then listed.class_now = listed.class_before and listed.year_group_now <> listed.year_group_before
        when 'date_of_birth_missing' then listed.date_of_birth is null
        when 'upn_missing' then listed.upn is null
        when 'upn_of_another_child' then listed.is_other_forename and listed.is_other_birthday
        when 'entry_date_missing'
            then
                listed.entry_date is null
                and listed.earlier_entry_date is null
                and (listed.year_group_now = 'R' or not listed.was_on_roll)
        when 'no_marks'
            then
                not listed.has_marks
                and listed.list_date <= listed.as_of
                and coalesce(listed.entry_date, listed.list_date) <= listed.as_of
    end
order by
    checks.check_order,
    year_group_rank(listed.year_group_now),
    listed.surname,
    listed.forename,
    listed.pupil_id
