"""Names, class and year group in a file of marks: taken of pupils whom no pupil list describes, no others."""

import io
import json

import openpyxl
import pytest

from dashboard.registers import names_beside_marks
from dashboard.registers.column_mappings import ColumnMapping, file_columns
from dashboard.registers.tables import Row
from dashboard.store.reading import open_store
from dashboard.store.records import save_mapping
from dashboard.store.register import undo
from tests.registers.conftest import ANN, BOB, CAI, counts

# Two pupils on one day: each has two marks.
WIDE = (
    "UPN,Name,Reg,Year,16/11/2026 AM,16/11/2026 PM\n"
    f'{ANN},"Archer, Ann",3A,Year 3,/,\\\n'
    f'{BOB},"Baker, Bob",4B,4,I,I\n'
)
TAKEN = (
    "Names, class and year group of 2 pupils whom no pupil list describes were taken from this file, as they "
    "stand on 16 November 2026. Import a pupil list for dates of birth, SEND and the like; it takes their "
    "place."
)
# Ann moved from 3A to 3B over half-term. As text 30/10/2026 comes after 02/11/2026, as a date before it.
HEADINGS = ["UPN", "Surname", "Forename", "Class", "NC Year", "Date", "Session", "Mark"]
MOVED = [
    [ANN, "Archer", "Ann", "3A", "3", "30/10/2026", "AM", "/"],
    [ANN, "Archer", "Ann", "3B", "3", "02/11/2026", "AM", "/"],
    [ANN, "ARCHER", "Ann", "", "3", "03/11/2026", "AM", "I"],
    [BOB, "Bäker", "Bob", "4B", "4", "30/10/2026", "AM", "/"],
]
NAMED = "select upn, surname, forename, is_described from pupils order by upn"
KEPT = "select surname, forename, year_group, class, as_at::varchar from names_beside_marks order by all"


def long_text(rows, headings=HEADINGS, delimiter=","):
    return "\n".join(delimiter.join(row) for row in [headings, *rows]) + "\n"


def long_workbook(rows, headings=HEADINGS):
    book = openpyxl.Workbook()
    for row in [headings, *rows]:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def long_parquet(rows):
    import pyarrow as pa
    from pyarrow import parquet

    columns = [pa.array(cells) for cells in zip(*rows, strict=True)]
    file = io.BytesIO()
    parquet.write_table(pa.table(columns, names=HEADINGS), file)
    return file.getvalue()


def named_warnings(report):
    return [warning for warning in report.warnings if "no pupil list describes" in warning]


def traits_on(office, day):
    """Year group and class of each pupil on a day, by UPN."""
    found = office.stored(
        f"""
        select upn, year_group, class
        from pupil_characteristics join pupils using (school_id, pupil_id)
        where date '{day}' between valid_from and valid_until
        """
    )
    return {upn: (year_group, class_name) for upn, year_group, class_name in found}


def described(office, *rows, as_at):
    content = "upn,surname,forename,date_of_birth,year_group,class,entry_date\n" + "\n".join(rows) + "\n"
    return office.take(f"pupils_{as_at}.csv", content)


ANN_LISTED = f"{ANN},Ashdown,Anna,2018-03-09,2,2C,2024-09-02"
BOB_LISTED = f"{BOB},Birch,Bobby,2017-05-01,4,4D,2024-09-02"


def test_a_wide_register_names_its_pupils_in_one_report_of_marks(office):
    (report,) = office.take_all({"register.csv": WIDE})

    assert (report.kind, counts(report)) == ("marks", {"rows_read": 4, "rows_accepted": 4})
    assert named_warnings(report) == [TAKEN]
    assert not [warning for warning in report.warnings if "not used" in warning]
    assert office.stored(NAMED) == [(ANN, "Archer", "Ann", False), (BOB, "Baker", "Bob", False)]
    assert traits_on(office, "2026-11-16") == {ANN: ("3", "3A"), BOB: ("4", "4B")}
    assert traits_on(office, "2025-11-16") == {ANN: ("2", None), BOB: ("3", None)}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("comma.csv", long_text(MOVED)),
        ("semicolon.csv", long_text(MOVED, delimiter=";")),
        ("windows.csv", long_text(MOVED).encode("cp1252")),
        (
            "iso.csv",
            long_text([[*row[:5], "-".join(reversed(row[5].split("/"))), *row[6:]] for row in MOVED]),
        ),
        ("ragged.csv", long_text([*MOVED[:3], [*MOVED[3], "", ""]])),
        ("book.xlsx", long_workbook(MOVED)),
        ("table.parquet", long_parquet(MOVED)),
    ],
)
def test_of_a_pupil_who_moved_class_the_latest_date_holds_however_the_file_is_read(office, name, content):
    report = office.take(name, content)

    assert counts(report) == {"rows_read": 4, "rows_accepted": 4}
    assert office.stored(KEPT) == [
        ("ARCHER", "Ann", "3", "3B", "2026-11-03"),
        ("Bäker", "Bob", "4", "4B", "2026-10-30"),
    ]
    assert "file, each as on their last date in it. Import" in named_warnings(report)[0]


