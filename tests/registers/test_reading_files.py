"""The same marks in every dress a school's system gives them: all are read alike."""

import io
from datetime import datetime

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.registers.conftest import ANN, BOB, counts

# Ann is ill on Tuesday, Bob late on Monday morning and unmarked on Tuesday morning
EXPECTED = [
    ("2025-09-08", "AM", "/"), ("2025-09-08", "AM", "L"),
    ("2025-09-08", "PM", "\\"), ("2025-09-08", "PM", "\\"),
    ("2025-09-09", "AM", "I"), ("2025-09-09", "PM", "I"), ("2025-09-09", "PM", "N"),
]  # fmt: skip
LONG = "\n".join(
    [
        "UPN,Date,Session,Mark",
        f"{ANN},08/09/2025,AM,/",
        f"{ANN},08/09/2025,PM,\\",
        f"{ANN},09/09/2025,AM,I",
        f"{ANN},09/09/2025,PM,I",
        f"{BOB},08/09/2025,AM,L",
        f"{BOB},08/09/2025,PM,\\",
        f"{BOB},09/09/2025,AM,",
        f"{BOB},09/09/2025,PM,N",
        "",
    ]
)
ROLL_CALL = (
    LONG.replace("UPN,Date,Session,Mark", "UPN,DATE,PERIOD,RAW_MARK")
    .replace(",AM,", ",MORNING,")
    .replace(",PM,", ",AFTERNOON,")
)
BY_DAY = "\n".join(
    [
        "UPN;Reg;Date;AM Mark;PM Mark",
        f"{ANN};3A;08/09/2025;/;\\",
        f"{ANN};3A;09/09/2025;I;I",
        f"{BOB};3A;08/09/2025;L;\\",
        f"{BOB};3A;09/09/2025;;N",
        "",
    ]
)
WIDE = "\n".join(
    [
        "UPN,Name,08/09/2025 AM,08/09/2025 PM,09/09/2025 AM,09/09/2025 PM",
        f'{ANN},"Smith, Ann",/,\\,I,I',
        f'{BOB},"O\'Neil, Bob",L,\\,-,N',
        "",
    ]
)
TWO_HEADINGS = "\n".join(
    [
        "Register report,,,,,",
        ",,,,,",
        "UPN,Reg,08/09/2025,,09/09/2025,",
        ",,AM,PM,AM,PM",
        f"{ANN},3A,/,\\,I,I",
        f"{BOB},3A,L,\\,,N",
        "Totals,,2,2,1,2",
        "",
    ]
)


def workbook() -> bytes:
    """Dates as dates, merged over their halves, a banner above and totals below."""
    book = openpyxl.Workbook()
    sheet = book.active
    rows = [
        ["Register report"], [],
        ["UPN", "Reg", datetime(2025, 9, 8), None, datetime(2025, 9, 9), None],
        [None, None, "AM", "PM", "AM", "PM"],
        [ANN, "3A", "/", "\\", "I", "I"],
        [BOB, "3A", "L", "\\", None, "N"],
        ["Totals", None, 2, 2, 1, 2],
    ]  # fmt: skip
    for row in rows:
        sheet.append(row)
    sheet.merge_cells("C3:D3")
    sheet.merge_cells("E3:F3")
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def parquet() -> bytes:
    """The long file, its dates as dates."""
    heading, *lines = (line.split(",") for line in LONG.splitlines())
    columns = list(zip(*lines, strict=True))
    days = [datetime.strptime(text, "%d/%m/%Y").date() for text in columns[1]]
    table = pa.table(
        {heading[0]: columns[0], heading[1]: days, heading[2]: columns[2], heading[3]: columns[3]}
    )
    file = io.BytesIO()
    pq.write_table(table, file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "skipped"),
    [
        ("long.csv", LONG, 0),
        ("roll_call.csv", ROLL_CALL, 0),
        ("bom.csv", LONG.encode("utf-8-sig"), 0),
        ("unicode_text.txt", LONG.replace(",", "\t").encode("utf-16"), 0),
        ("mixed_line_ends.csv", LONG.replace("\n", "\r\n", 4), 0),
        ("by_day.csv", BY_DAY, 0),
        ("wide.csv", WIDE, 0),
        ("two_headings.csv", TWO_HEADINGS, None),
        ("register.xlsx", workbook(), None),
        ("marks.parquet", parquet(), 0),
    ],
)
def test_every_dress_gives_the_same_marks_and_counts(office, name, content, skipped):
    report = office.take(name, content)

    assert office.stored_marks() == EXPECTED
    assert report.kind == "marks"
    figures = counts(report)
    rows_skipped = figures.pop("rows_skipped", 0)
    assert figures == {"rows_read": 7, "rows_accepted": 7, "blank_cells": 1}
    assert skipped is None or rows_skipped == skipped


def test_a_windows_file_keeps_its_accents_and_curly_apostrophes(office):
    office.take(
        "pupils_2025-09-01.csv", f"UPN,Surname,Forename\n{ANN},O\u2019Neil,Zo\u00eb\n".encode("cp1252")
    )

    assert office.stored("select surname, forename from pupils") == [("O\u2019Neil", "Zo\u00eb")]


def test_a_heading_printed_on_every_page_is_skipped(office):
    heading, *lines = LONG.splitlines()

    report = office.take("marks.csv", "\n".join([heading, *lines[:4], heading, *lines[4:]]) + "\n")

    assert report.rows_skipped == 1
    assert office.stored_marks() == EXPECTED


def test_a_stray_comma_spoils_its_own_line_only(office):
    lines = LONG.splitlines()
    lines[2] += ",extra"

    report = office.take("marks.csv", "\n".join(lines) + "\n", accept=True)

    assert counts(report) == {"rows_read": 7, "rows_accepted": 6, "rows_rejected": 1, "blank_cells": 1}
    assert report.problems[0].line == 3


def test_numbers_of_a_spreadsheet_keep_their_digits(office):
    book = openpyxl.Workbook()
    for row in (
        ["Adno", "Date", "Session", "Mark"],
        [1234, 45908, "AM", "/"],
        ["001235", "08/09/2025", "AM", "I"],
    ):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)

    report = office.take("marks.xlsx", file.getvalue())

    assert counts(report) == {"rows_read": 2, "rows_accepted": 2}
    assert office.stored("select value from pupil_aliases order by value") == [("001235",), ("1234",)]
    assert office.stored_marks() == [("2025-09-08", "AM", "/"), ("2025-09-08", "AM", "I")]
