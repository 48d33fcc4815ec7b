"""From an empty store to a recorded action: what an office does on its first morning."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.driving import choose_year_group, go_to, metric, open_page, settle
from tests.school import YEAR_2025, Pupil, attends, marked, register

AUTUMN = YEAR_2025[0]
ADA = Pupil("ada", "1", attends("2025-09-01", "2025-09-26"))
BEN = Pupil(
    "ben",
    "1",
    attends("2025-09-01", "2025-09-12")
    | marked("NN", *(day for day in AUTUMN.days if "2025-09-12" < day <= "2025-09-26")),
)
CAL = Pupil("cal", "2", attends("2025-09-01", "2025-09-26") | marked("II", "2025-09-02"))


def test_sample_filter_pupil_import_and_an_action(empty_dashboard, visit, tmp_path):
    page = visit(empty_dashboard)

    open_page(page, empty_dashboard)
    expect(page.get_by_test_id("stMain")).to_contain_text("This is an invented school")
    of_everyone = metric(page, "Attendance")

    choose_year_group(page, "3")
    expect(page.get_by_test_id("stMain")).to_contain_text("Year 3")
    assert metric(page, "Attendance") != of_everyone

    go_to(page, "At-risk pupils")
    open_first_pupil(page)
    expect(page.get_by_role("heading", level=2).first).to_be_visible()
    expect(page.get_by_test_id("stMain")).to_contain_text("Year 3")

    go_to(page, "Data")
    import_files(page, register([ADA, BEN, CAL], [AUTUMN]).write(tmp_path / "exports"))
    expect(page.get_by_test_id("stMain")).not_to_contain_text("This is an invented school")
    page.get_by_role("button", name="Clear filters").first.click()
    settle(page)

    go_to(page, "Overview")
    assert metric(page, "Attendance") == "81.7%"  # 98 of 120 sessions: Ben 20, Cal 2 absent

    go_to(page, "CME")
    assert metric(page, "Open CME concerns") == "0"
    record_a_concern(page, "Ben")
    assert metric(page, "Open CME concerns") == "1"
    add_an_action(page, "Ben")
    expect(page.get_by_test_id("stMain")).to_contain_text("1 action")

    go_to(page, "Overview")
    assert metric(page, "CME concerns open") == "1"


def open_first_pupil(page: Page) -> None:
    """Select the first row of the list: the narrow cell at its left."""
    table = page.get_by_test_id("stDataFrame").first
    table.scroll_into_view_if_needed()
    table.click(position={"x": 18, "y": 52})
    page.wait_for_url(re.compile(r"/pupil\?.*pupil=\d+"))
    settle(page)


def import_files(page: Page, files: list[Path]) -> None:
    """Choose, check, import."""
    page.locator("input[type=file]").first.set_input_files(files)
    settle(page)
    page.get_by_role("button", name="Check the files").click()
    settle(page)
    expect(page.get_by_text("What would happen")).to_be_visible()
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_text(re.compile("Imported: 3 files"))).to_be_visible(timeout=60_000)
    settle(page)


def record_a_concern(page: Page, name: str) -> None:
    """Open the form, choose the pupil, record."""
    page.get_by_text("Record a new concern").first.click()
    settle(page)
    choose(page, "Pupil", name)
    page.get_by_role("button", name="Record the concern").click()
    expect(page.get_by_text(re.compile("Saved: concern"))).to_be_visible(timeout=30_000)
    settle(page)


def add_an_action(page: Page, name: str) -> None:
    """Choose the concern and add a telephone call."""
    choose(page, "Concern", name)
    page.get_by_role("button", name="Add the action").click()
    expect(page.get_by_text("Saved: the action is recorded.")).to_be_visible(timeout=30_000)
    settle(page)


def choose(page: Page, label: str, text: str) -> None:
    """Type into a list to choose from and take what it offers."""
    box = page.get_by_role("combobox", name=re.compile(f"^{label}"))
    box.click()
    box.fill(text)
    page.get_by_role("option").filter(has_text=text).first.click()
    settle(page)
