"""The keyboard alone reaches the filters, and shows where it is."""

from playwright.sync_api import Page

from tests.browser.driving import open_page, settle

MOST_TABS = 30
IN_YEAR_GROUPS = """() => {
    const group = document.activeElement?.closest('[role=group], [data-testid=stButtonGroup]');
    return !!document.activeElement?.closest('[data-testid=stSidebar]') && !!group
        && /^(N1|N2|R|[1-6])$/.test(document.activeElement.innerText.trim());
}"""
AROUND = """() => {
    const {x, y, width, height} = document.activeElement.getBoundingClientRect();
    return {x: Math.max(x - 5, 0), y: Math.max(y - 5, 0), width: width + 10, height: height + 10};
}"""


def tab_to_a_year_group(page: Page) -> None:
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate(IN_YEAR_GROUPS):
            return
    raise AssertionError(f"no year group was reached with {MOST_TABS} presses of Tab")


def test_tab_reaches_a_year_group_whose_focus_is_seen_and_space_chooses_it(sample_dashboard, visit):
    page = visit(sample_dashboard)
    open_page(page, sample_dashboard)

    tab_to_a_year_group(page)
    place = page.evaluate(AROUND)
    focused = page.screenshot(clip=place)
    page.evaluate("() => document.activeElement.blur()")
    page.wait_for_timeout(300)
    assert page.screenshot(clip=place) != focused

    tab_to_a_year_group(page)
    page.keyboard.press("Space")
    settle(page)
    assert "year_groups=" in page.url
