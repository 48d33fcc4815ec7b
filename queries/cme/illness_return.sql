-- question: Which pupils will miss fifteen school days through illness?
-- grain:    one row per pupil and academic year that the period touches, whole, with illness in it
-- params:   $from_date              date = start of the current academic year  first session date counted
--           $to_date                date = last date with a mark               last session date counted
--           $school_ids             integer[]                                  schools counted
--           $year_groups            varchar[]                                  N1 N2 R 1 to 6
--           $classes                varchar[]                                  classes counted
--           $send_provisions        varchar[]                                  N none, K SEN support, E EHC plan
--           $sexes                  varchar[]                                  M F
--           $ethnicities            varchar[]                                  ethnicity codes as imported
--           $fsm                    boolean                                    eligible for free school meals
--           $pupil_premium          boolean                                    attracts pupil premium
--           $eal                    boolean                                    English as an additional language
--           $looked_after           boolean                                    looked after by a local authority
--           $social_worker          boolean                                    has a social worker
--           $child_protection_plan  boolean                                    on a child protection plan
--           $young_carer            boolean                                    young carer
--           $service_child          boolean                                    child of service personnel
--           $mental_health_need     boolean                                    recorded mental-health need
--           $near_threshold         boolean                                    family just above the FSM or pupil
--                                                                              premium line
--           $age_cohort             varchar = all                              one of: statistical, compulsory, all
--           $roll                   varchar = ever                             one of: ever, current
-- columns:  school_id
--           pupil_id           as in this register file
--           upn                null for a pupil without one
--           admission_number
--           academic_year
--           school_days_ill    sessions coded I divided by two
--           longest_run        days of that year in the longest run of the illness clock
--           is_reached         fifteen days or more
--           is_compulsory_age  on the last day ill

with

members as (

    select
        period_id,
        school_id,
        pupil_id,
        valid_from,
        valid_until,
        is_compulsory_age,
        coalesce($from_date, year_start) as period_from,
        coalesce($to_date, as_of) as period_until
    from school_periods
    where
        is_wanted_school(school_id, $school_ids)
        and is_wanted(year_group, $year_groups)
        and is_wanted(class, $classes)
        and is_wanted(send_provision, $send_provisions)
        and is_wanted(sex, $sexes)
        and is_wanted(ethnicity, $ethnicities)
        and is_wanted_flag(fsm, $fsm)
        and is_wanted_flag(pupil_premium, $pupil_premium)
        and is_wanted_flag(eal, $eal)
        and is_wanted_flag(looked_after, $looked_after)
        and is_wanted_flag(social_worker, $social_worker)
        and is_wanted_flag(child_protection_plan, $child_protection_plan)
        and is_wanted_flag(young_carer, $young_carer)
        and is_wanted_flag(service_child, $service_child)
        and is_wanted_flag(mental_health_need, $mental_health_need)
        and is_wanted_flag(near_threshold, $near_threshold)
        and is_in_age_cohort($age_cohort, is_statistical_age, is_compulsory_age)
        and is_on_wanted_roll($roll, is_on_roll_now)

)

select
    illness_years.school_id,
    illness_years.pupil_id,
    pupils.upn,
    pupils.admission_number,
    academic_year_label(illness_years.academic_year) as academic_year,
    illness_years.sessions_ill / 2 as school_days_ill,
    illness_years.longest_run,
    illness_years.sessions_ill >= 2 * rules.threshold as is_reached,
    members.is_compulsory_age
from illness_years
inner join members
    on
        illness_years.school_id = members.school_id
        and illness_years.pupil_id = members.pupil_id
        and illness_years.last_ill_date between members.valid_from and members.valid_until
        and make_date(illness_years.academic_year, 8, 1) <= members.period_until
        and make_date(illness_years.academic_year + 1, 7, 31) >= members.period_from
inner join pupils
    on
        illness_years.school_id = pupils.school_id
        and illness_years.pupil_id = pupils.pupil_id
inner join rules
    on rules.rule = 'illness'
order by illness_years.academic_year desc, illness_years.sessions_ill desc, pupils.pupil_id
