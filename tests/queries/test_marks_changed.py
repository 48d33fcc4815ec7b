"""Marks that a later file changed, and what that did to the absence rate."""

import pytest

from tests.school import YEAR_2025, Pupil, Run, attends, calendar, marked, pick, register, run_query

WEEK = attends("2025-09-01", "2025-09-05")
KIT = Pupil("kit", "4", WEEK | marked("NN", "2025-09-02"))
LIV = Pupil("liv", "4", WEEK | marked("O\\", "2025-09-03"))
MOE = Pupil("moe", "5", WEEK)


def correction(*lines):
    """A later file: (pupil, date, both marks)."""
    return Run(
        {
            "marks.csv": [
                {"upn": pupil.upn, "date": day, "session": session, "mark": mark}
                for pupil, day, marks in lines
                for session, mark in zip(("AM", "PM"), marks.split(), strict=True)
            ]
        }
    )


FIRST = register([KIT, LIV, MOE], as_at="2025-09-01", calendar=calendar(*YEAR_2025))
WITHOUT_CALENDAR = register([KIT, LIV, MOE], as_at="2025-09-01")
# KIT was ill, LIV present; the 4th was a day of snow; Monday arrives, on which MOE is ill
SECOND = correction(
    (KIT, "2025-09-02", "I I"),
    (LIV, "2025-09-03", "/ \\"),
    *((pupil, "2025-09-04", "Y4 Y4") for pupil in (KIT, LIV, MOE)),
    *((pupil, "2025-09-08", "/ \\") for pupil in (KIT, LIV)),
    (MOE, "2025-09-08", "I I"),
)
# KIT was at the dentist in the morning; LIV was away after all
THIRD = correction((KIT, "2025-09-02", "M I"), (LIV, "2025-09-03", "O \\"))
NEW_LIST = Run({"pupils.csv": KIT.list_lines}, as_at="2025-09-08")


@pytest.fixture(scope="module")
def twice(opened):
    return opened(FIRST, SECOND)


@pytest.fixture(scope="module")
def thrice(opened):
    return opened(FIRST, SECOND, THIRD, NEW_LIST)


def known(store, **parameters):
    (row,) = run_query(store, "absence_as_known", **parameters)
    return row


def changes(store, **parameters):
    rows = run_query(store, "marks_changed_by_code", **parameters)
    return {pick(row, "old_code", "new_code"): row["marks"] for row in rows}


def test_absence_is_told_as_it_was_known_and_as_it_is(twice):
    row = known(twice)

    # three pupils, five days: KIT's two sessions and LIV's one
    assert pick(row, "possible_sessions_then", "absent_sessions_then") == (30, 3)
    assert row["absence_rate_then"] == pytest.approx(0.1)
    # four days and Monday: KIT's two and MOE's two
    assert pick(row, "possible_sessions", "absent_sessions") == (30, 4)
    # Monday added to what was known: its two absences of six sessions
    assert pick(row, "possible_sessions_before", "absent_sessions_before") == (36, 5)
    assert row["absence_rate_before"] == pytest.approx(5 / 36)


def test_marks_that_changed_and_marks_that_came_are_counted_apart(twice):
    assert pick(known(twice), "since_run", "changed_marks", "new_marks") == (2, 2 + 1 + 6, 6)


def test_changes_are_told_from_code_to_code(twice):
    assert changes(twice) == {("/", "Y4"): 3, ("\\", "Y4"): 3, ("N", "I"): 2, ("O", "/"): 1}


def test_a_single_pupils_change_is_followed_by_hand(twice):
    # LIV: 1 of 10 before the file; 0 of 10, eight of the week and two of Monday, after it
    row = known(twice, classes="liv")

    assert pick(row, "absent_sessions_then", "possible_sessions_then") == (1, 10)
    assert pick(row, "absent_sessions", "possible_sessions") == (0, 10)


def test_only_the_newest_file_of_marks_counts_unless_an_earlier_run_is_asked_for(thrice):
    assert changes(thrice) == {("I", "M"): 1, ("/", "O"): 1}
    row = known(thrice)
    assert pick(row, "since_run", "absent_sessions_then", "possible_sessions_then") == (3, 4, 30)
    assert pick(row, "absent_sessions", "possible_sessions") == (5, 30)


def test_a_mark_that_changed_back_has_not_changed(thrice):
    # LIV's O became present and O again
    assert changes(thrice, since_run=2) == {
        ("/", "Y4"): 3,
        ("\\", "Y4"): 3,
        ("N", "M"): 1,
        ("N", "I"): 1,
    }
    assert pick(known(thrice, since_run=2), "absent_sessions_then", "possible_sessions_then") == (3, 30)


@pytest.mark.parametrize("first", [FIRST, WITHOUT_CALENDAR], ids=["calendar", "no calendar"])
@pytest.mark.parametrize("since", [2, 3])
def test_what_was_known_is_what_the_headline_then_said(opened, first, since):
    runs = (first, SECOND, THIRD)
    then = known(opened(*runs), since_run=since)
    (headline,) = run_query(opened(*runs[: since - 1]), "absence_headline")

    assert pick(then, "possible_sessions_then", "absent_sessions_then", "absence_rate_then") == pick(
        headline, "possible_sessions", "absent_sessions", "absence_rate"
    )


@pytest.mark.parametrize(
    "filters", [{}, {"year_groups": "5"}, {"age_cohort": "all", "to_date": "2025-09-03"}]
)
def test_what_is_known_now_is_the_headline(thrice, filters):
    (headline,) = run_query(thrice, "absence_headline", **filters)

    assert pick(known(thrice, **filters), "possible_sessions", "absent_sessions", "absence_rate") == pick(
        headline, "possible_sessions", "absent_sessions", "absence_rate"
    )


@pytest.mark.parametrize("since", [2, 3])
def test_the_list_the_codes_and_the_count_agree(thrice, since):
    listed = run_query(thrice, "marks_changed", since_run=since)

    assert len(listed) == sum(changes(thrice, since_run=since).values())
    assert len(listed) == known(thrice, since_run=since)["changed_marks"]


def test_the_list_says_who_and_when(thrice):
    rows = run_query(thrice, "marks_changed")

    assert [pick(row, "upn", "session_date", "session", "old_code", "new_code") for row in rows] == [
        (KIT.upn, "2025-09-02", "AM", "I", "M"),
        (LIV.upn, "2025-09-03", "AM", "/", "O"),
    ]


def test_before_the_first_file_nothing_was_known(opened):
    row = known(opened(FIRST))

    assert pick(row, "possible_sessions_then", "absence_rate_then", "changed_marks") == (0, None, 0)
    assert pick(row, "absence_rate_before", "absence_rate") == (pytest.approx(0.1), pytest.approx(0.1))
