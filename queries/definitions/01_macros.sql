-- noqa: disable=LT02
-- (The linter cannot indent the body of a macro.)

-- What a filter means: nothing asked for counts everyone; 'unknown' asks for those with nothing recorded.
create macro is_wanted(value, wanted) as
    (cast(wanted as varchar[]) is null or list_contains(cast(wanted as varchar[]), coalesce(value, 'unknown')));

create macro is_wanted_school(school_id, wanted) as
    (cast(wanted as integer[]) is null or list_contains(cast(wanted as integer[]), school_id));

create macro is_wanted_flag(value, wanted) as
    (cast(wanted as boolean) is null or value = cast(wanted as boolean));

create macro is_in_age_cohort(age_cohort, is_statistical_age, is_compulsory_age) as
    case age_cohort
        when 'statistical' then is_statistical_age
        when 'compulsory' then is_compulsory_age
        else true
    end;

create macro is_on_wanted_roll(roll, is_on_roll_now) as (roll = 'ever' or is_on_roll_now);

-- Rates are fractions, null when nothing is under them.
create macro rate(part, whole) as part / nullif(whole, 0);

-- DfE: an absence of 10% (50%) or more of a pupil's own possible sessions. Whole numbers, so exactly 10% counts.
create macro is_persistent(absent, possible) as (possible > 0 and 10 * absent >= possible);
create macro is_severe(absent, possible) as (possible > 0 and 2 * absent >= possible);

create macro absence_band(absent, possible) as
    case
        when possible = 0 then null
        when 2 * absent >= possible then '50_plus'
        when 100 * absent >= 15 * possible then '15_to_50'
        when 10 * absent >= possible then '10_to_15'
        when 20 * absent >= possible then '5_to_10'
        when 100 * absent >= 3 * possible then '3_to_5'
        else 'under_3'
    end;

create macro fsm_and_send_group(fsm, send_provision) as
    case
        when fsm is null or send_provision is null then 'unknown'
        when fsm and send_provision <> 'N' then 'fsm_and_send'
        when fsm then 'fsm_only'
        when send_provision <> 'N' then 'send_only'
        else 'neither'
    end;

create macro flag_label(value, name) as
    case value when 'true' then name when 'false' then 'Not ' || name else 'Not recorded' end;

-- Academic years run 1 August to 31 July, and are the year they start in.
create macro academic_year_of(day) as (year(day) - case when month(day) < 8 then 1 else 0 end);

create macro academic_year_label(academic_year) as
    cast(academic_year as varchar) || '/' || right('0' || cast((academic_year + 1) % 100 as varchar), 2);

create macro year_group_label(year_group) as
    case year_group
        when 'N1' then 'Nursery 1'
        when 'N2' then 'Nursery 2'
        when 'R' then 'Reception'
        else coalesce('Year ' || year_group, 'Year not recorded')
    end;