@pytest.mark.parametrize(
    "content",
    [
        long_text(MOVED).encode(),
        long_text([[*row[:5], "2026-11-02", *row[6:]] for row in MOVED[1::2]]).encode(),
        b"Adno,Name,Date,AM,PM\n001234,Archer,16/11/2026,/,\\\n",
        long_parquet(MOVED),
    ],
    ids=["uk dates", "iso dates", "by day, by number", "parquet"],
)
def test_a_long_file_is_not_gone_over_row_by_row(office, monkeypatch, content):
    def no_rows(rows, *_):
        assert list(rows) == []
        return []

    monkeypatch.setattr(names_beside_marks, "data_rows", no_rows)
    office.take("long", content)

    assert "Archer" in {surname.title() for surname, *_ in office.stored(KEPT)}


def test_letters_that_only_the_names_have_are_read_however_late_they_come(office):
    """The top of the file looks like UTF-8, and the columns of the marks are."""
    many = [[ANN, "Archer", "Ann", "3A", "3", "30/10/2026", "AM", "/"]] * 3000
    report = office.take("long.csv", long_text([*many, MOVED[3]]).encode("cp1252"))

    assert counts(report) == {"rows_read": 3001, "rows_accepted": 2, "rows_unchanged": 2999}
    assert office.stored(KEPT)[1][:2] == ("Bäker", "Bob")


def test_week_by_week_the_latest_week_holds(office):
    content = (
        "UPN,Name,Class,Week commencing,Mon AM,Mon PM,Tue AM,Tue PM\n"
        f"{ANN},Archer,3B,09/11/2026,/,\\,/,\\\n"
        f"{ANN},Archer,3A,02/11/2026,/,\\,/,\\\n"
    )
    report = office.take("weeks.csv", content)

    assert counts(report) == {"rows_read": 8, "rows_accepted": 8}
    assert office.stored(KEPT) == [("Archer", None, None, "3B", "2026-11-10")]


def test_sims_and_wonde_name_the_pupils_of_their_marks_too(office):
    sims = (
        f"<SuperStarReport><Record><UPN>{ANN}</UPN><Surname>Archer</Surname><Forename>Ann</Forename>"
        "<Reg>3A</Reg><Date>16/11/2026</Date><Session_x0020_Name>AM</Session_x0020_Name><Mark>/</Mark>"
        "</Record></SuperStarReport>"
    )
    pupil = {"id": "A2", "surname": "Baker", "forename": "Bob", "education_details": {"data": {"upn": BOB}}}
    mark = {
        "id": "S1", "date": {"date": "2026-11-16 00:00:00", "timezone_type": 3, "timezone": "Europe/London"},
        "session": "AM", "attendance_code": {"data": {"code": "I"}}, "student": {"data": pupil},
    }  # fmt: skip

    office.take_all({"sims.xml": sims, "wonde.json": json.dumps({"data": [mark]})})

    assert office.stored(NAMED) == [(ANN, "Archer", "Ann", False), (BOB, "Baker", "Bob", False)]


def test_where_rows_disagree_or_are_not_understood_that_alone_stays_unknown_and_every_mark_is_taken(office):
    rows = [
        [ANN, "Archer", "Ann", "3A", "3", "16/11/2026", "AM", "/"],
        [ANN, "Archer", "Ann", "3B", "3", "16/11/2026", "PM", "\\"],  # two classes on one day
        [BOB, "Baker", "Bob", "4B", "banana", "16/11/2026", "AM", "/"],
        [CAI, "Carter", "Cai", "???", "3", "16/11/2026", "AM", "/"],
        [CAI, "Cooper", "Cai", "???", "3", "16/11/2026", "PM", "\\"],
    ]
    report = office.take("long.csv", long_text(rows))

    assert counts(report) == {"rows_read": 5, "rows_accepted": 5}
    assert office.stored(KEPT) == [
        ("Archer", "Ann", "3", None, "2026-11-16"),
        ("Baker", "Bob", None, "4B", "2026-11-16"),
        (None, None, "3", "???", "2026-11-16"),
    ]
    assert named_warnings(report)[0].endswith(
        "Left unknown: the class of 1 pupil whose rows disagree, the names of 1 pupil whose rows disagree "
        "and the year group of 1 pupil, not understood."
    )


