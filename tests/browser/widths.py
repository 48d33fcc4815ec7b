"""The two sizes at which every page is looked at, and what is wrong on none of them."""

from playwright.sync_api import Page

from tests.browser.accessibility import findings
from tests.browser.driving import settle

SCREEN, PHONE = (1280, 800), (390, 844)
WIDER_THAN_SHOWN = """() => [document.documentElement, document.querySelector('[data-testid=stMain]')]
    .map(element => element.scrollWidth - element.clientWidth)"""


def looks_well(page: Page) -> None:
    """Nothing overflows, no exception is shown, axe finds nothing of ours."""
    assert page.evaluate(WIDER_THAN_SHOWN) == [0, 0]
    assert page.get_by_test_id("stException").count() == 0
    assert findings(page) == []


def looks_well_at_both(page: Page) -> None:
    """The same on a screen, then on a phone, at which the page stays."""
    for width, height in (SCREEN, PHONE):
        page.set_viewport_size({"width": width, "height": height})
        settle(page)
        looks_well(page)
