"""Persistent absence by our rule and by the rules of other tools: a named pupil for every rule."""

import pytest

from tests.school import YEAR_2025, Pupil, Run, attends, days, marked, of, pick, register, run_query

TO_CHRISTMAS = attends("2025-09-01", "2025-12-19")  # 75 days, 150 sessions

SEVEN_DAYS_ILL = TO_CHRISTMAS | marked("II", *days("2025-09-08", "2025-09-16"))

# 15 of 150: exactly 10%
TEN = Pupil("ten", "3", SEVEN_DAYS_ILL | marked("I\\", "2025-09-17"))
# 80 of 150: severe
SEV = Pupil("sev", "4", TO_CHRISTMAS | marked("II", *days("2025-09-01", "2025-10-24")))
# 16 of 150, of which N two: 14 with a reason
NEL = Pupil("nel", "3", SEVEN_DAYS_ILL | marked("NN", "2025-09-17"))
# 10 of 150; with 6 at approved activities 16
ACE = Pupil(
    "ace",
    "5",
    TO_CHRISTMAS
    | marked("II", *days("2025-09-08", "2025-09-12"))
    | marked("BV", "2025-09-15")
    | marked("PK", "2025-09-16")
    | marked("VB", "2025-09-17"),
)
# four on 31 August 2025, five on 31 December: 20 of 150, no sessions once of compulsory age
REN = Pupil("ren", "R", TO_CHRISTMAS | marked("II", *days("2025-09-08", "2025-09-19")))
# four on 31 August, five on 2 October, of compulsory age from 31 December
AGE = Pupil(
    "age",
    "R",
    attends("2025-09-01", "2026-01-09") | marked("II", "2026-01-08"),
    born="2020-10-02",
)
# left at half-term with 16 of 80 missed
LEO = Pupil(
    "leo",
    "6",
    attends("2025-09-01", "2025-10-24") | marked("GG", *days("2025-10-15", "2025-10-24")),
    on_roll=(("2025-09-01", "2025-10-24"),),
)
# joined on 1 December: 30 sessions, 4 missed
JOY = Pupil(
    "joy",
    "1",
    attends("2025-12-01", "2025-12-19") | marked("II", *days("2025-12-01", "2025-12-02")),
    on_roll=(("2025-12-01", ""),),
)
# never absent
ANN = Pupil("ann", "2", TO_CHRISTMAS)
EVERYONE = [TEN, SEV, NEL, ACE, REN, AGE, LEO, JOY, ANN]
RULES = [
    *("ours", "below_90", "severe_apart", "without_n", "activity_absent", "with_reception"),
    *("compulsory_age", "current_roll", "minimum_sessions"),
]


@pytest.fixture(scope="module")
def school(opened):
    return opened(register(EVERYONE, YEAR_2025, "2025-09-01"))


def by_rule(store, **parameters):
    return {row["rule"]: row for row in run_query(store, "persistent_absence_by_rule", **parameters)}


def counts(store, rule, **parameters):
    """Pupils, persistent absentees, moved in, moved out."""
    row = by_rule(store, **parameters)[rule]
    return pick(row, "pupils", "persistent_absentees", "moved_in", "moved_out")


def moving(store, rule, **parameters):
    rows = run_query(store, "pupils_between_rules", rule=rule, **parameters)
    return {(row["surname"].lower(), row["moved"]) for row in rows}


def one_moving(store, rule, pupil):
    (row,) = of(run_query(store, "pupils_between_rules", rule=rule), pupil)
    return row


def test_ours_counts_five_of_the_seven_pupils_aged_five_on_31_august(school):
    # ten, sev, nel, leo and joy missed 10% or more; ace and ann did not; ren and age are four
    rows = by_rule(school)

    assert list(rows) == RULES
    assert counts(school, "ours") == (7, 5, 0, 0)
    assert rows["ours"]["persistent_absence_rate"] == pytest.approx(5 / 7)


def test_below_90_leaves_out_ten_at_exactly_10_per_cent(school):
    assert counts(school, "below_90") == (7, 4, 0, 1)
    assert moving(school, "below_90") == {("ten", "out")}
    row = one_moving(school, "below_90", TEN)
    assert pick(row, "our_absent_sessions", "our_possible_sessions", "our_absence_rate") == (15, 150, 0.1)
    assert pick(row, "rule_absent_sessions", "rule_possible_sessions", "rule_absence_rate") == (15, 150, 0.1)


