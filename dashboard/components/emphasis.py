"""How a page's main button stands out."""

from typing import Literal

import streamlit as st


def main_button() -> Literal["primary", "secondary"]:
    """Filled, on a light page; on a dark one the framework's white on light blue cannot be read, so outlined."""
    return "secondary" if st.context.theme.type == "dark" else "primary"
