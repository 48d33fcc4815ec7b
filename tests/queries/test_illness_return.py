"""School days ill in a year, against the fifteen of the return."""

import pytest

from tests.pupils import EVE, HUG, ILA, SPRING, TWE, TWO_YEARS
from tests.school import of, pick, run_query

COLUMNS = ("academic_year", "school_days_ill", "longest_run", "is_reached")


@pytest.fixture(scope="module")
def school(opened):
    return opened(TWO_YEARS)


def years(store, pupil, **parameters):
    rows = of(run_query(store, "illness_return", **parameters), pupil)
    return sorted(pick(row, *COLUMNS) for row in rows)


def test_thirty_mornings_are_fifteen_days_and_no_run(school):
    assert years(school, HUG) == [("2025/26", 15, 0, True)]


def test_twenty_nine_mornings_are_half_a_day_short(school):
    assert years(school, TWE) == [("2025/26", 14.5, 0, False)]


def test_each_year_counts_its_own_days_and_its_own_part_of_a_run(school):
    both = {"from_date": "2025-07-01", "to_date": "2025-12-19"}

    assert years(school, ILA, **both) == [("2024/25", 3, 3, False), ("2025/26", 4, 4, False)]


def test_the_clock_itself_runs_on_across_the_summer(school):
    (run,) = of(run_query(school, "continuous_absences", rule="illness"), ILA)

    assert pick(run, "first_date", "last_date", "school_days") == ("2025-07-17", "2025-09-04", 7)


def test_a_year_that_the_period_touches_is_counted_whole(school):
    assert years(school, ILA, from_date="2025-12-01", to_date="2025-12-05") == [("2025/26", 4, 4, False)]


def test_a_pupil_never_ill_has_no_row(school):
    assert years(school, EVE) == []


def test_age_is_that_of_the_last_ill_day(opened):
    rows = run_query(opened(SPRING), "illness_return")

    assert [pick(row, "school_days_ill", "is_compulsory_age") for row in rows] == [(12.5, True)]  # ned
