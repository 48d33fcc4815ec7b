"""Calendars, cases, actions, notices and targets: their keys, and what replaces what."""

from tests.registers.conftest import ANN, counts

CASES = "case_id,upn,case_type,opened_date,closed_date,stage\n"


def test_a_day_without_session_is_both_and_without_kind_is_school(office):
    report = office.take(
        "calendar.csv", "date,session,kind,term\n2025-09-01,,inset,Autumn\n2025-09-02,,,Autumn\n"
    )

    assert counts(report) == {"rows_read": 2, "rows_accepted": 2}
    assert office.stored("select session, kind from calendar_entries order by all") == [
        ("AM", "inset"), ("AM", "school"), ("PM", "inset"), ("PM", "school"),
    ]  # fmt: skip


def test_a_later_calendar_replaces_a_day(office):
    office.take("calendar.csv", "date,kind\n2025-09-01,school\n2025-09-02,school\n")

    report = office.take("calendar.csv", "date,kind\n2025-09-01,closure\n2025-09-02,school\n")

    assert counts(report) == {"rows_read": 2, "rows_accepted": 1, "rows_superseded": 1, "rows_unchanged": 1}


def test_a_case_is_known_by_its_id(office):
    office.take("cme_cases.csv", f"{CASES}C1,{ANN},at_risk_on_roll,2025-10-01,,enquiries\n")

    report = office.take("cme_cases.csv", f"{CASES}C1,{ANN},at_risk_on_roll,2025-10-01,2025-11-03,closed\n")

    assert counts(report) == {"rows_read": 1, "rows_accepted": 1, "rows_superseded": 1}
    assert office.stored("select count(*), max(stage) from imported_cme_cases") == [(1, "closed")]


def test_a_case_closed_before_it_was_opened_is_rejected(office):
    report = office.take(
        "cme_cases.csv",
        f"{CASES}C1,{ANN},at_risk_on_roll,2025-10-01,2025-09-01,\nC2,{ANN},at_risk_on_roll,2025-10-01,,\n",
        accept=True,
    )

    assert counts(report) == {"rows_read": 2, "rows_accepted": 1, "rows_rejected": 1}


def test_a_case_type_nobody_knows_is_rejected_with_those_there_are(office):
    report = office.take(
        "cme_cases.csv",
        f"{CASES}C1,{ANN},lost,2025-10-01,,\nC2,{ANN},no_show,2025-10-01,,\n",
        accept=True,
    )

    assert counts(report) == {"rows_read": 2, "rows_accepted": 1, "rows_rejected": 1}
    assert "at_risk_on_roll" in report.problems[0].message


def test_the_same_action_twice_on_a_day_is_two_actions_and_the_file_again_none(office):
    actions = (
        "case_id,action_date,action\nC1,2025-10-02,phone\nC1,2025-10-02,phone\nC1,2025-10-03,home_visit\n"
    )
    office.take("cme_cases.csv", f"{CASES}C1,{ANN},at_risk_on_roll,2025-10-01,,\n")

    first = office.take("cme_actions.csv", actions)
    again = office.take("cme_actions.csv", actions)

    assert counts(first) == {"rows_read": 3, "rows_accepted": 3}
    assert counts(again) == {"rows_read": 3, "rows_unchanged": 3}


def test_an_action_of_a_case_nobody_knows_is_accepted_and_warned_about(office):
    report = office.take("cme_actions.csv", "case_id,action_date,action\nC9,2025-10-02,phone\n")

    assert counts(report) == {"rows_read": 1, "rows_accepted": 1}
    assert report.warnings


def test_support_notices_and_targets_are_taken_and_taken_once(office):
    files = {
        "support_actions.csv": f"upn,action_date,action,by_role\n{ANN},2025-10-02,meeting,DSL\n",
        "penalty_notices.csv": f"upn,issued_date,parent,status\n{ANN},2025-10-02,1,paid\n",
        "targets.csv": "academic_year,measure,target\n2025/26,attendance_rate,96\n",
    }

    first = office.take_all(files)
    again = office.take_all(files)

    assert [counts(report) for report in first] == [{"rows_read": 1, "rows_accepted": 1}] * 3
    assert [counts(report) for report in again] == [{"rows_read": 1, "rows_unchanged": 1}] * 3
