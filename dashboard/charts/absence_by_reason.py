"""What kinds of reason are behind absence, and is the mix another than last year?"""

from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import theme
from dashboard.domain import words

INK = "#0B0C0C"  # reads on turquoise and orange, on a light page and on a dark one
SMALLEST_TYPE = 13  # a figure that does not fit its piece at this size is left out


class Group(NamedTuple):
    """A group of reasons as it is named and drawn."""

    label: str
    colour: str
    ink: str


GROUPS: dict[str, Group] = {
    "illness": Group("Illness and appointments", theme.DARK_BLUE, theme.PAPER),
    "other_authorised": Group("Other authorised", theme.TURQUOISE, INK),
    "holiday": Group("Holiday", theme.DARK_PINK, theme.PAPER),
    "other_unauthorised": Group("Other unauthorised", theme.ORANGE, INK),
}


def absence_by_reason(reasons: pd.DataFrame) -> go.Figure:
    """A bar a period, stacked by group of reasons; its length is the absence rate.

    Takes absence_by_reason with a column period: bars stand in the order of the frame.
    """
    if reasons.empty:
        return theme.blank_figure("No absence in this selection.")
    periods = reasons["period"].drop_duplicates().tolist()
    labels = [theme.label(period) for period in periods]
    longest = float(reasons.groupby("period")["rate"].sum().max())
    figure = theme.figure(height=110 + 52 * len(periods))
    for name, group in GROUPS.items():
        rows = reasons.loc[reasons["reason_group"] == name].set_index("period")
        if rows.empty:
            continue
        rates = [float(rows["rate"].get(period, 0.0)) for period in periods]
        codes = [theme.label(rows["codes"].get(period, "")) for period in periods]
        figure.add_bar(
            name=group.label,
            orientation="h",
            y=labels,
            x=rates,
            marker={"color": group.colour, "line": {"color": theme.PAPER, "width": 1}},
            text=[words.percent(rate) for rate in rates],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            textfont={"color": group.ink, "size": 14},
            customdata=codes,
            hovertemplate="%{y}, " + group.label + " (%{customdata}): %{x:.2%} of possible<extra></extra>",
        )
    figure.update_layout(barmode="stack", bargap=0.3, uniformtext={"mode": "hide", "minsize": SMALLEST_TYPE})
    figure.update_xaxes(tickformat=".1~%", range=[0, longest * 1.02], showgrid=True, nticks=5)
    figure.update_yaxes(type="category", categoryorder="array", categoryarray=labels[::-1], showgrid=False)
    return theme.legend_on_top(figure).update_layout(legend_traceorder="normal")


def absence_by_reason_sentence(reasons: pd.DataFrame) -> str:
    """The largest group of the first period, and its share of all absence."""
    if reasons.empty:
        return "No absence in this selection"
    first = reasons.loc[reasons["period"] == reasons["period"].iloc[0]]
    largest = first.loc[first["sessions"].idxmax()]
    label = GROUPS[largest["reason_group"]].label
    verb = "make" if label.endswith("appointments") else "makes"
    return f"{label} {verb} up {words.percent(largest['share'], 0)} of all absence"
