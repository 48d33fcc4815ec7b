"""Is a register fit for a review: every shortfall counted, and held against the school's own limits."""

import shutil

import pytest

from dashboard.config import REFERENCE_FOLDER
from dashboard.store import reference
from dashboard.store.reading import open_store
from tests.damaged_school import DAMAGED
from tests.pupils import BANDS, SNOW
from tests.school import import_runs, pick, run_query


@pytest.fixture(scope="module")
def damaged(opened):
    return opened(DAMAGED)


def health(store, **parameters):
    (row,) = run_query(store, "data_health", **parameters)
    return row


def test_a_register_with_every_mark_in_place_is_fit(opened):
    row = health(opened(BANDS))

    assert pick(row, "missing_marks", "n_marks", "calendar_hole_days", "undescribed_pupils") == (0, 0, 0, 0)
    assert pick(row, "is_fit", "reasons") == (True, "")


def test_one_missing_mark_of_57_is_too_many_and_nothing_else_is_amiss(opened):
    # three pupils, ten days, less an afternoon of snow: 19 sessions each, one of them not marked
    row = health(opened(SNOW))

    assert pick(row, "possible_sessions", "missing_marks", "missing_share") == (56, 1, pytest.approx(1 / 57))
    assert pick(row, "is_fit", "reasons") == (False, "missing_share")


def test_missing_marks_are_a_share_of_all_that_should_be_there(damaged):
    # GIL 14, HET 13, IDA 8; the 9th: GIL 2, HET 2; HET's morning 1; JAK 8 days: 16
    row = health(damaged)

    assert pick(row, "possible_sessions", "missing_marks") == (14 + 13 + 8, 2 + 2 + 1 + 16)
    assert row["missing_share"] == pytest.approx(21 / 56)


def test_an_n_is_stale_on_the_sixth_school_day(damaged):
    # 2, 3, 5, 8, 9, 11 and 12 September came after GIL's; HET's is of the last day
    assert pick(health(damaged), "n_marks", "stale_n_marks", "oldest_n_days") == (2, 1, 7)
    assert health(damaged, from_date="2025-09-02")["stale_n_marks"] == 0


def test_days_on_which_calendar_and_marks_disagree_are_counted_once(damaged):
    # the INSET day, the Saturday, the 9th without marks, the 10th not listed; 15 July 2024 in no calendar
    assert health(damaged)["calendar_hole_days"] == 4
    assert health(damaged, from_date="2024-07-01")["calendar_hole_days"] == 5
    assert health(damaged, from_date="2025-09-05", to_date="2025-09-08")["calendar_hole_days"] == 1


def test_pupils_in_one_file_and_not_in_the_other_are_counted_and_guests_are_not(damaged):
    assert pick(health(damaged), "undescribed_pupils", "pupils_without_marks") == (1, 1)
    # IDA came in the first week only; GIL and HET have no mark on the 9th
    second_week = health(damaged, from_date="2025-09-08")
    assert pick(second_week, "undescribed_pupils", "pupils_without_marks") == (0, 1)
    assert health(damaged, from_date="2025-09-09", to_date="2025-09-09")["pupils_without_marks"] == 3


def test_codes_out_of_their_time_are_counted(damaged):
    assert pick(health(damaged), "retired_code_marks", "early_code_marks") == (1, 0)
    assert pick(health(damaged, to_date="2024-12-31", from_date="2024-07-01"), "early_code_marks") == (2,)


def test_a_register_is_behind_by_the_school_days_since_its_last_mark(damaged):
    assert health(damaged)["school_days_behind"] == 0
    assert health(damaged, on_date="2025-09-21")["school_days_behind"] == 5
    assert "school_days_behind" not in health(damaged, on_date="2025-09-21")["reasons"]
    assert health(damaged, on_date="2025-09-22")["school_days_behind"] == 6
    assert "school_days_behind" in health(damaged, on_date="2025-09-22")["reasons"]


def test_a_term_that_the_register_does_not_reach_the_end_of_is_behind(damaged):
    assert health(damaged, to_date="2025-12-19")["school_days_behind"] == 6
    assert health(damaged, to_date="2025-09-05")["school_days_behind"] == 0


def test_every_shortfall_is_a_reason(damaged):
    assert health(damaged, on_date="2025-10-01")["reasons"].split(",") == [
        "missing_share",
        "stale_n_marks",
        "calendar_hole_days",
        "undescribed_pupils",
        "pupils_without_marks",
        "school_days_behind",
    ]


def test_a_period_without_marks_is_not_fit(damaged):
    row = health(damaged, from_date="2023-09-01", to_date="2023-12-31")

    assert pick(row, "possible_sessions", "is_fit", "reasons") == (0, False, "no_marks")


def test_the_counts_are_those_of_the_lists(damaged):
    row = health(damaged)

    assert row["missing_marks"] == len(run_query(damaged, "missing_marks"))
    n_marks = run_query(damaged, "unresolved_n_marks")
    assert row["n_marks"] == len(n_marks)
    assert row["stale_n_marks"] == len([mark for mark in n_marks if mark["school_days_old"] > 5])


def test_a_limit_holds_for_the_periods_that_end_within_its_dates(tmp_path, monkeypatch):
    folder = tmp_path / "reference"
    shutil.copytree(REFERENCE_FOLDER, folder)
    rules = folder / "rules.toml"
    text = rules.read_text(encoding="utf-8").replace(
        'measure = "calendar_hole_days"', 'measure = "calendar_hole_days"\nvalid_from = 2025-09-12'
    )
    rules.write_text(text, encoding="utf-8")
    monkeypatch.setattr(reference, "REFERENCE_FOLDER", folder)
    import_runs(tmp_path / "store", DAMAGED)
    store = open_store(tmp_path / "store")

    assert pick(health(store), "calendar_hole_days_limit") == (0,)
    earlier = health(store, to_date="2025-09-11")
    assert pick(earlier, "calendar_hole_days", "calendar_hole_days_limit") == (4, None)
    assert "calendar_hole_days" not in earlier["reasons"]
    store.close()
