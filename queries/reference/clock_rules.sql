-- question: What does every clock and threshold count, when does it fire, and on what authority?
-- grain:    one row per rule
-- columns:  rule
--           label
--           kind             statutory, or policy of the school
--           codes            that count, as text
--           neutral_codes    that neither count nor break a run, as text
--           threshold
--           unit             of the threshold
--           legal_basis
--           valid_from       null if it has no first day here

select
    rule,
    label,
    kind,
    array_to_string(codes, ' ') as codes,
    array_to_string(neutral_codes, ' ') as neutral_codes,
    threshold,
    unit,
    legal_basis,
    valid_from
from rules
order by kind desc, rule
