"""Which groups miss most?"""

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import theme
from dashboard.domain import words


def absence_by_group(groups: pd.DataFrame) -> go.Figure:
    """A dot a group with its rate and number of pupils in print, and England's rate as a tick.

    Takes the columns group_value, group_label, absence_rate and pupils; national_absence_rate where there is
    one. Groups keep the order of the frame.
    """
    known = groups.dropna(subset=["absence_rate"])
    if known.empty:
        return theme.blank_figure(
            "No possible sessions in this selection. Widen the dates or clear a filter."
        )
    labels = [theme.label(text) for text in known["group_label"]]
    figure = theme.figure(height=70 + 38 * len(known))
    figure.add_scatter(
        name="Here",
        mode="markers+text",
        x=known["absence_rate"],
        y=labels,
        marker={"color": theme.DARK_BLUE, "size": 14},
        text=[
            f"  {words.percent(rate)} · {words.count(int(pupils), 'pupil')}"
            for rate, pupils in zip(known["absence_rate"], known["pupils"], strict=True)
        ],
        textposition="middle right",
        cliponaxis=False,
        hovertemplate="%{y}: %{x:.1%}<extra></extra>",
    )
    columns = ["absence_rate"]
    if "national_absence_rate" in known.columns and known["national_absence_rate"].notna().any():
        columns.append("national_absence_rate")
        figure.add_scatter(
            name="England",
            mode="markers",
            x=known["national_absence_rate"],
            y=labels,
            marker={"symbol": "line-ns", "size": 20, "line": {"width": 3, "color": theme.ORANGE}},
            hovertemplate="England: %{x:.1%}<extra></extra>",
        )
        theme.legend_on_top(figure)
    widest = float(known[columns].max().max())
    figure.update_xaxes(
        tickformat=theme.WHOLE_PERCENT, range=[0, max(widest * 1.9, 0.02)], showgrid=True, nticks=5
    )
    return figure.update_yaxes(
        type="category", categoryorder="array", categoryarray=labels[::-1], showgrid=False
    )


def absence_by_group_sentence(groups: pd.DataFrame) -> str:
    """The group that misses most beside the one that misses least."""
    known = groups.loc[groups["group_value"] != "unknown"].dropna(subset=["absence_rate"])
    if known.empty:
        return "No possible sessions in this selection"
    most, least = known.nlargest(1, "absence_rate").iloc[0], known.nsmallest(1, "absence_rate").iloc[0]
    if len(known) == 1:
        return f"{most['group_label']}: absence is {words.percent(most['absence_rate'])}"
    return (
        f"{most['group_label']} misses most, {words.percent(most['absence_rate'])}; "
        f"{least['group_label']} least, {words.percent(least['absence_rate'])}"
    )
