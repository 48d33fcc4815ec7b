"""Fixtures shared by every test."""

import pytest

from tests.browser.chromium import chromium, pytest_collection_modifyitems  # noqa: F401 -- pytest finds them
from tests.browser.summary import pytest_sessionfinish, pytest_terminal_summary  # noqa: F401 -- pytest finds them
from tests.school import Run, open_school


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
