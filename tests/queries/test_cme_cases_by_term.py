"""Cases opened, closed and open, term by term."""

import pytest

from tests.pupils import CME, SNOW
from tests.school import pick, run_query


@pytest.fixture(scope="module")
def school(opened):
    return opened(*CME)


def terms(store, **parameters):
    rows = run_query(store, "cme_cases_by_term", **parameters)
    return {pick(row, "academic_year", "term"): pick(row, "opened", "closed", "open_at_end") for row in rows}


def test_every_term_from_the_first_case_to_the_last_mark(school):
    # C6 in August is the summer's, closed on 29 December is the autumn's; C1 closed in November
    assert terms(school) == {
        ("2024/25", "Summer"): (1, 0, 1),
        ("2025/26", "Autumn"): (5, 2, 4),
        ("2025/26", "Spring"): (1, 0, 5),
    }


def test_a_period_counts_what_was_opened_in_it_and_closed_in_it(school):
    # C1 to C4 opened; nothing closed before November
    autumn = terms(school, from_date="2025-09-01", to_date="2025-10-31")

    assert autumn["2025/26", "Autumn"] == (4, 0, 4)


def test_groups_are_those_of_the_pupil_on_the_day(school):
    assert terms(school, year_groups=["5"])["2025/26", "Autumn"] == (1, 1, 0)


def test_a_school_without_cases_has_no_terms(opened):
    assert terms(opened(SNOW)) == {}
