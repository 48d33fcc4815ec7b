"""How a page's main button stands out."""

from typing import Literal

import streamlit as st


def main_button() -> Literal["primary", "secondary"]:
    """Filled; outlined on a dark page, where the framework's white on light blue cannot be read."""
    return "secondary" if st.context.theme.type == "dark" else "primary"
