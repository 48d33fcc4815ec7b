"""Runs of school days absent, by the rule that counts them."""

import pytest

from dashboard.errors import UsageError
from tests.pupils import (
    ANY,
    AUTUMN,
    CLO,
    DOT,
    EVE,
    FRI,
    GUS,
    HAF,
    HOL,
    LVR,
    NEU,
    OPE,
    RIA,
    RUNS,
    SAT,
    SPRING,
    TWO_YEARS,
    UMA,
    UNM,
)
from tests.school import of, pick, run_query


@pytest.fixture(scope="module")
def school(opened):
    return opened(RUNS)


def runs(store, pupil, rule="policy_unexplained", **parameters):
    rows = of(run_query(store, "continuous_absences", rule=rule, **parameters), pupil)
    return sorted(pick(row, "first_date", "last_date", "school_days") for row in rows)


def is_open(store, pupil):
    (row,) = of(run_query(store, "continuous_absences", rule="policy_unexplained"), pupil)
    return row["is_open"]


def test_a_run_goes_on_across_half_term(school):
    assert runs(school, HOL) == [("2025-10-23", "2025-11-04", 4)]
    assert is_open(school, HOL) is False


def test_a_run_goes_on_across_the_summer(opened):
    assert runs(opened(TWO_YEARS), EVE) == [("2025-07-18", "2025-09-02", 4)]


def test_u_breaks_an_unexplained_run_and_counts_for_the_return(school):
    assert runs(school, UMA) == [("2025-09-08", "2025-09-09", 2), ("2025-09-11", "2025-09-12", 2)]
    assert runs(school, UMA, "la_return") == [("2025-09-08", "2025-09-12", 5)]
    assert runs(school, UMA, "deletion_20_day") == runs(school, UMA)


def test_d_breaks_a_run(school):
    for rule in ("policy_unexplained", "la_return", "deletion_20_day", "any_reason"):
        assert runs(school, DOT, rule) == [("2025-09-08", "2025-09-09", 2), ("2025-09-11", "2025-09-12", 2)]


def test_a_half_marked_day_neither_counts_nor_breaks_but_a_half_attended_day_breaks(school):
    assert runs(school, HAF) == [
        ("2025-09-15", "2025-09-17", 2),  # Tuesday afternoon unmarked
        ("2025-10-06", "2025-10-06", 1),  # Tuesday afternoon in school
        ("2025-10-08", "2025-10-08", 1),
    ]


def test_neutral_halves_do_not_stop_a_day_from_counting_nor_a_run(school):
    assert runs(school, NEU) == [("2025-09-08", "2025-09-12", 3)]
    assert runs(school, NEU, "la_return") == [("2025-09-08", "2025-09-12", 3)]


def test_for_deletion_only_a_closed_session_is_neutral(school):
    assert runs(school, NEU, "deletion_20_day") == [
        ("2025-09-08", "2025-09-08", 1),
        ("2025-09-12", "2025-09-12", 1),
    ]


def test_a_half_day_that_was_not_held_leaves_the_other_half_to_make_the_day(school):
    for rule in ("policy_unexplained", "deletion_20_day"):
        assert runs(school, FRI, rule) == [("2025-09-18", "2025-09-22", 3)]


def test_a_mark_on_a_closed_day_is_in_no_clock(school, opened):
    assert runs(school, SAT) == [("2025-09-25", "2025-09-29", 3)]
    assert runs(opened(AUTUMN), CLO) == []


def test_any_reason_counts_every_absence_and_a_half_day_in_school_breaks_it(school):
    assert runs(school, ANY, "any_reason") == [("2025-09-08", "2025-09-09", 2)]
    assert runs(school, ANY, "illness") == [("2025-09-08", "2025-09-08", 1)]


def test_a_run_is_open_until_a_day_breaks_it_or_the_pupil_leaves(school):
    assert is_open(school, OPE) is True
    assert is_open(school, UNM) is True  # three days without marks since
    assert is_open(school, LVR) is False


def test_days_without_marks_do_not_lengthen_a_run(school):
    assert runs(school, UNM) == [("2025-12-15", "2025-12-16", 2)]


def test_a_run_is_returned_whole_when_it_overlaps_the_period(school):
    whole = [("2025-10-23", "2025-11-04", 4)]

    assert runs(school, HOL, from_date="2025-11-04", to_date="2025-11-30") == whole
    assert runs(school, HOL, from_date="2025-09-01", to_date="2025-10-23") == whole
    assert runs(school, HOL, from_date="2025-11-05", to_date="2025-11-30") == []


def test_shorter_runs_than_asked_for_are_left_out(school):
    assert runs(school, HOL, min_days=4) == [("2025-10-23", "2025-11-04", 4)]
    assert runs(school, HOL, min_days=5) == []


def test_runs_are_chosen_by_the_group_and_age_of_their_last_date(opened):
    store = opened(SPRING)
    rows = of(run_query(store, "continuous_absences", rule="la_return"), RIA)

    assert {row["last_date"]: row["is_compulsory_age"] for row in rows} == {
        "2025-12-18": False,
        "2026-01-09": True,
    }
    assert runs(store, RIA, "la_return", age_cohort="compulsory") == [("2026-01-05", "2026-01-09", 5)]


def test_leavers_are_left_out_of_the_roll_of_today(school):
    assert runs(school, LVR, roll="current") == []


def test_a_guest_has_no_run(opened):
    assert runs(opened(AUTUMN), GUS) == []


def test_the_rule_must_be_named(school):
    with pytest.raises(UsageError):
        run_query(school, "continuous_absences")
