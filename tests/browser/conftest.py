"""A Chromium, the dashboard on its sample school, and a page that must stay content."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.driving import QUIET, Witness, running_dashboard

playwright_api = pytest.importorskip("playwright.sync_api")


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def chromium():
    """A started Chromium; without one the test is skipped, or fails where skipping is forbidden."""
    path = os.environ.get("ATTENDANCE_CHROMIUM") or shutil.which("chromium")
    if path is None:
        if os.environ.get("ATTENDANCE_BROWSER_TESTS") == "required":
            pytest.fail("Browser tests are required and there is no Chromium.")
        pytest.skip("no Chromium found; install it, or name it in ATTENDANCE_CHROMIUM")
    with playwright_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def sample_dashboard(chromium, tmp_path_factory) -> Iterator[str]:
    """The address of a dashboard with nothing imported: for tests that only look."""
    with running_dashboard(tmp_path_factory.mktemp("sample")) as address:
        yield address


@pytest.fixture
def empty_dashboard(chromium, tmp_path) -> Iterator[str]:
    """The address of a dashboard of its own, for tests that import and record."""
    with running_dashboard(tmp_path) as address:
        yield address


@pytest.fixture
def visit(chromium):
    """Opens browser windows on a dashboard; at the end none may have erred or asked another machine."""
    witnesses, contexts = [], []

    def open_window(address: str, width: int = 1280, height: int = 800):
        context = chromium.new_context(viewport={"width": width, "height": height}, accept_downloads=False)
        witness = Witness(address)
        witness.watch(context)
        witnesses.append(witness)
        contexts.append(context)
        return context.new_page()

    yield open_window
    for context in contexts:
        context.close()
    for witness in witnesses:
        witness.is_content()
