"""One child's register, week by week, as on paper."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import theme
from dashboard.charts.week_grid import Cell, week_grid
from dashboard.domain import words

# The code printed on a mark says what its colour says.
KINDS: dict[str, tuple[str, str, str]] = {
    "present": ("Present", theme.SHADE, theme.TEXT),
    "late": ("Late", theme.SEQUENTIAL[1], theme.TEXT),
    "authorised": ("Authorised absence", theme.MID_BLUE, theme.PAPER),
    "unauthorised": ("Unauthorised absence", theme.ORANGE, theme.ON_ORANGE),
    "unexplained": ("Unexplained (N, O)", theme.DARK_PINK, theme.PAPER),
    "not_possible": ("Not counted", theme.GRID, theme.QUIET_TEXT),
    "missing": ("No mark", theme.PAPER, theme.TEXT),
}
SLOTS = [f"{day[:3]} {session}" for day in list(words.WEEKDAYS.values())[:5] for session in ("AM", "PM")]


def pupil_marks(marks: pd.DataFrame) -> go.Figure:
    """A row a week, ten half-days across, the code printed in each.

    Takes the columns week_commencing (a Monday), weekday, session, attendance_code and kind (a key of KINDS:
    present, late, authorised, unauthorised, unexplained, not_possible, missing).
    """
    if marks.empty:
        return theme.blank_figure("No marks in these dates. Choose a longer period.")
    cells = []
    for mark in marks.to_dict("records"):
        week = pd.Timestamp(mark["week_commencing"]).date()
        slot = f"{words.WEEKDAYS[int(mark['weekday'])][:3]} {mark['session']}"
        code = "?" if mark["kind"] == "missing" else theme.label(mark["attendance_code"])
        hover = f"{slot}, week of {theme.day_label(week)}: {code}, {KINDS[mark['kind']][0]}"
        cells.append(Cell(week, slot, mark["kind"], code, hover))
    return week_grid(cells, KINDS, SLOTS, [slot.replace(" ", "<br>") for slot in SLOTS])


def pupil_marks_sentence(marks: pd.DataFrame) -> str:
    """How many half-days were missed of those that counted."""
    counted = int(marks["kind"].isin(["present", "late", "authorised", "unauthorised", "unexplained"]).sum())
    absent = int(marks["kind"].isin(["authorised", "unauthorised", "unexplained"]).sum())
    if not counted:
        return "No session that counts in these dates"
    return f"Absent for {absent} of {words.count(counted, 'session')}, {words.percent(absent / counted)}"
