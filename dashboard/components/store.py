"""Which school is on show: the one imported, or the invented sample until there is one."""

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from dashboard.components.roles import current_role, must_be_slt
from dashboard.config import settings
from dashboard.store.folders import SAMPLE_FOLDER
from dashboard.store.reading import Store, store_for
from dashboard.store.register import current_register

DATA_PAGE = "app_pages/data.py"


@dataclass(frozen=True)
class ShownStore:
    """The folder whose figures the pages show."""

    folder: Path
    is_sample: bool


def shown_store() -> ShownStore:
    """The real store as soon as something was imported into it, else the sample beside it."""
    folder = settings().store
    if current_register(folder) is None:
        return ShownStore(folder / SAMPLE_FOLDER, is_sample=True)
    return ShownStore(folder, is_sample=False)


def current_store() -> Store:
    """The store on show, for the leadership; looked up on every rerun, so an import is seen at once."""
    must_be_slt()
    return store_for(shown_store().folder)


def sample_banner() -> None:
    """Say that the figures are invented, and where to bring one's own."""
    if not shown_store().is_sample:
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown("**This is an invented school.** Every pupil and figure is made up, to look around with.")
        if current_role() == "slt":
            st.page_link(DATA_PAGE, label="Import your own register", icon=":material/upload_file:")
