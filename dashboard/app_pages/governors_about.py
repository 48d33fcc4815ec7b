"""What the published figures mean, for a governor, and how accessible these pages are."""

import streamlit as st

from dashboard.components.fetch import fetch
from dashboard.components.governors_guide import reading_guide
from dashboard.components.papers import known_of_schools, show_paper
from dashboard.errors import RefusedError


def published_schools() -> list[str]:
    """The schools that have published something."""
    try:
        return list(fetch("governor_publications")["school"].unique())
    except RefusedError:
        return []


st.title("About the figures")
reading_guide()
accessibility = st.expander("Accessibility statement", key="accessibility", on_change="rerun")
if accessibility.open:
    with accessibility:
        show_paper(
            "accessibility_statement", "accessibility statement", known_of_schools(published_schools())
        )
