"""One Chromium for every test of a run that needs a browser."""

import os
import shutil

import pytest


def pytest_collection_modifyitems(items):
    """Mark what needs a browser."""
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def chromium():
    """A started Chromium; without one the test is skipped, or fails where skipping is forbidden."""
    path = os.environ.get("ATTENDANCE_CHROMIUM") or shutil.which("chromium")
    if path is None:
        if os.environ.get("ATTENDANCE_BROWSER_TESTS") == "required":
            pytest.fail("Browser tests are required and there is no Chromium.")
        pytest.skip("no Chromium found; install it, or name it in ATTENDANCE_CHROMIUM")
    from playwright.sync_api import sync_playwright

    from tests.browser.driving import QUIET

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()
