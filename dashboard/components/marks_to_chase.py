"""Marks that somebody has to ask about: missing, or without a reason for too long."""

import pandas as pd
import streamlit as st

from dashboard.components.fetch import fetch
from dashboard.components.figures import show_figures
from dashboard.components.filters import current_filters
from dashboard.components.page import nothing_matches
from dashboard.components.stored_data import short_day
from dashboard.domain import words
from dashboard.domain.plain_text import for_markdown

CLASSES_SHOWN = 20


def show_marks_to_chase() -> None:
    """How many, in which classes, and the lists to work through."""
    filters = current_filters()
    classes = fetch("marks_to_chase_by_class", filters)
    missing, stale = int(classes["missing_marks"].sum()), int(classes["stale_n_marks"].sum())
    with st.grid(columns=3, min_column_width=150):
        st.metric("Missing marks", f"{missing:,}", border=True, help="Sessions held, pupil on roll, no mark.")
        st.metric("Marks still N", f"{int(classes['n_marks'].sum()):,}", border=True)
        st.metric(
            "N for too long",
            f"{stale:,}",
            border=True,
            help="No reason after five school days: settle these first.",
        )
    if classes.empty:
        nothing_matches("Nothing to chase in this period: every mark is there and has its reason.")
        return
    st.markdown(
        "A missing mark counts neither as present nor as absent. Ask the class, put it right in your own "
        "system, export again and import: what changed is taken in."
    )
    shown = classes.head(CLASSES_SHOWN)
    lines = pd.DataFrame(
        {
            "Class": [_class(row) for _, row in shown.iterrows()],
            "Missing": shown["missing_marks"].map("{:,}".format),
            "Last missing": shown["latest_missing_date"].map(short_day),
            "N": shown["n_marks"].map("{:,}".format),
            "N too long": shown["stale_n_marks"].map("{:,}".format),
            "Oldest N": shown["oldest_n_days"].map(
                lambda days: "–" if pd.isna(days) else words.count(int(days), "day")
            ),
        }
    )
    st.table(lines.set_index("Class"), border="horizontal")
    show_figures(fetch("missing_marks", filters), query_name="missing_marks", label="Every missing mark")
    show_figures(
        fetch("unresolved_n_marks", filters), query_name="unresolved_n_marks", label="Every mark still N"
    )


def _class(row: pd.Series) -> str:
    year = row["year_group"]
    where = words.year_group(year) if isinstance(year, str) else "Year group unknown"
    return f"{where}, {for_markdown(row['class'])}" if isinstance(row["class"], str) else where
