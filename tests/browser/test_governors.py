"""The governors' page on a screen, on a phone and on paper, seen through the leadership's switch."""

import pytest

from tests.browser.driving import PAGES, open_page, settle
from tests.browser.widths import PHONE, SCREEN, looks_well

NOT_ON_PAPER = ("stSidebar", "stHeader", "stSelectbox", "stButton", "stDownloadButton")
A4_WIDTH_IN_PIXELS = 703  # between margins of 12 mm, at 96 dots an inch


@pytest.fixture
def governors_page(sample_dashboard, visit):
    def open_at(width, height):
        page = visit(sample_dashboard, width, height)
        open_page(page, sample_dashboard)
        opener = page.get_by_test_id("stExpandSidebarButton")
        if opener.is_visible():
            opener.click()
        page.get_by_test_id("stSidebar").get_by_text("See what governors see").click()
        page.get_by_role("heading", name="Attendance, for governors").wait_for(timeout=60_000)
        settle(page)
        return page

    return open_at


@pytest.mark.parametrize("size", [SCREEN, PHONE], ids=["screen", "phone"])
def test_the_governors_page_fits_errs_not_and_reads_aloud(size, governors_page):
    looks_well(governors_page(*size))


def test_every_published_term_opens(governors_page):
    page = governors_page(*SCREEN)
    page.get_by_test_id("stSelectbox").click()
    terms = page.get_by_role("option").all_inner_texts()
    page.keyboard.press("Escape")

    assert "Autumn term 2025/26" in terms
    for term in terms:
        page.get_by_test_id("stSelectbox").click()
        page.get_by_role("option", name=term, exact=True).click()
        settle(page)
        assert page.get_by_test_id("stException").count() == 0
        assert term in page.get_by_test_id("stMain").inner_text()


def test_the_governors_page_is_a_click_away_from_publishing(sample_dashboard, visit):
    page = visit(sample_dashboard)
    open_page(page, sample_dashboard, PAGES["Publish to governors"])

    page.get_by_role("button", name="See the governors' page as they do").click()

    page.get_by_role("heading", name="Attendance, for governors").wait_for(timeout=60_000)
    assert page.get_by_test_id("stSidebarNav").get_by_role("link", name="Overview").count() == 0


def test_paper_has_the_tables_and_the_charts_whole_and_nothing_to_press(governors_page):
    page = governors_page(*SCREEN)
    printed = page.locator("[class*=st-key-paper_] table")
    assert not printed.first.is_visible()
    for chart in page.get_by_test_id("stPlotlyChart").all():  # printed in the size in which it was drawn
        box = chart.bounding_box()
        assert box is not None
        assert box["width"] <= A4_WIDTH_IN_PIXELS

    page.emulate_media(media="print")

    assert printed.count() >= 5
    assert all(printed.nth(number).is_visible() for number in range(printed.count()))
    assert printed.first.evaluate("table => getComputedStyle(table).display") == "table"  # goes on overleaf
    for part in NOT_ON_PAPER:
        assert not any(found.is_visible() for found in page.get_by_test_id(part).all()), part
