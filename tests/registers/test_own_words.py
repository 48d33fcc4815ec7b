"""A school's own marks and words mean what a person said, for that school only, and never by guess."""

import pytest

from dashboard.domain.attendance_codes import Outcome, read_mark
from dashboard.errors import ImportNeedsAcceptance
from dashboard.registers.own_words import MARK, NO_MARK, OUTCOME, SEND_PROVISION
from dashboard.store.records import forget_own_word, save_own_words, saved_own_words
from dashboard.store.register import undo
from dashboard.store.schools import change_school, stored_schools
from tests.registers.conftest import ANN, BOB, counts

ANN_AM, ANN_PM, BOB_AM, BOB_PM = (
    f"{upn},2025-09-03,{session}" for upn in (ANN, BOB) for session in ("AM", "PM")
)
OWN = {"!": "X", "$": NO_MARK}
CODES = {"/", "\\", "L", "I", "O", "N", "X", "T"}


def say(office, meanings=OWN, school="", field=MARK):
    save_own_words(office.folder, school, field, meanings)


def test_marks_not_understood_are_counted_for_a_person_to_say_what_they_mean(office):
    with pytest.raises(ImportNeedsAcceptance) as refused:
        office.marks(f"{ANN_AM},!", f"{ANN_PM},!", f"{BOB_AM},7", f"{BOB_PM},@")

    assert refused.value.report.files[0].unknown_words == {MARK: {"!": 2, "7": 1}}


def test_saved_marks_are_read_with_a_warning_and_the_mark_as_written_is_kept(office):
    say(office)
    report = office.marks(f"{ANN_AM},!", f"{ANN_PM},!", f"{BOB_AM},$", f"{BOB_PM},\\")

    assert counts(report) == {"rows_read": 3, "rows_accepted": 3, "blank_cells": 1}
    assert office.stored("select attendance_code, raw_mark from session_marks order by all") == [
        ("X", "!"), ("X", "!"), ("\\", None),
    ]  # fmt: skip
    assert "The school's own mark '!' was read as X, as it was saved (2 times)." in report.warnings
    assert "The school's own mark '$' was taken as no mark, as it was saved (1 time)." in report.warnings


def test_they_hold_for_their_school_only_and_follow_its_name(office):
    office.marks(f"{ANN},2025-09-03,AM,/", school="Ash")
    say(office, school="Ash")
    change_school(office.folder, stored_schools(office.folder)[0], name="Ash Academy")
    assert office.marks(f"{ANN},2025-09-04,AM,!").rows_accepted == 1

    at_oak = office.marks(f"{BOB},2025-09-04,AM,!", f"{BOB},2025-09-04,PM,\\", school="Oak", accept=True)
    assert counts(at_oak) == {"rows_read": 2, "rows_accepted": 1, "rows_rejected": 1}


def test_what_was_said_before_the_school_had_a_name_still_holds(office):
    say(office)
    office.marks(f"{ANN},2025-09-03,AM,!")

    assert office.marks(f"{ANN},2025-09-04,AM,!", school="Ash").rows_accepted == 1


def test_they_outlive_an_undo_and_go_when_forgotten(office):
    say(office)
    office.marks(f"{ANN},2025-09-03,AM,!")
    undo(office.folder)
    assert office.marks(f"{ANN},2025-09-03,AM,!").rows_accepted == 1

    for own in saved_own_words(office.folder, [""]):
        forget_own_word(office.folder, [""], own)
    assert office.marks(f"{ANN},2025-09-04,AM,!", accept=True).rows_rejected == 1


@pytest.mark.parametrize("mark", ["@", "#N/A", "#REF!", "TRUE", "false"])
def test_what_stands_for_no_mark_of_ours_is_rejected_whatever_was_saved(mark):
    reading = read_mark(mark, CODES, {}, {mark.upper(): "X", mark: "X"})

    assert (reading.outcome, reading.is_own) == (Outcome.REJECTED, False)


@pytest.mark.parametrize("mark", ["I", "i", "\\", "L10", "Z", "-", "I - flu"])
def test_a_mark_that_means_something_already_keeps_its_meaning(mark):
    assert read_mark(mark, CODES, {}, {mark.upper(): "O", mark: "O"}) == read_mark(mark, CODES, {})


@pytest.mark.parametrize("mark", ["0", "1", "l", "|"])
def test_a_mark_that_could_be_several_is_read_only_as_a_person_said(mark):
    assert read_mark(mark, CODES, {}).outcome is Outcome.REJECTED
    assert read_mark(mark, CODES, {}, {mark: "O"}).code == "O"


def test_a_small_l_saved_says_nothing_of_late():
    assert read_mark("L", CODES, {}, {"l": "I"}).code == "L"


def test_send_words_are_taken_as_a_person_said_and_else_asked(office):
    lists = f"upn,surname,sen\n{ANN},Ash,Yes\n{BOB},Birch,N\n"
    with pytest.raises(ImportNeedsAcceptance) as refused:
        office.take("pupils.csv", lists)
    assert refused.value.report.files[0].unknown_words == {SEND_PROVISION: {"yes": 1}}

    say(office, {"yes": "K"}, field=SEND_PROVISION)
    report = office.take("pupils.csv", lists)
    assert office.stored("select send_provision from pupil_list_rows order by all") == [("K",), ("N",)]
    assert "sen, line 2: the school's own word, taken as K as it was saved." in report.warnings


def test_outcomes_of_a_case_are_kept_as_written_until_a_person_says_which_they_are(office):
    cases = (
        "case_id,upn,case_type,opened_date,closed_date,outcome\n"
        f"C1,{ANN},no_show,2026-09-17,2026-10-01,Gone to live with nan\n"
        f"C2,{BOB},no_show,2026-09-17,2026-10-01,Returned to school\n"
    )
    outcomes = "select case_id, outcome from imported_cme_cases order by case_id"
    report = office.take("cme_cases.csv", cases)
    assert report.unknown_words == {OUTCOME: {"gone to live with nan": 1}}
    assert office.stored(outcomes) == [("C1", "Gone to live with nan"), ("C2", "returned")]

    say(office, {"gone to live with nan": "removed_from_roll"}, field=OUTCOME)
    report = office.take("cme_cases.csv", cases)
    assert counts(report) == {
        "rows_read": 2, "rows_accepted": 1, "rows_unchanged": 1, "rows_superseded": 1,
    }  # fmt: skip
    assert office.stored(outcomes) == [("C1", "removed_from_roll"), ("C2", "returned")]
    assert (
        "outcome, line 2: the school's own word, taken as removed_from_roll as it was saved."
        in report.warnings
    )
