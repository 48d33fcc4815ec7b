"""On which sessions of the week are pupils most often absent?"""

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import theme
from dashboard.domain import words

SESSIONS = {"AM": "morning", "PM": "afternoon"}


def absence_by_weekday(weekdays: pd.DataFrame) -> go.Figure:
    """A heat-map of weekday by session with the rate printed in every cell.

    Takes the columns weekday, session, absence_rate, absent_sessions and possible_sessions.
    """
    known = weekdays.dropna(subset=["absence_rate"])
    if known.empty:
        return theme.blank_figure(
            "No possible sessions in this selection. Widen the dates or clear a filter."
        )
    rates = known.pivot_table(index="session", columns="weekday", values="absence_rate").sort_index()
    low, high = _colour_range(rates)
    figure = theme.figure(height=200)
    names = [words.WEEKDAYS[int(weekday)] for weekday in rates.columns]
    figure.add_heatmap(
        x=names,
        y=list(rates.index),
        z=rates.to_numpy(),
        zmin=low,
        zmax=high,
        colorscale=[[step / 2, colour] for step, colour in enumerate(theme.SEQUENTIAL)],
        showscale=False,
        text=[[words.percent(rate) if rate == rate else "" for rate in row] for row in rates.to_numpy()],
        texttemplate="%{text}",
        textfont={"size": 15, "color": theme.TEXT},
        xgap=3,
        ygap=3,
        hovertemplate="%{x} %{y}: %{z:.1%}<extra></extra>",
    )
    # whole names collide on a phone
    figure.update_xaxes(type="category", side="top", tickvals=names, ticktext=[name[:3] for name in names])
    return figure.update_yaxes(type="category", autorange="reversed", showgrid=False)


def absence_by_weekday_sentence(weekdays: pd.DataFrame) -> str:
    """The session missed most beside the one missed least."""
    known = weekdays.dropna(subset=["absence_rate"])
    if known.empty:
        return "No possible sessions in this selection"
    most, least = known.nlargest(1, "absence_rate").iloc[0], known.nsmallest(1, "absence_rate").iloc[0]
    if words.percent(most["absence_rate"]) == words.percent(least["absence_rate"]):
        return f"Every session of the week is missed alike, {words.percent(most['absence_rate'])}"
    return (
        f"{_name(most)} is missed most, {words.percent(most['absence_rate'])}; "
        f"{_name(least)} least, {words.percent(least['absence_rate'])}"
    )


def _colour_range(rates: pd.DataFrame) -> tuple[float, float]:
    """Two points of absence at least from pale to dark, so that small differences look small."""
    lowest, highest = float(rates.min().min()), float(rates.max().max())
    room = max(0.0, 0.02 - (highest - lowest)) / 2
    return max(0.0, lowest - room), highest + room + 1e-9


def _name(row: pd.Series) -> str:
    return f"{words.WEEKDAYS[int(row['weekday'])]} {SESSIONS.get(row['session'], row['session'])}"
