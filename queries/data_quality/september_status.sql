-- question: Is the new school year's pupil list there, and what does it say in numbers?
-- grain:    one row per school
-- params:   $school_ids  integer[]  schools counted
-- columns:  school_id
--           school_name
--           academic_year      the latest of the marks and the lists: the year it starts in
--           as_of              last date with a mark
--           newest_list_date   as-at date of the newest pupil list of all
--           list_date          the same if it is of the latest academic year; null while its list is to come
--           roll_from_date     1 July before, or the last school day known of that year if earlier: who was on roll
--                              from then to 31 July was on roll before
--           pupils_before      on roll before
--           pupils_in_list     without those who had left by its date
--           not_in_list        on roll before, not in the list, no leaving date up to its date
--           left_pupils        on roll before, with such a leaving date
--           joined
--           moved_up           one year group up
--           not_moved_up       in the list before and now, in another year group than the next or in an unknown one
--           rows_rejected      of the newest import of that list
--           is_first_list      nobody was on roll before
--           is_part_of_a_list  fewer than half as many in the list as on roll before

with

changes as (

    select
        school_id,
        count(*) filter (where was_on_roll) as pupils_before,
        count(*) filter (where is_in_list) as pupils_in_list,
        count(*) filter (where change = 'not_in_list') as not_in_list,
        count(*) filter (where change = 'left') as left_pupils,
        count(*) filter (where change = 'joined') as joined,
        count(*) filter (where change = 'moved_up') as moved_up,
        count(*) filter (where change in ('not_moved_up', 'year_group_unknown')) as not_moved_up
    from september_pupils
    where is_wanted_school(school_id, $school_ids)
    group by school_id

),

list_imports as (

    select
        september_lists.school_id,
        arg_max(imports.rows_rejected, imports.import_id) as rows_rejected
    from september_lists
    inner join imports
        on
            september_lists.school_id = imports.school_id
            and september_lists.list_date = imports.as_at
    where imports.kind = 'pupils'
    group by september_lists.school_id

)

select
    september_lists.school_id,
    september_lists.school_name,
    september_lists.academic_year,
    september_lists.as_of,
    september_lists.newest_list_date,
    september_lists.list_date,
    september_lists.roll_from_date,
    coalesce(changes.pupils_before, 0) as pupils_before,
    coalesce(changes.pupils_in_list, 0) as pupils_in_list,
    coalesce(changes.not_in_list, 0) as not_in_list,
    coalesce(changes.left_pupils, 0) as left_pupils,
    coalesce(changes.joined, 0) as joined,
    coalesce(changes.moved_up, 0) as moved_up,
    coalesce(changes.not_moved_up, 0) as not_moved_up,
    coalesce(list_imports.rows_rejected, 0) as rows_rejected,
    coalesce(changes.pupils_before, 0) = 0 as is_first_list,
    coalesce(2 * changes.pupils_in_list < changes.pupils_before, false) as is_part_of_a_list
from september_lists
left join changes
    on september_lists.school_id = changes.school_id
left join list_imports
    on september_lists.school_id = list_imports.school_id
where is_wanted_school(september_lists.school_id, $school_ids)
order by september_lists.school_id
