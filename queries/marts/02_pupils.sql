-- scope: school
-- One row a pupil: what the newest list to give each column says of it. A blank cell there says unknown. The name of a
-- pupil whom no list describes is what files of marks say.

with

list_rows as (

    select
        *,
        date_diff('day', date '1970-01-01', as_at) * cast(10000000 as bigint) + line as list_order
    from pupil_list_rows
    where school_id = $school_id

),

described as (

    select
        pupil_id,
        arg_max(surname, list_order) filter (where surname is not null) as surname,
        arg_max(forename, list_order) filter (where forename is not null) as forename,
        arg_max(date_of_birth, list_order) filter (where date_of_birth is not null) as date_of_birth,
        arg_max(sex, list_order) filter (where sex is not null) as sex,
        arg_max(household, list_order) filter (where household is not null) as household,
        arg_max(enrolment_status, list_order) filter (where enrolment_status is not null) as enrolment_status,
        arg_max(destination, list_order) filter (where destination is not null) as destination,
        arg_max(former_upn, list_order) filter (where former_upn is not null) as former_upn,
        arg_max(upn, list_order) filter (where upn is not null) as upn,
        arg_max(admission_number, list_order) filter (where admission_number is not null) as admission_number
    from list_rows
    group by pupil_id

),

named_beside_marks as (

    select
        pupil_id,
        arg_max(surname, as_at) filter (where surname is not null) as surname,
        arg_max(forename, as_at) filter (where forename is not null) as forename
    from names_beside_marks
    where school_id = $school_id
    group by pupil_id

),

aliases as (

    select
        pupil_id,
        max(value) filter (where kind = 'upn') as upn,
        max(value) filter (where kind = 'admission_number') as admission_number
    from pupil_aliases
    where school_id = $school_id
    group by pupil_id

),

roll as (

    select
        pupil_id,
        min(on_roll_from) as on_roll_from,
        max(on_roll_until) as on_roll_until
    from enrolments
    where school_id = $school_id
    group by pupil_id

)

select
    cast($school_id as integer) as school_id,
    aliases.pupil_id,
    coalesce(nullif(described.upn, ''), aliases.upn) as upn,
    nullif(described.former_upn, '') as former_upn,
    coalesce(nullif(described.admission_number, ''), aliases.admission_number) as admission_number,
    coalesce(nullif(described.surname, ''), named_beside_marks.surname) as surname,
    coalesce(nullif(described.forename, ''), named_beside_marks.forename) as forename,
    cast(nullif(described.date_of_birth, '') as date) as date_of_birth,
    nullif(described.sex, '') as sex,
    nullif(described.household, '') as household,
    coalesce(nullif(described.enrolment_status, ''), 'C') as enrolment_status,
    nullif(described.destination, '') as destination,
    described.pupil_id is not null as is_described,
    roll.on_roll_from,
    roll.on_roll_until
from aliases
left join described
    on aliases.pupil_id = described.pupil_id
left join named_beside_marks
    on aliases.pupil_id = named_beside_marks.pupil_id
left join roll
    on aliases.pupil_id = roll.pupil_id
order by aliases.pupil_id