def test_severe_apart_leaves_out_sev(school):
    assert counts(school, "severe_apart") == (7, 4, 0, 1)
    assert moving(school, "severe_apart") == {("sev", "out")}


def test_without_n_nel_has_14_absences_of_150_still_possible(school):
    assert counts(school, "without_n") == (7, 4, 0, 1)
    row = one_moving(school, "without_n", NEL)
    assert pick(row, "our_absent_sessions", "without_reason_sessions") == (16, 2)
    assert pick(row, "rule_absent_sessions", "rule_possible_sessions") == (14, 150)


def test_with_activity_as_absence_ace_has_16(school):
    assert pick(by_rule(school)["activity_absent"], "persistent_absentees", "moved_in", "moved_out") == (
        6,
        1,
        0,
    )
    row = one_moving(school, "activity_absent", ACE)
    assert pick(row, "our_absent_sessions", "activity_sessions", "rule_absent_sessions") == (10, 6, 16)


def test_with_reception_ren_comes_in_four_on_31_august(school):
    assert counts(school, "with_reception") == (
        9,
        6,
        1,
        0,
    )
    row = one_moving(school, "with_reception", REN)
    assert pick(row, "moved", "our_possible_sessions", "our_absence_rate", "age_on_31_august") == (
        "in",
        0,
        None,
        4,
    )
    assert pick(row, "rule_absent_sessions", "rule_possible_sessions") == (20, 150)


def test_from_compulsory_age_on_age_missed_two_of_ten(school):
    # 5 to 9 January 2026: five days, one of them missed
    assert counts(school, "compulsory_age") == (
        8,
        6,
        1,
        0,
    )
    row = one_moving(school, "compulsory_age", AGE)
    assert pick(row, "rule_absent_sessions", "rule_possible_sessions", "added_from_date") == (
        2,
        10,
        "2025-12-31",
    )


def test_on_the_current_roll_leo_is_not(school):
    assert counts(school, "current_roll") == (
        6,
        4,
        0,
        1,
    )
    row = one_moving(school, "current_roll", LEO)
    assert pick(row, "moved", "left_date", "our_absent_sessions") == ("out", "2025-10-24", 16)
    assert pick(row, "rule_possible_sessions", "rule_absence_rate") == (0, None)


def test_with_fewer_than_60_sessions_joy_is_not_judged(school):
    rows = by_rule(school)

    assert counts(school, "minimum_sessions") == (
        6,
        4,
        0,
        1,
    )
    assert rows["minimum_sessions"]["fewest_sessions"] == 60
    row = one_moving(school, "minimum_sessions", JOY)
    assert pick(row, "our_absent_sessions", "our_possible_sessions", "fewest_sessions") == (4, 30, 60)


def test_the_filters_hold_for_both_sides(school):
    assert pick(by_rule(school, year_groups=["3"])["ours"], "pupils", "persistent_absentees") == (2, 2)
    assert moving(school, "below_90", year_groups=["4"]) == set()


def test_a_wider_filter_than_a_rule_makes_the_rule_take_out(school):
    # of every age ren is ours too; he was never of compulsory age in the period
    rows = by_rule(school, age_cohort="all")

    assert pick(rows["ours"], "pupils", "persistent_absentees") == (9, 6)
    assert pick(rows["with_reception"], "moved_in", "moved_out") == (0, 0)
    assert moving(school, "compulsory_age", age_cohort="all") == {("ren", "out"), ("age", "in")}


def test_of_two_schools_each_keeps_its_own_pupils(opened):
    here, there = register([TEN, ANN], YEAR_2025, "2025-09-01"), register([NEL], YEAR_2025, "2025-09-01")
    store = opened(Run(here.files, here.as_at, "Here"), Run(there.files, there.as_at, "There"))

    assert counts(store, "below_90") == (3, 1, 0, 1)
    assert counts(store, "below_90", school_ids=[2]) == (1, 1, 0, 0)
    assert moving(store, "without_n", school_ids=[1]) == set()
    assert moving(store, "without_n", school_ids=[2]) == {("nel", "out")}
