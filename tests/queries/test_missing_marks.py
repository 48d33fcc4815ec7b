"""Sessions held of pupils on roll for which nobody wrote a mark."""

import pytest

from tests.pupils import ALL, ANN, BEN, CAZ, ENT, LST, LVG, NEW, NOR, RET, SEPTEMBER, SNOW, STB, ZED
from tests.school import of, pick, run_query


@pytest.fixture(scope="module")
def school(opened):
    return opened(SEPTEMBER)


def missing(store, pupil, **parameters):
    rows = of(run_query(store, "missing_marks", **parameters), pupil)
    return sorted(pick(row, "session_date", "session") for row in rows)


def both(*on):
    return [(day, session) for day in on for session in ("AM", "PM")]


def test_nothing_is_missing_when_all_is_marked(school):
    assert missing(school, ALL) == []
    assert missing(school, NOR) == []


def test_a_mark_of_not_on_roll_is_not_stored_and_leaves_the_session_missing(school):
    assert missing(school, ZED) == both("2025-09-10")


def test_the_last_day_with_marks_is_looked_at_to_its_end(school):
    assert missing(school, LST) == [("2025-09-26", "PM")]


def test_nothing_is_missing_before_joining_or_after_leaving(school):
    assert missing(school, ENT) == both("2025-09-08", "2025-09-09")
    assert missing(school, LVG) == both("2025-09-12")


def test_without_an_entry_date_nothing_is_missing_before_the_first_mark(school):
    assert missing(school, NEW) == []


def test_nothing_is_missing_between_two_periods_on_roll(school):
    assert missing(school, RET) == []


def test_a_stub_is_on_roll_from_the_first_to_the_last_mark(school):
    assert missing(school, STB) == both("2025-09-05")


def test_a_session_that_was_not_held_is_not_missing(opened):
    store = opened(SNOW)

    assert missing(store, CAZ) == [("2025-09-04", "AM")]
    assert missing(store, ANN) == missing(store, BEN) == []


def test_a_period_narrows_the_list(school):
    assert missing(school, ENT, from_date="2025-09-09", to_date="2025-09-09") == both("2025-09-09")


def test_a_missing_mark_is_as_old_as_the_school_days_since(school):
    ages = {
        row["session_date"]: row["school_days_old"] for row in of(run_query(school, "missing_marks"), ENT)
    }

    # 26 September is a Friday: the 8th and the 9th lie in the third week before it
    assert ages == {"2025-09-08": 14, "2025-09-09": 13}


def test_the_list_agrees_with_the_headline(school):
    (headline,) = run_query(school, "absence_headline", age_cohort="all")

    assert len(run_query(school, "missing_marks")) == headline["missing_marks"] == 2 + 1 + 4 + 2 + 2
