"""What becomes of every mark: design.md's ledger and its fine print, line by line."""

import pytest

from tests.registers.conftest import ANN, BOB, counts

MONDAY, FRIDAY, SATURDAY = "2026-11-16", "2026-11-20", "2026-11-21"


def test_marks_are_accepted_and_the_same_file_twice_changes_nothing(office):
    lines = [f"{ANN},{MONDAY},AM,/", f"{ANN},{MONDAY},PM,\\", f"{BOB},{MONDAY},AM,I"]

    first = office.marks(*lines)
    again = office.marks(*lines)

    assert counts(first) == {"rows_read": 3, "rows_accepted": 3}
    assert counts(again) == {"rows_read": 3, "rows_unchanged": 3}
    assert office.stored_marks() == [(MONDAY, "AM", "/"), (MONDAY, "AM", "I"), (MONDAY, "PM", "\\")]


def test_a_corrected_file_supersedes_and_the_old_mark_is_kept(office):
    office.marks(f"{ANN},{MONDAY},AM,N", f"{ANN},{MONDAY},PM,N")

    report = office.marks(f"{ANN},{MONDAY},AM,I", f"{ANN},{MONDAY},PM,N", f"{ANN},{FRIDAY},AM,/")

    assert counts(report) == {"rows_read": 3, "rows_accepted": 2, "rows_unchanged": 1, "rows_superseded": 1}
    assert office.stored("select old_code, new_code from mark_changes") == [("N", "I")]
    assert (MONDAY, "AM", "I") in office.stored_marks()


def test_the_same_session_twice_with_the_same_mark_is_one_accepted_and_the_copies_unchanged(office):
    report = office.marks(*[f"{ANN},{MONDAY},AM,/"] * 3)

    assert counts(report) == {"rows_read": 3, "rows_accepted": 1, "rows_unchanged": 2}


def test_the_same_session_twice_with_different_marks_is_rejected_whole(office):
    report = office.marks(f"{ANN},{MONDAY},AM,/", f"{ANN},{MONDAY},AM,I", f"{BOB},{MONDAY},AM,/", accept=True)

    assert counts(report) == {"rows_read": 3, "rows_accepted": 1, "rows_rejected": 2}
    assert [problem.line for problem in report.problems] == [2, 3]
    assert office.stored_marks() == [(MONDAY, "AM", "/")]


def test_marks_that_contradict_each_other_on_one_line_are_told_by_their_session(office):
    heading = "UPN,08/09/2025 AM,AM 08/09/2025,08/09/2025 PM"
    report = office.take("wide.csv", f"{heading}\n{ANN},/,I,\\\n{BOB},/,/,\\\n", accept=True)

    read = {"rows_read": 6, "rows_accepted": 3, "rows_unchanged": 1, "rows_rejected": 2}
    assert counts(report) == read
    assert [(problem.line, problem.message) for problem in report.problems] == [
        (2, "two headings are of 2025-09-08 AM, and their marks here differ: keep the right one")
    ]


@pytest.mark.parametrize("blank", ["", "-", " "])
def test_a_blank_is_a_cell_without_a_mark_and_nothing_is_stored(office, blank):
    report = office.marks(f"{ANN},{MONDAY},AM,/", f"{ANN},{MONDAY},PM,{blank}")

    assert counts(report) == {"rows_read": 1, "rows_accepted": 1, "blank_cells": 1}
    assert office.stored_marks() == [(MONDAY, "AM", "/")]


def test_a_blank_over_a_stored_mark_changes_nothing_and_is_warned_about(office):
    office.marks(f"{ANN},{MONDAY},AM,I", f"{ANN},{MONDAY},PM,I")

    report = office.marks(f"{ANN},{MONDAY},AM,", f"{ANN},{MONDAY},PM,I")

    assert counts(report) == {"rows_read": 1, "rows_unchanged": 1, "blank_cells": 1}
    assert office.stored_marks() == [(MONDAY, "AM", "I"), (MONDAY, "PM", "I")]
    assert any("blank" in warning for warning in report.warnings)


def test_z_is_skipped_and_not_stored(office):
    report = office.marks(f"{ANN},{MONDAY},AM,/", f"{BOB},{MONDAY},AM,Z")

    assert counts(report) == {"rows_read": 1, "rows_accepted": 1, "rows_skipped": 1}


def test_a_hash_at_a_weekend_or_in_the_future_is_skipped_and_one_on_a_weekday_is_stored(office):
    report = office.marks(f"{ANN},{MONDAY},AM,#", f"{ANN},{SATURDAY},AM,#", f"{ANN},2026-12-21,AM,#")

    assert counts(report) == {"rows_read": 1, "rows_accepted": 1, "rows_skipped": 2}
    assert office.stored_marks() == [(MONDAY, "AM", "#")]


def test_any_other_mark_after_today_is_rejected(office):
    report = office.marks(f"{ANN},{MONDAY},AM,/", f"{ANN},2026-11-25,AM,C", accept=True)

    assert counts(report) == {"rows_read": 2, "rows_accepted": 1, "rows_rejected": 1}
    assert report.problems[0].line == 3


def test_a_mark_at_a_weekend_is_stored_and_warned_about(office):
    office.take("calendar.csv", f"date\n{MONDAY}\n{FRIDAY}\n2026-11-23\n")

    report = office.marks(f"{ANN},{FRIDAY},AM,/", f"{ANN},{SATURDAY},AM,/")

    assert counts(report) == {"rows_read": 2, "rows_accepted": 2}
    assert any("closed" in warning or "not held" in warning for warning in report.warnings)


