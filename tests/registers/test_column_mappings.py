"""A file whose headings tell nothing is read by what a person once said of them, as the canonical file is."""

import pytest

from dashboard.errors import ImportRefused, UsageError
from dashboard.registers.column_mappings import (
    ColumnMapping,
    apply_mapping,
    file_columns,
    still_missing,
)
from dashboard.registers.tables import Row
from dashboard.store.records import forget_mapping, save_mapping
from dashboard.store.register import undo
from tests.registers.conftest import ANN, BOB, counts
from tests.registers.test_files_of_several_parts import workbook, zipped

LINES = [
    (ANN, "03/09/2025", "AM", "/"), (ANN, "03/09/2025", "PM", "\\"),
    (BOB, "03/09/2025", "AM", "I"), (BOB, "03/09/2025", "PM", "N"),
]  # fmt: skip
HEADINGS = ("Textbox131", "Textbox132", "Textbox133", "Textbox134", "Tutor")
FIELDS = {
    "textbox131": "upn", "textbox132": "date", "textbox133": "session", "textbox134": "mark", "tutor": "",
}  # fmt: skip
STORED = [
    ("2025-09-03", "AM", "/"), ("2025-09-03", "AM", "I"),
    ("2025-09-03", "PM", "N"), ("2025-09-03", "PM", "\\"),
]  # fmt: skip
MARKS = ColumnMapping("marks", FIELDS)


def unnamed(order=(0, 1, 2, 3, 4), delimiter=","):
    rows = [HEADINGS, *((*line, "Mr Ash") for line in LINES)]
    return "\n".join(delimiter.join(row[place] for place in order) for row in rows) + "\n"


def columns_of(text, delimiter=","):
    rows = [Row(line, cells.split(delimiter)) for line, cells in enumerate(text.splitlines(), 1)]
    return file_columns(rows)


def save(office, text, mapping=MARKS, name="Our system", delimiter=","):
    save_mapping(office.folder, name, columns_of(text, delimiter).shape, mapping.as_json())


def test_headings_that_tell_nothing_are_refused_with_the_columns_to_map(office):
    with pytest.raises(ImportRefused) as refused:
        office.take("report.csv", unnamed())

    report = refused.value.report.files[0]
    assert "Map the columns on the Data page" in report.problems[0].message
    assert report.columns.keys == list(FIELDS)
    assert [row.line for row in report.columns.rows] == [2, 3, 4, 5]


def test_a_mapped_file_gives_the_same_store_as_the_canonical_one(office, tmp_path):
    save(office, unnamed())
    report = office.take("report.csv", unnamed(), mapping="Our system")

    assert counts(report) == {"rows_read": 4, "rows_accepted": 4}
    assert office.stored_marks() == STORED


def test_a_remembered_mapping_is_applied_by_shape_and_said_in_the_ledger(office):
    save(office, unnamed())
    shuffled = unnamed(order=(4, 3, 1, 0, 2), delimiter=";")
    report = office.take("next week.csv", shuffled)

    assert office.stored_marks() == STORED
    assert "The columns were read by the saved mapping 'Our system' of" in report.warnings[0]
    assert "Columns not used: Tutor." in report.warnings


def test_of_two_mappings_of_one_shape_the_named_one_is_taken(office):
    other = ColumnMapping("marks", {**FIELDS, "textbox131": "admission_number"})
    save(office, unnamed())
    save(office, unnamed(), other, name="By number")

    assert "'Our system'" in office.take("a.csv", unnamed(), mapping="Our system").warnings[0]


def test_problems_name_the_headings_of_the_file_itself(office):
    save(office, unnamed())
    wrong = unnamed() + f"{ANN},04/09/2025,AM,ZZ,Mr Ash\n"
    report = office.take("report.csv", wrong, accept=True)

    assert [(problem.line, problem.column) for problem in report.problems] == [(6, "Textbox134")]
    assert counts(report) == {"rows_read": 5, "rows_accepted": 4, "rows_rejected": 1}


def test_a_mapping_that_fits_no_file_is_refused_and_an_unknown_one_is_wrong_usage(office):
    save(office, unnamed())
    canonical = "upn,date,session,mark\n" + "\n".join(",".join(line) for line in LINES) + "\n"

    with pytest.raises(ImportRefused, match="fits none of the files"):
        office.take("marks.csv", canonical, mapping="Our system")
    with pytest.raises(UsageError, match=r"No mapping called 'Theirs' is saved\. Saved are 'Our system'\."):
        office.take("marks.csv", canonical, mapping="Theirs")


def test_the_named_mapping_may_fit_only_some_files_of_a_run(office):
    save(office, unnamed())
    calendar = "date,session,kind\n2025-09-03,,school\n"
    reports = office.take_all({"report.csv": unnamed(), "calendar.csv": calendar}, mapping="Our system")

    assert [report.kind for report in reports] == ["marks", "calendar"]


def test_sessions_in_columns_need_only_the_pupil_mapped_and_other_dates_have_the_same_shape(office):
    def week(day):
        return (
            f"Textbox1,Textbox2,{day}/09/2025 AM,{day}/09/2025 PM\n"
            f"Ann,{ANN},/,\\\nBob,{BOB},I,N\n"
        )  # fmt: skip

    mapping = ColumnMapping("marks", {"textbox1": "", "textbox2": "upn"})
    save(office, week("03"), mapping)
    assert columns_of(week("03")).shape == columns_of(week("10")).shape

    report = office.take("week.csv", week("03"))
    assert (report.layout, counts(report)) == ("wide", {"rows_read": 4, "rows_accepted": 4})
    assert office.stored_marks() == STORED


