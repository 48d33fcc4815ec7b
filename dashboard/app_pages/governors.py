"""How is attendance, for governors: published figures only, in sentences, charts and tables."""

import streamlit as st

from dashboard.components.governors_guide import reading_guide
from dashboard.components.governors_headlines import headlines, nothing_notable
from dashboard.components.governors_print import PAPER, page_style
from dashboard.components.governors_sections import (
    bands_section,
    cme_section,
    groups_section,
    not_shown,
    terms_section,
    weeks_section,
)
from dashboard.components.governors_term import PublishedTerm, choose_term
from dashboard.components.store import sample_banner
from dashboard.domain import published, words
from dashboard.domain.plain_text import for_markdown, sentence_for_markdown
from dashboard.errors import RefusedError

MOVES_AT_ONCE = 3


def about(term: PublishedTerm) -> None:
    """Whose figures, of what size of school; how far they can be trusted, and when they were published."""
    facts = term.rows("governor_publications").iloc[0]
    size = term.rows("governor_headline")
    parts = [for_markdown(term.school or "Our school"), term.name, "pupils aged 5 to 15"]
    if not size.empty:
        parts.append(f"{size.iloc[0]['pupils']} pupils")
    parts.append(f"register as at {words.weekday_and_day(facts['register_as_at'].date())}")
    st.caption(" · ".join(parts))
    st.caption(
        f"Version {facts['version']}, published on {words.day(facts['published_date'].date())}. "
        f"Data health: {sentence_for_markdown(facts['data_health'])}"
    )
    if facts["moved"]:
        what_moved(facts["moved"])


def what_moved(moved: str) -> None:
    """The first lines of what moved since the version before; the others in a fold, and on paper."""
    lines = published.moved_lines(moved)
    with st.container(border=True):
        st.markdown("**What moved since the version before**\n" + "\n".join(lines[:MOVES_AT_ONCE]))
        others = "\n".join(lines[MOVES_AT_ONCE:])
        if others:
            with st.expander("All else that moved", key="governor_moved_figures"):
                st.markdown(others)
            with st.container(key=f"{PAPER}moved"):
                st.markdown(others)


def commentary(term: PublishedTerm) -> None:
    """What the leadership team wrote."""
    written = term.rows("governor_commentary")
    if written.empty:
        return
    with st.container(border=True):
        st.header("From the leadership team", anchor=False)
        paragraphs = written.iloc[0]["commentary"].splitlines()
        st.markdown("\n\n".join(sentence_for_markdown(text) for text in paragraphs))
        st.caption("Written by the school's leaders. It is not checked as the figures are.")


page_style()
sample_banner()
st.title("Attendance, for governors")
try:
    chosen = choose_term()
except RefusedError:
    st.info(
        "**Nothing has been published to governors yet.** The leadership team publishes a term once it has "
        "ended, on its page *Publish to governors*. Ask the head teacher when that will be."
    )
    st.stop()
about(chosen)
headlines(chosen)
commentary(chosen)
weeks_section(chosen)
terms_section(chosen)
bands_section(chosen)
groups_section(chosen)
cme_section(chosen)
not_shown(chosen)
nothing_notable(chosen)
st.header("How to read this", anchor=False)
reading_guide()
