"""Whole-school attendance: who is counted, for which sessions, and who is persistent."""

import pytest

from tests.pupils import AUTUMN, SPRING, THREE_YEARS, TWO_YEARS
from tests.school import pick, run_query


@pytest.fixture(scope="module")
def autumn(opened):
    return opened(AUTUMN)


@pytest.fixture(scope="module")
def spring(opened):
    return opened(SPRING)


def headline(store, name=None, **parameters):
    if name:
        parameters["classes"] = [name]
    (row,) = run_query(store, "absence_headline", **parameters)
    return row


def test_missing_exactly_a_tenth_is_persistent(autumn):
    pat = headline(autumn, "pat")

    assert pick(pat, "absent_sessions", "possible_sessions") == (15, 150)
    assert pick(pat, "persistent_absentees", "severe_absentees") == (1, 0)


def test_9_96_per_cent_shown_as_10_0_is_not_persistent(spring):
    ned = headline(spring, "ned")

    assert pick(ned, "absent_sessions", "possible_sessions") == (25, 251)
    assert f"{ned['absence_rate']:.1%}" == "10.0%"
    assert pick(ned, "persistent_absentees", "persistent_absence_rate") == (0, 0)


def test_late_before_the_register_closes_is_attendance_and_after_it_is_absence(autumn):
    lou = headline(autumn, "lou")

    assert pick(lou, "late_sessions", "attended_sessions", "unauthorised_sessions") == (1, 149, 1)


def test_a_missing_mark_is_neither_present_nor_absent(autumn):
    hal = headline(autumn, "hal")

    assert pick(hal, "possible_sessions", "attended_sessions", "absent_sessions") == (149, 149, 0)
    assert hal["missing_marks"] == 1


def test_sessions_at_the_other_school_are_not_possible(autumn):
    dot = headline(autumn, "dot")

    assert pick(dot, "possible_sessions", "absent_sessions") == (148, 8)


def test_a_pupil_with_no_possible_session_is_no_pupil_and_has_no_rate(autumn):
    nil = headline(autumn, "nil")

    assert pick(nil, "pupils", "possible_sessions", "persistent_absentees", "missing_marks") == (0, 0, 0, 0)
    assert pick(nil, "absence_rate", "attendance_rate", "persistent_absence_rate") == (None, None, None)


def test_a_class_nobody_is_in_is_one_row_of_nothing(autumn):
    assert pick(headline(autumn, "no such class"), "pupils", "absence_rate") == (0, None)


def test_marks_on_closed_days_are_not_possible(autumn):
    clo = headline(autumn, "clo")

    assert pick(clo, "possible_sessions", "absent_sessions") == (150, 0)


def test_a_guest_has_no_possible_session(autumn):
    assert pick(headline(autumn, "gus"), "pupils", "possible_sessions", "absent_sessions") == (0, 0, 0)


def test_a_joiner_counts_from_the_day_they_joined(autumn):
    joy = headline(autumn, "joy")

    assert pick(joy, "possible_sessions", "absent_sessions", "missing_marks") == (70, 1, 0)


def test_a_leaver_counts_for_the_sessions_on_roll(autumn):
    leo = headline(autumn, "leo")

    assert pick(leo, "pupils", "possible_sessions", "absent_sessions", "missing_marks") == (1, 80, 20, 0)


def test_a_leaver_is_not_on_roll_now(autumn):
    assert headline(autumn, "leo", roll="current")["pupils"] == 0


def test_without_a_date_of_birth_the_year_group_tells_the_age(autumn):
    assert headline(autumn, "nan")["possible_sessions"] == 150
    assert headline(autumn, "nan", age_cohort="compulsory")["possible_sessions"] == 150


def test_without_date_of_birth_and_year_group_a_pupil_is_in_neither_age_cohort(autumn):
    assert headline(autumn, "nod")["pupils"] == 0
    assert headline(autumn, "nod", age_cohort="compulsory")["pupils"] == 0
    assert headline(autumn, "nod", age_cohort="all")["possible_sessions"] == 150


def test_reception_is_outside_the_statistics(autumn):
    assert headline(autumn, "ren")["pupils"] == 0
    assert headline(autumn, "ren", age_cohort="all")["possible_sessions"] == 150


