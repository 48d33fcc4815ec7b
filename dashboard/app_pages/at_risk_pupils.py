"""Which pupils are persistently absent or nearest to it, and in which groups?"""

from dataclasses import replace

import pandas as pd
import streamlit as st

from dashboard.charts.absence_by_fsm_and_send import absence_by_fsm_and_send, absence_by_fsm_and_send_sentence
from dashboard.charts.absence_by_group import absence_by_group, absence_by_group_sentence
from dashboard.charts.pupils_by_band import PERSISTENT_BANDS, pupils_by_band, pupils_by_band_sentence
from dashboard.components.fetch import Chart, fetch
from dashboard.components.figures import download_buttons, show_chart, show_figures
from dashboard.components.filters import current_filters
from dashboard.components.page import nothing_here, page_header
from dashboard.components.pupil_list import EARLY, at_risk_columns, at_risk_table
from dashboard.components.tiles import TILE_WIDTH, tile
from dashboard.domain import words
from dashboard.domain.early import FEWEST_SESSIONS
from dashboard.domain.plain_text import for_markdown

PUPIL_PAGE = "app_pages/pupil.py"
ROW_HEIGHT, MOST_ROWS = 35, 14

page_header("Who is at risk of persistent absence?", usual_age="all")

filters = current_filters()
# the list's own pupils, in every summary of this page: of every age, on roll now, unless the reader chose
filters = replace(filters, age_cohort=filters.age_cohort or "all", roll=filters.roll or "current")
pupils = fetch("pupils_at_risk", filters)
if pupils.empty:
    nothing_here("No pupil with a possible session matches these filters. Widen the dates or clear a filter.")
bands = fetch("pupils_by_band", filters)


def tiles() -> None:
    """How many are persistent, severe, near, and on too few sessions to say."""
    counts = dict(zip(bands["band"], bands["pupils"], strict=True))
    everyone = words.count(len(pupils), "pupil")
    early = int((pupils["possible_sessions"] < FEWEST_SESSIONS).sum())
    with st.grid(columns=4, min_column_width=TILE_WIDTH):
        tile(
            "Persistently absent",
            f"{sum(counts.get(band, 0) for band in PERSISTENT_BANDS)}",
            f"of {everyone}: 10% or more missed",
        )
        tile("Severely absent", f"{counts.get('50_plus', 0)}", "of these: 50% or more missed")
        tile("Near the line", f"{counts.get('5_to_10', 0)}", "5% to under 10% missed")
        tile("Too early to say", f"{early}", f"fewer than {FEWEST_SESSIONS} possible sessions yet")


def at_risk_list() -> None:
    """The pupils, nearest to crossing a line first; a selected row opens its pupil."""
    st.header("Nearest to the 10% line first, on either side of it", anchor=False)
    st.caption(
        "Select a row to open that pupil. "
        f"“{EARLY}” stands where a pupil has had fewer than {FEWEST_SESSIONS} possible sessions."
    )
    chosen = st.dataframe(
        at_risk_table(pupils, fetch("pupil_recent_weeks", filters)),
        hide_index=True,
        height=ROW_HEIGHT * (min(len(pupils), MOST_ROWS) + 1) + 3,
        row_height=ROW_HEIGHT,
        column_config=at_risk_columns(),
        on_select="rerun",
        selection_mode="single-row",
        key="pupils_at_risk_list",
        alt=f"{words.count(len(pupils), 'pupil')} by how near their absence is to 10%",
    )
    if chosen.selection.rows:
        pupil_id = int(pupils.iloc[chosen.selection.rows[0]]["pupil_id"])
        st.switch_page(PUPIL_PAGE, query_params={"pupil": str(pupil_id)})
    download_buttons(pupils, "pupils_at_risk", key="listed_pupils")
    show_figures(pupils, query_name="pupils_at_risk", label="All columns and query")


def by_fsm_and_send() -> None:
    """The matrix of free school meals with SEND."""
    groups = fetch("absence_by_group", filters, dimension="fsm_and_send")
    sentence = absence_by_fsm_and_send_sentence(groups)
    unknown = groups.loc[groups["group_value"] == "unknown", "pupils"].sum()
    caption = (
        "Share of possible sessions missed, by free school meals and SEND on the day. A pupil in whom either "
        "changed is in both."
    )
    if unknown:
        caption += f" Not shown: {words.count(int(unknown), 'pupil')} of whom one of the two is not recorded."
    summary(absence_by_fsm_and_send, groups, sentence, caption, "fsm_and_send")


def by_dimension(dimension: str, name: str) -> None:
    """A dot a group, and its persistent and severe absence in figures."""
    groups = fetch("absence_by_group", filters, dimension=dimension)
    caption = (
        f"Share of possible sessions missed, by {name} on the day. A pupil whose {name} changed is in both."
    )
    summary(absence_by_group, groups, absence_by_group_sentence(groups), caption, dimension)


def summary(chart: Chart, groups: pd.DataFrame, sentence: str, caption: str, dimension: str) -> None:
    """A chart of groups over their counts and rates."""
    show_chart(
        chart,
        groups,
        title=sentence,
        caption=f"{caption} Source: the school's register.",
        alt=f"{sentence}.",
        query_name="absence_by_group",
        key=f"at_risk_{dimension}",
    )
    st.table(group_table(groups), hide_index=True, border="horizontal", alt="Counts and rates of each group")


def group_table(groups: pd.DataFrame) -> pd.DataFrame:
    """Counts with their rates, as text."""
    shown = groups.loc[groups["pupils"] > 0]
    return pd.DataFrame(
        {
            "Group": [for_markdown(label) for label in shown["group_label"]],
            "Pupils": shown["pupils"],
            "Absence": [words.percent(rate) for rate in shown["absence_rate"]],
            "Persistently absent": [
                f"{count} ({words.percent(rate)})"
                for count, rate in zip(
                    shown["persistent_absentees"], shown["persistent_absence_rate"], strict=True
                )
            ],
            "Severely absent": [
                f"{count} ({words.percent(rate)})"
                for count, rate in zip(shown["severe_absentees"], shown["severe_absence_rate"], strict=True)
            ],
        }
    )


def by_band() -> None:
    """How many pupils have missed how much."""
    sentence = pupils_by_band_sentence(bands)
    show_chart(
        pupils_by_band,
        bands,
        title=sentence,
        caption="Pupils by the share of their possible sessions missed. Source: the school's register.",
        alt=f"Bar chart of pupils by band. {sentence}.",
        query_name="pupils_by_band",
    )


tiles()
at_risk_list()
TABS = {
    "FSM with SEND": by_fsm_and_send,
    "SEND": lambda: by_dimension("send_provision", "SEND"),
    "FSM": lambda: by_dimension("fsm", "FSM"),
    "Bands": by_band,
}
for tab, draw in zip(st.tabs(list(TABS), key="at_risk_tabs", on_change="rerun"), TABS.values(), strict=True):
    if tab.open:
        with tab:
            draw()