def test_only_pupils_with_a_mark_in_the_file_are_named(office):
    content = WIDE + f'{CAI},"Carter, Cai",3A,3,,\n' + ",Nobody,3A,3,/,\\\n"
    report = office.take("register.csv", content, accept=True)

    expected = {"rows_read": 6, "rows_accepted": 4, "rows_rejected": 2, "blank_cells": 2}
    assert counts(report) == expected
    assert [surname for _, surname, *_ in office.stored(NAMED)] == ["Archer", "Baker"]
    assert len(office.stored(KEPT)) == 2


def test_a_leaver_in_an_old_register_stays_off_roll_and_without_missing_marks(office):
    office.take("last year.csv", WIDE.replace("16/11/2026", "17/11/2025"))
    office.marks(f"{BOB},2026-11-16,AM,/", f"{BOB},2026-11-16,PM,\\")

    roll = "select upn, on_roll_from::varchar, on_roll_until::varchar, is_described from pupils order by upn"
    assert office.stored(roll) == [
        (ANN, "2025-11-17", "2025-11-17", False),
        (BOB, "2025-11-17", "2026-11-16", False),
    ]
    assert office.stored("select count(*) from missing_sessions") == [(0,)]
    assert traits_on(office, "2025-11-17") == {ANN: ("3", "3A"), BOB: ("4", "4B")}
    assert traits_on(office, "2026-11-16")[BOB] == ("5", None)
    store = open_store(office.folder)
    unmatched = store.rows("pupils_unmatched", {"from_date": "2025-08-01"}).rows
    store.close()
    assert [row[2:6:3] for row in unmatched] == [("not_described", "Archer"), ("not_described", "Baker")]


def test_what_is_said_of_a_leaver_holds_in_the_year_they_left(office):
    """Ann left from Year 6 in July 2024; the file goes on to November 2026."""
    rows = [
        [ANN, "Archer", "Ann", "6A", "6", "16/07/2024", "AM", "/"],
        [BOB, "Baker", "Bob", "4B", "4", "16/07/2024", "AM", "/"],
        [BOB, "Baker", "Bob", "6B", "6", "16/11/2026", "AM", "/"],
    ]
    office.take("three years.csv", long_text(rows))

    assert traits_on(office, "2024-07-16") == {ANN: ("6", "6A"), BOB: ("3", None)}
    assert traits_on(office, "2026-11-16")[BOB] == ("6", "6B")


@pytest.mark.parametrize("order", [("2025", "2026"), ("2026", "2025")])
def test_files_of_two_years_in_one_run_name_each_its_own_year(office, order):
    years = {"2025": ("2", "2A"), "2026": ("3", "3A")}
    files = {
        f"{year}.csv": long_text([[ANN, "Archer", "Ann", *reversed(years[year]), f"16/11/{year}", "AM", "/"]])
        for year in order
    }
    office.take_all(files)

    assert traits_on(office, "2025-11-16")[ANN] == ("2", "2A")
    assert traits_on(office, "2026-11-16")[ANN] == ("3", "3A")


def test_a_date_after_the_marks_says_when_the_file_was_true(office):
    """Last year's marks printed in September: the classes are the new ones."""
    rows = [[ANN, "Archer", "Ann", "4A", "4", "16/07/2026", "AM", "/"]]
    report = office.take("marks_2026-09-03.csv", long_text(rows))

    assert "as they stand on 03 September 2026" in named_warnings(report)[0]
    assert traits_on(office, "2026-07-16")[ANN] == ("3", None)
    assert traits_on(office, "2026-09-03")[ANN] == ("4", "4A")


def test_a_pupil_list_wins_whatever_its_date_and_takes_the_place_of_what_was_told(office):
    office.take("register.csv", WIDE)
    described(office, ANN_LISTED, as_at="2025-09-03")

    assert office.stored(NAMED) == [(ANN, "Ashdown", "Anna", True), (BOB, "Baker", "Bob", False)]
    assert office.stored(KEPT) == [("Baker", "Bob", "4", "4B", "2026-11-16")]
    assert traits_on(office, "2026-11-16") == {ANN: ("3", None), BOB: ("4", "4B")}
    office.take("again.csv", WIDE.replace("3A", "3Z"))
    assert len(office.stored(KEPT)) == 1


def test_a_list_in_the_same_run_wins_as_well(office):
    (report, _) = office.take_all(
        {
            "register.csv": WIDE,
            "pupils.csv": f"upn,surname,forename\n{ANN},Ashdown,Anna\n",
        }
    )

    assert office.stored(NAMED) == [(ANN, "Ashdown", "Anna", True), (BOB, "Baker", "Bob", False)]
    assert "of 1 pupil whom no pupil list describes was taken" in named_warnings(report)[0]


