"""One child's register, week by week, as on paper."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import theme
from dashboard.domain import words

# What a mark is, its colour, and the colour of the code printed on it. The code says what the colour says.
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
    names = list(KINDS)
    weeks = sorted(marks["week_commencing"].unique())
    rows = {week: number for number, week in enumerate(weeks)}
    labels = [theme.day_label(pd.Timestamp(week).date()) for week in weeks]
    grid: list[list[int | None]] = [[None] * len(SLOTS) for _ in weeks]
    texts: dict[str, list[tuple[str, int, str]]] = {kind: [] for kind in names}
    for mark in marks.to_dict("records"):
        slot = (int(mark["weekday"]) - 1) * 2 + (mark["session"] == "PM")
        if slot >= len(SLOTS):
            continue
        row = rows[mark["week_commencing"]]
        grid[row][slot] = names.index(mark["kind"])
        code = "?" if mark["kind"] == "missing" else theme.label(mark["attendance_code"])
        texts[mark["kind"]].append((SLOTS[slot], row, code))
    figure = theme.figure(height=70 + 24 * len(weeks))
    figure.add_heatmap(
        x=SLOTS,
        y=list(range(len(weeks))),
        z=grid,
        zmin=-0.5,
        zmax=len(names) - 0.5,
        colorscale=_steps(),
        showscale=False,
        xgap=2,
        ygap=2,
        hoverinfo="skip",
    )
    for kind, cells in texts.items():
        if cells:
            figure.add_scatter(
                name=KINDS[kind][0],
                mode="text",
                x=[slot for slot, _, _ in cells],
                y=[row for _, row, _ in cells],
                text=[code for _, _, code in cells],
                textfont={"size": 13, "color": KINDS[kind][2]},
                hovertext=[
                    f"{slot}, week of {labels[row]}: {code}, {KINDS[kind][0]}" for slot, row, code in cells
                ],
                hoverinfo="text",
            )
    figure.update_xaxes(type="category", side="top", categoryorder="array", categoryarray=SLOTS, tickangle=0)
    figure.update_xaxes(tickfont={"size": 12}, tickvals=SLOTS, ticktext=[_slot_text(slot) for slot in SLOTS])
    return figure.update_yaxes(
        autorange="reversed", tickvals=list(range(len(weeks))), ticktext=labels, showgrid=False
    )


def pupil_marks_sentence(marks: pd.DataFrame) -> str:
    """How many half-days were missed of those that counted."""
    counted = int(marks["kind"].isin(["present", "late", "authorised", "unauthorised", "unexplained"]).sum())
    absent = int(marks["kind"].isin(["authorised", "unauthorised", "unexplained"]).sum())
    if not counted:
        return "No session that counts in these dates"
    return f"Absent for {absent} of {words.count(counted, 'session')}, {words.percent(absent / counted)}"


def _steps() -> list[list[object]]:
    """One flat colour a kind."""
    size = len(KINDS)
    return [
        [(number + edge) / size, colour]
        for number, (_, colour, _) in enumerate(KINDS.values())
        for edge in (0, 1)
    ]


def _slot_text(slot: str) -> str:
    day, session = slot.split()
    return f"{day}<br>{session}"
