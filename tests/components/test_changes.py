import pandas as pd

from dashboard.components import changes


def headline(rate, persistent=3, pupils=100):
    return pd.Series({"absence_rate": rate, "persistent_absentees": persistent, "pupils": pupils})


def test_a_rise_is_said_in_points():
    assert changes.absence_sentence(headline(0.053), headline(0.05)) == (
        "**Absence is 5.3%** of possible sessions, **up 0.3 points** on the same point last year."
    )


def test_a_difference_that_rounds_away_is_the_same():
    assert "the same as at this point last year" in changes.absence_sentence(
        headline(0.0501), headline(0.0499)
    )


def test_without_last_year_it_says_so():
    assert "no marks for the same point last year" in changes.absence_sentence(headline(0.05), headline(None))


def test_the_reason_named_moved_the_same_way_as_absence_and_is_not_n():
    codes = pd.DataFrame(
        [("N", 0.004, 0.0, 0.004), ("G", 0.002, 0.005, -0.003), ("I", 0.03, 0.028, 0.002)],
        columns=["attendance_code", "rate", "last_year_rate", "rate_change"],
    )

    assert changes.reason_sentence(codes, 0.003) == (
        "The reason that rose most is illness: 3.0% of sessions, 2.8% last year."
    )
    assert "holiday, not agreed" in changes.reason_sentence(codes, -0.003)
    assert changes.reason_sentence(codes, 0.0001) is None


def test_year_groups_that_rose_and_fell_most():
    years = pd.DataFrame(
        [("Year 6", 0.066, 0.025), ("Year 1", 0.05, 0.0), ("Year 5", 0.043, -0.01)],
        columns=["year_group_label", "absence_rate", "rate_change"],
    )

    assert changes.year_group_sentence(years) == (
        "Year 6 rose most, by 2.5 points to 6.6%; Year 5 fell most, by 1.0 point to 4.3%."
    )
    assert changes.year_group_sentence(years.head(1)) is None


def test_moves_over_the_line_are_counted():
    moved = pd.Series({"moved_in": 9, "moved_out": 6})

    assert changes.persistent_sentence(headline(0.05, 31, 206), moved) == (
        "**31 pupils** of 206 are persistently absent; "
        "**9 moved in** and **6 moved out** in the last four weeks."
    )


def test_no_case_in_the_period_is_no_sentence():
    assert changes.cases_sentence(pd.Series({"opened_cases": 0, "closed_cases": 0, "open_cases": 2})) is None
