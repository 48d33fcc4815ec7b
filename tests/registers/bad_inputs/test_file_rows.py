"""Rows 1 to 30 of formats.md section 10: what is wrong with a file as a whole."""

import datetime
import io
import zipfile

import openpyxl
import pytest

from dashboard.registers import workbooks
from tests.registers.bad_inputs.cases import (
    ADA,
    BEN,
    CLEO,
    MARKS,
    PUPILS,
    Case,
    every,
    hold,
    lines,
    marks_stored,
    read,
    workbook,
)
from tests.registers.conftest import ANN, BOB, CAI

GOOD = [f"{ANN},2026-11-16,AM,/", f"{ANN},2026-11-16,PM,\\", f"{BOB},2026-11-16,AM,I"]
GOOD_STORED = marks_stored(("2026-11-16", "AM", "/"), ("2026-11-16", "AM", "I"), ("2026-11-16", "PM", "\\"))
SPREADSHEET_2003 = (
    '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet/></Workbook>'
)
OLD_BINARY = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 3000
ELSEWHERE = [f"{letter}9333333{number:05d}" for number, letter in enumerate("ABCDEFGHJKLM", 1)]
HERE = [f"{letter}2070000{number:05d}" for number, letter in enumerate("ABCDEFGHJKLM", 1)]


