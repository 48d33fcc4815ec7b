"""Fixtures shared by every test."""

import pytest

from tests.browser.chromium import chromium, pytest_collection_modifyitems  # noqa: F401 -- pytest finds them
from tests.browser.summary import pytest_sessionfinish, say_what_was_skipped  # noqa: F401 -- pytest finds it
from tests.school import Run, open_school
from tests.tally import say_what_was_tried, tried  # noqa: F401 -- pytest finds it


def pytest_terminal_summary(terminalreporter) -> None:
    """The last lines: what was tried in vain, and whether the dashboard was seen in a browser."""
    say_what_was_tried(terminalreporter)
    say_what_was_skipped(terminalreporter)


@pytest.fixture(scope="session")
def opened(tmp_path_factory):
    """A school's store by what its office imported: made once a session, however many tests ask it."""
    stores = {}

    def open_once(*runs: Run):
        if runs not in stores:
            stores[runs] = open_school(tmp_path_factory.mktemp("store"), *runs)
        return stores[runs]

    yield open_once
    for store in stores.values():
        store.close()
