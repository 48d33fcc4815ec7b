"""Exporting, erasing and purging with the mouse: what the page says before, what is gone after."""

import csv
import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dashboard.config import PROJECT_FOLDER
from tests.browser.driving import PAGES, open_page, running_dashboard, settle
from tests.browser.widths import PHONE, looks_well_at_both
from tests.school import Pupil, attends, case, import_runs, register

WEEK = attends("2025-09-01", "2025-09-05")
ADA = Pupil("ada", "3", WEEK, traits={"admission_number": "001234"})
BEN = Pupil("ben", "3", WEEK)
OLD = Pupil("old", "3", {"2018-09-03": "/\\"})
RUNS = (
    register([OLD], as_at="2018-09-03"),
    register([ADA, BEN], as_at="2025-09-01", cme_cases=[case("C1", ADA, "2025-09-05")]),
)


@pytest.fixture
def own_school(chromium, tmp_path):
    import_runs(tmp_path / "store", *RUNS)
    with running_dashboard(tmp_path) as address:
        yield address


def test_a_pupil_is_exported_then_erased_and_old_years_are_purged(own_school, visit, tmp_path):
    page = visit(own_school, *PHONE, downloads=True)
    open_page(page, own_school, PAGES["Data"])
    page.get_by_role("tab", name="Erase, export, purge").click()
    settle(page)
    assert pupils_offered(page) == ["Ada", "Ben", "Old"]
    type_into(page, "UPN or admission number", "001234")

    press(page, "Prepare the export")
    held = downloaded(page)
    marks = list(csv.DictReader(io.StringIO(held["session_marks.csv"])))
    assert [(mark["session_date"], mark["attendance_code"]) for mark in marks][:2] == [
        ("2025-09-01", "/"),
        ("2025-09-01", "\\"),
    ]
    assert len(marks) == 10
    assert "C1" in held["imported_cme_cases.csv"]
    assert BEN.upn not in "".join(held.values())

    press(page, "See what would be erased")
    assert rows_that_would_go(page) == {
        "UPNs and admission numbers": "2",
        "Rows of pupil lists": "1",
        "Marks": "10",
        "CME cases, imported": "1",
    }
    looks_well_at_both(page)
    assert upns_by_command(tmp_path) == {ADA.upn, BEN.upn, OLD.upn}
    erase = page.get_by_role("button", name="Erase for good")
    assert erase.is_disabled()
    type_into(page, "Type the pupil's UPN or admission number to confirm", BEN.upn)
    assert "not a UPN or admission number of this pupil" in main_text(page)
    assert erase.is_disabled()
    type_into(page, "Type the pupil's UPN or admission number to confirm", "001234")
    press(page, "Erase for good")
    says(page, "Erased: 14 rows of one pupil")
    assert upns_by_command(tmp_path) == {BEN.upn, OLD.upn}
    assert pupils_offered(page) == ["Ben", "Old"]
    type_into(page, "UPN or admission number", "001234")
    press(page, "Prepare the export")
    says(page, "No pupil with the UPN or admission number 001234")
    type_into(page, "UPN or admission number", "")

    press(page, "See what would be purged")
    assert "2019/20 is the first academic year kept" in main_text(page)  # 2025/26 and six before it
    assert "1 pupil would go wholly" in main_text(page)
    assert rows_that_would_go(page)["Marks"] == "2"
    looks_well_at_both(page)
    assert upns_by_command(tmp_path) == {BEN.upn, OLD.upn}
    purge = page.get_by_role("button", name="Purge", exact=True)
    assert purge.is_disabled()
    page.get_by_test_id("stCheckbox").filter(has_text="Yes, delete this for good").locator("label").click()
    settle(page)
    purge.click()
    says(page, "Purged: 5 rows")  # 2 marks, 1 number, 1 row of a list, 1 warning about the age
    press(page, "See what would be purged")
    assert "there is nothing to purge" in main_text(page)
    assert upns_by_command(tmp_path) == {BEN.upn}


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    settle(page)


def type_into(page: Page, label: str, text: str) -> None:
    box = page.get_by_role("textbox", name=label, exact=True)
    box.fill(text)
    box.press("Enter")
    settle(page)


def pupils_offered(page: Page) -> list[str]:
    """The surnames in the list of pupils to choose from."""
    page.get_by_role("combobox", name="Pupil", exact=True).click()
    offered = page.get_by_role("option").all_inner_texts()
    page.keyboard.press("Escape")
    return [label.partition(",")[0] for label in offered]


def downloaded(page: Page) -> dict[str, str]:
    """The texts in the zip that the button gives, by their file names."""
    with page.expect_download() as download:
        page.get_by_role("button", name=re.compile("Download [0-9]+ rows")).click()
    assert download.value.suggested_filename == "everything-held-on-one-pupil.zip"
    with zipfile.ZipFile(download.value.path()) as archive:
        return {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}


def rows_that_would_go(page: Page) -> dict[str, str]:
    lines = page.get_by_test_id("stTable").locator("tbody tr").all_inner_texts()
    return {what.strip(): rows.strip() for what, rows in (line.split("\t") for line in lines)}


def says(page: Page, text: str) -> None:
    expect(page.get_by_test_id("stAlert").filter(has_text=text)).to_be_visible(timeout=60_000)
    settle(page)


def main_text(page: Page) -> str:
    return page.get_by_test_id("stMain").inner_text()


def upns_by_command(folder: Path) -> set[str]:
    """The UPNs that the command line knows, while the dashboard runs."""
    command = [sys.executable, "-m", "dashboard", "query", "pupil_names", "--format", "csv"]
    done = subprocess.run(
        [*command, "--store", str(folder / "store")],
        cwd=PROJECT_FOLDER,
        capture_output=True,
        text=True,
        check=True,
    )
    return {row["upn"] for row in csv.DictReader(io.StringIO(done.stdout))}
