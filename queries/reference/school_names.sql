-- question: Which schools are stored, under which local authority, and where do their marks end?
-- grain:    one row per school
-- columns:  school_id       number in order of first import
--           name            as imported or given on the Data page
--           urn             unique reference number, where given
--           la_code         of the local authority, where given
--           la_name         its name in the benchmark file
--           as_of           last date with a mark
--           academic_year   of that date

with

authorities as (

    select
        la_code,
        max(la_name) as la_name
    from local_benchmarks
    where la_code is not null
    group by la_code

)

select
    schools.school_id,
    schools.name,
    schools.urn,
    schools.la_code,
    authorities.la_name,
    school_status.as_of,
    school_status.academic_year
from schools
left join school_status
    on schools.school_id = school_status.school_id
left join authorities
    on schools.la_code = authorities.la_code
order by schools.school_id
