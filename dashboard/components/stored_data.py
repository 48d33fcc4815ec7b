"""What is stored: by kind of file, the imports that brought it, and what was wrong in them."""

import pandas as pd
import streamlit as st

from dashboard.components.downloads import download_button
from dashboard.components.escape import to_csv
from dashboard.components.fetch import fetch
from dashboard.components.figures import show_figures
from dashboard.components.import_ledger import escaped
from dashboard.domain import words
from dashboard.domain.canonical_files import LABELS
from dashboard.domain.plain_text import for_markdown

PROBLEMS_SHOWN = 30


def show_stored() -> None:
    """From when to when, and as at when, by kind of file."""
    stored = fetch("stored_data")
    names = {int(row["school_id"]): row["name"] for _, row in fetch("school_names").iterrows()}
    lines = pd.DataFrame(
        {
            "What": stored["kind"].map(LABELS),
            "Rows": stored["stored_rows"].map("{:,}".format),
            "From": stored["first_date"].map(short_day),
            "To": stored["last_date"].map(short_day),
            "As at": stored["as_at"].map(short_day),
            "Last import": stored["last_imported_at"].map(short_day),
        }
    )
    if len(names) > 1:
        lines.insert(0, "School", stored["school_id"].map(lambda number: for_markdown(names[number] or "–")))
    st.table(lines.set_index(lines.columns[0]), border="horizontal")


def show_year_groups(stored: pd.DataFrame) -> None:
    """From when to when marks are stored of each year group; earlier academic years open on demand."""
    if stored.empty:
        st.markdown("No marks are stored yet.")
        return
    newest = stored["academic_year"].max()
    st.table(_year_groups(stored.loc[stored["academic_year"] == newest]), border="horizontal")
    earlier = stored.loc[stored["academic_year"] < newest]
    for year in earlier["academic_year"].unique():
        box = st.expander(words.academic_year(int(year)), key=f"stored_{year}", on_change="rerun")
        if box.open:
            box.table(_year_groups(earlier.loc[earlier["academic_year"] == year]), border="horizontal")
    show_figures(stored, query_name="stored_by_year_group")


def _year_groups(stored: pd.DataFrame) -> pd.DataFrame:
    lines = pd.DataFrame(
        {
            "Year group": [
                for_markdown(words.year_group(group)) if isinstance(group, str) else "In no pupil list"
                for group in stored["year_group"]
            ],
            "From": stored["first_date"].map(short_day),
            "To": stored["last_date"].map(short_day),
            "Marks": stored["marks"].map("{:,}".format),
            "Missing": stored["missing_marks"].map("{:,}".format),
        }
    )
    return lines.set_index("Year group")


def show_imports() -> None:
    """Every file imported, newest first, and on request what was wrong in one."""
    imports = fetch("imports_made")
    if imports.empty:
        st.markdown("No file has been imported yet.")
        return
    newest = imports.head(10)
    lines = pd.DataFrame(
        {
            "Imported": newest["imported_at"].map("{:%d/%m/%Y %H:%M}".format),
            "File": newest["file_name"].map(for_markdown),
            "What": newest["kind"].map(LABELS),
            "Accepted": newest["rows_accepted"].map("{:,}".format),
            "Unchanged": newest["rows_unchanged"].map("{:,}".format),
            "Rejected": newest["rows_rejected"].map("{:,}".format),
        }
    )
    st.table(lines.set_index("Imported"), border="horizontal")
    show_figures(imports, query_name="imports_made", label="Every import, download and query")
    show_past_problems(imports)


def show_past_problems(imports: pd.DataFrame) -> None:
    """The problems and warnings kept with an import."""
    with_messages = imports.loc[imports["problems"] + imports["warnings"] > 0]
    if with_messages.empty:
        st.markdown("No import had a problem or a warning.")
        return
    by_id = {int(row["import_id"]): row for _, row in with_messages.iterrows()}
    chosen = st.selectbox(
        "Problems and warnings of an import",
        list(by_id),
        index=None,
        format_func=lambda number: _import_words(by_id[number]),
        placeholder="Choose an import",
        key="problems_of_import",
    )
    if chosen is None:
        return
    messages = fetch("problems_of_import", import_id=chosen)
    shown = messages.head(PROBLEMS_SHOWN)
    lines = pd.DataFrame(
        {
            "Line": shown["line"].map(lambda line: "–" if pd.isna(line) else str(int(line))),
            "Column": shown["column_name"].map(lambda name: for_markdown(name) if name else "–"),
            "What": shown["severity"].map(lambda what: "Warning" if what == "warning" else "Rejected"),
            "Message": shown["message"].map(escaped),
        }
    )
    st.table(lines.set_index("Line"), border="horizontal")
    if len(messages) > len(shown):
        st.caption(f"and {len(messages) - len(shown):,} more in the download")
    download_button(
        "Download them as CSV",
        lambda: to_csv(messages),
        file_name=f"problems-of-import-{chosen}.csv",
        mime="text/csv",
        key="problems_of_import_csv",
        rows=len(messages),
    )


def short_day(value: object) -> str:
    """03/09/2026, or a dash."""
    return "–" if pd.isna(value) else f"{pd.Timestamp(value):%d/%m/%Y}"  # type: ignore[call-overload, arg-type]


def moment(value: object) -> str:
    """3 September 2026, 08:41."""
    at = pd.Timestamp(value)  # type: ignore[arg-type]
    return f"{words.day(at.date())}, {at:%H:%M}"


def _import_words(row: pd.Series) -> str:
    found = []
    if row["problems"]:
        found.append(words.count(int(row["problems"]), "problem"))
    if row["warnings"]:
        found.append(words.count(int(row["warnings"]), "warning"))
    return f"{row['file_name']}, {moment(row['imported_at'])}: {words.listed(found)}"
