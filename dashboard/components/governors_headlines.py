"""The governors' headlines in plain sentences, and what was checked and found unremarkable."""

import pandas as pd
import streamlit as st

from dashboard.components.figures import show_figures
from dashboard.components.governors_term import PublishedTerm
from dashboard.components.tiles import tile
from dashboard.domain import published, words
from dashboard.domain.plain_text import for_markdown, sentence_for_markdown

AUTHORISED_OR_NOT = (
    ("Authorised", "authorised_rate", "authorised_absence_rate"),
    ("Unauthorised", "unauthorised_rate", "unauthorised_absence_rate"),
)

HIDDEN = "so that no child can be found"


def headlines(term: PublishedTerm) -> None:
    """Attendance, persistent and severe absence: now, a year before, in England and the authority."""
    now = term.rows("governor_headline")
    if now.empty:
        st.markdown("Headline figures are withheld: *Not shown*, below, says why.")
        return
    row = now.iloc[0]
    before = term.rows_before("governor_headline")
    earlier = None if before.empty else before.iloc[0]
    with st.grid(columns=3, min_column_width=150):
        tile("Attendance", words.percent(row["attendance_rate"]), "of sessions attended")
        _count_tile("Persistent absence", row, "persistent_absentees", "persistent_absence_rate")
        _count_tile("Severe absence", row, "severe_absentees", "severe_absence_rate")
    sentences = [*_attendance(term, row, earlier), *_persistent(term, row), *_severe(term, row, earlier)]
    st.markdown("\n".join(f"- {sentence}" for sentence in sentences))
    beside = term.rows("governor_benchmarks")
    if not beside.empty:
        show_figures(
            beside,
            query_name="governor_benchmarks",
            label="England and the local authority: figures and sources",
        )


def nothing_notable(term: PublishedTerm) -> None:
    """What was checked and found unremarkable; can be folded away."""
    lines = checked(term)
    if lines:
        with st.expander("Checked, nothing notable", expanded=True, key="checked"):
            st.markdown("\n".join(f"- {line}" for line in lines))


def checked(term: PublishedTerm) -> list[str]:
    """A line for each check of the published figures that found nothing."""
    changes, now = term.rows("governor_changes"), term.rows("governor_headline")
    names = {"absence_rate": "Absence", "persistent_absence_rate": "Persistent absence"}
    lines = [
        f"{names[measure]} changed no more on the year before than chance brings."
        for measure in changes.loc[~changes["is_more_than_chance"].astype(bool), "measure"]
    ]
    if not now.empty:
        row = now.iloc[0]
        for measure, column in (
            ("overall_absence_rate", "absence_rate"),
            ("persistent_absence_rate", "persistent_absence_rate"),
        ):
            england = _benchmarks(term, measure)
            england = england.loc[~england["is_local"]]
            if (
                not england.empty
                and published.is_known(row[column])
                and row[column] <= england.iloc[0]["value"]
            ):
                lines.append(f"{names[column]} was not above England's.")
        if row["severe_absentees"] == "0":
            lines.append("No pupil missed half or more of their sessions.")
    concerns = term.rows("governor_cme")
    if not concerns.empty:
        if concerns.iloc[0]["opened"] == "0":
            lines.append("No concern about a child at risk of missing education was opened.")
        if concerns.iloc[0]["open_at_end"] == "0":
            lines.append("No concern about a child at risk of missing education was left open.")
    return lines


def _count_tile(label: str, row: pd.Series, pupils: str, rate: str) -> None:
    """The rate where it is said; else, shortly enough for a tile, the count."""
    if published.is_known(row[rate]):
        value = words.percent(row[rate])
    else:
        value = "Under 5" if published.is_known(row[pupils]) else published.NOT_SAID.capitalize()
    tile(label, value, published.count(row[pupils]) if published.is_known(row[pupils]) else HIDDEN)


def _attendance(term: PublishedTerm, row: pd.Series, earlier: pd.Series | None) -> list[str]:
    beside = _beside(term, "attendance_rate", None if earlier is None else earlier["attendance_rate"])
    return [
        f"Attendance was **{words.percent(row['attendance_rate'])}**{beside}.",
        *_change(term, "absence_rate"),
        *_authorised_or_not(term, row, earlier),
    ]


def _authorised_or_not(term: PublishedTerm, row: pd.Series, earlier: pd.Series | None) -> list[str]:
    return [
        f"{name} absence was **{words.percent(row[column])}**"
        f"{_beside(term, measure, None if earlier is None else earlier[column])}."
        for name, column, measure in AUTHORISED_OR_NOT
        if published.is_known(row[column])
    ]


def _persistent(term: PublishedTerm, row: pd.Series) -> list[str]:
    said = published.count_and_rate(row["persistent_absentees"], row["persistent_absence_rate"])
    beside = _beside(term, "persistent_absence_rate", None)
    return [
        f"Persistently absent, missing a tenth or more: **{said}**{beside}.",
        *_change(term, "persistent_absence_rate"),
    ]


def _severe(term: PublishedTerm, row: pd.Series, earlier: pd.Series | None) -> list[str]:
    said = published.count_and_rate(row["severe_absentees"], row["severe_absence_rate"])
    before = ""
    if earlier is not None and published.is_known(earlier["severe_absentees"]):
        before = f"; the year before {published.count(earlier['severe_absentees'])}"
    beside = _beside(term, "severe_absence_rate", None)
    return [f"Severely absent, missing half or more: **{said}**{before}{beside}."]


def _beside(term: PublishedTerm, measure: str, before: float | None) -> str:
    """; a year before 94.4%; England 94.8%; Solihull 94.6% (daily series, 2024/25 autumn term)."""
    parts = [f"the year before {words.percent(before)}"] if published.is_known(before) else []
    benchmarks = _benchmarks(term, measure)
    parts += [
        f"{for_markdown(row['area'])} {words.percent(row['value'])}" for _, row in benchmarks.iterrows()
    ]
    if not benchmarks.empty:
        first = benchmarks.iloc[0]
        parts[-1] += f" ({first['series'].lower()} series, {for_markdown(first['covers'])})"
    return "".join(f"; {part}" for part in parts)


def _change(term: PublishedTerm, measure: str) -> list[str]:
    changes = term.rows("governor_changes")
    return [
        sentence_for_markdown(sentence) for sentence in changes.loc[changes["measure"] == measure, "sentence"]
    ]


def _benchmarks(term: PublishedTerm, measure: str) -> pd.DataFrame:
    benchmarks = term.rows("governor_benchmarks")
    return benchmarks.loc[benchmarks["measure"] == measure]
