"""What an import run does to the figures: twice, corrected, blank, contradictory, undone."""

import pytest

from dashboard.store.reading import open_store
from dashboard.store.register import undo
from tests.pupils import AUTUMN
from tests.school import YEAR_2025, Pupil, Run, attends, import_runs, marked, pick, register, run_query

ROWS = ("rows_read", "rows_accepted", "rows_unchanged", "rows_superseded", "rows_rejected")
DEE = Pupil("dee", "3", attends("2025-09-01", "2025-09-05"))
FIRST = register([DEE], YEAR_2025, "2025-09-01")


def marks(*lines: tuple[str, str, str]) -> Run:
    """Marks of dee: date, session, mark."""
    return Run(
        {
            "marks.csv": [
                {"upn": DEE.upn, "date": day, "session": session, "mark": mark}
                for day, session, mark in lines
            ]
        }
    )


def headline(folder, **parameters):
    (row,) = run_query(open_store(folder), "absence_headline", **parameters)
    return pick(row, "possible_sessions", "absent_sessions", "missing_marks")


def test_the_same_files_twice_change_nothing(tmp_path):
    _, again = import_runs(tmp_path, AUTUMN, AUTUMN)

    for ledger in again.values():
        assert pick(ledger, "rows_accepted", "rows_superseded", "rows_rejected") == (0, 0, 0)
        assert ledger["rows_unchanged"] == ledger["rows_read"] > 0
    assert headline(tmp_path) == (1195, 47, 1)


def test_a_corrected_mark_supersedes(tmp_path):
    _, corrected = import_runs(tmp_path, FIRST, marks(("2025-09-01", "AM", "I"), ("2025-09-01", "PM", "\\")))

    assert pick(corrected["marks.csv"], *ROWS) == (2, 1, 1, 1, 0)
    assert headline(tmp_path) == (10, 1, 0)


def test_a_blank_over_a_stored_mark_changes_nothing_and_is_warned_about(tmp_path):
    _, blank = import_runs(tmp_path, FIRST, marks(("2025-09-01", "AM", ""), ("2025-09-01", "PM", "-")))

    assert pick(blank["marks.csv"], "rows_read", "blank_cells") == (0, 2)
    assert blank["marks.csv"]["warnings"]
    assert headline(tmp_path) == (10, 0, 0)


def test_the_same_session_twice_with_the_same_mark_is_one(tmp_path):
    _, twice = import_runs(tmp_path, FIRST, marks(*[("2025-09-08", "AM", "I")] * 3))

    assert pick(twice["marks.csv"], *ROWS) == (3, 1, 2, 0, 0)
    assert headline(tmp_path)[:2] == (11, 1)


def test_the_same_session_twice_with_different_marks_is_rejected_whole(tmp_path):
    many = [("2025-09-09", "AM", "/"), ("2025-09-09", "PM", "\\")]
    _, twice = import_runs(
        tmp_path, FIRST, marks(("2025-09-08", "AM", "I"), ("2025-09-08", "AM", "/"), *many)
    )

    assert pick(twice["marks.csv"], *ROWS) == (4, 2, 0, 0, 2)
    assert {problem["line"] for problem in twice["marks.csv"]["problems"]} == {2, 3}
    assert headline(tmp_path) == (12, 0, 2)


def test_not_on_roll_is_not_stored_nor_a_closure_at_a_weekend(tmp_path):
    _, ledger = import_runs(tmp_path, FIRST, marks(("2025-09-01", "AM", "Z"), ("2025-09-06", "AM", "#")))

    assert pick(ledger["marks.csv"], "rows_read", "rows_skipped") == (0, 2)
    assert headline(tmp_path) == (10, 0, 0)


def test_a_mark_after_today_is_rejected_and_a_closure_then_skipped(tmp_path):
    _, ledger = import_runs(tmp_path, FIRST, marks(("2125-09-03", "AM", "/"), ("2125-09-04", "AM", "#")))

    assert pick(ledger["marks.csv"], "rows_read", "rows_rejected", "rows_skipped") == (1, 1, 1)


@pytest.mark.parametrize("code", ["ZZ", "@", "7"])
def test_what_is_no_code_is_rejected(tmp_path, code):
    _, ledger = import_runs(tmp_path, FIRST, marks(("2025-09-08", "AM", code), ("2025-09-08", "PM", "\\")))

    assert pick(ledger["marks.csv"], *ROWS) == (2, 1, 0, 0, 1)


def test_a_code_before_its_first_day_has_its_first_meaning(tmp_path):
    # J1 was new in August 2024
    eve = Pupil("old", "4", marked("J1 J1", "2023-09-04"))
    import_runs(tmp_path, register([eve], as_at="2025-09-01"))

    assert headline(tmp_path, age_cohort="all", from_date="2023-08-01") == (2, 2, 0)


def test_undo_brings_back_the_figures_before_and_the_run_may_come_again(tmp_path):
    correction = marks(("2025-09-01", "AM", "I"))
    import_runs(tmp_path, FIRST, correction)
    undo(tmp_path)
    assert headline(tmp_path) == (10, 0, 0)

    import_runs(tmp_path, correction)
    assert headline(tmp_path) == (10, 1, 0)


def test_a_list_that_says_what_is_in_force_is_unchanged_and_one_that_differs_supersedes(tmp_path):
    (line,) = DEE.list_lines
    _, same, other = import_runs(
        tmp_path,
        FIRST,
        Run({"pupils.csv": [line]}, "2025-09-03"),
        Run({"pupils.csv": [line | {"class": "3Z"}]}, "2025-09-04"),
    )

    assert pick(same["pupils.csv"], *ROWS) == (1, 0, 1, 0, 0)
    assert pick(other["pupils.csv"], *ROWS) == (1, 1, 0, 1, 0)


def test_a_run_that_changed_nothing_is_a_run_to_undo(tmp_path):
    import_runs(tmp_path, FIRST, marks(("2025-09-01", "AM", "I")), marks(("2025-09-01", "AM", "I")))
    undo(tmp_path)
    assert headline(tmp_path) == (10, 1, 0)

    undo(tmp_path)
    assert headline(tmp_path) == (10, 0, 0)
