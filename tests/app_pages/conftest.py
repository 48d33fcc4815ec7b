"""The dashboard without a browser, on the sample school or on a school of one's own."""

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard.registers.sample_store import sample_store

ENTRY = Path(__file__).parents[2] / "dashboard" / "app.py"


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory):
    """An empty store beside which the sample school lies."""
    folder = tmp_path_factory.mktemp("empty")
    sample_store(folder)
    return folder


@pytest.fixture
def open_app(monkeypatch):
    """Open the dashboard on a store: `open_app(folder, page="app_pages/cme.py", year_groups="1")`."""

    def open_on(folder: Path, page: str | None = None, **query_params: str) -> AppTest:
        monkeypatch.setenv("ATTENDANCE_STORE", str(folder))
        st.cache_data.clear()
        app = AppTest.from_file(ENTRY, default_timeout=60)
        for name, value in query_params.items():
            app.query_params[name] = value
        app.run()
        if page:
            app.switch_page(page).run()
        return app

    return open_on


@pytest.fixture
def app(open_app, sample_folder):
    """The Overview of the sample school."""
    return open_app(sample_folder)
