"""Absence by group: a session belongs to the group its pupil was in on the day."""

import pytest

from tests.pupils import AUTUMN, TWO_YEARS
from tests.school import pick, run_query


@pytest.fixture(scope="module")
def autumn(opened):
    return opened(AUTUMN)


def groups(store, dimension, **parameters):
    rows = run_query(store, "absence_by_group", dimension=dimension, **parameters)
    return {row["group_value"]: row for row in rows if row["possible_sessions"]}


def test_a_flag_has_true_false_and_unknown(autumn):
    by_fsm = groups(autumn, "fsm")

    assert {value: row["pupils"] for value, row in by_fsm.items()} == {"true": 2, "false": 2, "unknown": 5}


def test_fsm_and_send_crosses_both_and_is_unknown_if_either_is(autumn):
    by_both = groups(autumn, "fsm_and_send")

    assert {value: row["possible_sessions"] for value, row in by_both.items()} == {
        "fsm_and_send": 150,  # pat
        "fsm_only": 150,  # lou
        "send_only": 149,  # hal
        "neither": 148,  # dot
        "unknown": 150 + 70 + 80 + 150 + 148,  # clo joy leo nan sam
    }


def test_each_group_has_its_own_persistent_absentees(autumn):
    by_year = groups(autumn, "year_group")

    assert pick(by_year["6"], "pupils", "persistent_absentees") == (2, 1)  # leo, not sam
    assert pick(by_year["2"], "pupils", "persistent_absentees") == (1, 1)  # pat
    assert by_year["2"]["persistent_absence_rate"] == 1


def test_reception_is_a_group_when_every_age_is_asked_for(autumn):
    assert "R" not in groups(autumn, "year_group")
    assert groups(autumn, "year_group", age_cohort="all")["R"]["possible_sessions"] == 150


def test_a_stub_is_in_the_unknown_group(autumn):
    by_class = groups(autumn, "class", age_cohort="all")

    assert pick(by_class["unknown"], "pupils", "possible_sessions", "missing_marks") == (1, 9, 1)


def test_the_school_is_one_group(autumn):
    (row,) = groups(autumn, "school").values()

    assert pick(row, "pupils", "possible_sessions") == (9, 1195)


def test_every_group_has_a_label(autumn):
    for dimension in ("year_group", "class", "sex", "send_provision", "fsm", "fsm_and_send", "school"):
        assert all(row["group_label"] for row in groups(autumn, dimension, age_cohort="all").values())


def test_class_is_unknown_in_a_year_before_every_list(opened):
    by_class = groups(opened(TWO_YEARS), "class", from_date="2025-07-01", to_date="2025-07-31")

    assert {value: row["possible_sessions"] for value, row in by_class.items()} == {"unknown": 24}
