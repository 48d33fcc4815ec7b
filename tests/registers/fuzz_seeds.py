"""Sound files to damage: one of every kind and layout, and every fixture that lies in a `fixtures` folder."""

import io
from pathlib import Path

import openpyxl

from dashboard.domain.canonical_files import FILES
from tests.registers.conftest import ANN, BOB, CAI
from tests.registers.documents import fixtures
from tests.registers.test_day_pairs import PAIRS
from tests.registers.test_files_of_several_parts import LONG_WITH_DETAILS, zipped
from tests.registers.test_files_of_several_parts import workbook as workbook_of_sheets
from tests.registers.test_mark_strings import PERIOD, WEEKS
from tests.registers.test_reading_files import BY_DAY, LONG, ROLL_CALL, TWO_HEADINGS, WIDE, parquet, workbook
from tests.registers.test_week_grids import (
    GRID_UNDER_BANNERS,
    PAIRS_UNDER_BANNERS,
    STRINGS_UNDER_BANNERS,
    TWO_HEADING_ROWS,
    WEEK_IN_A_COLUMN,
    YEARLESS,
    in_a_workbook,
)
from tests.school import Pupil

TESTS = Path(__file__).parents[1]
LARGEST_FIXTURE = 200_000  # bytes
SURNAMES = ("Quillfeather", "Ozmandine", "Zabriskie")  # what no message may ever hold
FORENAMES = ("Hepzibah", "Thelonious", "Perpetua")
IN_NO_LIST = tuple(Pupil(name).upn for name in ("dee", "eve", "fay"))

PUPILS = "\n".join(
    [
        "UPN,Adno,Legal Surname,Legal Forename,DOB,Sex,Year Group,Reg Group,SEN,FSM,Entry Date,Leaving Date",
        f"{ANN},001234,{SURNAMES[0]},{FORENAMES[0]},14/02/2019,F,Year 3,3B,K,Y,04/09/2023,",
        f"{BOB},001235,{SURNAMES[1]},{FORENAMES[1]},01/03/2018,M,Year  4,4A,N,N,,31/08/2026",
        f'{CAI},001236,{SURNAMES[2]},"{FORENAMES[2]} ""Bo""",31/12/2020,Female,Rec,RB,EHCP,T,08/09/2025,',
        "",
    ]
)
CASES = "\n".join(
    [
        "case_id,upn,case_type,opened_date,closed_date,outcome",
        f"C1,{ANN},at_risk_on_roll,17/09/2026,,",
        f"C2,{BOB},no_show,03/09/2026,20/10/2026,returned",
        "",
    ]
)
CALENDAR = "\n".join(
    ["date,session,kind,term", *(f"2026-11-{day:02d},,school,Autumn 2" for day in range(2, 21)), ""]
)
LONG_STRETCH = "\n".join(
    [
        "UPN,Date,Session,Mark,Minutes Late",
        *(
            f"{upn},{day:02d}/11/2026,{half},{mark},"
            for day in (2, 3, 4, 5, 6, 9, 10, 11, 12, 13, 16, 17)
            for upn, mark in ((ANN, "/"), (BOB, "I"), (CAI, "\\"))
            for half in ("AM", "PM")
        ),
        "",
    ]
)
NAMED = "\n".join(
    [
        "UPN,Legal Surname,Legal Forename,Reg Group,Year,Date,Session,Mark",
        *(
            f"{upn},{surname},{forename},{group},{group[:1]},{day}/11/2026,{half},/"
            for day in ("16", "17")
            for upn, surname, forename, group in zip(
                IN_NO_LIST, SURNAMES, FORENAMES, ("3B", "4A", "RB"), strict=True
            )
            for half in ("AM", "PM")
        ),
        "",
    ]
)


def _cells(text: str) -> list[list[str]]:
    return [line.split(",") for line in text.splitlines()]


def _pupil_workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["A list of pupils"])
    for line in PUPILS.splitlines():
        book.active.append(line.replace('"', "").split(","))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def seeds() -> dict[str, bytes]:
    """Name and content of every file."""
    texts = {
        "pupils_2026-09-03.csv": PUPILS,
        "cme_cases.csv": CASES,
        "calendar.csv": CALENDAR,
        "long.csv": LONG_STRETCH,
        "short.csv": LONG,
        "named.csv": NAMED,
        "roll_call.csv": ROLL_CALL,
        "by_day.csv": BY_DAY,
        "wide.csv": WIDE,
        "two_headings.csv": TWO_HEADINGS,
        "weeks.csv": WEEKS,
        "period.csv": PERIOD,
        "pairs.csv": PAIRS,
        "weeks_under_banners.csv": STRINGS_UNDER_BANNERS,
        "grid.csv": GRID_UNDER_BANNERS,
        "grid_two_headings.csv": TWO_HEADING_ROWS,
        "grid_of_pairs.csv": PAIRS_UNDER_BANNERS,
        "grid_with_weeks.csv": WEEK_IN_A_COLUMN,
        "yearless_2025-09-30.csv": YEARLESS,
        "with_details.csv": LONG_WITH_DETAILS,
        "sims_pupils.xml": fixtures.SIMS_PUPILS,
        "sims_marks.xml": fixtures.SIMS_LONG,
        "transfer.xml": fixtures.ctf(fixtures.year_data("2025-09-08", "/\\II")),
        "students.json": fixtures.WONDE_PUPILS,
        "attendance.json": fixtures.WONDE_MARKS,
        "assembly.json": fixtures.ASSEMBLY_MARKS,
    }
    for shown, hidden in (("Example", SURNAMES[0]), ("O'Test", SURNAMES[1]), ("O&apos;Test", SURNAMES[1])):
        texts = {name: text.replace(shown, hidden) for name, text in texts.items()}
    found = {name: text.encode() for name, text in texts.items()}
    found |= {
        "two_files.zip": zipped({"pupils.csv": PUPILS, "marks.csv": LONG}),
        "two_sheets.xlsx": workbook_of_sheets({"3A": _cells(LONG), "4B": _cells(LONG)}),
    }
    found["grid.xlsx"] = in_a_workbook(TWO_HEADING_ROWS)
    found |= {"marks.xlsx": workbook(), "pupils.xlsx": _pupil_workbook(), "marks.parquet": parquet()}
    found |= {file.file_name: file.template() for file in FILES if file.file_name not in found}
    for path in sorted(TESTS.rglob("fixtures/**/*")):
        if path.is_file() and path.stat().st_size <= LARGEST_FIXTURE and "__pycache__" not in path.parts:
            found[path.name] = path.read_bytes()
    return found
