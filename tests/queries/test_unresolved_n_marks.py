"""Every mark that is still N, and how old it is."""

import pytest

from tests.pupils import AMD, CME, NOR, SEPTEMBER
from tests.school import of, pick, run_query


@pytest.fixture(scope="module")
def school(opened):
    return opened(SEPTEMBER)


def ages(store, **parameters):
    rows = run_query(store, "unresolved_n_marks", **parameters)
    return {pick(row, "session_date", "session"): row["school_days_old"] for row in of(rows, NOR)}


def test_an_n_is_as_old_as_the_school_days_since(school):
    # 26 September: the 12th is two full weeks ago, the 25th yesterday; the 13th was a Saturday
    assert ages(school) == {
        ("2025-09-12", "AM"): 10,
        ("2025-09-13", "AM"): 10,
        ("2025-09-25", "AM"): 1,
        ("2025-09-25", "PM"): 1,
        ("2025-09-26", "AM"): 0,
    }


def test_a_period_chooses_marks_and_leaves_their_age(school):
    assert ages(school, to_date="2025-09-12") == {("2025-09-12", "AM"): 10}


def test_an_n_that_was_answered_is_gone(opened):
    assert of(run_query(opened(*CME), "unresolved_n_marks"), AMD) == []
