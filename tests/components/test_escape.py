import io

import openpyxl
import pandas as pd
import pytest

from dashboard.components.escape import for_html, for_markdown, for_spreadsheet, to_csv, to_xlsx
from dashboard.domain.plain_text import for_option


@pytest.mark.parametrize(
    ("written", "escaped"),
    [
        ("<b>Ann</b>", r"\<b\>Ann\<\/b\>"),
        ("[x](http://y)", "\\[x\\]\\(http\\:\u2060\\/\\/y\\)"),
        ("![x](http://y)", "\\!\\[x\\]\\(http\\:\u2060\\/\\/y\\)"),
        ("www.evil.example", "www\u2060\\.evil\\.example"),
        (":material/home:", "\\:\u2060material\\/home\\:\u2060"),
        ("a@b.example", "a\\@\u2060b\\.example"),
        ("O'Neil", "O'Neil"),
        ("*Ann*\nLee", r"\*Ann\* Lee"),
    ],
)
def test_markdown_in_a_name_is_shown_as_it_is_written(written, escaped):
    assert for_markdown(written) == escaped


def test_a_class_is_offered_as_it_is_unless_markdown_would_read_it():
    assert for_option("R-Willow (a.m.)") == "R-Willow (a.m.)"
    assert for_option("3 *Oak*") == "3 \\*Oak\\*"


def test_a_name_of_two_hundred_characters_is_cut_short():
    assert len(for_html("x" * 200)) == 60


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_formula_becomes_text(start):
    assert for_spreadsheet(f"{start}cmd()") == f"'{start}cmd()"


def test_numbers_stay_numbers_also_below_zero():
    assert for_spreadsheet(-1.5) == -1.5


def test_a_csv_holds_no_formula_and_opens_in_utf8():
    written = to_csv(pd.DataFrame({"=name": ["=HYPERLINK(1)", "José"], "change": [-1, 2]}))

    assert written.decode("utf-8-sig").splitlines() == ["'=name,change", "'=HYPERLINK(1),-1", "José,2"]


def test_a_workbook_holds_text_where_text_was():
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(pd.DataFrame({"name": ["=1+1", "http://x"]})))).active

    assert [cell.value for cell in sheet["A"]] == ["name", "'=1+1", "http://x"]
    assert all(cell.data_type == "s" and cell.hyperlink is None for cell in sheet["A"])
