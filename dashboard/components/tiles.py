"""Headline tiles: one figure each, what it is of, and how it moved."""

import pandas as pd
import streamlit as st

from dashboard.components.changes import SAME
from dashboard.domain import words

TILE_WIDTH = 150


def tile(label: str, value: str, note: str = "", *, help_text: str | None = None) -> None:
    """A figure with a line under it. Label and note are markdown: escape what comes from a file."""
    with st.container(border=True, height="stretch", gap="xsmall"):
        st.metric(label, value, help=help_text)
        if note:
            st.caption(note)


def rate_tile(label: str, rate: float, last_year_rate: float, note: str = "") -> None:
    """A rate, and by how many points it differs from the same point last year where that is known."""
    with st.container(border=True, height="stretch", gap="xsmall"):
        change = rate - last_year_rate
        if pd.isna(change):
            st.metric(label, words.percent(rate))
            st.caption("No marks a year earlier")
        else:
            is_same = abs(change) < SAME
            st.metric(
                label,
                words.percent(rate),
                "the same" if is_same else f"{100 * change:+.1f} points",
                delta_color="off",
                delta_arrow="off" if is_same else "auto",
            )
            st.caption(f"Last year {words.percent(last_year_rate)}")
        if note:
            st.caption(note)
