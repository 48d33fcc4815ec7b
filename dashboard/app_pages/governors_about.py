"""What the published figures mean, for a governor."""

import streamlit as st

from dashboard.components.governors_guide import reading_guide

st.title("About the figures")
reading_guide()
