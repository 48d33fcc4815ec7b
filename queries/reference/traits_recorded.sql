-- question: Of how many pupils is each trait recorded, at any time?
-- grain:    one row, always
-- columns:  year_group
--           class
--           send_provision
--           send_need
--           fsm
--           pupil_premium
--           eal
--           ethnicity
--           looked_after
--           social_worker
--           child_protection_plan
--           young_carer
--           service_child
--           mental_health_need
--           near_threshold

select
    count(distinct case when year_group is not null then pupil_id end) as year_group,
    count(distinct case when class is not null then pupil_id end) as class,
    count(distinct case when send_provision is not null then pupil_id end) as send_provision,
    count(distinct case when send_need is not null then pupil_id end) as send_need,
    count(distinct case when fsm is not null then pupil_id end) as fsm,
    count(distinct case when pupil_premium is not null then pupil_id end) as pupil_premium,
    count(distinct case when eal is not null then pupil_id end) as eal,
    count(distinct case when ethnicity is not null then pupil_id end) as ethnicity,
    count(distinct case when looked_after is not null then pupil_id end) as looked_after,
    count(distinct case when social_worker is not null then pupil_id end) as social_worker,
    count(distinct case when child_protection_plan is not null then pupil_id end) as child_protection_plan,
    count(distinct case when young_carer is not null then pupil_id end) as young_carer,
    count(distinct case when service_child is not null then pupil_id end) as service_child,
    count(distinct case when mental_health_need is not null then pupil_id end) as mental_health_need,
    count(distinct case when near_threshold is not null then pupil_id end) as near_threshold
from pupil_characteristics
