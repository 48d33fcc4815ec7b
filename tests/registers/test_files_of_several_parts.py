"""One file that holds several: a zip, a workbook with sheets, marks with pupil details beside them."""

import io
import zipfile
from collections.abc import Mapping, Sequence

import openpyxl
import pytest

from dashboard.errors import RefusedError
from tests.registers.conftest import ANN, BOB, CAI, counts

MARKS = f"upn,date,session,mark\n{ANN},2026-11-16,AM,/\n{BOB},2026-11-16,AM,I\n"
PUPILS = f"upn,surname,year_group\n{ANN},Archer,3\n{BOB},Baker,4\n"


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


def workbook(sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_each_file_in_a_zip_is_taken_as_if_dropped_in(office):
    files = {
        "term/marks.csv": MARKS,
        "term/": b"",
        "term/pupils_2026-09-03.csv": PUPILS,
        "__MACOSX/term/._marks.csv": b"\x00\x05",
        ".DS_Store": b"\x00",
    }

    marks, pupils = office.take_all({"export.zip": zipped(files)})

    assert (marks.file, marks.kind, counts(marks)) == (
        "export.zip/term/marks.csv", "marks", {"rows_read": 2, "rows_accepted": 2},
    )  # fmt: skip
    assert (pupils.file, pupils.kind) == ("export.zip/term/pupils_2026-09-03.csv", "pupils")
    assert counts(pupils) == {"rows_read": 2, "rows_accepted": 2}
    assert pupils.as_at.isoformat() == "2026-09-03"


def test_one_refused_file_in_a_zip_refuses_the_run_and_is_named(office):
    with pytest.raises(RefusedError, match=r"export\.zip/empty\.csv"):
        office.take("export.zip", zipped({"marks.csv": MARKS, "empty.csv": ""}))

    assert office.stored_marks() == []


def locked() -> bytes:
    """A zip whose one member says that it is encrypted."""
    content = bytearray(zipped({"marks.csv": MARKS}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (zipped({"inner.zip": zipped({"marks.csv": MARKS})}), "zip inside a zip"),
        (locked(), "password"),
        (zipped({"marks.csv": b"0" * 80_000_000}), "times its size"),
        (zipped({f"marks_{number}.csv": MARKS for number in range(501)}), "too much for a zip"),
        (zipped({}), "no files"),
        (zipped({"marks.csv": MARKS})[:-30], "cut short"),
    ],
)
def test_a_zip_that_is_not_safe_or_not_whole_is_refused_in_words(office, content, words):
    with pytest.raises(RefusedError, match=words):
        office.take("export.zip", content)


LONG_WITH_DETAILS = "\n".join(
    [
        "UPN,Surname,DOB,FSM,Date,Session,Mark",
        f"{ANN},Archer,09/03/2018,Y,16/11/2026,AM,/",
        f"{ANN},Archer,09/03/2018,Y,16/11/2026,PM,\\",
        f"{BOB},Baker,01/05/2018,N,16/11/2026,AM,I",
        f"{BOB},Baker,,N,16/11/2026,PM,I",
        "",
    ]
)


def test_marks_with_pupil_details_beside_them_give_both(office):
    marks, pupils = office.take_all({"register.csv": LONG_WITH_DETAILS})

    assert [(part.file, part.kind) for part in (marks, pupils)] == [
        ("register.csv", "marks"),
        ("register.csv", "pupils"),
    ]
    assert counts(marks) == {"rows_read": 4, "rows_accepted": 4}
    assert counts(pupils) == {"rows_read": 2, "rows_accepted": 2}
    assert any("16 November 2026" in warning for warning in pupils.warnings)
    assert not any("Surname" in warning for warning in marks.warnings)
    assert office.stored("select surname, date_of_birth::varchar from pupils order by all") == [
        ("Archer", "2018-03-09"),
        ("Baker", "2018-05-01"),
    ]


def test_the_same_file_again_changes_nothing_in_either_part(office):
    office.take_all({"register.csv": LONG_WITH_DETAILS})

    marks, pupils = office.take_all({"register.csv": LONG_WITH_DETAILS})

    assert counts(marks) == {"rows_read": 4, "rows_unchanged": 4}
    assert counts(pupils) == {"rows_read": 2, "rows_unchanged": 2}


def test_a_pupil_whose_rows_contradict_each_other_is_rejected_once_with_the_lines(office):
    content = LONG_WITH_DETAILS.replace("Baker,,N", "Baker,02/05/2018,N")

    marks, pupils = office.take_all({"register.csv": content}, accept=True)

    assert counts(marks) == {"rows_read": 4, "rows_accepted": 4}
    assert counts(pupils) == {"rows_read": 2, "rows_accepted": 1, "rows_rejected": 1}
    problem = pupils.problems[0]
    assert (problem.line, problem.column) == (4, "DOB")
    assert problem.message.startswith("lines 4, 5: ")


def test_names_class_and_year_group_alone_make_no_pupil_list(office):
    content = f"UPN,Name,Reg,Year,16/11/2026 AM,16/11/2026 PM\n{ANN},Archer,3A,3,/,\\\n"

    reports = office.take_all({"register.csv": content})

    assert [report.kind for report in reports] == ["marks"]


def test_with_the_kind_given_only_that_part_is_taken(office):
    marks = office.take_all({"register.csv": LONG_WITH_DETAILS}, kind="marks")
    pupils = office.take_all({"register.csv": LONG_WITH_DETAILS}, kind="pupils", accept=True)

    assert [report.kind for report in (*marks, *pupils)] == ["marks", "pupils"]


HEADINGS = ["UPN", "Date", "Session", "Mark"]


def test_sheets_with_the_same_headings_are_all_taken_and_a_cover_is_named(office):
    sheets = {
        "Cover": [["Register of All Saints"], ["Printed", "24/11/2026"]],
        "3A": [HEADINGS, [ANN, "16/11/2026", "AM", "/"]],
        "3B": [HEADINGS, [BOB, "16/11/2026", "AM", "I"], [CAI, "16/11/2026", "AM", "/"]],
    }

    first, second = office.take_all({"register.xlsx": workbook(sheets)})

    assert [(part.file, part.sheet) for part in (first, second)] == [
        ("register.xlsx", "3A"),
        ("register.xlsx", "3B"),
    ]
    assert (first.rows_accepted, second.rows_accepted) == (1, 2)
    assert any("'Cover'" in warning for warning in first.warnings)


def test_a_sheet_of_pupils_beside_one_of_marks_gives_both(office):
    sheets = {
        "Pupils": [["UPN", "Surname", "DOB"], [ANN, "Archer", "09/03/2018"]],
        "Marks": [HEADINGS, [ANN, "16/11/2026", "AM", "/"]],
    }

    reports = office.take_all({"register.xlsx": workbook(sheets)})

    assert [(part.sheet, part.kind, part.rows_accepted) for part in reports] == [
        ("Pupils", "pupils", 1),
        ("Marks", "marks", 1),
    ]


def test_sheets_of_one_kind_with_other_headings_are_refused_by_name(office):
    sheets = {
        "Autumn": [HEADINGS, [ANN, "16/11/2026", "AM", "/"]],
        "Spring": [["UPN", "Date", "AM", "PM"], [ANN, "17/11/2026", "/", "\\"]],
    }

    with pytest.raises(RefusedError, match="'Autumn', 'Spring'"):
        office.take("register.xlsx", workbook(sheets))


@pytest.mark.parametrize("place", ["A1048576", "XFD1048576", "XFD2"])
def test_a_stray_cell_far_from_the_table_costs_neither_memory_nor_the_marks(office, place):
    book = openpyxl.Workbook()
    for row in (HEADINGS, [ANN, "16/11/2026", "AM", "/"], [BOB, "16/11/2026", "AM", "I"]):
        book.active.append(row)
    book.active[place] = " "
    file = io.BytesIO()
    book.save(file)

    report = office.take("register.xlsx", file.getvalue())

    assert counts(report) == {"rows_read": 2, "rows_accepted": 2}
