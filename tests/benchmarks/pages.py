"""Each page's first and second load, and a filter click to the redrawn page, in a real browser."""

import os
import shutil
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, sync_playwright

from tests.benchmarks.stores import imported, schools_for
from tests.benchmarks.timing import machine, print_table
from tests.browser.driving import QUIET, open_page, running_dashboard, settle

PAGES = {
    "Overview": ("", 300),
    "Absence patterns": ("absence_patterns", 300),
    "At-risk pupils": ("at_risk_pupils", 450),
    "CME": ("cme", 300),
}
CLICKS = ["1", "2", "3", "4", "5", "6"]
CONSTANT = [sys.executable, "-m", "tests.benchmarks.constant_dashboard"]
WATCH = """() => {
    window.lastChange = 0;
    new MutationObserver(() => { window.lastChange = performance.now(); })
        .observe(document, {subtree: true, childList: true, characterData: true, attributes: true});
}"""  # performance.now() counts from the navigation


def run(folder: Path, sizes: list[int]) -> None:
    """Measure over a store of about so many marks."""
    print(machine())
    path = os.environ.get("ATTENDANCE_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        for marks in sizes:
            store = imported(folder, schools_for(marks))
            ours = _times(browser, store, None)
            floor = _times(browser, store, CONSTANT)
            rows = [
                [name, *ours[name][:2], target, ours[name][2], floor[name][2], ours[name][2] / floor[name][2]]
                for name, (_, target) in PAGES.items()
            ]
            print_table(
                f"Pages over about {marks:,} marks (ms; loads: targets 3,000 and 1,200)",
                ["page", "first load", "second load", "click target", "click", "constant data", "times"],
                rows,
            )
        browser.close()


def _times(browser: Browser, store: Path, command: list[str] | None) -> dict[str, tuple[float, float, float]]:
    with TemporaryDirectory() as temporary:
        (Path(temporary) / "store").symlink_to(store, target_is_directory=True)
        with running_dashboard(Path(temporary), command) as address:
            return {name: _page_times(browser, address, path) for name, (path, _) in PAGES.items()}


def _page_times(browser: Browser, address: str, path: str) -> tuple[float, float, float]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.add_init_script(f"({WATCH})()")
    page = context.new_page()
    loads = []
    for _ in range(2):
        open_page(page, address, path)
        page.wait_for_timeout(500)
        loads.append(float(page.evaluate("window.lastChange")))
    _click(page, "R")
    _click(page, "R")
    times = [_click(page, year_group) for year_group in CLICKS]
    context.close()
    return loads[0], loads[1], median(times)


def _click(page: Page, year_group: str) -> float:
    """Milliseconds from a click on a year group to the last change on the page."""
    pills = page.get_by_test_id("stSidebar").get_by_role("toolbar", name="Year group")
    pill = pills.get_by_text(year_group, exact=True)
    pill.evaluate(
        "pill => { pill.addEventListener('click', () => { window.clicked = performance.now(); }); }"
    )
    pill.click()
    settle(page)
    page.wait_for_timeout(500)
    return float(page.evaluate("window.lastChange - window.clicked"))