def test_two_rows_of_headings_over_sessions_are_mapped_too(office):
    text = f"Textbox1,03/09/2025,,\n,AM,PM,Note\n{ANN},/,\\,x\n{BOB},I,N,\n"
    columns = columns_of(text)
    assert [key for key in columns.keys if key] == ["textbox1", "note"]
    save(office, text, ColumnMapping("marks", {"textbox1": "upn", "note": ""}))
    office.take("week.csv", text)

    assert office.stored_marks() == STORED


def test_the_second_of_two_equal_headings_can_be_the_one(office):
    text = "Pupil,Pupil,Date,Session,Mark\n" + "\n".join(
        f"Someone,{','.join(line)}" for line in LINES
    )  # fmt: skip
    mapping = ColumnMapping(
        "marks",
        {"pupil": "", "pupil (2)": "upn", "date": "date", "session": "session", "mark": "mark"},
    )
    save(office, text, mapping)
    office.take("report.csv", text)

    assert office.stored_marks() == STORED


def test_a_mapped_pupil_list_is_read_as_a_pupil_list(office):
    text = f"Box1,Box2,Box3\n{ANN},Ash,03/04/2018\n"
    fields = {"box1": "upn", "box2": "surname", "box3": "date_of_birth"}
    save(office, text, ColumnMapping("pupils", fields, "month_first"))
    office.take("report.csv", text)

    found = office.stored("select surname, date_of_birth::varchar from pupil_list_rows")
    assert found == [("Ash", "2018-03-04")]


def test_month_first_said_with_the_mapping_is_not_asked_again(office):
    american = unnamed().replace("03/09/2025", "09/25/2025")
    save(office, american)
    with pytest.raises(ImportRefused, match="month first"):
        office.take("report.csv", american)

    save(office, american, ColumnMapping("marks", FIELDS, "month_first"))
    office.take("report.csv", american)
    assert {day for day, _, _ in office.stored_marks()} == {"2025-09-25"}


COVER = [["Register of All Saints"], ["Printed", "24/11/2026"]]
ROWS = [[*line, "Mr Ash"] for line in LINES]


def test_every_file_in_a_zip_is_read_by_the_mapping_of_its_shape(office):
    save(office, unnamed())
    of_tuesday = unnamed().replace("03/09", "02/09")
    reports = office.take_all(
        {"two days.zip": zipped({"a.csv": unnamed(), "b.csv": of_tuesday})}, mapping="Our system"
    )

    assert [(part.file, counts(part)) for part in reports] == [
        ("two days.zip/a.csv", {"rows_read": 4, "rows_accepted": 4}),
        ("two days.zip/b.csv", {"rows_read": 4, "rows_accepted": 4}),
    ]
    assert office.stored_marks() == [("2025-09-02", *mark) for _, *mark in STORED] + STORED


def test_every_sheet_of_the_shape_is_read_by_the_mapping(office):
    save(office, unnamed())
    sheets = workbook({"Cover": COVER, "A": [HEADINGS, *ROWS[:2]], "B": [HEADINGS, *ROWS[2:]]})
    first, second = office.take_all({"register.xlsx": sheets})

    assert [(part.sheet, part.rows_accepted) for part in (first, second)] == [("A", 2), ("B", 2)]
    assert office.stored_marks() == STORED


def test_of_sheets_that_are_all_unknown_the_table_is_offered_for_mapping_and_not_its_cover(office):
    with pytest.raises(ImportRefused) as refused:
        office.take("register.xlsx", workbook({"Cover": COVER, "A": [HEADINGS, *ROWS]}))

    assert refused.value.report.files[0].columns.keys == list(FIELDS)


def test_a_sheet_left_out_beside_one_that_is_known_is_said_with_what_to_do(office):
    pupils = [["UPN", "Surname", "DOB"], [ANN, "Archer", "09/03/2018"]]
    report = office.take("register.xlsx", workbook({"Pupils": pupils, "A": [HEADINGS, *ROWS]}))

    assert (report.kind, counts(report)) == ("pupils", {"rows_read": 1, "rows_accepted": 1})
    assert any(
        warning.startswith("Not used: 'A'. If there are pupils or marks") for warning in report.warnings
    )


def test_another_kind_than_the_mappings_leaves_it_aside(office):
    save(office, unnamed())
    with pytest.raises(ImportRefused, match="A pupils file also needs"):
        office.take("report.csv", unnamed(), kind="pupils")


def test_marks_without_a_number_for_the_pupil_are_told_what_they_lack(office):
    with pytest.raises(ImportRefused, match="A marks file also needs upn or admission number"):
        office.take("marks.csv", "Name,Date,Session,Mark\nAnn Ash,01/09/2025,AM,/\n")


def test_a_mapping_outlives_an_undo_and_goes_when_forgotten(office):
    save(office, unnamed())
    office.take("report.csv", unnamed())
    undo(office.folder)
    office.take("report.csv", unnamed())
    assert office.stored_marks() == STORED

    forget_mapping(office.folder, "Our system")
    with pytest.raises(ImportRefused):
        office.take("report.csv", unnamed())


def test_a_file_without_headings_has_no_columns_to_map():
    assert columns_of("\n".join(",".join(line) for line in LINES)) is None


def test_what_a_mapping_lacks_is_said():
    columns = columns_of(unnamed())
    partly = ColumnMapping("marks", {"textbox131": "upn", "textbox134": "mark"})

    assert still_missing(columns, partly) == ["date", "session"]
    assert still_missing(columns, ColumnMapping("marks", {"textbox134": "am_mark"})) == [
        "upn or admission_number",
        "date",
        "pm_mark",
    ]
    assert still_missing(columns, MARKS) == []
    assert apply_mapping(columns, partly) is None