def merged() -> bytes:
    """Two heading rows, the dates merged over their halves."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["UPN", datetime.date(2026, 11, 16), None, datetime.date(2026, 11, 17), None],
        [None, "AM", "PM", "AM", "PM"],
        [ANN, "/", "\\", "I", "I"],
    ):
        sheet.append(row)
    sheet.merge_cells("B1:C1")
    sheet.merge_cells("D1:E1")
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def stray_cell() -> bytes:
    """A register whose sheet claims a million rows, for a space in the last."""
    book = openpyxl.Workbook()
    for row in (MARKS.split(","), *(line.split(",") for line in GOOD)):
        book.active.append(row)
    book.active.cell(row=1_048_576, column=1, value=" ")
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


CASES = [
    Case(1, "empty file", "", refused=["marks.csv", "no rows under the heading"]),
    Case(1, "heading only", lines(MARKS), refused=["marks.csv", "no rows under the heading"]),
    Case(1, "heading only in a workbook", workbook(MARKS.split(",")), "m.xlsx", refused=["no rows under"]),
    Case(
        1, "heading of a pupil list only", lines(PUPILS), "pupils.csv", refused=["no rows under the heading"]
    ),
    Case(
        3,
        "web page named xls",
        "<html><table><tr><td>UPN</td></tr></table>",
        "m.xls",
        refused=["m.xls", ".xlsx"],
    ),
    Case(3, "xml spreadsheet 2003", SPREADSHEET_2003, "m.xls", refused=["m.xls", "save it as .xlsx"]),
    Case(
        4,
        "old xls or with a password",
        OLD_BINARY,
        "m.xls",
        refused=["m.xls", "password", "save it as .xlsx"],
    ),
    Case(5, "pdf renamed csv", b"%PDF-1.7\n", refused=["marks.csv", "is a PDF", "CSV", "XLSX"]),
    Case(
        5, "picture", b"\x89PNG\r\n\x1a\n\0", refused=["is a picture", "export the register as CSV or XLSX"]
    ),
    Case(
        5,
        "lock file of excel",
        b"\x05office",
        "~$marks.xlsx",
        refused=["lock file", "choose the workbook itself"],
    ),
    Case(
        6,
        "windows letters",
        f"UPN,Surname,Forename\n{ANN},O\u2019Neil,Zo\u00eb\n".encode("cp1252"),
        "pupils.csv",
        counts=read(1),
        warned=["Windows"],
        stored=("select surname, forename from pupils where is_described", [("O\u2019Neil", "Zo\u00eb")]),
    ),
    Case(
        7,
        "utf-16 with tabs",
        lines(MARKS, *GOOD).replace(",", "\t").encode("utf-16"),
        "marks.txt",
        counts=read(3),
        stored=GOOD_STORED,
    ),
    Case(
        8,
        "encoded twice",
        f"UPN,Surname,Forename\n{ANN},Ni\u00c3\u00b1o,Zo\u00c3\u00ab\n",
        "pupils.csv",
        counts=read(1),
        warned=["2 cells were encoded twice"],
        stored=("select surname, forename from pupils where is_described", [("Ni\u00f1o", "Zo\u00eb")]),
    ),
    Case(
        8,
        "encoded twice in part",
        f"UPN,Surname,Forename\n{ANN},Ni\u00c3\u00b1o,\u00c3\u00ab\u4e2d\n",
        "pupils.csv",
        counts=read(1),
        warned=["left as they are"],
        stored=("select surname from pupils where is_described", [("Ni\u00c3\u00b1o",)]),
    ),
    Case(
        9,
        "byte order mark",
        lines(MARKS, *GOOD).encode("utf-8-sig"),
        counts=read(3),
        stored=GOOD_STORED,
    ),
    Case(
        10,
        "semicolons and sep line",
        lines("sep=;", MARKS.replace(",", ";"), *(g.replace(",", ";") for g in GOOD)),
        counts=read(3),
        stored=GOOD_STORED,
    ),
    Case(
        10,
        "semicolons",
        lines(MARKS, *GOOD).replace(",", ";"),
        counts=read(3),
        stored=GOOD_STORED,
    ),
    Case(
        11,
        "mixed line ends",
        f"{MARKS}\r\n{GOOD[0]}\r{GOOD[1]}\n{GOOD[2]}\r\n",
        counts=read(3),
        stored=GOOD_STORED,
    ),
    Case(
        11,
        "nul bytes",
        lines(MARKS, *GOOD).replace(",/", ",/\0"),
        counts=read(3),
        stored=GOOD_STORED,
    ),
    Case(
        12,
        "stray comma on one line",
        lines(MARKS, GOOD[0], f"{GOOD[1]},x", GOOD[2]),
        asked=["more than one in twenty"],
        counts=read(3, rows_rejected=1),
        problems=[(3, None, "5 cells, the heading only 4: take the stray comma or cell out")],
    ),
    Case(
        12,
        "quote not closed on one line",
        lines(MARKS, GOOD[0], f'{ANN},"2026-11-16,PM,\\', GOOD[2]),
        asked=["more than one in twenty"],
        counts=read(3, rows_rejected=1),
        problems=[(3, None, "quotation mark")],
        stored=marks_stored(("2026-11-16", "AM", "/"), ("2026-11-16", "AM", "I")),
    ),
    Case(
        13,
        "last line cut",
        lines(MARKS, *GOOD) + f"{BOB},2026-1",
        asked=["more than one in twenty"],
        counts=read(4, rows_rejected=1),
        problems=[(5, None, "may be incomplete")],
        stored=GOOD_STORED,
    ),
    Case(
        13,
        "last line of a pupil list cut",
        lines(PUPILS, ADA, BEN) + CAI,
        "pupils.csv",
        asked=["more than one in twenty"],
        counts=read(3, rows_rejected=1),
        problems=[(4, None, "may be incomplete")],
    ),
    Case(
        13,
        "last date partial",
        lines(
            MARKS,
            *(
                f"{upn},2026-11-{d},{s},/"
                for d in (16, 17)
                for upn in HERE[: (12, 3)[d - 16]]
                for s in ("AM", "PM")
            ),
        ),
        counts=read(30),
        warned=["the file may be incomplete"],
    ),
    Case(
        14,
        "banner above the heading",
        lines("Register report", "Run on 17/11/2026", "", MARKS, *GOOD),
        counts=read(3, rows_skipped=3),
        stored=GOOD_STORED,
    ),
    Case(
        15,
        "totals and footers",
        lines(MARKS, *GOOD, "Total,,,3", "Grand Total,,,3", ",,,", "Page 1 of 2", "Template Notes"),
        counts=read(3, rows_skipped=5),
        stored=GOOD_STORED,
    ),
    Case(
        15,
        "footers of a pupil list",
        lines(PUPILS, ADA, "Total,1,", ",,", "Page 1 of 1,,"),
        "pupils.csv",
        counts=read(1, rows_skipped=3),
    ),
    Case(
        16,
        "heading on every page",
        lines(MARKS, *GOOD[:2], MARKS, GOOD[2]),
        counts=read(3, rows_skipped=1),
        stored=GOOD_STORED,
    ),
    Case(
        18,
        "legal and preferred surname",
        lines("UPN,Preferred Surname,Legal Surname", f"{ANN},Bird,Heron"),
        "pupils.csv",
        counts=read(1),
        warned=["Two columns for surname: 'Legal Surname' was taken"],
        stored=("select surname from pupils where is_described", [("Heron",)]),
    ),
    Case(
        19,
        "each date twice",
        lines("UPN,16/11/2026,16/11/2026,17/11/2026,17/11/2026", f"{ANN},/,\\,I,I"),
        counts=read(4),
        stored=marks_stored(
            ("2026-11-16", "AM", "/"),
            ("2026-11-16", "PM", "\\"),
            ("2026-11-17", "AM", "I"),
            ("2026-11-17", "PM", "I"),
        ),
    ),
    Case(
        20,
        "merged dates over two heading rows",
        merged(),
        "marks.xlsx",
        counts=read(4, rows_skipped=1),
        stored=marks_stored(
            ("2026-11-16", "AM", "/"),
            ("2026-11-16", "PM", "\\"),
            ("2026-11-17", "AM", "I"),
            ("2026-11-17", "PM", "I"),
        ),
    ),
    Case(22, "a sheet of a million rows", stray_cell(), "marks.xlsx", counts=read(3), stored=GOOD_STORED),
    Case(
        25,
        "lesson marks",
        lines("UPN,Date,Period,Mark", *(f"{ANN},2026-11-16,{period},/" for period in range(1, 6))),
        refused=["lesson marks", "roll call or session marks"],
    ),
    Case(
        27,
        "p for present and a for absent",
        lines(MARKS, *(f"{ANN},2026-11-{d},AM,{'A' if d == 16 else 'P'}" for d in range(16, 21))),
        refused=["P is a sporting activity", "export the statutory codes"],
    ),
    Case(
        28,
        "pupil list of another school",
        lines(PUPILS, *(f"{upn},Quillfeather,Hepzibah" for upn in ELSEWHERE)),
        "pupils.csv",
        earlier={"pupils.csv": lines(PUPILS, *(f"{upn},A,B" for upn in HERE))},
        asked=["another school"],
        counts=read(12),
    ),
    Case(
        28,
        "marks of another school",
        lines(MARKS, *(f"{upn},2026-11-16,PM,\\" for upn in ELSEWHERE)),
        earlier={"pupils.csv": lines(PUPILS, *(f"{upn},A,B" for upn in HERE))},
        asked=["another school"],
        counts=read(12),
    ),
    Case(
        29,
        "the same file again",
        lines(MARKS, *GOOD),
        earlier={"first.csv": lines(MARKS, *GOOD)},
        counts=read(3, rows_unchanged=3),
        warned=["This very file was imported before, on"],
    ),
    Case(
        30,
        "pupil list taken for marks",
        lines(PUPILS, ADA, BEN, CLEO),
        wishes={"kind": "marks"},
        refused=["looks like a pupils file"],
    ),
    Case(
        30,
        "marks taken for a pupil list",
        lines(MARKS, *GOOD),
        wishes={"kind": "pupils"},
        refused=["looks like a marks file"],
    ),
]


@every(CASES)
def test_a_file_that_is_wrong_as_a_whole(case, office):
    hold(case, office)


def test_a_date_over_three_columns_is_refused_and_said(office):
    heading = "UPN,16/11/2026,16/11/2026,16/11/2026"
    hold(Case(19, "", lines(heading, f"{ANN},/,\\,I"), refused=["16/11/2026", "AM or PM"]), office)


def bomb(member: str, size: int) -> bytes:
    """A workbook one of whose parts unpacks to `size` bytes."""
    file = io.BytesIO(workbook(MARKS.split(","), GOOD[0].split(",")))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(member, b"\0" * size)
    return file.getvalue()


def test_a_workbook_that_unpacks_to_more_than_may_be_is_not_unpacked(office, monkeypatch):
    monkeypatch.setattr(workbooks, "LARGEST_UNPACKED", 1 << 20)
    hold(Case(23, "", bomb("xl/media/x.bin", 1 << 21), "m.xlsx", refused=["m.xlsx", "too large"]), office)


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_a_workbook_with_a_document_type_is_not_opened(office, declaration):
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(MARKS.split(","), GOOD[0].split(",")))) as sound,
        zipfile.ZipFile(file, "w") as archive,
    ):
        for name in sound.namelist():
            text = sound.read(name)
            if name in {"xl/workbook.xml", "xl/worksheets/sheet1.xml"}:
                text = text.replace(b"<workbook", declaration.encode() + b"<workbook", 1)
                text = text.replace(b"<worksheet", declaration.encode() + b"<worksheet", 1)
            archive.writestr(name, text)
    hold(Case(23, "", file.getvalue(), "m.xlsx", refused=["document type"]), office)
