"""What is asked of a person first, and what is refused: one clear message, and nothing stored is lost."""

import io
import zipfile

import pytest

from dashboard.errors import DashboardError, NeedsAcceptance, RefusedError
from tests.registers.conftest import ANN, BOB, CAI

GOOD = f"upn,date,session,mark\n{ANN},2026-11-16,AM,/\n"


def zipped() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("notes.txt", "hello")
    return file.getvalue()


HOSTILE = {
    "empty.csv": b"",
    "heading_only.csv": b"upn,date,session,mark\n",
    "really_a.pdf.csv": b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n",
    "nul_bytes.csv": b"\x00\x01\x02\x00" * 500,
    "one_long_line.csv": b"x" * 10_000_000,
    "locked.xlsx": bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 2000,
    "truncated.xlsx": b"PK\x03\x04" + b"\x00" * 200,
    "files.zip": zipped(),
    "page.xls": b"<html><body><table><tr><td>UPN</td></tr></table></body></html>",
    "image.csv": b"\x89PNG\r\n\x1a\n" + b"\x00" * 300,
    "unknown_headings.csv": b"Textbox1,Textbox2\na,b\n",
    "percentages.csv": f"UPN,Attendance %\n{ANN},94\n".encode(),
    "report_error.csv": b"<CommandReporterError>Wrong password</CommandReporterError>",
    "damaged.parquet": b"PAR1" + b"\x00" * 50 + b"PAR1",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_is_no_register_is_refused_in_words_and_the_store_still_answers(office, name):
    office.take("marks.csv", GOOD)

    with pytest.raises(RefusedError) as refused:
        office.take(name, HOSTILE[name])

    message = str(refused.value)
    assert name in message
    assert "Error:" not in message
    assert len(message) < 600
    assert office.stored_marks() == [("2026-11-16", "AM", "/")]


def test_one_refused_file_refuses_the_run(office):
    with pytest.raises(DashboardError):
        office.take_all({"marks.csv": GOOD, "empty.csv": ""})

    assert office.stored_marks() == []


def test_more_than_one_row_in_twenty_rejected_is_asked_about(office):
    lines = [f"{ANN},2026-11-{day:02d},AM,{'ZZ' if day < 4 else '/'}" for day in range(2, 21)]

    with pytest.raises(NeedsAcceptance):
        office.marks(*lines)
    report = office.marks(*lines, accept=True)

    assert report.rows_rejected == 2


def test_dates_that_only_make_sense_month_first_are_asked_about(office):
    content = f"upn,date,session,mark\n{ANN},09/25/2025,AM,/\n{ANN},09/26/2025,AM,/\n"

    with pytest.raises(NeedsAcceptance):
        office.take("marks.csv", content)
    office.take("marks.csv", content, accept=True)

    assert [day for day, _, _ in office.stored_marks()] == ["2025-09-25", "2025-09-26"]


def test_one_month_first_date_among_day_first_ones_spoils_its_row_only(office):
    days = [f"{day:02d}/09/2025" for day in (15, 16, 17, 18, 19, 22, 23, 24, 25, 26, 29, 30)]
    lines = [f"{ANN},{day},AM,/" for day in [*days, "09/25/2025"]]

    report = office.marks(*lines, accept=True)

    assert (report.rows_accepted, report.rows_rejected) == (12, 1)
    assert report.problems[0].line == 14


def test_another_schools_name_over_a_stored_one_is_asked_about(office):
    office.take("marks.csv", GOOD, school="All Saints")

    with pytest.raises(NeedsAcceptance):
        office.take("marks.csv", GOOD, school="St Elsewhere")


def test_with_several_schools_stored_the_school_must_be_named(office):
    office.take("marks.csv", GOOD, school="All Saints")
    office.take("marks.csv", GOOD.replace(ANN, BOB), school="St Bede", accept=True)

    with pytest.raises(RefusedError):
        office.take("marks.csv", GOOD.replace(ANN, CAI))

    assert office.stored("select school_id, name from schools order by 1") == [
        (1, "All Saints"),
        (2, "St Bede"),
    ]


def test_a_name_that_is_a_formula_or_markup_is_stored_as_it_is(office):
    names = ["=cmd()", "<b>Bold</b>", "[x](y)", "O'Neil", "N" * 200]
    upns = [ANN, BOB, CAI, "T20110001804V", "X00180001701A"]
    rows = "".join(f"{upn},{name}\n" for upn, name in zip(upns, names, strict=True))

    office.take("pupils_2025-09-03.csv", f"upn,surname\n{rows}")

    assert {surname for (surname,) in office.stored("select surname from pupils")} == set(names)


def test_a_row_of_a_pupil_that_stands_where_headings_do_is_never_quoted(office):
    heading_taken = f"{ANN},Quillfeather,Hepzibah,14/02/2019,Year group,UPN\nx,y,z,1,3,{BOB}\n"

    report = office.take("pupils.csv", heading_taken, accept=True)
    with pytest.raises(RefusedError) as refused:
        office.take("pupils.csv", f"{ANN},Quillfeather,Hepzibah,14/02/2019\n")

    with pytest.raises(RefusedError) as cut_short:
        office.take("students.json", '-1, "surname": "Quillfeather",mark\na,b,c\n')

    said = " ".join([*report.warnings, str(refused.value), str(cut_short.value)])
    assert "4 columns were not used" in said
    assert "Quillfeather" not in said
