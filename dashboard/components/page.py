"""What every page begins with, and what it says when there is nothing to show."""

from datetime import date
from typing import NoReturn

import streamlit as st

from dashboard.components.fetch import fetch
from dashboard.components.filters import Period, cohort_sentence, current_filters, current_period
from dashboard.components.names import names_are_hidden
from dashboard.components.sidebar import clear_filters
from dashboard.components.store import sample_banner
from dashboard.domain import words
from dashboard.domain.plain_text import for_markdown


def page_header(title: str, *, usual_age: str = "statistical", period_note: str | None = None) -> None:
    """Title, then period · cohort · as at. `usual_age` is 'all' on pages that list pupils or cases.

    `period_note` stands in for the period where a page shows everything stored.
    """
    sample_banner()
    st.title(title)
    latest = as_of()
    parts = [
        period_note or period_sentence(current_period()),
        for_markdown_cohort(usual_age),
        f"register as at {words.weekday_and_day(latest)}" if latest else "no marks yet",
    ]
    if names_are_hidden():
        parts.append("names hidden")
    st.caption(" · ".join(parts))
    if current_filters().is_narrowed():
        st.button("Clear filters", key="clear_filters_in_page", on_click=clear_filters, type="tertiary")


def period_sentence(period: Period) -> str:
    """Autumn term 2026/27 so far, 2 September to 20 November 2026."""
    so_far = " so far" if period.is_unfinished else ""
    return f"{period.label}{so_far}, {words.date_range(period.from_date, period.to_date)}"


def for_markdown_cohort(usual_age: str = "statistical") -> str:
    """The chosen pupils in words, fit for markdown (class names come from a file)."""
    return " · ".join(
        for_markdown(part) for part in cohort_sentence(current_filters(), usual_age=usual_age).split(", ")
    )


def as_of() -> date | None:
    """The last date with a mark, of the latest school."""
    status = fetch("school_names")
    known = status["as_of"].dropna()
    return None if known.empty else known.max().date()


def nothing_here(message: str) -> NoReturn:
    """Say what is missing and what to do, offer to clear the filters, and end the page."""
    nothing_matches(message)
    st.stop()


def nothing_matches(message: str) -> None:
    """Say what is missing and what to do, and go on with the page."""
    with st.container(border=True):
        st.info(message)
        if current_filters().is_narrowed() or not current_period().is_default:
            st.button("Clear filters", key=f"clear after {message}", on_click=clear_filters)
