"""What publishing a term would put before governors: every table with its figures, and what became of it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.components.roles import must_be_slt
from dashboard.domain import published, words
from dashboard.domain.plain_text import for_markdown, sentence_for_markdown
from dashboard.publishing import TableOutcome, preview
from dashboard.store.publications import Publication

NAMES_OF_CODES = ("band", "dimension", "group_value")  # the label beside them is for readers
STATUS = {"published": "shown", "merged": "small groups merged", "withheld": "withheld"}


def show_preview(folder: Path, term: str, school: str, versions: Sequence[str]) -> None:
    """The tables of the term, and of its year if that is published with it, as governors would see them."""
    outcomes, entries = _previewed(folder, term, school, tuple(versions))
    for entry in entries:
        name = published.period_name(words.academic_year(entry.academic_year), entry.term)
        st.header(name, anchor=False)
        label = _label(entry)
        if entry.moved:
            with st.expander("What moves since the version before", key=f"preview moves {label}"):
                st.markdown("\n".join(published.moved_lines(entry.moved)))
        for outcome in (one for one in outcomes if one.period == label):
            _show_table(outcome, _rows_of(entry, outcome.table))


def _show_table(outcome: TableOutcome, rows: list[dict[str, Any]]) -> None:
    hidden = f", {words.count(outcome.hidden, 'figure')} not said" if outcome.hidden else ""
    box = st.expander(
        f"{published.TABLES[outcome.table]}: {STATUS[outcome.status]}{hidden}",
        key=f"preview {outcome.period} {outcome.table}",
        on_change="rerun",
    )
    if not box.open:
        return
    with box:
        st.markdown(sentence_for_markdown(outcome.reason))
        if rows:
            st.table(_as_read(rows), hide_index=True, border="horizontal")


def _as_read(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """The figures in words, as they are printed for governors."""
    columns = [column for column in rows[0] if column not in NAMES_OF_CODES]
    return pd.DataFrame(
        {
            words.column(column): [for_markdown(published.cell(column, row[column])) for row in rows]
            for column in columns
        }
    )


def _rows_of(entry: Publication, table: str) -> list[dict[str, Any]]:
    target, _, dimension = table.partition(" ")
    rows = entry.figures.get(target, [])
    return [row for row in rows if row["dimension"] == dimension] if dimension else rows


def _label(entry: Publication) -> str:
    year = words.academic_year(entry.academic_year)
    return year if entry.term == published.YEAR else f"{year} {entry.term}"


def _previewed(
    folder: Path, term: str, school: str, versions: tuple[str, ...]
) -> tuple[list[TableOutcome], list[Publication]]:
    must_be_slt()
    return _worked_out(str(folder), term, school, versions)


@st.cache_data(
    show_spinner="Auditing every table against everything ever published. This takes some seconds, for the "
    "last term of a year, or a term published again, up to a minute.",
    max_entries=20,
)
def _worked_out(
    folder: str,
    term: str,
    school: str,
    versions: tuple[str, ...],  # noqa: ARG001 of the register and the records: part of the key
) -> tuple[list[TableOutcome], list[Publication]]:
    return preview(Path(folder), term, school or None)
