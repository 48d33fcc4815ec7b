"""Which school is on show: the one imported, or the invented sample until there is one."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from dashboard.components.roles import current_role, must_be_slt
from dashboard.config import settings
from dashboard.errors import StoreBusy
from dashboard.store.folders import SAMPLE_FOLDER
from dashboard.store.publications import governors_are_behind
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


def keep_governors_up_to_date() -> None:
    """Look, once for each state of the store, whether governors see what the records say they do."""
    store = current_store()
    with suppress(StoreBusy):  # somebody publishes at this moment, which brings it up to date as well
        _brought_up_to_date(store.folder, store.version)


def sample_banner() -> None:
    """Say that the figures are invented, and where to bring one's own."""
    if not shown_store().is_sample:
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown("**This is an invented school.** Every pupil and figure is made up, to look around with.")
        if current_role() == "slt":
            st.page_link(DATA_PAGE, label="Import your own register", icon=":material/upload_file:")


@st.cache_resource(show_spinner=False, max_entries=10)
def _brought_up_to_date(folder: Path, version: str) -> None:  # noqa: ARG001 version is part of the key
    if governors_are_behind(folder):
        from dashboard.publishing import mend_governors  # SciPy takes a while to load

        mend_governors(folder)
