"""How long it took from trigger to case to first action to the local authority to the end."""

import pytest

from tests.pupils import CME
from tests.school import pick, run_query

DAYS = ("days_to_open", "days_to_first_action", "days_to_la", "days_to_close")


@pytest.fixture(scope="module")
def school(opened):
    return opened(*CME)


@pytest.fixture(scope="module")
def cases(school):
    return {row["case_id"]: row for row in run_query(school, "cme_timeliness")}


def test_every_case_is_a_row(cases):
    assert sorted(cases) == ["C1", "C2", "C3", "C4", "C5", "C6", "C7"]


def test_days_are_school_days_after_the_first_up_to_and_including_the_second(cases):
    # from Tuesday 23 September: Wednesday 1; Friday 3 October 8; over half-term to Monday 3 November 24
    assert pick(cases["C1"], "trigger_date", "first_action_date") == ("2025-09-19", "2025-09-24")
    assert pick(cases["C1"], *DAYS) == (2, 1, 8, 24)


def test_a_case_opened_before_the_trigger_has_negative_days(cases):
    assert pick(cases["C2"], "trigger_date", *DAYS) == ("2025-09-19", -4, None, None, None)


def test_a_case_opened_before_the_run_has_no_trigger(cases):
    assert pick(cases["C3"], "trigger_date", "days_to_open") == (None, None)


def test_a_case_matches_up_to_twenty_school_days_after_the_last_day_of_the_run(cases):
    # the run ended on 26 September; 24 October is the 20th school day after, the 25th after the trigger
    assert pick(cases["C4"], "trigger_date", "days_to_open") == ("2025-09-19", 25)
    assert pick(cases["C5"], "trigger_date", "days_to_open") == (None, None)


def test_days_from_a_holiday_begin_with_the_first_school_day(cases):
    # 10 August to 29 December: the 75 school days of the autumn
    assert cases["C6"]["days_to_close"] == 75


def test_the_period_goes_by_the_opened_date(school):
    rows = run_query(school, "cme_timeliness", from_date="2025-09-15", to_date="2025-09-30")

    assert sorted(row["case_id"] for row in rows) == ["C1", "C2"]


def test_the_groups_of_a_case_are_those_of_its_opened_date(school):
    by_year = {
        group: sorted(row["case_id"] for row in run_query(school, "cme_timeliness", year_groups=[group]))
        for group in ("3", "4", "5")
    }

    assert by_year["5"] == ["C1"]
    assert {"C2", "C3", "C4", "C5", "C7"} <= set(by_year["4"])
    assert by_year["3"] == []
