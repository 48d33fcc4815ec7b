"""Is the register fit for a review? One line that says so, and behind it what wants mending."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.charts.marks_by_day import KEY, marks_by_day, marks_by_day_sentence
from dashboard.components.fetch import fetch, fetch_together
from dashboard.components.figures import show_chart
from dashboard.components.filters import Filters, current_filters, current_period
from dashboard.components.health_lists import show_details
from dashboard.components.store import shown_store
from dashboard.components.stored_data import show_year_groups
from dashboard.domain import fitness
from dashboard.domain.fitness import Health
from dashboard.domain.plain_text import for_markdown, sentence_for_markdown

TABS_KEY = "data_tabs"


def show_data_health() -> None:
    """The verdict, the days, what is stored, and the lists to mend from."""
    filters = current_filters()
    looked_at = _looked_at()
    health = fetch("data_health", filters, **looked_at)
    names = {int(row["school_id"]): row["name"] for _, row in fetch("school_names").iterrows()}
    if health.empty:
        st.info("Nothing is stored of this school. Choose another in the filters, or import its files.")
        return
    schools = health.to_dict("records")
    for school in schools:
        _verdict(school, names[school["school_id"]] if len(schools) > 1 else None)
    school = schools[0]
    if len(schools) > 1:
        school = st.selectbox(
            "School",
            schools,
            format_func=lambda school: for_markdown(names[school["school_id"]] or "–"),
            key="health_school",
        )
    of_school: dict[str, Any] = {"school_ids": [school["school_id"]]}
    fetch_together(
        ("marks_by_day", filters, of_school),
        ("stored_by_year_group", None, of_school),
        ("review_limits", None, {}),
    )
    _checks(school)
    if filters.is_narrowed():
        st.caption(
            "All of this is about the whole school; only what a later import changed follows the filters."
        )
    _days(filters, of_school)
    st.header("What is stored, by year group", anchor=False)
    show_year_groups(fetch("stored_by_year_group", **of_school))
    st.header("What to look at", anchor=False)
    show_details(school, filters, of_school)


def _looked_at() -> dict[str, date]:
    """The day up to which the register should reach: today for a period that goes on, but for the sample."""
    if shown_store().is_sample or not (current_period().is_unfinished or current_period().is_default):
        return {}
    return {"on_date": date.today()}


def _verdict(school: Health, name: str | None) -> None:
    """One line, green or not, with words and a symbol."""
    of = f"{for_markdown(name)}: " if name else ""
    sentence = f"{of}{fitness.fitness_sentence(school)}"
    if school["is_fit"]:
        st.success(sentence, icon=":material/check_circle:")
    else:
        st.warning(sentence, icon=":material/error:")


def _checks(school: Health) -> None:
    """Every check with what was found, the ways to mend it, and why the limits are what they are."""
    limits = fetch("review_limits").drop_duplicates("measure")
    checked = [row for _, row in limits.iterrows() if pd.notna(school[f"{row['measure']}_limit"])]
    lines = [fitness.check_line(school, row["measure"], row["label"]) for row in checked]
    st.markdown("  \n".join(lines))
    places = fitness.places_to_mend(school)
    if places:
        with st.container(horizontal=True):
            for place in places:
                st.button(
                    f"Go to {place}",
                    key=f"mend_{place}",
                    on_click=_open_tab,
                    args=(place,),
                    type="tertiary",
                    icon=":material/arrow_forward:",
                )
    why = st.expander("Why these limits", key="review_limits_why", on_change="rerun")
    if why.open:
        with why:
            show_review_limits(limits)


def show_review_limits(limits: pd.DataFrame) -> None:
    """Each limit in words, and where the school changes it."""
    for _, row in limits.iterrows():
        most = fitness.amount(row["measure"], row["most"])
        allowed = most if most == fitness.NONE else f"at most {most} {row['unit']}"
        since = "" if pd.isna(row["valid_from"]) else f", from {row['valid_from']:%d/%m/%Y}"
        meaning = sentence_for_markdown(row["meaning"])
        st.markdown(f"**{row['label']}**: {allowed}{since}. {meaning}")
    st.caption("The school's own policy. It is set in data/reference/rules.toml.")


def _open_tab(place: str) -> None:
    st.session_state[TABS_KEY] = place


def _days(filters: Filters, of_school: dict[str, Any]) -> None:
    days = fetch("marks_by_day", filters, **of_school)
    sentence = marks_by_day_sentence(days)
    show_chart(
        marks_by_day,
        days,
        title=sentence,
        caption=f"{KEY}. Missing: a session held, a pupil on roll, no mark.",
        alt=f"A calendar of school weeks. {sentence}.",
        query_name="marks_by_day",
    )
