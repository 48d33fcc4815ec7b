"""Run a named query for a page, cached until the store changes."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard.charts import theme
from dashboard.components.filters import Filters
from dashboard.components.names import names_are_hidden, without_names
from dashboard.components.store import current_store
from dashboard.store.catalogue import queries
from dashboard.store.reading import store_for

Chart = Callable[[pd.DataFrame], go.Figure]
_Frozen = str | int | bool | date | tuple[Any, ...] | None


def fetch(name: str, filters: Filters | None = None, **params: Any) -> pd.DataFrame:
    """The rows of a query, given those of the filters that it takes; without names while they are hidden."""
    taken = {parameter.name for parameter in queries()[name].parameters}
    parameters = {key: value for key, value in (filters or Filters()).parameters().items() if key in taken}
    parameters |= params
    store = current_store()
    frozen = tuple(sorted((key, _frozen(value)) for key, value in parameters.items()))
    frame = _rows(name, frozen, str(store.folder), store.version)
    return without_names(frame) if names_are_hidden() else frame


def figure(chart: Chart, frame: pd.DataFrame) -> go.Figure:
    """The chart of a frame, drawn once for the same figures, in the colours of the reader's theme."""
    return _drawn(f"{chart.__module__}.{chart.__qualname__}", frame, st.context.theme.type == "dark", chart)


@st.cache_data(show_spinner=False, max_entries=500)
def _rows(name: str, parameters: tuple[tuple[str, _Frozen], ...], folder: str, version: str) -> pd.DataFrame:  # noqa: ARG001 version is part of the key
    return store_for(Path(folder)).frame(
        name, {key: list(value) if isinstance(value, tuple) else value for key, value in parameters}
    )


@st.cache_resource(show_spinner=False, max_entries=300)
def _drawn(chart_name: str, frame: pd.DataFrame, is_dark: bool, _chart: Chart) -> go.Figure:  # noqa: ARG001 the name is part of the key
    drawn = _chart(frame)
    return theme.for_dark(drawn) if is_dark else drawn


def _frozen(value: Any) -> _Frozen:
    return tuple(value) if isinstance(value, list) else value
