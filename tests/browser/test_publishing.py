"""Publishing and withdrawing with the mouse, and what a governor's window shows after each."""

import pytest

from dashboard.store.publications import read_publications
from tests.browser.driving import PAGES, open_page, running_dashboard, settle
from tests.publishing.schools import SCHOOL_OF_44
from tests.school import import_runs

GOVERNORS = "See what governors see"


@pytest.fixture
def own_school(chromium, tmp_path):
    import_runs(tmp_path / "store", SCHOOL_OF_44)
    with running_dashboard(tmp_path) as address:
        yield address


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()
    settle(page)


def tick(page, start):
    page.get_by_test_id("stCheckbox").filter(has_text=start).locator("label").click()
    settle(page)


def through_governors_eyes(page):
    """What the switch shows; then back."""
    switch = page.get_by_test_id("stSidebar").get_by_text(GOVERNORS)
    switch.click()
    page.get_by_role("heading", name="Attendance, for governors").wait_for(timeout=60_000)
    settle(page)
    seen = page.get_by_test_id("stMain").inner_text()
    switch.click()
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Overview").wait_for(timeout=60_000)
    settle(page)
    return seen


def test_a_term_is_looked_at_published_seen_and_taken_back(own_school, visit, tmp_path):
    page = visit(own_school)
    open_page(page, own_school, PAGES["Publish to governors"])
    assert "0 missing marks" in page.get_by_test_id("stMain").inner_text()

    press(page, "See what governors would see")
    headline = page.get_by_test_id("stExpander").filter(has_text="Headline figures: shown")
    headline.locator("summary").click()
    settle(page)
    assert "22.7%" in headline.inner_text()  # 10 of 44 persistently absent
    assert page.get_by_role("button", name="Publish Autumn term 2025/26").is_disabled()
    assert read_publications(tmp_path / "store") == []

    tick(page, "I have looked through")
    press(page, "Publish Autumn term 2025/26")
    page.get_by_test_id("stAlert").filter(has_text="Published: 2025/26 Autumn").wait_for(timeout=60_000)
    assert "10 pupils (22.7%)" in through_governors_eyes(page)

    open_page(page, own_school, PAGES["Publish to governors"])
    page.get_by_test_id("stExpander").filter(has_text="Withdraw a term").locator("summary").click()
    settle(page)
    assert page.get_by_role("button", name="Withdraw", exact=True).is_disabled()
    tick(page, "Yes, take it")
    press(page, "Withdraw")
    page.get_by_test_id("stAlert").filter(has_text="is withdrawn").wait_for()
    assert "Nothing has been published to governors yet" in through_governors_eyes(page)
