"""How many pupils are at, near or beyond the line?"""

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import theme
from dashboard.domain import words

PERSISTENT_BANDS = ("10_to_15", "15_to_50", "50_plus")


def pupils_by_band(bands: pd.DataFrame) -> go.Figure:
    """Bars of pupils by how much they have missed; the bands from 10% on stand out.

    Takes the columns band and pupils, a row a band; a band without a row has no pupils.
    """
    if bands.empty or not bands["pupils"].sum():
        return theme.blank_figure("No pupil with a possible session in this selection.")
    pupils = bands.groupby("band")["pupils"].sum().reindex(list(words.BANDS), fill_value=0)
    figure = theme.figure(height=280)
    figure.add_bar(
        x=[words.BANDS[band] for band in pupils.index],
        y=pupils,
        marker={
            "color": [
                theme.DARK_BLUE if band in PERSISTENT_BANDS else theme.LAST_YEAR for band in pupils.index
            ]
        },
        text=pupils,
        textposition="outside",
        cliponaxis=False,
        hovertemplate="%{x} missed: %{y} pupils<extra></extra>",
    )
    figure.update_yaxes(range=[0, float(pupils.max()) * 1.15 + 0.5], nticks=5)
    return figure.update_xaxes(type="category", title="Share of possible sessions missed")


def pupils_by_band_sentence(bands: pd.DataFrame) -> str:
    """How many pupils have missed 10% or more."""
    everyone = int(bands["pupils"].sum()) if not bands.empty else 0
    if not everyone:
        return "No pupil with a possible session in this selection"
    persistent = int(bands.loc[bands["band"].isin(PERSISTENT_BANDS), "pupils"].sum())
    return f"{persistent} of {words.count(everyone, 'pupil')} have missed 10% or more"
