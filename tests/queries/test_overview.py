"""What the overview asks: this year beside last, who is unexplained, who is due a step, what is open."""

import pytest

from tests.school import (
    YEAR_2024,
    YEAR_2025,
    Pupil,
    attends,
    case,
    days,
    marked,
    of,
    pick,
    register,
    run_query,
)

# Six pupils over two autumns, both up to the second Friday in November: 50 days, 100 sessions each.
BOTH_AUTUMNS = attends("2024-09-02", "2024-11-15") | attends("2025-09-01", "2025-11-14")

# on the last day: no reason yet, morning and afternoon
ONE = Pupil("one", "3", BOTH_AUTUMNS | marked("NN", "2025-11-14"))
# the same, in the afternoon only
HAF = Pupil("haf", "3", BOTH_AUTUMNS | marked("/N", "2025-11-14"))
# unexplained for the ten days since half-term; a concern is open
TEN = Pupil("ten", "5", BOTH_AUTUMNS | marked("OO", *days("2025-11-03", "2025-11-14")))
# on holiday without leave all week
GEE = Pupil("gee", "6", BOTH_AUTUMNS | marked("GG", *days("2025-11-10", "2025-11-14")))
# ill for the last three days; ill for one last year
ILL = Pupil(
    "ill", "3", BOTH_AUTUMNS | marked("II", "2024-09-09") | marked("II", *days("2025-11-12", "2025-11-14"))
)
# ill for the first four days: 8 of 70 sessions four weeks ago, 8 of 100 now
OUT = Pupil("out", "3", BOTH_AUTUMNS | marked("II", *days("2025-09-01", "2025-09-04")))
CASES = [
    case("still-open", TEN, "2025-11-05"),
    case("closed-this-year", ONE, "2024-10-01", closed_date="2025-10-06"),
    case("closed-last-year", ILL, "2024-09-20", closed_date="2024-10-10"),
]
SCHOOL = register([ONE, HAF, TEN, GEE, ILL, OUT], (*YEAR_2024, *YEAR_2025), "2025-09-01", cme_cases=CASES)
LAST_YEAR = {"last_year_from": "2024-08-01", "last_year_to": "2024-11-15"}


@pytest.fixture(scope="module")
def school(opened):
    return opened(SCHOOL)


def test_a_week_stands_beside_the_same_week_52_weeks_earlier(school):
    weeks = run_query(school, "absence_by_week_and_last_year", **LAST_YEAR)
    second, last = weeks[1], weeks[-1]

    assert pick(second, "week_commencing", "last_year_absent_sessions") == ("2025-09-08", 2)
    assert pick(last, "week_commencing", "absent_sessions", "possible_sessions") == ("2025-11-10", 29, 60)
    assert pick(last, "academic_year", "half_term", "last_year_absence_rate") == ("2025/26", "Autumn 2", 0)


def test_reasons_are_compared_over_the_same_stretch_of_both_years(school):
    codes = {row["attendance_code"]: row for row in run_query(school, "absence_change_by_code", **LAST_YEAR)}

    assert pick(codes["I"], "sessions", "last_year_sessions") == (14, 2)
    assert codes["I"]["rate_change"] == pytest.approx((14 - 2) / 600)
    assert next(iter(codes)) == "O"  # 20 sessions more: the largest change


def test_a_year_group_is_compared_with_the_children_who_were_in_it_last_year(school):
    rows = run_query(school, "absence_change_by_year_group", **LAST_YEAR)

    (year_5,) = rows  # TEN now, GEE last year; nobody was in the others in both years
    assert pick(year_5, "year_group_label", "absent_sessions", "last_year_absence_rate") == ("Year 5", 20, 0)
    assert year_5["rate_change"] == pytest.approx(0.2)


def test_two_pupils_crossed_the_line_in_four_weeks_and_one_came_back(school):
    (moves,) = run_query(school, "persistent_absence_moves")

    assert pick(moves, "earlier_date", "moved_in", "moved_out", "pupils") == ("2025-10-17", 2, 1, 6)


def test_who_is_unexplained_on_the_latest_day_longest_first(school):
    rows = run_query(school, "unexplained_today")

    assert next(row["upn"] for row in rows) == TEN.upn
    assert {row["upn"] for row in rows} == {TEN.upn, ONE.upn, HAF.upn}
    assert [pick(row, "sessions", "school_days") for row in of(rows, TEN)] == [("AM and PM", 10)]
    assert [pick(row, "sessions", "school_days") for row in of(rows, HAF)] == [("PM", 1)]


