"""The governors' page as it is laid out and printed: one column that fits a sheet of A4, tables for paper."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from dashboard.components.governors_term import ALWAYS_THE_SAME
from dashboard.domain import published, words
from dashboard.domain.plain_text import for_markdown

PAPER = "paper_"  # begins the key of what is only printed
# One column, as wide as the sheet, so that a chart is drawn in the size in which it is printed.
STYLE = f"""
<style>
[data-testid="stMainBlockContainer"] {{ max-width: 46rem; margin: 0 auto; }}
@media not print {{ [class*="st-key-{PAPER}"] {{ display: none; }} }}
@page {{ size: A4; margin: 14mm 12mm; }}
@media print {{
  html, body, #root, [data-testid="stApp"], [data-testid="stAppViewContainer"], [data-testid="stMain"] {{
    display: block !important; position: static !important; width: auto !important;
    height: auto !important; min-height: 0 !important; overflow: visible !important;
    background: white !important; }}
  [data-testid="stMainBlockContainer"] {{ max-width: none; padding: 0 2px !important; }}
  [data-testid="stSidebar"], [data-testid="stHeader"], [data-testid="stToolbar"],
  [data-testid="stExpandSidebarButton"], [data-testid="stSelectbox"], [data-testid="stPageLink"],
  [data-testid="stButton"], [data-testid="stDownloadButton"], [data-testid="stElementToolbar"],
  [class*="st-key-governor_"][class*="_figures"] {{ display: none !important; }}
  [data-testid="stExpander"] summary [data-testid="stIconMaterial"] {{ display: none; }}
  [class*="st-key-{PAPER}"] {{ display: block !important; }}
  [data-testid="stVerticalBlock"]:not([class*="stGrid"]), [data-testid="stLayoutWrapper"],
  [data-testid="stElementContainer"], [data-testid="stMainBlockContainer"] {{ display: block !important; }}
  [data-testid="stVerticalBlock"] {{ break-inside: auto !important; }}
  [data-testid="stVerticalBlock"] > * {{ margin-bottom: 0.7rem; }}
  [data-testid="stPlotlyChart"], [data-testid="stMetric"], [data-testid="stAlert"], tr, li {{
    break-inside: avoid; }}
  [data-testid="stElementContainer"]:has([data-testid="stHeading"]) {{
    break-inside: avoid; break-after: avoid; }}
  p:has(+ ul) {{ break-after: avoid; }}
  table {{ display: table !important; font-size: 9pt; }}
  td, th {{ padding: 2px 4px !important; }}
}}
</style>
"""


def page_style() -> None:
    """Lay this page out for a phone, a screen and paper; call it once, first."""
    st.html(STYLE)


def printed_table(rows: pd.DataFrame, columns: Sequence[str], key: str) -> None:
    """The published rows as a table that is printed and not shown: on screen they are behind the chart."""
    if rows.empty:
        return
    table = pd.DataFrame(
        {
            words.column(column): [for_markdown(published.cell(column, value)) for value in rows[column]]
            for column in columns
            if column not in ALWAYS_THE_SAME or rows[column].nunique() > 1
        }
    )
    with st.container(key=f"{PAPER}{key}"):
        st.table(table, hide_index=True, border="horizontal")
