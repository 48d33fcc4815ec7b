"""When and why are pupils absent? By week, weekday and session, reason, year group and class."""

import pandas as pd
import streamlit as st

from dashboard.charts.absence_by_code import absence_by_code, absence_by_code_sentence
from dashboard.charts.absence_by_group import absence_by_group, absence_by_group_sentence
from dashboard.charts.absence_by_reason import absence_by_reason, absence_by_reason_sentence
from dashboard.charts.absence_by_week import absence_by_week, absence_by_week_sentence
from dashboard.charts.absence_by_weekday import absence_by_weekday, absence_by_weekday_sentence
from dashboard.components.fetch import fetch
from dashboard.components.figures import show_chart
from dashboard.components.filters import current_filters, current_period, last_year_filters
from dashboard.components.page import nothing_here, page_header
from dashboard.components.tiles import TILE_WIDTH, rate_tile, tile
from dashboard.domain import words
from dashboard.domain.plain_text import sentence_for_markdown

OTHER_GROUPS = {
    "send_provision": "SEND",
    "sex": "Sex",
    "ethnicity": "Ethnicity",
    **{name: label for name, label in words.FLAGS.items() if name != "near_threshold"},
}
UNKNOWN = "unknown"

page_header("When and why are pupils absent?")

filters, period = current_filters(), current_period()
headline = fetch("absence_headline", filters).iloc[0]
if not headline["possible_sessions"]:
    nothing_here("No possible sessions match these filters. Widen the dates or clear a filter.")
last_year = fetch("absence_headline", last_year_filters()).iloc[0]
weekdays = fetch("absence_by_weekday", filters)


def tiles() -> None:
    """Absence, its two kinds, the session missed most, and lateness."""
    with st.grid(columns=5, min_column_width=TILE_WIDTH):
        rate_tile(
            "Absence",
            headline["absence_rate"],
            last_year["absence_rate"],
            words.count(int(headline["absent_sessions"]), "session"),
        )
        for label, kind in (("Authorised", "authorised"), ("Unauthorised", "unauthorised")):
            rate_tile(
                label,
                headline[f"{kind}_rate"],
                last_year[f"{kind}_rate"],
                words.count(int(headline[f"{kind}_sessions"]), "session"),
            )
        most = weekdays.sort_values("absence_rate").iloc[-1]
        tile(
            "Most missed",
            f"{words.WEEKDAYS[int(most['weekday'])][:3]} {most['session']}",
            f"{words.percent(most['absence_rate'])} absent",
        )
        tile(
            "Late",
            f"{int(headline['late_sessions']):,}",
            f"sessions marked L; last year {int(last_year['late_sessions']):,}",
        )


def by_week() -> None:
    """The weekly line with last year in grey."""
    weeks = fetch(
        "absence_by_week_and_last_year",
        filters,
        last_year_from=period.last_year_from,
        last_year_to=period.last_year_to,
    )
    sentence = absence_by_week_sentence(weeks)
    show_chart(
        absence_by_week,
        weeks,
        title=sentence,
        caption="Share of possible sessions missed, by week, over half-terms; grey: the same week last year. "
        "Source: the school's register.",
        alt=f"Line chart of absence by week. {sentence}.",
        query_name="absence_by_week_and_last_year",
        key="patterns_week",
    )


def by_weekday() -> None:
    """The heat-map of weekday by session."""
    sentence = absence_by_weekday_sentence(weekdays)
    show_chart(
        absence_by_weekday,
        weekdays,
        title=sentence,
        caption="Share of possible sessions missed, by weekday and session. In England Friday is the "
        "highest day. Source: the school's register.",
        alt=f"Heat-map of weekday by session. {sentence}.",
        query_name="absence_by_weekday",
        key="patterns_weekday",
    )


def by_reason() -> None:
    """Codes grouped, beside last year's."""
    stretches = (("This period", filters), ("A year earlier", last_year_filters()))
    reasons = pd.concat(
        [fetch("absence_by_reason", chosen).assign(period=label) for label, chosen in stretches],
        ignore_index=True,
    )
    sentence = absence_by_reason_sentence(reasons)
    show_chart(
        absence_by_reason,
        reasons,
        title=sentence,
        caption=f"Share of possible sessions missed, by kind of reason: {period.label} beside the same point "
        "a year earlier. Holiday is G, and H or F where they were in use. Source: the school's register.",
        alt=f"Bars stacked by kind of reason, now and last year. {sentence}.",
        query_name="absence_by_reason",
        key="patterns_reason",
    )


def by_code() -> None:
    """Every code of absence beside England's share."""
    national = fetch("national_absence_by_code", filters)
    codes = fetch("absence_by_code", filters).merge(
        national[["attendance_code", "national_rate"]], on="attendance_code", how="left"
    )
    sentence = absence_by_code_sentence(codes)
    england = (
        f" Tick: England's primary schools, DfE daily series, {national['period'].iloc[0]}."
        if len(national)
        else ""
    )
    show_chart(
        absence_by_code,
        codes,
        title=sentence,
        caption=f"Share of possible sessions missed, by code.{england} Source: the school's register.",
        alt=f"Bar chart of codes of absence. {sentence}.",
        query_name="absence_by_code",
        key="patterns_code",
    )


def by_group(dimension: str, name: str) -> None:
    """A dot for each group of a dimension."""
    groups = fetch("absence_by_group", filters, dimension=dimension)
    sentence = absence_by_group_sentence(groups)
    caption = f"Share of possible sessions missed, by {name} on the day. Source: the school's register."
    unknown = groups.loc[(groups["group_value"] == UNKNOWN) & (groups["possible_sessions"] > 0)]
    if not unknown.empty:
        sessions = words.count(int(unknown["possible_sessions"].sum()), "session")
        caption += f" For {sessions} no pupil list of that time says which."
    show_chart(
        absence_by_group,
        groups,
        title=sentence_for_markdown(sentence),
        caption=caption,
        alt=f"A dot for each {name}. {sentence}.",
        query_name="absence_by_group",
        key=f"patterns_{dimension}",
    )


def by_other_group() -> None:
    """A dimension of the reader's choice."""
    dimension = st.selectbox(
        "Group by", list(OTHER_GROUPS), format_func=lambda name: OTHER_GROUPS[name], key="patterns_dimension"
    )
    by_group(dimension, OTHER_GROUPS[dimension])


tiles()
by_week()
by_weekday()
TABS = {
    "Reason": by_reason,
    "Every code": by_code,
    "Year group": lambda: by_group("year_group", "year group"),
    "Class": lambda: by_group("class", "class"),
    "Other groups": by_other_group,
}
for tab, draw in zip(st.tabs(list(TABS), key="patterns_tabs", on_change="rerun"), TABS.values(), strict=True):
    if tab.open:
        with tab:
            draw()
