"""Ten sessions without leave within ten school weeks: when a notice must be considered."""

import pytest

from tests.pupils import DOT, PENALTY, PIP, QUE, RAY, RIA, RUNS, SPRING, THREE_YEARS, TOM, UMA, WIN
from tests.school import Pupil, days, marked, of, pick, register, run_query

COLUMNS = ("reached_date", "sessions_counted", "of_which_n", "window_first_week", "window_last_week")


@pytest.fixture(scope="module")
def school(opened):
    return opened(PENALTY)


def reached(store, pupil, **parameters):
    rows = of(run_query(store, "penalty_threshold", **parameters), pupil)
    return [pick(row, *COLUMNS) for row in rows]


def test_holiday_weeks_are_skipped(school):
    assert reached(school, PIP) == [("2025-11-12", 10, 0, "2025-09-01", "2025-11-10")]


def test_the_eleventh_week_is_out_of_the_window(school):
    assert reached(school, QUE) == []


def test_the_window_crosses_years(school):
    # back from 1 September: 21, 14, 7 July, 30, 23, 16, 9, 2 June, and over half-term 19 May
    assert reached(school, RAY) == [("2025-09-02", 10, 6, "2025-05-19", "2025-09-01")]


def test_sessions_before_19_august_2024_do_not_count(school):
    assert reached(school, TOM, **THREE_YEARS) == []


def test_the_sum_is_that_of_the_end_of_the_day(school):
    assert reached(school, WIN) == [("2025-11-10", 11, 0, "2025-09-01", "2025-11-10")]


def test_a_later_period_begins_with_its_first_counted_session_though_ten_were_reached_before(school):
    assert reached(school, PIP, from_date="2025-11-13") == [("2025-11-14", 11, 0, "2025-09-01", "2025-11-10")]
    assert reached(school, PIP, from_date="2025-11-15") == []


def test_a_period_that_ends_before_ten_has_no_row(school):
    assert reached(school, PIP, to_date="2025-11-11") == []


def test_with_fewer_than_ten_weeks_known_the_window_starts_at_the_first(opened):
    # a fortnight of G in the second week of all that is known
    sid = Pupil("sid", "4", marked("/\\", "2025-09-01") | marked("GG", *days("2025-09-08", "2025-09-12")))
    store = opened(register([sid], as_at="2025-09-01"))

    assert reached(store, sid) == [("2025-09-12", 10, 0, "2025-09-01", "2025-09-08")]


def test_days_before_compulsory_school_age_do_not_count(opened):
    # 8 sessions in December when still four; 10 from 5 to 9 January
    assert reached(opened(SPRING), RIA) == [("2026-01-09", 10, 0, "2025-10-13", "2026-01-05")]


def test_fewer_than_ten_is_no_row(opened):
    # dot 8 sessions of O; uma 8 of O and 2 of U: ten by Friday
    store = opened(RUNS)

    assert reached(store, DOT) == []
    assert reached(store, UMA) == [("2025-09-12", 10, 0, "2025-09-01", "2025-09-08")]
