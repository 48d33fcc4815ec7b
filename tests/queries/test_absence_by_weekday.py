"""On which sessions of the week are pupils absent?"""

import pytest

from tests.pupils import AUTUMN, RUNS
from tests.school import pick, run_query


def sessions(store, **parameters):
    rows = run_query(store, "absence_by_weekday", **parameters)
    return {(row["weekday"], row["session"]): row for row in rows if row["possible_sessions"]}


@pytest.fixture(scope="module")
def pat(opened):
    return sessions(opened(AUTUMN), classes=["pat"])


def test_monday_to_friday_morning_and_afternoon(pat):
    assert list(pat) == [(day, session) for day in range(1, 6) for session in ("AM", "PM")]
    assert {row["possible_sessions"] for row in pat.values()} == {15}


def test_absences_fall_on_their_own_weekday_and_session(pat):
    # ill 8 to 16 September: Monday and Tuesday twice, the others once; Wednesday 17th in the morning
    absent = {key: row["absent_sessions"] for key, row in pat.items()}

    assert absent[1, "AM"] == absent[1, "PM"] == absent[2, "AM"] == absent[2, "PM"] == 2
    assert (absent[3, "AM"], absent[3, "PM"]) == (2, 1)
    assert absent[4, "AM"] == absent[5, "PM"] == 1


def test_persistence_is_judged_within_the_sessions_of_the_row(pat):
    assert pick(pat[1, "AM"], "persistent_absentees", "persistent_absence_rate") == (1, 1)  # 2 of 15
    assert pat[3, "PM"]["persistent_absentees"] == 0  # 1 of 15


def test_a_half_day_that_was_not_held_is_no_session(opened):
    # no afternoon on Friday 19 September, though a mark is stored in it
    fri = sessions(opened(RUNS), classes=["fri"])

    assert (fri[5, "AM"]["possible_sessions"], fri[5, "PM"]["possible_sessions"]) == (15, 14)
