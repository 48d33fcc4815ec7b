-- question: Which pupils can be chosen?
-- grain:    one row per pupil on roll in the period who matches the filters, by name, those on roll now first
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
--           pupil_id          as in this register file
--           upn               null for a pupil without one
--           admission_number
--           surname
--           forename
--           year_group        this and the class: the latest in the period
--           class
--           is_on_roll_now

with

wanted_periods as (

    select
        school_id,
        pupil_id,
        valid_from,
        year_group,
        class,
        is_on_roll_now,
        coalesce($from_date, year_start) as first_date,
        coalesce($to_date, as_of) as last_date
    from school_periods
    where
        valid_until >= coalesce($from_date, year_start)
        and valid_from <= coalesce($to_date, as_of)
        and is_wanted_school(school_id, $school_ids)
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

),

on_roll as (

    select
        wanted_periods.*,
        row_number() over (
            partition by wanted_periods.school_id, wanted_periods.pupil_id
            order by wanted_periods.valid_from desc
        ) as latest_first
    from wanted_periods
    semi join enrolments
        on
            wanted_periods.school_id = enrolments.school_id
            and wanted_periods.pupil_id = enrolments.pupil_id
            and wanted_periods.last_date >= enrolments.on_roll_from
            and wanted_periods.first_date <= enrolments.on_roll_until

)

select
    on_roll.school_id,
    on_roll.pupil_id,
    pupils.upn,
    pupils.admission_number,
    pupils.surname,
    pupils.forename,
    on_roll.year_group,
    on_roll.class,
    on_roll.is_on_roll_now
from on_roll
inner join pupils
    on
        on_roll.school_id = pupils.school_id
        and on_roll.pupil_id = pupils.pupil_id
where on_roll.latest_first = 1
order by on_roll.is_on_roll_now desc, pupils.surname, pupils.forename, pupils.pupil_id
