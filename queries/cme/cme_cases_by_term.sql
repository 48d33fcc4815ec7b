-- question: How many CME concerns are opened, closed and open, term by term?
-- grain:    one row per term from the first case's to that of the last date with a mark
-- params:   $from_date              date            opened or closed from this date; everything stored if left out
--           $to_date                date            opened or closed up to this date; everything stored if left out
--           $school_ids             integer[]       schools counted
--           $year_groups            varchar[]       N1 N2 R 1 to 6
--           $classes                varchar[]       classes counted
--           $send_provisions        varchar[]       N none, K SEN support, E EHC plan
--           $sexes                  varchar[]       M F
--           $ethnicities            varchar[]       ethnicity codes as imported
--           $fsm                    boolean         eligible for free school meals
--           $pupil_premium          boolean         attracts pupil premium
--           $eal                    boolean         English as an additional language
--           $looked_after           boolean         looked after by a local authority
--           $social_worker          boolean         has a social worker
--           $child_protection_plan  boolean         on a child protection plan
--           $young_carer            boolean         young carer
--           $service_child          boolean         child of service personnel
--           $mental_health_need     boolean         recorded mental-health need
--           $near_threshold         boolean         family just above the FSM or pupil premium line
--           $age_cohort             varchar = all   one of: statistical, compulsory, all
--           $roll                   varchar = ever  one of: ever, current
-- columns:  academic_year
--           term           Autumn, Spring or Summer, with the holiday after it
--           opened         opened in the term and the period
--           closed         closed in the term and the period
--           open_at_end    opened less closed up to the end of the holiday after the term

with

case_dates as (

    select
        school_id,
        opened_date,
        closed_date
    from case_periods
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
        and is_in_age_cohort(
            $age_cohort, coalesce(is_statistical_age, false), coalesce(is_compulsory_age, false)
        )
        and is_on_wanted_roll($roll, coalesce(is_on_roll_now, false))

),

terms as (

    select
        school_dates.school_id,
        school_dates.academic_year,
        school_dates.term,
        min(school_dates.calendar_date) as first_date,
        max(school_dates.calendar_date) as last_date
    from school_dates
    where is_wanted_school(school_dates.school_id, $school_ids)
    group by school_dates.school_id, school_dates.academic_year, school_dates.term

),

case_terms as (

    select
        terms.school_id,
        terms.academic_year,
        terms.term,
        terms.first_date,
        count(*) filter (
            where case_dates.opened_date between terms.first_date and terms.last_date
        ) as opened,
        count(*) filter (
            where case_dates.closed_date between terms.first_date and terms.last_date
        ) as closed
    from terms
    inner join (
        select
            case_dates.school_id,
            case
                when
                    case_dates.opened_date >= coalesce($from_date, case_dates.opened_date)
                    and case_dates.opened_date <= coalesce($to_date, case_dates.opened_date)
                    then case_dates.opened_date
            end as opened_date,
            case
                when
                    case_dates.closed_date >= coalesce($from_date, case_dates.closed_date)
                    and case_dates.closed_date <= coalesce($to_date, case_dates.closed_date)
                    then case_dates.closed_date
            end as closed_date
        from case_dates
    ) as case_dates
        on terms.school_id = case_dates.school_id
    group by terms.school_id, terms.academic_year, terms.term, terms.first_date

),

spine as (

    select
        terms.school_id,
        terms.academic_year,
        terms.term,
        terms.first_date
    from terms
    inner join (
        select
            case_dates.school_id,
            min(case_dates.opened_date) as first_opened
        from case_dates
        group by case_dates.school_id
    ) as first_cases
        on
            terms.school_id = first_cases.school_id
            and terms.last_date >= first_cases.first_opened
    inner join school_status
        on
            terms.school_id = school_status.school_id
            and terms.first_date <= school_status.as_of

),

term_totals as (

    select
        spine.academic_year,
        spine.term,
        min(spine.first_date) as first_date,
        sum(case_terms.opened) as opened,
        sum(case_terms.closed) as closed
    from spine
    inner join case_terms
        on
            spine.school_id = case_terms.school_id
            and spine.academic_year = case_terms.academic_year
            and spine.term = case_terms.term
    group by spine.academic_year, spine.term

)

select
    academic_year_label(academic_year) as academic_year,
    term,
    cast(opened as bigint) as opened,
    cast(closed as bigint) as closed,
    cast(
        sum(opened - closed) over (order by first_date rows between unbounded preceding and current row) as bigint
    ) as open_at_end
from term_totals
order by first_date
