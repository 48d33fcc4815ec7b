"""How fast was each case acted on?"""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import theme
from dashboard.domain import words

SHOWN = 12
STEPS = (
    ("days_to_first_action", "First action", "circle", theme.TURQUOISE),
    ("days_to_la", "Local authority told", "diamond", theme.DARK_PINK),
    ("days_to_close", "Closed", "square", theme.DARK_BLUE),
)


def cme_timeliness(cases: pd.DataFrame) -> go.Figure:
    """A bar a case over school days from its trigger, with a mark at each step; the newest twelve cases.

    Takes the columns of the query cme_timeliness. Day 0 is the day the case was opened; a bar that begins
    left of it began at the trigger.
    """
    if cases.empty:
        return theme.blank_figure("No CME case in this selection. Clear a filter, or record a case below.")
    shown = cases.sort_values("opened_date", ascending=False).head(SHOWN)
    labels = [theme.label(case_id) for case_id in shown["case_id"]]
    starts = [-max(0.0, _number(days)) for days in shown["days_to_open"]]
    ends = [max(_number(row[column]) for column, *_ in STEPS) for _, row in shown.iterrows()]
    figure = theme.figure(height=100 + 30 * len(shown))
    figure.add_bar(
        name="Trigger to latest step",
        orientation="h",
        y=labels,
        base=starts,
        x=[end - start for start, end in zip(starts, ends, strict=True)],
        marker={"color": theme.QUIET},
        width=0.35,
        hoverinfo="skip",
    )
    for column, name, symbol, colour in STEPS:
        figure.add_scatter(
            name=name,
            mode="markers",
            y=labels,
            x=shown[column],
            marker={"symbol": symbol, "size": 12, "color": colour},
            hovertemplate=f"%{{y}}: {name.lower()} on day %{{x}}<extra></extra>",
        )
    figure.add_vline(x=0, line={"color": theme.BENCHMARK, "width": 1})
    figure.update_xaxes(showgrid=True, title="School days since it was opened", nticks=8)
    figure.update_yaxes(type="category", categoryorder="array", categoryarray=labels[::-1], showgrid=False)
    return theme.legend_on_top(figure)


def cme_timeliness_sentence(cases: pd.DataFrame) -> str:
    """In how many cases the first action came within a school day."""
    if cases.empty:
        return "No CME case in this selection"
    prompt = int((cases["days_to_first_action"] <= 1).sum())
    return f"First action within a school day in {prompt} of {words.count(len(cases), 'case')}"


def _number(value: Any) -> float:
    return 0.0 if pd.isna(value) else float(value)
