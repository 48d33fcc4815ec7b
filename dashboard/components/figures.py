"""Put a chart on a page: its finding, the chart, its source, and behind it the figures and the query."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.components.downloads import download_button
from dashboard.components.escape import to_csv, to_xlsx
from dashboard.components.fetch import Chart, figure
from dashboard.components.names import without_identifiers
from dashboard.config import PROJECT_FOLDER
from dashboard.domain import words
from dashboard.domain.plain_text import sentence_for_markdown
from dashboard.store.catalogue import queries

PLOTLY = {"displayModeBar": False, "displaylogo": False, "responsive": True, "scrollZoom": False}
CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show_chart(
    chart: Chart,
    frame: pd.DataFrame,
    *,
    title: str,
    caption: str,
    alt: str,
    query_name: str,
    key: str | None = None,
    rows: pd.DataFrame | None = None,
    below: Callable[[], None] | None = None,
) -> None:
    """Title sentence, chart, source caption; figures and query in an expander that opens on demand.

    `title` and `caption` are markdown: escape what comes from a file. `alt` says the chart in plain words.
    `rows` are the figures where the chart's frame is made from them; `below` draws under the caption.
    """
    key = key or query_name
    with st.container(border=True, height="stretch"):
        st.header(title, anchor=False)
        st.plotly_chart(figure(chart, frame), config=PLOTLY, theme=None, key=f"{key}_chart", alt=alt)
        st.caption(caption)
        if below:
            below()
        show_figures(frame if rows is None else rows, query_name=query_name, key=key)


def show_figures(
    frame: pd.DataFrame,
    *,
    query_name: str,
    key: str | None = None,
    label: str = "Figures, download and query",
) -> None:
    """The rows behind a figure as a table, safe to download, with their query. Drawn when opened."""
    key = key or query_name
    behind = st.expander(label, key=f"{key}_figures", on_change="rerun")
    if not behind.open:
        return
    frame = without_identifiers(frame)
    with behind:
        st.dataframe(
            frame,
            hide_index=True,
            key=f"{key}_table",
            alt=f"The figures of {query_name} as a table",
            column_config={name: _column_config(name, frame[name]) for name in frame.columns},
        )
        download_buttons(frame, query_name, key=key)
        _show_query(query_name, key)


def _show_query(query_name: str, key: str) -> None:
    query = queries()[query_name]
    st.markdown(f"**Query `{query_name}`** · {sentence_for_markdown(query.question)}")
    sql = st.expander("Show the SQL", key=f"{key}_sql", on_change="rerun")
    if sql.open:
        # whole, wrapped, uncoloured: a box that scrolls is out of the keyboard's reach, grey is too pale
        sql.code(_sql_text(query.path), language=None, wrap_lines=True)


def download_buttons(frame: pd.DataFrame, file_name: str, *, key: str) -> None:
    """CSV and Excel downloads in which nothing is a formula; built when clicked."""
    frame = without_identifiers(frame)
    with st.container(horizontal=True):
        _download(frame, f"{file_name}.csv", "Download as CSV", to_csv, CSV, key)
        _download(frame, f"{file_name}.xlsx", "Download for Excel", to_xlsx, XLSX, key)


def _download(
    frame: pd.DataFrame, name: str, label: str, write: Callable[[pd.DataFrame], bytes], mime: str, key: str
) -> None:
    download_button(
        label, lambda: write(frame), file_name=name, mime=mime, key=f"{key}_{name}", rows=len(frame)
    )


def _column_config(name: str, values: pd.Series) -> Any:
    label = words.column(name)
    if name.endswith("_rate") or name == "rate":
        return st.column_config.NumberColumn(label, format="percent")
    if name.endswith("_date") or name == "week_commencing":
        return st.column_config.DateColumn(label, format="DD/MM/YYYY")
    if pd.api.types.is_bool_dtype(values):
        return st.column_config.CheckboxColumn(label)
    return label


def _sql_text(path: Path) -> str:
    return (PROJECT_FOLDER / path).read_text(encoding="utf-8")
