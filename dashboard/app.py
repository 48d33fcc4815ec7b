"""The frame: page list, sidebar filters, run the page."""

from base64 import b64encode
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page

from dashboard.components.notes import act_as_reader, note_left
from dashboard.components.roles import Role, current_role, is_hosted
from dashboard.components.sidebar import draw_sidebar
from dashboard.components.sign_in import show_sign_in, signed_in_box
from dashboard.components.store import keep_governors_up_to_date, shown_store
from dashboard.config import settings
from dashboard.errors import DashboardError
from dashboard.gate import gate_stands
from dashboard.store.register import current_register

ICON_FILE = Path(__file__).parent / "static" / "icon.png"
# within the page, not among the files that are handed out by address
ICON = f"data:image/png;base64,{b64encode(ICON_FILE.read_bytes()).decode()}"
HOME = "home"  # of the first page, one for all roles, so that changing role can lead there


def pages(role: Role) -> list[Page]:
    """The pages of a role: what is not here cannot be opened, whatever the address says."""
    if role == "governor":
        return [
            st.Page(
                "app_pages/governors.py",
                title="For governors",
                icon=":material/groups:",
                url_path=HOME,
                default=True,
            ),
            st.Page("app_pages/governors_about.py", title="About the figures", icon=":material/info:"),
        ]
    return [
        st.Page(
            "app_pages/overview.py",
            title="Overview",
            icon=":material/dashboard:",
            url_path=HOME,
            default=True,
        ),
        st.Page("app_pages/absence_patterns.py", title="Absence patterns", icon=":material/calendar_month:"),
        st.Page("app_pages/at_risk_pupils.py", title="At-risk pupils", icon=":material/group:"),
        st.Page("app_pages/cme.py", title="CME", icon=":material/schedule:"),
        st.Page("app_pages/pupil.py", title="Pupil", icon=":material/person:"),
        st.Page("app_pages/publish.py", title="Publish to governors", icon=":material/publish:"),
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


st.set_page_config(page_title="Attendance and CME", page_icon=ICON, layout="wide")
if is_hosted() and not gate_stands():
    st.error(
        "People sign in here, so start `dashboard/server.py`: without it, files could be fetched by anybody."
    )
    st.stop()
role = current_role()
if role is None:
    show_sign_in()
    st.stop()
page = st.navigation(pages(role))
act_as_reader()
note_left(page.url_path)
try:
    if role == "slt":
        make_sample_school()
        keep_governors_up_to_date()
        draw_sidebar()
    with st.sidebar:
        signed_in_box()
    page.run()
except DashboardError as error:
    st.error(str(error))
