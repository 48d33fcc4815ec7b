"""Clocks that fired without a case being opened."""

import pytest

from tests.pupils import AMD, AMP, CAS, CME, EAR, END, GHO, LAT, MIS, PRE, SHO, THREE_YEARS, TOO, TWO
from tests.school import of, pick, run_query

POLICY, RETURN, DELETION = "policy_unexplained", "la_return", "deletion_20_day"


@pytest.fixture(scope="module")
def school(opened):
    return opened(*CME)


def missed(store, pupil, **parameters):
    rows = of(run_query(store, "cme_missed_triggers", **parameters), pupil)
    return {row["rule"]: pick(row, "trigger_date", "last_date", "school_days", "is_open") for row in rows}


def test_ten_unexplained_days_fire_two_clocks_on_the_tenth(school):
    fifteen = ("2025-09-19", "2025-09-26", 15, False)

    assert missed(school, MIS) == {POLICY: fifteen, RETURN: fifteen}


def test_nine_days_fire_none(school):
    assert missed(school, SHO) == {}


def test_twenty_days_fire_the_third_clock_on_the_twentieth(school):
    assert missed(school, TWO) == {
        POLICY: ("2025-09-19", "2025-10-03", 20, False),
        RETURN: ("2025-09-19", "2025-10-03", 20, False),
        DELETION: ("2025-10-03", "2025-10-03", 20, False),
    }


def test_holiday_without_leave_fires_the_return_only(school):
    assert missed(school, GHO) == {RETURN: ("2025-09-19", "2025-09-19", 10, False)}


def test_a_run_up_to_the_last_day_is_open(school):
    assert missed(school, END)[POLICY] == ("2026-01-16", "2026-01-16", 10, True)


@pytest.mark.parametrize("pupil", [CAS, EAR, LAT], ids=lambda pupil: pupil.name)
def test_a_case_from_the_first_day_to_twenty_school_days_after_the_last_answers_it(school, pupil):
    assert missed(school, pupil) == {}


@pytest.mark.parametrize("pupil", [PRE, TOO], ids=lambda pupil: pupil.name)
def test_a_case_before_the_run_or_on_the_21st_day_after_it_does_not(school, pupil):
    assert set(missed(school, pupil)) == {POLICY, RETURN}


def test_n_turned_i_later_keeps_the_trigger_marked_amended_and_not_open(school):
    then_known = ("2025-09-19", "2025-09-19", 10, False)

    assert missed(school, AMD) == {POLICY: then_known, RETURN: then_known}
    assert all(row["is_amended"] is True for row in of(run_query(school, "cme_missed_triggers"), AMD))
    assert all(row["is_amended"] is False for row in of(run_query(school, "cme_missed_triggers"), MIS))


def test_an_amended_run_that_still_fires_takes_the_place_of_what_it_was(school):
    # 11 to 26 September, the tenth on the 24th
    now = ("2025-09-24", "2025-09-26", 12, False)

    assert missed(school, AMP) == {POLICY: now, RETURN: now}


def test_one_rule_may_be_asked_for(school):
    assert set(missed(school, TWO, rule=DELETION)) == {DELETION}


def test_the_period_goes_by_the_trigger_date(school):
    # both runs begin on 8 September
    assert set(missed(school, TWO, from_date="2025-10-01", to_date="2025-10-31")) == {DELETION}
    assert missed(school, MIS, from_date="2025-09-20", to_date="2025-10-31") == {}


def test_without_a_period_everything_stored_is_looked_at(school):
    assert run_query(school, "cme_missed_triggers") == run_query(school, "cme_missed_triggers", **THREE_YEARS)
