"""A good file, a bad one and a half-good one with the mouse, on a phone; seen on a screen too."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driving import PAGES, open_page, running_dashboard, settle
from tests.browser.widths import PHONE, looks_well_at_both
from tests.school import Pupil, Term, attends, import_runs, register

FIRST_WEEK = attends("2025-09-01", "2025-09-05")
ADA = Pupil("ada", "3", FIRST_WEEK | attends("2025-09-12", "2025-09-12"))  # of the second week Friday only
BEN = Pupil("ben", "3", FIRST_WEEK)
STORED = register([ADA, BEN], [Term("Autumn", "2025-09-01", "2025-09-12")], "2025-09-01")
HEADING = "UPN,Date,Session,Mark\n"
GOOD = HEADING + "".join(
    f"{pupil.upn},{day}/09/2025,{half},{mark}\n"
    for pupil in (ADA, BEN)
    for day in ("08", "09", "10", "11", "12")
    for half, mark in (("AM", "/"), ("PM", "\\"))
)
HALF_GOOD = (
    f"{HEADING}{ADA.upn},08/09/2025,AM,I\n{ADA.upn},31/09/2025,AM,/\n"
    f"{BEN.upn},08/09/2025,AM,I,stray\n{BEN.upn},09/09/2025,AM,ZZ\n"
)


@pytest.fixture
def own_school(chromium, tmp_path):
    import_runs(tmp_path / "store", STORED)
    with running_dashboard(tmp_path) as address:
        yield address


def check(page: Page, address: str, name: str, content: str) -> str:
    """What the page says of a file before anything is stored."""
    open_page(page, address, PAGES["Data"])
    return check_also(page, name, content)


def check_also(page: Page, name: str, content: str) -> str:
    """The same of one more file beside those already dropped."""
    drop(page, name, content)
    page.get_by_role("button", name="Check the files").click()
    settle(page)
    expect(page.get_by_role("heading", name="What would happen")).to_be_visible()
    return main_text(page)


def drop(page: Page, name: str, content: str) -> None:
    file = {"name": name, "mimeType": "text/csv", "buffer": content.encode()}
    page.locator("input[type=file]").first.set_input_files([file])
    settle(page)


def main_text(page: Page) -> str:
    return page.get_by_test_id("stMain").inner_text()


def import_it(page: Page) -> str:
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_text(re.compile("Imported: 1 file"))).to_be_visible(timeout=60_000)
    settle(page)
    return main_text(page)


def verdict(page: Page) -> str:
    page.get_by_role("tab", name="Fit for a review").click()
    settle(page)
    return page.get_by_test_id("stAlert").first.inner_text()


def test_a_good_a_bad_and_a_half_good_file_say_what_becomes_of_every_row(own_school, visit):
    page = visit(own_school, *PHONE)
    open_page(page, own_school, f"{PAGES['Data']}?period=all")
    assert "Fit for a review: no, because" in verdict(page)

    said = check(page, own_school, "register.csv", "%PDF-1.7\n")
    assert "Nothing was stored. register.csv is a PDF" in said
    assert page.get_by_role("button", name="Import", exact=True).count() == 0
    looks_well_at_both(page)

    said = check(page, own_school, "week_2.csv", GOOD)
    assert "20 rows read: would be 18 accepted, 2 unchanged, 0 rejected." in said
    assert "20 rows read: 18 accepted, 2 unchanged, 0 rejected." in import_it(page)
    assert "Fit for a review: yes." in verdict(page)

    said = check(page, own_school, "corrections.csv", HALF_GOOD)
    assert "Look at this first." in said
    assert "3 of 4 rows were rejected, more than one in twenty." in said
    assert "would be 1 accepted (1 in place of an older value), 0 unchanged, 3 rejected." in said
    assert "3 problems, to mend in the file and import again:" in said
    cells = page.get_by_test_id("stTable").first.locator("tbody tr").all_inner_texts()
    assert [cell.split()[:2] for cell in cells] == [["3", "Date"], ["4", "–"], ["5", "Mark"]]
    looks_well_at_both(page)
    assert page.get_by_role("button", name="Import", exact=True).is_disabled()
    page.get_by_test_id("stCheckbox").filter(has_text="I have looked at this").locator("label").click()
    settle(page)
    said = import_it(page)
    assert "4 rows read: 1 accepted (1 in place of an older value), 0 unchanged, 3 rejected." in said


def test_beside_a_file_too_large_the_page_says_how_else_to_bring_it_and_takes_the_others(
    chromium, visit, tmp_path
):
    import_runs(tmp_path / "store", STORED)
    with running_dashboard(tmp_path, options=["--server.maxUploadSize", "1"]) as address:
        page = visit(address, *PHONE)
        open_page(page, address, PAGES["Data"])
        drop(page, "four_years.csv", GOOD * 2_000)  # about 1.2 MB

        said = main_text(page)
        assert "A file larger than 1 MB turns red and is left out." in said
        assert "python -m dashboard import FILE" in said
        assert page.get_by_role("button", name="Check the files").count() == 0
        looks_well_at_both(page)

        assert "20 rows read: would be 18 accepted, 2 unchanged, 0 rejected." in check_also(
            page, "week_2.csv", GOOD
        )
        assert "20 rows read: 18 accepted, 2 unchanged, 0 rejected." in import_it(page)
        assert "four_years.csv" not in main_text(page)
