"""Absence week by week, with the half-term each week belongs to."""

import pytest

from tests.pupils import AUTUMN, HALF_TERMS_NAMED, PAT, SNOW
from tests.school import (
    Pupil,
    Run,
    Term,
    attends,
    calendar,
    days,
    every_day,
    marked,
    pick,
    register,
    run_query,
)


@pytest.fixture(scope="module")
def autumn(opened):
    return opened(AUTUMN)


def weeks(store, **parameters):
    rows = run_query(store, "absence_by_week", **parameters)
    return {row["week_commencing"]: row for row in rows if row["possible_sessions"]}


def present_daily(name, *on):
    return Pupil(name, "4", marked("/\\", *on))


def half_terms(store):
    return {week: row["half_term"] for week, row in weeks(store).items()}


def test_a_week_is_its_monday_with_its_sessions(autumn):
    pat = weeks(autumn, classes=["pat"])

    assert len(pat) == 15
    assert pick(pat["2025-09-08"], "possible_sessions", "absent_sessions", "severe_absentees") == (10, 10, 1)
    assert pick(pat["2025-09-15"], "possible_sessions", "absent_sessions") == (10, 5)
    assert pick(pat["2025-09-22"], "absent_sessions", "persistent_absentees") == (0, 0)


def test_a_plain_term_splits_at_its_longest_gap(autumn):
    rows = weeks(autumn).values()

    assert [row["half_term"] for row in rows] == ["Autumn 1"] * 8 + ["Autumn 2"] * 7
    assert {row["academic_year"] for row in rows} == {"2025/26"}


def test_a_closed_week_is_no_week(autumn):
    assert "2025-10-27" not in weeks(autumn)  # half-term, though clo has a mark in it


def test_a_plain_term_splits_at_the_earliest_of_equal_gaps(opened):
    # ten days from Friday to Monday, twice
    held = [
        *days("2025-09-01", "2025-09-12"),
        *days("2025-09-22", "2025-10-03"),
        *days("2025-10-13", "2025-10-24"),
    ]
    lines = [{"date": day, "term": "Autumn"} for day in held]
    store = opened(register([present_daily("two gaps", *held)], as_at="2025-09-01", calendar=lines))

    assert list(half_terms(store).values()) == ["Autumn 1"] * 2 + ["Autumn 2"] * 4


def test_a_plain_term_without_a_gap_of_a_week_is_all_first_half(opened):
    term = Term("Autumn", "2025-09-01", "2025-10-24")
    store = opened(register([present_daily("no gap", *term.days)], [term], "2025-09-01"))

    assert set(half_terms(store).values()) == {"Autumn 1"}


def test_half_terms_named_by_the_calendar_are_kept_and_a_week_has_the_name_of_its_first_day(opened):
    held = [day for term in HALF_TERMS_NAMED for day in term.days]
    store = opened(register([present_daily("named", *held)], HALF_TERMS_NAMED, "2026-01-05"))

    assert half_terms(store) == {
        "2026-01-05": "Spring 1",
        "2026-01-12": "Spring 1",  # Monday to Wednesday
        "2026-01-19": "Spring 2",
    }


def test_a_calendar_without_terms_has_those_of_the_department(opened):
    # to 31 December Autumn, to Easter Sunday 5 April 2026 Spring, then Summer; each split at its longest gap
    held = days("2025-09-01", "2026-05-01")
    lines = [{"date": day} for day in held]
    store = opened(register([present_daily("no terms", *held)], as_at="2025-09-01", calendar=lines))

    terms = half_terms(store)
    assert pick(terms, "2025-10-20", "2025-11-03", "2025-12-15") == ("Autumn 1", "Autumn 2", "Autumn 2")
    assert pick(terms, "2026-01-05", "2026-02-23", "2026-03-23") == ("Spring 1", "Spring 2", "Spring 2")
    assert pick(terms, "2026-04-13", "2026-04-27") == ("Summer 1", "Summer 1")


def test_without_a_calendar_a_session_was_held_if_anyone_has_a_possible_mark_in_it(opened):
    # one is at the other school all Tuesday, both on Wednesday
    one = Pupil("one", "4", attends("2025-09-01", "2025-09-05") | marked("DD", "2025-09-02", "2025-09-03"))
    two = Pupil("two", "4", attends("2025-09-01", "2025-09-05") | marked("DD", "2025-09-03"))
    gap = Pupil("gap", "4", attends("2025-09-01", "2025-09-05") | marked("--", "2025-09-02", "2025-09-03"))
    store = opened(register([one, two, gap], as_at="2025-09-01"))

    (week,) = weeks(store).values()
    assert pick(week, "possible_sessions", "missing_marks") == (6 + 8 + 6, 2)
    assert pick(week, "half_term", "academic_year") == ("Autumn 1", "2025/26")


def test_a_session_for_which_everyone_is_sent_home_was_not_held(opened):
    # ann # and ben Y4 on Thursday afternoon; caz has no mark all Thursday
    first, _ = weeks(opened(SNOW)).values()

    assert pick(first, "possible_sessions", "missing_marks") == (9 + 9 + 8, 1)


def test_inset_holiday_and_closure_days_are_not_held(opened):
    kinds = {"2025-09-01": "inset", "2025-09-03": "closure", "2025-09-04": "holiday"}
    lines = [
        {"date": day, "kind": kinds.get(day, "school"), "term": "Autumn"}
        for day in every_day("2025-09-01", "2025-09-05")
    ]
    pupil = Pupil("kinds", "4", attends("2025-09-01", "2025-09-05"))
    store = opened(register([pupil], as_at="2025-09-01", calendar=lines))

    (week,) = weeks(store).values()
    assert pick(week, "possible_sessions", "missing_marks") == (4, 0)


def test_a_calendar_day_corrected_later_takes_its_marks_with_it(opened):
    pupil = Pupil("day", "4", attends("2025-09-01", "2025-09-05"))
    closed = Run({"calendar.csv": [{"date": "2025-09-03", "kind": "closure", "term": "Autumn"}]})
    store = opened(register([pupil], [Term("Autumn", "2025-09-01", "2025-09-12")], "2025-09-01"), closed)

    (week,) = weeks(store).values()
    assert week["possible_sessions"] == 8


def test_a_closed_day_alone_in_a_calendar_closes_only_itself(opened):
    # the calendar of that year is this one day; every other day lies outside it
    pupil = Pupil("one day", "4", attends("2025-09-01", "2025-09-05"))
    lines = [{"date": "2025-09-03", "kind": "closure"}]
    store = opened(register([pupil], as_at="2025-09-01", calendar=lines))

    (week,) = weeks(store).values()
    assert week["possible_sessions"] == 8


def test_pat_was_away_in_two_weeks_only(autumn):
    away = [week for week, row in weeks(autumn, classes=[PAT.name]).items() if row["absent_sessions"]]

    assert away == ["2025-09-08", "2025-09-15"]


def test_the_calendar_helper_lists_every_school_day_once():
    lines = calendar(Term("Autumn", "2025-09-01", "2025-09-07"))

    assert [line["date"] for line in lines] == days("2025-09-01", "2025-09-05")
