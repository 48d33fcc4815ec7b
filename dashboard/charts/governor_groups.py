"""Published absence and persistent absence of groups, beside the same groups a year before."""

from collections.abc import Sequence
from textwrap import wrap

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import theme
from dashboard.domain import published, words

YEAR_BEFORE = "year_before"
ROW, LABEL_WIDTH = 40, 15
ROOM_FOR_TEXT = 2.8  # the axis, as a multiple of its highest rate


def governor_groups(groups: pd.DataFrame) -> go.Figure:
    """A dot a group for absence, a ring for the year before; words where nothing is said of a group.

    Takes the columns dimension_label, group_label, absence_rate and absence_rate_year_before.
    """
    texts = [
        words.percent(rate) if published.is_known(rate) else published.TOO_SMALL
        for rate in groups["absence_rate"]
    ]
    return _dots(groups, "absence_rate", texts)


def governor_groups_persistent(groups: pd.DataFrame) -> go.Figure:
    """A dot a group for persistent absence, a ring for the year before; words for what is not said exactly.

    Takes the columns dimension_label, group_label, persistent_absentees, persistent_absence_rate and
    persistent_absence_rate_year_before.
    """
    texts = [
        published.count_and_rate(pupils, rate)
        for pupils, rate in zip(
            groups["persistent_absentees"], groups["persistent_absence_rate"], strict=True
        )
    ]
    return _dots(groups, "persistent_absence_rate", texts)


def with_year_before(groups: pd.DataFrame, year_before: pd.DataFrame) -> pd.DataFrame:
    """The groups, with the two rates of the same groups a year before where they were published."""
    keys = ["dimension", "group_value"]
    rates = ["absence_rate", "persistent_absence_rate"]
    earlier = year_before[[*keys, *rates]].rename(columns={rate: f"{rate}_{YEAR_BEFORE}" for rate in rates})
    return groups.merge(earlier, on=keys, how="left")


def governor_groups_sentence(groups: pd.DataFrame, rate: str = "absence_rate") -> str:
    """The group that misses most beside the one that misses least."""
    what = "absence" if rate == "absence_rate" else "persistent absence"
    known = groups.dropna(subset=[rate])
    if known.empty:
        return f"Nothing is said of {what} in groups"
    most, least = known.nlargest(1, rate).iloc[0], known.nsmallest(1, rate).iloc[0]
    return (
        f"{what.capitalize()} was highest for {most['group_label']}, {words.percent(most[rate])}; "
        f"lowest for {least['group_label']}, {words.percent(least[rate])}"
    )


def _dots(groups: pd.DataFrame, rate: str, texts: Sequence[str]) -> go.Figure:
    if groups.empty:
        return theme.blank_figure("Nothing is said of groups.")
    places, headings = _places(groups["dimension_label"])
    before = f"{rate}_{YEAR_BEFORE}"
    figure = theme.figure(height=70 + ROW * (len(places) + len(headings)))
    if groups[before].notna().any():
        figure.add_scatter(
            name="The year before",
            mode="markers",
            x=groups[before],
            y=places,
            marker={"symbol": "circle-open", "size": 13, "color": theme.BENCHMARK, "line": {"width": 2}},
            hovertemplate="the year before: %{x:.1%}<extra></extra>",
        )
    figure.add_scatter(
        name="Now",
        mode="markers",
        x=groups[rate],
        y=places,
        marker={"size": 13, "color": theme.DARK_BLUE},
        hovertemplate="%{x:.1%}<extra></extra>",
    )
    figure.add_scatter(
        mode="text",
        x=groups[[rate, before]].max(axis="columns").where(groups[rate].notna(), 0).fillna(0),
        y=places,
        text=[f"   {theme.label(text)}" for text in texts],
        textposition="middle right",
        cliponaxis=False,
        hoverinfo="skip",
        showlegend=False,
    )
    theme.legend_on_top(figure)
    highest = groups[[rate, before]].max().max()
    widest = 0.02 if pd.isna(highest) else max(float(highest), 0.02)
    figure.update_xaxes(
        tickformat=theme.WHOLE_PERCENT, range=[0, widest * ROOM_FOR_TEXT], showgrid=True, nticks=5
    )
    names = [f"<b>{theme.label(text)}</b>" for text in headings.values()]
    names += ["<br>".join(wrap(theme.label(text), LABEL_WIDTH)) for text in groups["group_label"]]
    return figure.update_yaxes(
        tickvals=[*headings, *places],
        ticktext=names,
        range=[len(places) + len(headings) - 0.5, -0.5],
        showgrid=False,
    )


def _places(dimensions: pd.Series) -> tuple[list[int], dict[int, str]]:
    """The row of each group, and the heading in the row before each dimension."""
    places: list[int] = []
    headings: dict[int, str] = {}
    row, previous = 0, None
    for dimension in dimensions:
        if dimension != previous:
            headings[row] = dimension
            row, previous = row + 1, dimension
        places.append(row)
        row += 1
    return places, headings
