"""The frame: page list, sidebar filters, run the page."""

from pathlib import Path

import streamlit as st

from dashboard.components.sidebar import draw_sidebar
from dashboard.errors import DashboardError

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

st.set_page_config(page_title="Attendance and CME", page_icon=str(ICON), layout="wide")
page = st.navigation(PAGES)
try:
    draw_sidebar()
    page.run()
except DashboardError as error:
    st.error(str(error))