@pytest.mark.parametrize(
    ("sub_code", "code", "day"), [("I01", "I", "2021-01-11"), ("X05", "X", "2021-01-11")]
)
def test_a_sub_code_is_stored_as_its_code_and_the_raw_mark_kept(office, sub_code, code, day):
    office.marks(f"{ANN},{day},AM,{sub_code}")

    assert office.stored("select attendance_code, raw_mark from session_marks") == [(code, sub_code)]


@pytest.mark.parametrize(("code", "day"), [("H", "2026-11-16"), ("C2", "2024-06-03")])
def test_a_code_out_of_its_time_is_accepted_and_warned_about(office, code, day):
    report = office.marks(f"{ANN},{day},AM,{code}")

    assert counts(report) == {"rows_read": 1, "rows_accepted": 1}
    assert any(code in warning for warning in report.warnings)


@pytest.mark.parametrize("unknown", ["ZZ", "0", "1", "@", "|", "#N/A", "#REF!", "TRUE"])
def test_what_is_no_attendance_code_is_rejected_with_its_line_and_column(office, unknown):
    lines = [f"{ANN},{MONDAY},AM,/", f"{BOB},{MONDAY},AM,{unknown}"]

    report = office.marks(*lines, accept=True)

    assert counts(report) == {"rows_read": 2, "rows_accepted": 1, "rows_rejected": 1}
    problem = report.problems[0]
    assert (problem.line, problem.column) == (3, "mark")
    assert ANN not in problem.message
    assert BOB not in problem.message


@pytest.mark.parametrize(("written", "code"), [("i", "I"), (" I ", "I"), ("\u00a0n", "N"), ("\uff0f", "/")])
def test_marks_in_lower_case_with_spaces_or_full_width_are_read(office, written, code):
    office.marks(f"{ANN},{MONDAY},AM,{written}")

    assert office.stored_marks() == [(MONDAY, "AM", code)]


def test_a_present_mark_of_the_other_half_of_the_day_is_kept_as_it_is(office):
    office.marks(f"{ANN},{MONDAY},AM,\\", f"{ANN},{MONDAY},PM,/")

    assert office.stored_marks() == [(MONDAY, "AM", "\\"), (MONDAY, "PM", "/")]


def test_minutes_late_are_stored_and_leaving_them_out_keeps_them(office):
    office.take("marks.csv", f"upn,date,session,mark,minutes_late\n{ANN},{MONDAY},AM,L,10\n")

    report = office.marks(f"{ANN},{MONDAY},AM,L")

    assert counts(report) == {"rows_read": 1, "rows_unchanged": 1}
    assert office.stored("select minutes_late from session_marks") == [(10,)]


def test_a_pupil_nobody_described_is_accepted_and_counted_in_a_warning(office):
    report = office.marks(f"{ANN},{MONDAY},AM,/", f"{BOB},{MONDAY},AM,/")

    assert counts(report) == {"rows_read": 2, "rows_accepted": 2}
    assert any("2 pupils" in warning for warning in report.warnings)
    assert office.stored("select count(*) from pupils where not is_described") == [(2,)]


def test_marks_outside_roll_dates_are_accepted_and_warned_about(office):
    office.take("pupils_2026-09-01.csv", f"upn,entry_date,leaving_date\n{ANN},2026-09-01,2026-11-13\n")

    report = office.marks(f"{ANN},2026-11-13,AM,/", f"{ANN},{MONDAY},AM,/")

    assert counts(report) == {"rows_read": 2, "rows_accepted": 2}
    assert any("roll" in warning for warning in report.warnings)


def test_a_row_without_a_pupil_or_with_no_such_date_or_session_is_rejected(office):
    lines = [f"{ANN},{MONDAY},AM,/", f",{MONDAY},AM,/", f"{ANN},2025-02-30,AM,/", f"{ANN},{MONDAY},EVE,/"]

    report = office.marks(*lines, accept=True)

    assert counts(report) == {"rows_read": 4, "rows_accepted": 1, "rows_rejected": 3}
    assert {problem.line for problem in report.problems} == {3, 4, 5}


def test_a_mark_without_its_date_or_its_session_is_rejected_with_what_to_do(office):
    report = office.marks(f"{ANN},,AM,/", f"{BOB},16/11/2026,,/", accept=True)

    assert counts(report) == {"rows_read": 2, "rows_rejected": 2}
    assert [(problem.line, problem.column, problem.message) for problem in report.problems] == [
        (2, "date", "no date: fill it in"),
        (3, "session", "no session: write AM or PM"),
    ]


def test_a_dry_run_says_the_same_and_stores_nothing(office):
    lines = [f"{ANN},{MONDAY},AM,/", f"{ANN},{MONDAY},PM,"]

    dry = office.marks(*lines, dry_run=True)

    assert office.stored_marks() == []
    assert dry.import_id is None
    assert counts(dry) == counts(office.marks(*lines))


def test_a_run_in_which_nothing_changed_is_a_run(office):
    office.marks(f"{ANN},{MONDAY},AM,/")
    office.marks(f"{ANN},{MONDAY},AM,/")

    assert office.stored("select count(*) from import_runs") == [(2,)]


def test_a_wrong_check_letter_in_marks_is_said_once_with_its_line_and_the_marks_are_taken(office):
    wrong = "Q207000016049"  # P is the letter of these digits
    report = office.marks(f"{ANN},2025-09-03,AM,/", f"{wrong},2025-09-03,AM,/", f"{wrong},2025-09-03,PM,/")
    assert counts(report) == {"rows_read": 3, "rows_accepted": 3}
    assert "1 UPN does not check (line 3); the marks were taken in all the same." in report.warnings

    later = office.marks(f"{wrong},2025-09-04,AM,/")
    assert not any("check" in warning for warning in later.warnings)
