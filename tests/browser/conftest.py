"""A Chromium, the dashboard on its sample school, and a page that must stay content."""

from collections.abc import Iterator

import pytest

from tests.browser.driving import Witness, running_dashboard


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

    def open_window(address: str, width: int = 1280, height: int = 800, *, downloads: bool = False):
        shown = {"width": width, "height": height}
        context = chromium.new_context(viewport=shown, accept_downloads=downloads)
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
