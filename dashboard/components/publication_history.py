"""What was ever published to governors, and taking a term back."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import streamlit as st

from dashboard.components.saved import forms_saved, saved
from dashboard.components.stored_data import moment
from dashboard.domain import published, words
from dashboard.domain.plain_text import for_markdown, sentence_for_markdown
from dashboard.errors import DashboardError
from dashboard.publishing import withdraw
from dashboard.publishing.governors_tables import period_label
from dashboard.store.publications import Publication, on_show

ACTIONS = {"publish": "Published", "republish": "Published again", "withdraw": "Withdrawn"}
ROLE = "slt"


def show_history(entries: Sequence[Publication]) -> None:
    """Every entry ever made, the newest first."""
    if not entries:
        st.markdown("Nothing has been published yet.")
        return
    st.dataframe(
        pd.DataFrame(
            {
                "When": moment(one.published_at),
                "Term or year": published.period_name(words.academic_year(one.academic_year), one.term),
                "What": ACTIONS[one.action],
                "Version": one.version,
                "By role": one.recorded_by,
                "Register as at": words.day(one.as_at),
                "What moved": one.moved,
            }
            for one in reversed(entries)
        ),
        hide_index=True,
        alt="Every publication and withdrawal, the newest first",
    )
    st.caption(
        "Kept for good: a later publication is audited together with all of these, also the withdrawn."
    )


def withdraw_form(folder: Path, school: str, entries: Sequence[Publication]) -> None:
    """Take a term from the governors' view: what would go, then the button."""
    shown = [one for one in on_show(entries) if one.school_name == school and one.term != published.YEAR]
    if not shown:
        st.markdown("No term is on show, so there is nothing to withdraw.")
        return
    terms = {period_label(one.academic_year, one.term): one for one in reversed(shown)}
    term = st.selectbox("Term to withdraw", list(terms), key=f"withdraw_term_{forms_saved()}")
    going = {one.period for one in withdraw(folder, term, school or None, dry_run=True)}
    st.markdown(
        f"Governors would no longer see {words.listed(sorted(going, reverse=True))}. What they have read "
        "they have read: the audit of every later publication still counts it. To mend a figure, correct the "
        "marks, import them and publish the term again instead; governors then see what moved."
    )
    is_sure = st.checkbox("Yes, take it from the governors' view", key=f"withdraw_sure_{forms_saved()}")
    if not st.button("Withdraw", disabled=not is_sure, icon=":material/visibility_off:", key="withdraw"):
        return
    try:
        withdraw(folder, term, school or None, role=ROLE)
    except DashboardError as error:
        st.error(sentence_for_markdown(str(error)))
        return
    saved(f"{for_markdown(term)} is withdrawn: governors no longer see it.")


def term_on_show(entries: Sequence[Publication], school: str, year: int, term: str) -> Publication | None:
    """What governors see now of a term; None if nothing."""
    wanted = (school, year, term)
    return next(
        (one for one in on_show(entries) if (one.school_name, one.academic_year, one.term) == wanted), None
    )
