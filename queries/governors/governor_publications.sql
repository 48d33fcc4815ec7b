-- question: Which terms and years are published, and from which register?
-- grain:    one row per published term and year, the newest version
-- params:   $academic_year  varchar  such as 2025/26
--           $term           varchar  one of: Autumn, Spring, Summer, Year
-- columns:  school              name of the school
--           academic_year       such as 2025/26
--           term                Autumn, Spring, Summer, or Year for the whole academic year
--           version             1, and one more each time it was published again
--           published_date
--           register_as_at      last date with a mark in the register it came from
--           data_health
--           policy_version
--           definition_version
--           moved               figures that changed since the version before
-- roles:    governor, slt

select
    school,
    academic_year,
    term,
    version,
    published_date,
    register_as_at,
    data_health,
    policy_version,
    definition_version,
    moved
from published_publications
where
    academic_year = coalesce($academic_year, academic_year)
    and term = coalesce($term, term)
order by school, academic_year, period_order, row_order
