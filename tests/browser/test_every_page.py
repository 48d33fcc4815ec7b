"""Every page on a screen and on a phone: nothing overflows, nothing errs, axe finds nothing of ours."""

import pytest

from tests.browser.accessibility import findings
from tests.browser.driving import PAGES, open_page

SCREEN, PHONE = (1280, 800), (390, 844)
WIDER_THAN_SHOWN = """() => [document.documentElement, document.querySelector('[data-testid=stMain]')]
    .map(element => element.scrollWidth - element.clientWidth)"""

every_page = pytest.mark.parametrize("title", PAGES)


@every_page
@pytest.mark.parametrize("size", [SCREEN, PHONE], ids=["screen", "phone"])
def test_a_page_fits_errs_not_and_reads_aloud(title, size, sample_dashboard, visit):
    page = visit(sample_dashboard, *size)

    open_page(page, sample_dashboard, PAGES[title])

    assert page.evaluate(WIDER_THAN_SHOWN) == [0, 0]
    assert page.get_by_test_id("stException").count() == 0
    assert findings(page) == []


@every_page
def test_a_page_says_period_cohort_and_as_at_and_that_the_school_is_invented(title, sample_dashboard, visit):
    page = visit(sample_dashboard)

    open_page(page, sample_dashboard, PAGES[title])

    main = page.get_by_test_id("stMain").inner_text()
    assert "This is an invented school" in main
    assert "register as at Friday 20 November 2026" in main
