"""The frame: page list, sidebar filters, run the page."""

from pathlib import Path

import streamlit as st

from dashboard.components.sidebar import draw_sidebar
from dashboard.components.store import shown_store
from dashboard.config import settings
from dashboard.errors import DashboardError
from dashboard.store.register import current_register

ICON = Path(__file__).parent / "static" / "icon.png"

PAGES = [
    st.Page("app_pages/overview.py", title="Overview", icon=":material/dashboard:", default=True),
    st.Page("app_pages/absence_patterns.py", title="Absence patterns", icon=":material/calendar_month:"),
    st.Page("app_pages/at_risk_pupils.py", title="At-risk pupils", icon=":material/group:"),
    st.Page("app_pages/cme.py", title="CME", icon=":material/schedule:"),
    st.Page("app_pages/pupil.py", title="Pupil", icon=":material/person:"),
    st.Page("app_pages/data.py", title="Data", icon=":material/upload_file:"),
    st.Page("app_pages/about_figures.py", title="About the figures", icon=":material/info:"),
]


def make_sample_school() -> None:
    """On the first run of an empty store: the invented school, in a folder of its own."""
    shown = shown_store()
    if not shown.is_sample or current_register(shown.folder):
        return
    from dashboard.registers.sample_store import sample_store

    with st.spinner("Making the sample school. This happens once and takes a few seconds."):
        sample_store(settings().store)


st.set_page_config(page_title="Attendance and CME", page_icon=str(ICON), layout="wide")
page = st.navigation(PAGES)
try:
    make_sample_school()
    draw_sidebar()
    page.run()
except DashboardError as error:
    st.error(str(error))
