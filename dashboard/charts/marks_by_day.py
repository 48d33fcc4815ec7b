"""On which days are all marks present, and on which are some missing?"""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import theme
from dashboard.charts.week_grid import Cell, Kinds, week_grid
from dashboard.domain import words

MANY = 0.1  # of a day's marks: from here on the cell stands out
SCHOOL_WEEK = 5
KINDS: Kinds = {
    "complete": ("Every mark", theme.SHADE, theme.QUIET_TEXT),
    "some_missing": ("Some missing", theme.SEQUENTIAL[1], theme.TEXT),
    "many_missing": ("A tenth or more missing", theme.ORANGE, theme.ON_ORANGE),
    "no_marks": ("No mark all day", theme.DARK_PINK, theme.PAPER),
    "closed": ("Closed", theme.GRID, theme.QUIET_TEXT),
    "closed_with_marks": ("Marks on a closed day", theme.MID_BLUE, theme.PAPER),
    "to_come": ("After the last mark", theme.PAPER, theme.QUIET_TEXT),
}
SCHOOL_STATES = ("complete", "some_missing", "no_marks")
KEY = (
    "✓ every mark · a number: so many missing, orange from a tenth of the day on · none: no mark all day · "
    "– closed · a number with !: marks on a closed day"
)


def marks_by_day(days: pd.DataFrame) -> go.Figure:
    """A row a week, a column a weekday; how many marks are missing is printed in each.

    Takes the columns session_date, week_commencing, weekday, state, marks, missing_marks and missing_share.
    """
    told = days.loc[~days["state"].isin(["closed", "to_come"]), "week_commencing"]
    if told.empty:
        return theme.blank_figure("No marks in these dates. Choose another period.")
    shown = days.loc[days["week_commencing"].between(told.min(), told.max())]
    has_weekend = ((shown["weekday"] > SCHOOL_WEEK) & (shown["state"] != "closed")).any()
    names = [name[:3] for name in list(words.WEEKDAYS.values())[: 7 if has_weekend else SCHOOL_WEEK]]
    cells = [_cell(day) for day in shown.to_dict("records")]
    return week_grid(cells, KINDS, names, names)


def marks_by_day_sentence(days: pd.DataFrame) -> str:
    """On how many school days every mark is there, and the day that lacks most."""
    school_days = days.loc[days["state"].isin(SCHOOL_STATES)]
    if school_days.empty:
        return "No school day in these dates"
    complete = int((school_days["state"] == "complete").sum())
    if complete == len(school_days):
        return f"Every mark is there on all {words.count(complete, 'school day')}"
    worst = school_days.nlargest(1, "missing_marks").iloc[0]
    return (
        f"Every mark is there on {complete} of {words.count(len(school_days), 'school day')}; "
        f"most are missing on {words.weekday_and_day(worst['session_date'])}, {int(worst['missing_marks'])}"
    )


def _cell(day: Mapping[Hashable, Any]) -> Cell:
    on = pd.Timestamp(day["session_date"])
    marks, missing = int(day["marks"]), int(day["missing_marks"])
    state = str(day["state"])
    if state == "some_missing" and missing >= MANY * (marks + missing):
        state = "many_missing"
    texts = {
        "complete": ("✓", f"all {marks:,} marks"),
        "some_missing": (f"{missing:,}", f"{missing:,} of {marks + missing:,} marks missing"),
        "many_missing": (f"{missing:,}", f"{missing:,} of {marks + missing:,} marks missing"),
        "no_marks": ("none", f"no mark at all, {missing:,} missing"),
        "closed": ("–", "closed"),
        "closed_with_marks": (f"{marks:,}!", f"closed, {words.count(marks, 'mark')} stored"),
        "to_come": ("", "after the last mark"),
    }
    text, told = texts[state]
    week = pd.Timestamp(day["week_commencing"]).date()
    return Cell(week, f"{on:%a}", state, text, f"{words.weekday_and_day(on.date())}: {told}")
