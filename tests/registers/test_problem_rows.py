"""What has a problem can be looked at with the row itself, under the file's own headings."""

import io
import json

import openpyxl
from click.testing import CliRunner

from dashboard.cli import commands
from tests.registers.bad_inputs.cases import workbook
from tests.registers.conftest import ANN, BOB, Office

LONG = f"UPN,Name,Date,Session,Mark\n{ANN},=Bird(),2026-11-16,AM,/\n{BOB},Heron,2026-11-16,AM,ZZ\n"
NO_CODE = "is not an attendance code: correct it, or say on the Data page what it means"


def table_of(office: Office, name: str, content: str | bytes):
    report = office.take(name, content, accept=True, with_rows=True)
    return report.problem_table


def test_a_long_file_shows_the_whole_line(office):
    table = table_of(office, "marks.csv", LONG)

    assert list(table.headings) == ["Line", "Column", "Problem", "UPN", "Name", "Date", "Session", "Mark"]
    assert table.rows == [
        [3, "Mark", f"'ZZ' {NO_CODE}", BOB, "Heron", "2026-11-16", "AM", "ZZ"],
    ]


def test_a_wide_workbook_shows_the_dates_over_its_marks(office):
    content = workbook(
        ["UPN", "16/11/2026", None, "17/11/2026", None],
        [None, "AM", "PM", "AM", "PM"],
        [ANN, "/", "ZZ", "/", "\\"],
    )

    table = table_of(office, "marks.xlsx", content)

    assert list(table.headings) == [
        *("Line", "Column", "Problem", "UPN"),
        *("16/11/2026 AM", "16/11/2026 PM", "17/11/2026 AM", "17/11/2026 PM"),
    ]
    assert table.rows == [
        [3, "16/11/2026 PM", f"'ZZ' {NO_CODE}", ANN, "/", "ZZ", "/", "\\"],
    ]


def test_a_line_with_too_many_cells_shows_them_all(office):
    table = table_of(office, "pupils.csv", f"UPN,Surname\n{ANN},Bird,over,more\n{BOB},Heron\n")

    assert list(table.headings)[3:] == ["UPN", "Surname", "(column 3)", "(column 4)"]
    assert table.rows[0][3:] == [ANN, "Bird", "over", "more"]


def test_nothing_of_the_rows_is_in_the_ledger_or_the_register(office):
    report = office.take("marks.csv", LONG, accept=True, with_rows=True)

    assert "Heron" not in json.dumps(report.as_json())
    assert "Heron" not in str(office.stored("select * from import_problems"))


def test_without_being_asked_for_no_row_is_kept(office):
    assert office.take("marks.csv", LONG, accept=True).problem_table is None


def test_the_command_line_writes_a_workbook_in_which_nothing_is_a_formula(tmp_path):
    file, problems = tmp_path / "marks.csv", tmp_path / "problems.xlsx"
    file.write_text(LONG.replace("Heron", "=HYPERLINK(1)"))

    done = CliRunner().invoke(
        commands,
        ["import", "--store", str(tmp_path / "store"), "--problems", str(problems), str(file)],
    )

    assert done.exit_code == 1
    sheet = openpyxl.load_workbook(io.BytesIO(problems.read_bytes())).active
    heading, row = sheet.iter_rows(values_only=True)
    assert heading[:4] == ("File", "Line", "Column", "Problem")
    assert row[:3] == ("marks.csv", 3, "Mark")
    assert row[5] == "'=HYPERLINK(1)"
    assert problems.stat().st_mode & 0o077 == 0
