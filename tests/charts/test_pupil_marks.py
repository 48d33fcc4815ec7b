import pandas as pd

from dashboard.charts.pupil_marks import KINDS, pupil_marks, pupil_marks_sentence

MARKS = pd.DataFrame(
    [
        ("2026-09-07", 1, "AM", "/", "present"),
        ("2026-09-07", 1, "PM", "L", "late"),
        ("2026-09-07", 5, "PM", "I", "authorised"),
        ("2026-09-14", 2, "AM", "N", "unexplained"),
        ("2026-09-14", 2, "PM", None, "missing"),
        ("2026-09-14", 6, "AM", "/", "present"),
    ],
    columns=["week_commencing", "weekday", "session", "attendance_code", "kind"],
)


def test_weeks_are_rows_and_half_days_columns():
    grid = pupil_marks(MARKS).data[0]

    assert grid.x[:3] == ("Mon AM", "Mon PM", "Tue AM")
    assert grid.z[0][0] == list(KINDS).index("present")
    assert grid.z[0][9] == list(KINDS).index("authorised")
    assert grid.z[1][2] == list(KINDS).index("unexplained")


def test_every_code_is_printed_and_a_missing_mark_is_a_question():
    printed = {trace.name: trace.text for trace in pupil_marks(MARKS).data[1:]}

    assert printed["Late"] == ("L",)
    assert printed["No mark"] == ("?",)


def test_a_mark_at_a_weekend_has_no_column():
    assert [len(row) for row in pupil_marks(MARKS).data[0].z] == [10, 10]


def test_the_title_counts_sessions_missed():
    assert pupil_marks_sentence(MARKS) == "Absent for 2 of 5 sessions, 40.0%"
