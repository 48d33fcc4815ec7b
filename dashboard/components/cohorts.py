"""Cohorts saved by name: a choice of filters, not of dates, that everyone at this school may use again."""

from typing import Any
from urllib.parse import parse_qs, urlencode

import streamlit as st

from dashboard.components.fetch import fetch
from dashboard.components.import_ledger import escaped
from dashboard.components.saved import forms_saved, saved, show_saved
from dashboard.components.store import shown_store
from dashboard.domain import words
from dashboard.errors import DashboardError
from dashboard.store.records import forget_cohort, save_cohort, saved_cohorts

LISTS = ("year_groups", "classes", "send_provisions", "sexes", "ethnicities")
WORDS = ("age_cohort", "roll")
LONGEST_NAME = 60
WHERE = "cohorts"


def saved_cohorts_box(usual: dict[str, Any]) -> None:
    """Use, save or forget a cohort. `usual` is what the filters are when nothing is chosen."""
    box = st.expander("Saved cohorts", key="saved_cohorts_box", on_change="rerun")
    if not box.open:
        return
    with box:
        show_saved(WHERE)
        cohorts = saved_cohorts(shown_store().folder)
        if cohorts:
            name = st.selectbox("Cohort", list(cohorts), key=f"cohort_{forms_saved()}")
            st.button("Use it", on_click=use_filters, args=(cohorts[name], usual), width="stretch")
            if st.button("Forget it", key="forget_cohort", width="stretch"):
                _forget(name)
        _save_form(usual)


def filters_as_text(usual: dict[str, Any]) -> str:
    """The filters chosen now, as the query string of a view."""
    chosen: list[tuple[str, str]] = []
    for key in LISTS:
        chosen += [(key, value) for value in st.session_state.get(key) or []]
    for key in words.FLAGS:
        value = st.session_state.get(key)
        chosen += [(key, str(value).lower())] if value is not None else []
    for key in WORDS:
        value = st.session_state.get(key, usual[key])
        chosen += [(key, value)] if value != usual[key] else []
    return urlencode(chosen)


def use_filters(text: str, usual: dict[str, Any]) -> None:
    """Set the filters to those of a saved cohort; a value that no longer occurs is left out. For buttons."""
    wanted = parse_qs(text)
    options = fetch("filter_options")
    for key in LISTS:
        known = set(options.loc[options["filter"] == key, "value"])
        st.session_state[key] = [value for value in wanted.get(key, []) if value in known]
    for key in words.FLAGS:
        st.session_state[key] = {"true": True, "false": False}.get(wanted.get(key, [""])[0])
    for key in WORDS:
        st.session_state[key] = wanted.get(key, [usual[key]])[0]


def _save_form(usual: dict[str, Any]) -> None:
    text = filters_as_text(usual)
    if not text:
        st.caption("Choose filters above to save them as a cohort.")
        return
    name = st.text_input("Name", max_chars=LONGEST_NAME, key=f"cohort_name_{forms_saved()}").strip()
    if st.button("Save these filters", disabled=not name, key="save_cohort", width="stretch"):
        try:
            save_cohort(shown_store().folder, name, text)
        except DashboardError as error:
            st.error(escaped(str(error)))
            return
        saved(f"Saved: the cohort “{escaped(name)}”.", WHERE)


def _forget(name: str) -> None:
    try:
        forget_cohort(shown_store().folder, name)
    except DashboardError as error:
        st.error(escaped(str(error)))
        return
    saved(f"Forgotten: the cohort “{escaped(name)}”.", WHERE)
