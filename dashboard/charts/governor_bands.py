"""Published numbers of pupils by how much they missed."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import theme
from dashboard.domain import published

PERSISTENT_STARTS = ("10", "15", "50")


def governor_bands(bands: pd.DataFrame) -> go.Figure:
    """A bar a band, its pupils and share in print; those from 10% on stand out.

    Takes the columns band, band_label, pupils (text, none where hidden) and share.
    """
    if bands.empty:
        return theme.blank_figure("Nothing is said of how much pupils missed.")
    labels = [theme.label(text) for text in bands["band_label"]]
    figure = theme.figure(height=50 + 40 * len(bands))
    figure.add_bar(
        orientation="h",
        y=labels,
        x=bands["share"].fillna(0),
        marker={
            "color": [theme.DARK_BLUE if _is_persistent(band) else theme.LAST_YEAR for band in bands["band"]]
        },
        text=[
            f" {published.count_and_rate(pupils, share)}"
            for pupils, share in zip(bands["pupils"], bands["share"], strict=True)
        ],
        textposition="outside",
        textangle=0,
        cliponaxis=False,
        hoverinfo="skip",
    )
    widest = bands["share"].max()
    figure.update_xaxes(
        tickformat=theme.WHOLE_PERCENT,
        range=[0, 2.6 * (0.1 if pd.isna(widest) else float(widest))],
        showgrid=True,
        nticks=5,
    )
    return figure.update_yaxes(
        type="category", categoryorder="array", categoryarray=labels[::-1], showgrid=False
    )


def governor_bands_sentence(bands: pd.DataFrame) -> str:
    """The bands from 10% on, in words."""
    beyond = bands.loc[[_is_persistent(band) for band in bands["band"]]] if len(bands) else bands
    if beyond.empty:
        return "Nothing is said of how much pupils missed"
    said = [
        f"{published.count(pupils)} missed {_as_said(text)}"
        for pupils, text in zip(beyond["pupils"], beyond["band_label"], strict=True)
        if published.is_known(pupils)
    ]
    if not said:
        return "How many pupils missed a tenth or more is not said"
    sentence = "; ".join([said[0], *(text.replace(" missed", "") for text in said[1:])])
    return sentence[0].upper() + sentence[1:]


def _as_said(label: str) -> str:
    return label[:1].lower() + label[1:]


def _is_persistent(band: str) -> bool:
    return band.split("_")[0] in PERSISTENT_STARTS
