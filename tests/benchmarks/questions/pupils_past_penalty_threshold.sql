-- question: Which pupils had ten unauthorised sessions within ten school weeks?
-- grain:    one row per pupil
-- columns:  school_id
--           pupil_id

select distinct
    school_id,
    pupil_id
from penalty_days