def test_a_pupil_known_by_number_whom_a_list_gives_a_upn_is_described(office):
    content = WIDE.replace("UPN", "Adno").replace(ANN, "001234").replace(BOB, "001235")
    office.take("register.csv", content)
    described(office, BOB_LISTED, as_at="2026-09-03")
    office.take("numbers.csv", f"upn,admission_number,surname\n{BOB},001235,Birch\n")

    assert office.stored("select admission_number, surname, is_described from pupils order by 1") == [
        ("001234", "Archer", False),
        ("001235", "Birch", True),
    ]
    assert [row[0] for row in office.stored(KEPT)] == ["Archer"]


def test_a_daily_register_of_described_pupils_adds_nothing(office):
    described(office, ANN_LISTED, BOB_LISTED, as_at="2026-09-03")
    before = office.stored("from pupil_list_rows order by all")
    wide = office.take("wide.csv", WIDE)
    long = office.take("long.csv", long_text(MOVED))

    assert named_warnings(wide) == named_warnings(long) == []
    assert "Columns not used: Surname, Forename, Class, NC Year." in long.warnings
    assert office.stored(KEPT) == []
    assert office.stored("from pupil_list_rows order by all") == before
    assert office.stored("select surname from pupils order by 1") == [("Ashdown",), ("Birch",)]


def test_a_later_file_says_what_changed_and_the_same_again_says_nothing(office):
    office.take("monday.csv", WIDE)
    tuesday = WIDE.replace("16/11", "17/11").replace("3A", "3B").replace('"Baker, Bob",4B,4', ",,")
    changed = office.take("tuesday.csv", tuesday)
    again = office.take("wednesday.csv", tuesday.replace("17/11", "18/11"))

    assert "Names, class and year group of 1 pupil whom" in named_warnings(changed)[0]
    assert named_warnings(again) == []
    assert office.stored(KEPT) == [
        ("Archer", "Ann", "3", "3A", "2026-11-16"),
        ("Archer", "Ann", "3", "3B", "2026-11-17"),
        ("Baker", "Bob", "4", "4B", "2026-11-16"),
    ]
    assert traits_on(office, "2026-11-18") == {ANN: ("3", "3B"), BOB: ("4", "4B")}


def test_an_older_file_that_comes_later_fills_the_past_only(office):
    office.take("now.csv", WIDE)
    office.take("then.csv", WIDE.replace("16/11/2026", "17/11/2025").replace("3A,Year 3", "2A,2"))

    assert traits_on(office, "2025-11-17")[ANN] == ("2", "2A")
    assert traits_on(office, "2026-11-16")[ANN] == ("3", "3A")


def test_undo_takes_the_names_back(office):
    office.marks(f"{ANN},2026-11-13,AM,/")
    office.take("register.csv", WIDE)
    undo(office.folder)

    assert office.stored(NAMED) == [(ANN, None, None, False)]


def test_names_are_text_whatever_is_in_them(office):
    rows = [
        [ANN, "<b>", "=cmd()", "'; drop table pupils; --", "3", "16/11/2026", "AM", "/"],
        [BOB, "{file}", "$upn", "{{}}", "4", "16/11/2026", "AM", "/"],
    ]
    office.take("long.csv", long_text(rows))

    assert office.stored(KEPT) == [
        ("<b>", "=cmd()", "3", "'; drop table pupils; --", "2026-11-16"),
        ("{file}", "$upn", "4", "{{}}", "2026-11-16"),
    ]


def test_with_the_kind_given_marks_alone_are_taken_and_the_columns_said(office):
    report = office.take("long.csv", long_text(MOVED), kind="marks")

    assert office.stored(KEPT) == []
    assert "Columns not used: Surname, Forename, Class, NC Year." in report.warnings


def test_by_a_mapping_only_the_columns_that_were_mapped_are_read(office):
    content = long_text(MOVED).replace("UPN", "Textbox1").replace("Mark", "Textbox2")
    rows = [Row(line, cells.split(",")) for line, cells in enumerate(content.splitlines(), 1)]
    columns = file_columns(rows)
    fields = dict.fromkeys(columns.keys, "")
    fields |= {"textbox1": "upn", "date": "date", "session": "session", "textbox2": "mark"}
    save_mapping(office.folder, "Ours", columns.shape, ColumnMapping("marks", fields).as_json())
    report = office.take("long.csv", content)

    assert counts(report) == {"rows_read": 4, "rows_accepted": 4}
    assert office.stored(KEPT) == []
    assert "Columns not used: Surname, Forename, Class, NC Year." in report.warnings
