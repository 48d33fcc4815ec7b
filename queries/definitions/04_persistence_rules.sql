-- noqa: disable=LT02
-- (The linter cannot indent the body of a macro.)

-- The rules by which a pupil is called persistently absent, here and in the tools that schools use; ours first.
-- Where the file at hand knows no minimum of sessions, that rule is left out.
create view persistence_rules as
select
    known_rules.rule_order,
    known_rules.rule,
    minimum.fewest_sessions
from (
    values
    (1, 'ours'),
    (2, 'below_90'),
    (3, 'severe_apart'),
    (4, 'without_n'),
    (5, 'activity_absent'),
    (6, 'with_reception'),
    (7, 'compulsory_age'),
    (8, 'current_roll'),
    (9, 'minimum_sessions')
) as known_rules (rule_order, rule)
cross join (
    select max(threshold) as fewest_sessions
    from rules
    where rule = 'minimum_sessions'
) as minimum
where
    known_rules.rule <> 'minimum_sessions'
    or minimum.fewest_sessions is not null;

-- Which of a pupil's sessions a rule looks at: those of the filters, but for age or roll where the rule has its own.
create macro is_counted_by_rule(rule, age_cohort, roll, is_statistical_age, is_compulsory_age, is_on_roll_now) as
    (
        is_in_age_cohort(
            case rule when 'with_reception' then 'all' when 'compulsory_age' then 'compulsory' else age_cohort end,
            is_statistical_age,
            is_compulsory_age
        )
        and is_on_wanted_roll(case rule when 'current_roll' then 'current' else roll end, is_on_roll_now)
    );

-- Without N: the session stays possible, and only absences with a reason count. Activity as absence: B, K, P, V and W
-- stay possible and are not taken for attendance.
create macro absent_by_rule(rule, absent, without_reason, activity) as
    case rule
        when 'without_n' then absent - without_reason
        when 'activity_absent' then absent + activity
        else absent
    end;

create macro is_judged_by_rule(rule, possible, fewest_sessions) as
    (possible > 0 and (rule <> 'minimum_sessions' or possible >= fewest_sessions));

-- Over the sessions, and the absences, that the rule counts.
create macro is_persistent_by_rule(rule, absent, possible) as
    case rule
        when 'below_90' then is_persistent(absent, possible) and 10 * absent <> possible
        when 'severe_apart' then is_persistent(absent, possible) and not is_severe(absent, possible)
        else is_persistent(absent, possible)
    end;