def test_each_clock_has_its_own_rung(school):
    rows = run_query(school, "steps_due")

    def rungs(pupil):
        return {row["rule"]: pick(row, "school_days", "rung", "is_due_today") for row in of(rows, pupil)}

    assert rungs(TEN)["policy_unexplained"] == (10, 10, True)
    assert rungs(GEE) == {"la_return": (5, 5, True), "deletion_20_day": (5, 5, True)}
    assert rungs(ILL) == {"illness": (3, 3, True)}
    assert rungs(ONE)["policy_unexplained"] == (1, 1, True)
    assert rungs(HAF) == {}  # seen in the morning


def test_an_open_concern_is_known_to_the_ladder(school):
    rows = run_query(school, "steps_due")

    assert {row["has_open_case"] for row in of(rows, TEN)} == {True}
    assert {row["has_open_case"] for row in of(rows, ONE)} == {False}


def test_concerns_open_at_the_end_and_a_year_earlier(school):
    (cases,) = run_query(school, "open_cme_concerns", last_year_to="2024-11-15")

    assert pick(cases, "open_cases", "opened_cases", "closed_cases", "last_year_open_cases") == (1, 1, 1, 1)


def test_the_present_year_comes_first_and_stops_at_the_last_mark(school):
    periods = {row["label"]: row for row in run_query(school, "periods")}

    assert next(iter(periods)) == "Academic year 2025/26"
    year = periods["Academic year 2025/26"]
    assert pick(year, "from_date", "to_date", "is_unfinished") == ("2025-08-01", "2025-11-14", True)
    assert pick(year, "last_year_from", "last_year_to") == ("2024-08-01", "2024-11-15")


def test_a_finished_half_term_is_compared_with_the_whole_of_the_same_half_term(school):
    periods = {row["label"]: row for row in run_query(school, "periods")}

    half_term = periods["Autumn 1 2025/26"]
    assert pick(half_term, "from_date", "to_date", "is_unfinished") == ("2025-09-01", "2025-10-24", False)
    assert pick(half_term, "last_year_from", "last_year_to") == ("2024-09-02", "2024-10-25")


def test_the_same_point_last_year_is_a_period_of_its_own(school):
    periods = {row["label"]: row for row in run_query(school, "periods")}

    same_point = periods["Same point last year"]
    assert pick(same_point, "from_date", "to_date") == ("2024-08-01", "2024-11-15")


def test_filters_offer_what_the_school_has(school):
    options = run_query(school, "filter_options")

    assert [row["value"] for row in options if row["filter"] == "year_groups"] == ["2", "3", "4", "5", "6"]
    assert {row["value"] for row in options if row["filter"] == "classes"} >= {"one", "ten"}


def test_without_an_authority_there_is_england_alone_in_the_same_series_and_period(school):
    rows = {row["measure"]: row for row in run_query(school, "benchmarks")}

    assert {row["area"] for row in rows.values()} == {"England"}
    assert pick(rows["attendance_rate"], "series", "period", "is_same_period") == (
        "DAILY",
        "2025/26 autumn term",
        True,
    )
    assert rows["attendance_rate"]["value"] == pytest.approx(0.9481)
    assert rows["authorised_absence_rate"]["value"] == pytest.approx(0.0379)
    assert rows["unauthorised_absence_rate"]["value"] == pytest.approx(0.0141)
    assert pick(rows["severe_absence_rate"], "series", "period") == ("CENSUS", "2024/25 full year")


def test_what_is_not_published_for_the_term_comes_from_the_latest_that_is(school):
    rows = {row["measure"]: row for row in run_query(school, "benchmarks")}

    assert pick(rows["persistent_absence_rate"], "period", "is_same_period") == ("2024/25 autumn term", False)


def test_englands_reasons_are_shares_of_possible_sessions(school):
    codes = {row["attendance_code"]: row for row in run_query(school, "national_absence_by_code")}

    assert 0.02 < codes["I"]["national_rate"] < 0.04
    assert set(codes) >= {"I", "M", "G", "O", "N", "U"}
