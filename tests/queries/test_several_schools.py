"""A trust's schools in one store: each with its own last mark, year and pupils."""

from dataclasses import replace
from datetime import date

import pytest

from dashboard.store.records import Case, correct_case
from tests.school import (
    YEAR_2024,
    YEAR_2025,
    Pupil,
    attends,
    case,
    marked,
    open_school,
    pick,
    register,
    run_query,
)

# the same child at two schools: all July at the first, which has no marks since; the autumn at the second
MOVER = Pupil("mover", "3", attends("2025-07-01", "2025-07-21") | marked("II", "2025-07-01"))  # 15 days
MOVED = replace(MOVER, marks=attends("2025-09-01", "2025-09-12") | marked("OO", "2025-09-12"))  # 10 days


@pytest.fixture(scope="module")
def trust(opened):
    first = replace(register([MOVER], YEAR_2024, "2025-07-01"), school="Ash Lane")
    second = replace(register([MOVED], YEAR_2025, "2025-09-01"), school="Birch Road")
    return opened(first, second)


def headline(store, **parameters):
    (row,) = run_query(store, "absence_headline", **parameters)
    return pick(row, "pupils", "possible_sessions", "absent_sessions", "missing_marks")


def test_each_school_has_its_own_current_year(trust):
    assert headline(trust) == (2, 30 + 20, 2 + 2, 0)


def test_schools_are_numbered_in_order_of_first_import(trust):
    assert headline(trust, school_ids=[1]) == (1, 30, 2, 0)
    assert headline(trust, school_ids=[2]) == (1, 20, 2, 0)
    assert headline(trust, school_ids=[1, 2]) == headline(trust)


def test_each_school_is_a_group(trust):
    rows = run_query(trust, "absence_by_group", dimension="school")

    assert {pick(row, "group_label", "possible_sessions") for row in rows} == {
        ("Ash Lane", 30),
        ("Birch Road", 20),
    }


def test_a_pupil_is_judged_at_each_school(trust):
    rows = run_query(trust, "pupils_at_risk")

    assert sorted(pick(row, "possible_sessions", "is_persistent_absentee") for row in rows) == [
        (20, True),
        (30, False),
    ]


def test_a_run_is_open_at_the_last_mark_of_its_own_school(trust):
    (run,) = run_query(trust, "continuous_absences", rule="policy_unexplained")

    assert pick(run, "first_date", "school_days", "is_open") == ("2025-09-12", 1, True)


def test_a_case_of_one_school_does_not_hide_the_case_of_the_same_number_at_another(tmp_path):
    cases = [case("C1", MOVER, "2025-07-10")]
    store = open_school(
        tmp_path,
        replace(register([MOVER], YEAR_2024, "2025-07-01", cme_cases=cases), school="Ash Lane"),
        replace(register([MOVED], YEAR_2025, "2025-09-01", cme_cases=cases), school="Birch Road"),
    )
    closed = {"closed_date": date(2025, 7, 18), "upn": MOVER.upn, "case_id": "C1"}
    correct_case(tmp_path, Case("Ash Lane", "at_risk_on_roll", date(2025, 7, 10), **closed), "slt")
    store.copy_records()

    found = run_query(store, "cme_timeliness")

    assert sorted(str(row["closed_date"]) for row in found) == ["2025-07-18", "None"]