def test_reception_turning_five_on_31_december_is_of_compulsory_age_from_january(spring):
    # 30 school days to half-term, 20 from then to 20 March
    assert headline(spring, "ria", age_cohort="compulsory")["possible_sessions"] == 100
    assert headline(spring, "ria", age_cohort="statistical")["possible_sessions"] == 0


def test_reception_turning_five_on_1_january_is_not_of_compulsory_age_before_31_march(spring):
    assert headline(spring, "rob", age_cohort="compulsory")["possible_sessions"] == 0


def test_retired_codes_after_august_2024_keep_their_last_meaning(autumn):
    # 2 H authorised, 1 J attended, 2 Y not possible
    sam = headline(autumn, "sam")

    assert pick(sam, "possible_sessions", "authorised_sessions", "attended_sessions") == (148, 2, 146)


def test_the_whole_school_is_the_sum_of_its_pupils(autumn):
    # pat lou clo nan 150 each, hal 149, dot 148, sam 148, leo 80, joy 70
    # authorised: pat 15, joy 1, sam 2; unauthorised: lou 1, dot 8, leo 20
    row = headline(autumn)

    assert pick(row, "pupils", "possible_sessions", "attended_sessions") == (9, 1195, 1148)
    assert pick(row, "authorised_sessions", "unauthorised_sessions", "absent_sessions") == (18, 29, 47)
    assert pick(row, "late_sessions", "missing_marks") == (1, 1)
    assert pick(row, "persistent_absentees", "severe_absentees") == (2, 0)  # pat and leo
    assert row["absence_rate"] == pytest.approx(47 / 1195)
    assert row["attendance_rate"] == pytest.approx(1148 / 1195)
    assert row["authorised_rate"] == pytest.approx(18 / 1195)
    assert row["unauthorised_rate"] == pytest.approx(29 / 1195)
    assert row["persistent_absence_rate"] == pytest.approx(2 / 9)


def test_every_age_adds_reception_the_unknown_and_the_stub(autumn):
    # ren and nod 150 each; the stub 9 sessions and an unmarked afternoon
    row = headline(autumn, age_cohort="all")

    assert pick(row, "pupils", "possible_sessions", "missing_marks") == (12, 1195 + 309, 2)


def test_the_roll_of_today_leaves_out_leavers_and_stubs(autumn):
    row = headline(autumn, age_cohort="all", roll="current")

    assert pick(row, "pupils", "possible_sessions") == (10, 1195 + 300 - 80)


def test_filters_together_narrow_to_who_meets_them_all(autumn):
    row = headline(autumn, fsm=True, sexes=["F"], send_provisions=["K", "E"])

    assert pick(row, "pupils", "absent_sessions") == (1, 15)


def test_unknown_is_neither_true_nor_false(autumn):
    yes = headline(autumn, fsm=True)["pupils"]
    no = headline(autumn, fsm=False)["pupils"]

    assert (yes, no) == (2, 2)  # pat lou; hal dot


def test_persistence_is_judged_on_the_period_asked_for(autumn):
    # pat in the week of 15 September: 5 of 10 missed
    week = headline(autumn, "pat", from_date="2025-09-15", to_date="2025-09-19")

    assert pick(week, "absent_sessions", "possible_sessions", "severe_absentees") == (5, 10, 1)


def test_the_period_is_the_year_of_the_last_mark_unless_asked_otherwise(opened):
    # ila in the three days of July, 6 sessions, was ill for 6 of 12 marked
    store = opened(TWO_YEARS)

    assert headline(store, year_groups=["4"])["possible_sessions"] == 4 * 150
    july = headline(store, from_date="2025-07-01", to_date="2025-07-31")
    assert pick(july, "pupils", "possible_sessions", "absent_sessions") == (2, 24, 6 + 4)


def test_year_groups_of_the_year_before_are_one_lower(opened):
    rows = run_query(opened(TWO_YEARS), "absence_by_group", dimension="year_group", **THREE_YEARS)

    by_group = {row["group_value"]: row["possible_sessions"] for row in rows if row["possible_sessions"]}
    assert by_group == {"3": 24, "4": 600}
