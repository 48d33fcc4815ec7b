"""Publish a term to governors: see exactly what they will see, then press the button."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.components.emphasis import main_button
from dashboard.components.fetch import fetch
from dashboard.components.page import page_header
from dashboard.components.publication_history import (
    ROLE,
    show_history,
    term_on_show,
    withdraw_form,
)
from dashboard.components.publication_preview import show_preview
from dashboard.components.saved import forms_saved, saved, show_saved
from dashboard.components.sign_in import see_as_governor
from dashboard.components.store import current_store
from dashboard.domain import published, words
from dashboard.domain.plain_text import for_markdown, for_option, sentence_for_markdown
from dashboard.errors import DashboardError
from dashboard.publishing import publish
from dashboard.store.publications import read_publications

DATA_PAGE = "app_pages/data.py"


def choose_school() -> tuple[int, str]:
    """Whose terms: asked only where there are several schools."""
    schools = fetch("school_names")
    names = {int(row["school_id"]): row["name"] or "" for _, row in schools.iterrows()}
    if len(names) == 1:
        return next(iter(names.items()))
    chosen = st.selectbox(
        "School", list(names), format_func=lambda value: for_option(names[value]), key="publish_school"
    )
    return chosen, names[chosen]


def choose_term(terms: pd.DataFrame, school: str) -> pd.Series:
    """A term that has ended, the newest first; below it the others, with why not."""
    ended = terms.loc[terms["is_ended"]].iloc[::-1]
    for _, term in terms.loc[~terms["is_ended"]].iterrows():
        st.caption(
            f"Not yet: {_name(term)}. Its last school day is {words.day(term['last_date'].date())}, the last "
            f"mark is of {words.day(term['as_of'].date())}. Only whole terms are published."
        )
    if ended.empty:
        st.info(
            "No term in the data has ended, so there is nothing to publish yet. Come back when the marks of "
            "the term's last school day are imported."
        )
        st.stop()
    labels = {_label(term, school): number for number, (_, term) in enumerate(ended.iterrows())}
    return ended.iloc[labels[st.selectbox("Term that has ended", list(labels), key="publish_term")]]


def data_health(school_id: int, term: pd.Series) -> None:
    """How far the register of that term can be trusted, before anything is published."""
    health = fetch(
        "data_health",
        school_ids=[school_id],
        from_date=term["first_date"].date(),
        to_date=term["last_date"].date(),
    ).iloc[0]
    line = (
        f"**Data health of the term.** {words.count(int(health['missing_marks']), 'missing mark')} · "
        f"{words.count(int(health['stale_n_marks']), 'mark')} N without a reason for over five school days · "
        f"{words.count(int(health['calendar_hole_days']), 'day')} on which calendar and marks disagree"
    )
    if health["is_fit"]:
        st.success(line, icon=":material/check_circle:")
        return
    st.warning(
        f"{line}. By the limits that the school set, this register is not fit for a review. Mend it first: "
        "what is published is remembered for good, and a corrected term shows governors what moved.",
        icon=":material/warning:",
    )
    st.page_link(DATA_PAGE, label="Mend it on the Data page", icon=":material/upload_file:")


def publish_form(term: pd.Series, school: str) -> None:
    """The commentary, the tick and the button."""
    shown = term_on_show(entries, school, int(term["academic_year"]), term["term"])
    commentary = st.text_area(
        "Commentary for governors (if you like)",
        shown.commentary if shown else "",
        key=f"commentary {_command_name(term)} {forms_saved()}",
        max_chars=2000,
        help="Shown above the charts, marked as written by the leadership team.",
    )
    st.warning(
        "The commentary is not audited. It must name no child, and say nothing of any one child, family or "
        "small group: the figures around it would tell who is meant.",
        icon=":material/warning:",
    )
    is_sure = st.checkbox(
        "I have looked through what governors will see, and the commentary names no child.",
        key=f"publish_sure_{forms_saved()}",
    )
    pressed = st.button(
        f"Publish {_name(term)}",
        disabled=not is_sure,
        type=main_button(),
        icon=":material/publish:",
        key="publish",
    )
    if not pressed:
        return
    try:
        with st.spinner("Auditing once more, then publishing. This takes as long as the look before."):
            outcomes = publish(folder, _command_name(term), school or None, commentary, role=ROLE)
    except DashboardError as error:
        st.error(sentence_for_markdown(str(error)))
        return
    withheld = sum(one.status == published.WITHHELD for one in outcomes)
    periods = words.listed(list(dict.fromkeys(one.period for one in outcomes)))
    saved(
        f"Published: {for_markdown(periods)}. {words.count(len(outcomes) - withheld, 'table')} are on show, "
        f"{words.count(withheld, 'table')} withheld with the reason."
    )


def _name(term: pd.Series) -> str:
    return published.period_name(words.academic_year(int(term["academic_year"])), term["term"])


def _label(term: pd.Series, school: str) -> str:
    shown = term_on_show(entries, school, int(term["academic_year"]), term["term"])
    return f"{_name(term)} (published, version {shown.version})" if shown else _name(term)


def _command_name(term: pd.Series) -> str:
    return f"{words.academic_year(int(term['academic_year']))} {term['term']}"


def _asked_for(key: tuple[Any, ...]) -> bool:
    """Whether the reader asked to see this preview; a new publication or import asks again."""
    if st.button("See what governors would see", icon=":material/preview:", key="see_preview"):
        st.session_state["previewed"] = key
    return bool(st.session_state.get("previewed") == key)


page_header("Publish to governors", period_note="Whole terms that have ended, whatever the filters")
show_saved()
st.markdown(
    "Governors see nothing until a term is published here, and then only what is in these tables. A year is "
    "published by itself, with the last of its terms."
)
folder = current_store().folder
entries = read_publications(folder)
school_id, school_name = choose_school()
chosen = choose_term(fetch("publishable_terms", school_ids=[school_id]), school_name)
data_health(school_id, chosen)
newest = str(entries[-1].publication_id) if entries else "none"
if _asked_for((school_name, _command_name(chosen), current_store().version, newest)):
    show_preview(folder, _command_name(chosen), school_name, [current_store().version, newest])
    publish_form(chosen, school_name)
st.button("See the governors' page as they do", on_click=see_as_governor, icon=":material/groups:")
st.header("What was published", anchor=False)
show_history(entries)
with st.expander("Withdraw a term", key="withdraw_box", on_change="rerun") as box:
    if box.open:
        withdraw_form(folder, school_name, entries)
