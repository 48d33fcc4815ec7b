"""The parts of the governors' page: each a chart, its questions, and what is not said."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from dashboard.charts.absence_by_week import LAST_YEAR
from dashboard.charts.governor_bands import governor_bands, governor_bands_sentence
from dashboard.charts.governor_groups import (
    YEAR_BEFORE,
    governor_groups,
    governor_groups_persistent,
    governor_groups_sentence,
    with_year_before,
)
from dashboard.charts.governor_headline import governor_headline, governor_headline_sentence
from dashboard.charts.governor_weeks import beside_year_before, governor_weeks, governor_weeks_sentence
from dashboard.components.fetch import Chart
from dashboard.components.figures import show_chart, show_figures
from dashboard.components.governors_print import printed_table
from dashboard.components.governors_term import PublishedTerm
from dashboard.domain import published, words
from dashboard.domain.plain_text import for_markdown, sentence_for_markdown

RATES = ["absence_rate", "authorised_rate", "unauthorised_rate"]
SECTIONS = tuple(dict.fromkeys(name.partition(" ")[0] for name in published.TABLES))
COUNTS = ["persistent_absentees", "persistent_absence_rate", "severe_absentees"]


def weeks_section(term: PublishedTerm) -> None:
    """Week by week, beside the year before and England."""
    weeks = term.weeks()
    if weeks.empty:
        return
    benchmarks = term.rows("governor_benchmarks")
    england = benchmarks.loc[(benchmarks["measure"] == "overall_absence_rate") & ~benchmarks["is_local"]]
    frame = beside_year_before(
        weeks, term.weeks_before(), None if england.empty else float(england.iloc[0]["value"])
    )
    caption = "Share of possible sessions missed, whole school."
    if frame[LAST_YEAR].notna().any():
        caption += " Grey: the same week a year before."
    if not england.empty:
        caption += f" Dashed: England's primary schools, {for_markdown(england.iloc[0]['covers'])}."
    sentence = governor_weeks_sentence(frame)
    _chart(
        term,
        governor_weeks,
        frame,
        sentence,
        "Line chart by week",
        caption=caption,
        tables=["governor_weeks"],
        questions=(
            "What lay behind the highest week, and could it have been foreseen?",
            "Where absence was above the year before, what did leaders do, and when?",
        ),
        rows=weeks,
        columns=["week_commencing", *RATES],
        query_name="governor_weeks",
    )


def terms_section(term: PublishedTerm) -> None:
    """Term by term, authorised and unauthorised."""
    terms = term.terms_until()
    if terms.empty:
        return
    year = term.rows("governor_headline") if term.term == published.YEAR else terms.head(0)
    sentence = governor_headline_sentence(terms)
    _chart(
        term,
        governor_headline,
        terms,
        sentence,
        "Stacked bars by term",
        caption="Share of possible sessions missed, whole school, by published term.",
        tables=[] if term.rows("governor_headline").empty else ["governor_headline"],
        questions=(
            "Is unauthorised absence a growing part of the whole? Is any of it holidays in term time?",
            "What have leaders done about it, and did it work?",
        ),
        rows=pd.concat([terms, year], ignore_index=True),
        columns=["academic_year", "term", *RATES, *COUNTS],
        query_name="governor_headline",
    )


def bands_section(term: PublishedTerm) -> None:
    """How many pupils missed how much."""
    bands = term.rows("governor_bands")
    if bands.empty:
        return
    sentence = governor_bands_sentence(bands)
    _chart(
        term,
        governor_bands,
        bands,
        sentence,
        "Bars by how much pupils missed",
        caption="Pupils by the share of their own sessions that they missed. Dark: persistently absent.",
        tables=["governor_bands"],
        questions=(
            "How many pupils are just below the line of 10%, and who is working with them?",
            "Are those who are persistently absent the same children as last term?",
        ),
        rows=bands,
        columns=["band_label", "pupils", "share"],
        query_name="governor_bands",
    )


def groups_section(term: PublishedTerm) -> None:
    """Groups: absence, then persistent absence where it is said, each beside the year before."""
    tables = [name for name in published.TABLES if name.startswith("governor_groups")]
    groups = term.rows("governor_groups")
    if groups.empty:
        return
    frame = with_year_before(groups, term.rows_before("governor_groups"))
    sentence = governor_groups_sentence(frame)
    caption = "Share of possible sessions missed."
    if frame[f"absence_rate_{YEAR_BEFORE}"].notna().any():
        caption += f" Ring: the same group in the {_earlier(term)}."
    _chart(
        term,
        governor_groups,
        frame,
        sentence,
        "A dot for each group",
        caption=caption,
        tables=tables,
        questions=(
            "Why does the group with most absence miss more, and what is planned for it?",
            "How wide are the gaps between groups, and are they closing?",
        ),
        rows=groups,
        columns=["dimension_label", "group_label", *RATES],
        query_name="governor_groups",
    )
    if groups["persistent_absentees"].notna().any():
        _persistent_groups(term, groups, frame)


def _persistent_groups(term: PublishedTerm, groups: pd.DataFrame, frame: pd.DataFrame) -> None:
    persistent = governor_groups_sentence(frame, "persistent_absence_rate")
    _chart(
        term,
        governor_groups_persistent,
        frame,
        persistent,
        "A dot for each group",
        caption="Pupils who missed 10% or more, and their share of the group where the number is said.",
        tables=[],
        questions=(
            "Does the help that leaders chose reach the groups with most persistent absence?",
            "Could one family or one illness explain a figure? Leaders can say without naming anyone.",
        ),
        rows=groups,
        columns=["dimension_label", "group_label", *COUNTS],
        query_name="governor_groups",
        key="governor_groups_persistent",
    )


def cme_section(term: PublishedTerm) -> None:
    """Are concerns about children at risk of missing education acted on?"""
    concerns = term.rows("governor_cme")
    if concerns.empty:
        return
    row = concerns.iloc[0]
    with st.container(border=True):
        st.header(f"Children at risk of missing education: {_opened(row)}", anchor=False)
        st.markdown("\n".join(f"- {line}" for line in cme_lines(row)))
        st.caption(
            "A concern is opened when a pupil has been absent without a known reason for some days, or is "
            "not found where the school expects. The local authority is then told."
        )
        _below(
            term,
            ["governor_cme"],
            (
                "How quickly is a child who does not come looked for, and by whom?",
                "Has any child left the roll with no known destination? Are reduced timetables few?",
            ),
            rows=concerns,
            columns=["opened", "closed", "open_at_end"],
            key="governor_cme",
        )
        show_figures(concerns, query_name="governor_cme")


def cme_lines(row: pd.Series) -> list[str]:
    """What the published row says, line by line."""
    few = "not said: it is given only of five concerns or more, and only if it tells of no fewer"
    acted, reported = row["acted_in_time_rate"], row["reported_in_time_rate"]
    median = row["median_days_to_first_action"]
    counts = (
        f"Opened: {_plain(row['opened'])}. Closed: {_plain(row['closed'])}. "
        f"Open at the end: {_plain(row['open_at_end'])}."
    )
    told = words.percent(reported) if published.is_known(reported) else few
    lines = [counts]
    if row["opened"] != "0":
        lines += [
            f"Acted on by the next school day: {words.percent(acted) if published.is_known(acted) else few}.",
            f"Local authority told within 5 school days: {told}.",
        ]
    if published.is_known(median):
        over = " (over a rolling year)" if row["median_covers"] == "rolling year" else ""
        lines.append(f"Half of them were acted on within {words.count(int(median), 'school day')}{over}.")
    return lines


def not_shown(term: PublishedTerm) -> None:
    """The tables that have no chart or lines of their own, and why."""
    shown = {query for query in SECTIONS if not term.rows(query).empty}
    lines = _reasons(term, [name for name in published.TABLES if name.partition(" ")[0] not in shown])
    if lines:
        with st.container(border=True):
            st.header("Not shown", anchor=False)
            st.markdown("\n".join(f"- {line}" for line in lines))


def _chart(
    term: PublishedTerm,
    chart: Chart,
    frame: pd.DataFrame,
    sentence: str,
    kind: str,
    *,
    caption: str,
    tables: Sequence[str],
    questions: Sequence[str],
    rows: pd.DataFrame,
    columns: Sequence[str],
    query_name: str,
    key: str | None = None,
) -> None:
    """A chart under the sentence it tells, with its questions, what is not said, and the published rows."""
    show_chart(
        chart,
        frame,
        rows=rows,
        title=sentence_for_markdown(sentence),
        caption=caption,
        alt=f"{kind}. {sentence}.",
        query_name=query_name,
        key=key,
        below=lambda: _below(term, tables, questions, rows=rows, columns=columns, key=key or query_name),
    )


def _below(
    term: PublishedTerm,
    tables: Sequence[str],
    questions: Sequence[str],
    *,
    rows: pd.DataFrame,
    columns: Sequence[str],
    key: str,
) -> None:
    """What stands under a chart: questions, what is not said, and the table that is printed."""
    st.markdown("**Questions to ask**\n" + "\n".join(f"- {question}" for question in questions))
    lines = _reasons(term, tables)
    if lines:
        st.markdown("**What is not said, and why**\n" + "\n".join(f"- {line}" for line in lines))
    printed_table(rows, columns, key)


def _reasons(term: PublishedTerm, tables: Sequence[str]) -> list[str]:
    outcomes = term.rows("governor_tables")
    is_less = (outcomes["hidden"] > 0) | (outcomes["status"] != "published")
    wanted = outcomes.loc[is_less & outcomes["table_name"].isin(tables)]
    tables_of: dict[str, list[str]] = {}
    for _, row in wanted.iterrows():
        tables_of.setdefault(row["reason"], []).append(published.TABLES[row["table_name"]])
    return [f"{words.listed(names)}: {sentence_for_markdown(reason)}" for reason, names in tables_of.items()]


def _earlier(term: PublishedTerm) -> str:
    return "year before" if term.term == published.YEAR else "same term a year before"


def _opened(row: pd.Series) -> str:
    return f"concerns opened: {_plain(row['opened'])}"


def _plain(value: object) -> str:
    return str(value) if published.is_known(value) else published.NOT_SAID
