"""Every page on a screen and on a phone: nothing overflows, nothing errs, axe finds nothing of ours."""

import pytest

from tests.browser.driving import PAGES, open_page
from tests.browser.widths import PHONE, SCREEN, looks_well

every_page = pytest.mark.parametrize("title", PAGES)


@every_page
@pytest.mark.parametrize("size", [SCREEN, PHONE], ids=["screen", "phone"])
def test_a_page_fits_errs_not_and_reads_aloud(title, size, sample_dashboard, visit):
    page = visit(sample_dashboard, *size)

    open_page(page, sample_dashboard, PAGES[title])

    looks_well(page)


@every_page
def test_a_page_says_period_cohort_and_as_at_and_that_the_school_is_invented(title, sample_dashboard, visit):
    page = visit(sample_dashboard)

    open_page(page, sample_dashboard, PAGES[title])

    main = page.get_by_test_id("stMain").inner_text()
    assert "This is an invented school" in main
    assert "register as at Friday 20 November 2026" in main
