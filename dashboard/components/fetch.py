"""Run a named query for a page, cached until the store changes."""

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from streamlit.runtime.scriptrunner import add_script_run_ctx, get_script_run_ctx

from dashboard.charts import theme
from dashboard.components.filters import Filters
from dashboard.components.names import names_are_hidden, without_names
from dashboard.components.roles import current_role
from dashboard.components.store import current_store, shown_store
from dashboard.store.catalogue import queries
from dashboard.store.governors import governors_store, is_for_governors
from dashboard.store.reading import check_role, store_for

Chart = Callable[[pd.DataFrame], go.Figure]
_Frozen = str | int | bool | date | tuple[Any, ...] | None
_Parameters = tuple[tuple[str, _Frozen], ...]
AT_ONCE = 2


def fetch(name: str, filters: Filters | None = None, **params: Any) -> pd.DataFrame:
    """The rows of a query, given those of the filters that it takes; without names while they are hidden."""
    frame = _rows(*_key(name, filters, params))
    return without_names(frame) if names_are_hidden() else frame


def fetch_together(*wanted: tuple[str, Filters | None, Mapping[str, Any]]) -> None:
    """Ask several queries side by side, so that each `fetch` after it finds its answer.

    For a page of many small queries: most of their time is planning, which two cores do in half of it.
    """
    keys = [_key(*one) for one in wanted]
    context = get_script_run_ctx()

    def ask(key: tuple[str, _Parameters, str, str]) -> None:
        add_script_run_ctx(threading.current_thread(), context)
        _rows(*key)

    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        list(pool.map(ask, keys))


def figure(chart: Chart, frame: pd.DataFrame) -> go.Figure:
    """The chart of a frame, drawn once for the same figures, in the colours of the reader's theme."""
    return _drawn(f"{chart.__module__}.{chart.__qualname__}", frame, st.context.theme.type == "dark", chart)


@st.cache_data(show_spinner=False, max_entries=500)
def _rows(name: str, parameters: _Parameters, folder: str, version: str) -> pd.DataFrame:  # noqa: ARG001 version is part of the key
    given = {key: list(value) if isinstance(value, tuple) else value for key, value in parameters}
    if is_for_governors(queries()[name]):
        return governors_store(Path(folder)).frame(name, given)
    return store_for(Path(folder)).frame(name, given)


def _key(name: str, filters: Filters | None, params: Mapping[str, Any]) -> tuple[str, _Parameters, str, str]:
    """What the answer is kept under; RoleRefused before anything is looked up that this run may not see."""
    query = queries()[name]
    check_role(query, current_role() or "nobody")
    given = {
        key: value
        for key, value in (filters or Filters()).parameters().items()
        if key in query.parameter_names
    }
    store = governors_store(shown_store().folder) if is_for_governors(query) else current_store()
    frozen = tuple(sorted((key, _frozen(value)) for key, value in (given | dict(params)).items()))
    return name, frozen, str(store.folder), store.version


@st.cache_resource(show_spinner=False, max_entries=300)
def _drawn(chart_name: str, frame: pd.DataFrame, is_dark: bool, _chart: Chart) -> go.Figure:  # noqa: ARG001 the name is part of the key
    drawn = _chart(frame)
    return theme.for_dark(drawn) if is_dark else drawn


def _frozen(value: Any) -> _Frozen:
    return tuple(value) if isinstance(value, list) else value
