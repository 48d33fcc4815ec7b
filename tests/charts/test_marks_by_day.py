import pandas as pd

from dashboard.charts.marks_by_day import KINDS, marks_by_day, marks_by_day_sentence

DAYS = pd.DataFrame(
    [
        ("2026-08-30", "2026-08-24", 7, "closed", 0, 0),  # the summer holiday: before all that is told
        ("2026-08-31", "2026-08-31", 1, "closed", 0, 0),
        ("2026-09-01", "2026-08-31", 2, "complete", 40, 0),
        ("2026-09-02", "2026-08-31", 3, "some_missing", 39, 1),
        ("2026-09-03", "2026-08-31", 4, "some_missing", 36, 4),
        ("2026-09-04", "2026-08-31", 5, "no_marks", 0, 40),
        ("2026-09-05", "2026-08-31", 6, "closed", 0, 0),
        ("2026-09-07", "2026-09-07", 1, "closed_with_marks", 3, 0),
        ("2026-09-08", "2026-09-07", 2, "to_come", 0, 0),
    ],
    columns=["session_date", "week_commencing", "weekday", "state", "marks", "missing_marks"],
).assign(session_date=lambda days: pd.to_datetime(days["session_date"]))
SATURDAY = DAYS.assign(state=["closed_with_marks" if day == 6 else "closed" for day in DAYS["weekday"]])


def printed(figure):
    return {trace.name: trace.text for trace in figure.data[1:]}


def test_weeks_are_rows_and_the_summer_before_them_is_left_out():
    figure = marks_by_day(DAYS)

    assert figure.layout.yaxis.ticktext == ("31 Aug", "7 Sep")
    assert figure.data[0].x == ("Mon", "Tue", "Wed", "Thu", "Fri")


def test_what_is_missing_is_printed_and_not_only_coloured():
    assert printed(marks_by_day(DAYS)) == {
        "Every mark": ("✓",),
        "Some missing": ("1",),
        "A tenth or more missing": ("4",),
        "No mark all day": ("none",),
        "Closed": ("–",),
        "Marks on a closed day": ("3!",),
        "After the last mark": ("",),
    }


def test_a_tenth_of_a_day_stands_out():
    monday_to_friday = marks_by_day(DAYS).data[0].z[0]

    kinds = ["closed", "complete", "some_missing", "many_missing", "no_marks"]
    assert list(monday_to_friday) == [list(KINDS).index(kind) for kind in kinds]


def test_the_weekend_is_shown_only_if_there_are_marks_on_it():
    assert marks_by_day(SATURDAY).data[0].x[-2:] == ("Sat", "Sun")


def test_a_day_is_told_in_words_under_the_pointer():
    (some,) = [trace for trace in marks_by_day(DAYS).data[1:] if trace.name == "Some missing"]

    assert some.hovertext == ("Wednesday 2 September 2026: 1 of 40 marks missing",)


def test_the_title_counts_complete_days_and_names_the_worst():
    assert marks_by_day_sentence(DAYS) == (
        "Every mark is there on 1 of 4 school days; most are missing on Friday 4 September 2026, 40"
    )
    complete = DAYS.loc[DAYS["state"] == "complete"]
    assert marks_by_day_sentence(complete) == "Every mark is there on all 1 school day"


def test_without_school_days_it_says_what_to_do():
    nothing = DAYS.assign(state="closed")

    assert "Choose another period" in marks_by_day(nothing).layout.annotations[0].text
    assert marks_by_day_sentence(nothing) == "No school day in these dates"
