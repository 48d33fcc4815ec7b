"""The totals that other systems report, read from every form they come in."""

import io
import random
from datetime import date

import openpyxl
import pytest

from dashboard.errors import ImportRefused, UnreadableFile
from dashboard.registers.files import NamedBytes
from dashboard.registers.totals import read_reported_totals
from dashboard.registers.totals.figures import ReportedTotals
from tests.registers.conftest import ANN, BOB
from tests.registers.documents.fixtures import ctf

TOTALS = """<SessionsPossible>190</SessionsPossible><SessionsAuthorised>6</SessionsAuthorised>
<SessionsAttended>180</SessionsAttended><SessionsUnauthorised>4</SessionsUnauthorised>"""


SUMMARY = f"UPN,Possible,Attended,Auth,Unauth,Attendance %\n{ANN},150,140,6,4,93.3\n{BOB},150,149,0,1,99.3\n"


def read(content: str | bytes, name: str = "totals.csv") -> ReportedTotals:
    return read_reported_totals(NamedBytes(name, content.encode() if isinstance(content, str) else content))


def parameters(totals: ReportedTotals) -> list[str]:
    return [figure.as_parameter() for figure in totals.figures]


def test_counts_in_a_summary_table():
    totals = read(
        f"Attendance summary,,,,\nFrom 01/09/2025 to 19/12/2025,,,,\nUPN,Possible,Attended,Auth,Unauth\n"
        f"{ANN},150,140,6,4\n{BOB},150.0,149,,1\nTotal,300,289,6,5\n"
    )

    assert parameters(totals) == [
        f"4|{ANN}||possible||150", f"4|{ANN}||attended||140",
        f"4|{ANN}||authorised||6", f"4|{ANN}||unauthorised||4",
        f"5|{BOB}||possible||150", f"5|{BOB}||attended||149", f"5|{BOB}||unauthorised||1",
    ]  # fmt: skip
    assert (totals.from_date, totals.to_date) == (date(2025, 9, 1), date(2025, 12, 19))
    assert (totals.pupils, totals.problems) == (2, [])


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("94", "100"), ["rate|5000|940000", "rate|5000|1000000"]),  # half a percentage point
        (("94.1%", "100%"), ["rate|500|941000", "rate|500|1000000"]),
        (("0.94", "1"), ["rate|5000|940000", "rate|5000|1000000"]),
        (("0.9412", "0.5"), ["rate|50|941200", "rate|50|500000"]),
        (("0.94", "94.1%"), ["rate|5000|940000", "rate|500|941000"]),
        (("1", "94%"), ["rate|500000|1000000", "rate|5000|940000"]),
        (("94", "94.1%"), ["rate|5000|940000", "rate|500|941000"]),
    ],
)
def test_attendance_in_per_cent_or_as_a_fraction(cells, expected):
    totals = read(f"UPN,Attendance %\n{ANN},{cells[0]}\n{BOB},{cells[1]}\n")

    assert [parameter.split("||")[1] for parameter in parameters(totals)] == expected


def test_absences_that_are_not_told_apart_leave_the_rest_attended():
    totals = read(f"UPN,Possible,Absences\n{ANN},150,15\n{BOB},150,\n")

    assert parameters(totals) == [
        f"2|{ANN}||possible||150", f"2|{ANN}||attended||135", f"3|{BOB}||possible||150",
    ]  # fmt: skip


def test_absences_that_cannot_be_are_problems():
    totals = read(f"UPN,Possible,Absences\n{ANN},150,151\n{BOB},150,some\n")

    assert [(problem.line, problem.column, problem.message) for problem in totals.problems] == [
        (2, "absent", "more sessions than are possible"),
        (3, "absent", "not a number of sessions"),
    ]


def test_columns_of_figures_that_were_not_compared_are_named():
    totals = read(f"UPN,Surname,Possible,Lates,Remark\n{ANN},Example,150,3,\n")

    assert totals.notices == ["Columns not used: Lates."]


def test_counts_headed_by_the_codes():
    totals = read(f"UPN,TermlySessionsPossible,/,\\,I,O,L\n{ANN},20,8,9,2,1,0\n")

    assert parameters(totals) == [
        f"2|{ANN}||possible||20", f"2|{ANN}||code|/|8", f"2|{ANN}||code|\\|9",
        f"2|{ANN}||code|I|2", f"2|{ANN}||code|O|1", f"2|{ANN}||code|L|0",
    ]  # fmt: skip


def test_counts_by_week_and_code():
    totals = read(
        "SchoolStudentID,Week,AttendanceCode,AttendanceMeaning,Count\n"
        "77,08/09/2025,I,A,2\n77,15/09/2025,/,P,5\n"
    )

    assert parameters(totals) == ["2||77|code|I|2", "3||77|code|/|5"]
    assert (totals.from_date, totals.to_date) == (date(2025, 9, 8), date(2025, 9, 21))


def test_a_workbook_of_totals():
    book = openpyxl.Workbook()
    book.active.append(["Adno", "Possible", "Attendance %"])
    book.active.append(["001042", 150, 0.94])
    content = io.BytesIO()
    book.save(content)

    assert parameters(read(content.getvalue(), "totals.xlsx")) == [
        "2||001042|possible||150",
        "2||001042|rate|5000|940000",
    ]


def test_the_newest_year_of_a_transfer_file():
    old = f"<YearData><Year>2025</Year><LEA>201</LEA><Estab>2001</Estab>{TOTALS}</YearData>"
    new = old.replace("2025", "2026").replace(">190<", ">150<")
    elsewhere = new.replace("2001", "3003").replace(">150<", ">99<")

    totals = read(ctf(f"<Attendance>{old}{new}{elsewhere}</Attendance>"), "ctf.xml")

    assert [parameter.split("|", 1)[1] for parameter in parameters(totals)] == [
        f"{ANN}||possible||150", f"{ANN}||attended||180",
        f"{ANN}||authorised||6", f"{ANN}||unauthorised||4",
    ]  # fmt: skip
    assert (totals.from_date, totals.to_date) == (date(2025, 8, 1), date(2026, 7, 31))
    assert len(totals.notices) == 1


CENSUS = f"""<Message>
<Header><CollectionDetails><Term>Spring</Term><Year>2026</Year></CollectionDetails></Header>
<Pupils><PupilsOnRoll>
<PupilOnRoll><PupilIdentifiers><UPN>{ANN}</UPN></PupilIdentifiers><Attendance><TermlyAttendance>
<SessionsPossible>150</SessionsPossible><SessionDetails>
<SessionDetail><AttendanceReason>I</AttendanceReason><AbsenceSessions>6</AbsenceSessions></SessionDetail>
<SessionDetail><AttendanceReason>O</AttendanceReason><AbsenceSessions>4</AbsenceSessions></SessionDetail>
</SessionDetails></TermlyAttendance></Attendance></PupilOnRoll>
<PupilOnRoll><PupilIdentifiers><UPN>{BOB}</UPN></PupilIdentifiers><Attendance><TermlyAttendance>
<SessionsPossible>150</SessionsPossible></TermlyAttendance></Attendance></PupilOnRoll>
</PupilsOnRoll></Pupils></Message>"""


def test_a_spring_census_counts_the_autumn_term():
    totals = read(CENSUS, "census.xml")

    assert [parameter.split("|", 1)[1] for parameter in parameters(totals)] == [
        f"{ANN}||possible||150", f"{ANN}||code|I|6", f"{ANN}||code|O|4",
        f"{BOB}||possible||150", f"{BOB}||authorised||0", f"{BOB}||unauthorised||0",
    ]  # fmt: skip
    assert (totals.from_date, totals.to_date) == (date(2025, 9, 1), date(2025, 12, 31))


def test_a_row_that_cannot_be_read_is_named_by_its_line():
    totals = read(f"UPN,Possible,Attendance %\n{ANN},many,94\n,12,50\n{BOB},10,150\n")

    assert [(problem.line, problem.message) for problem in totals.problems] == [
        (2, "not a number of sessions"),
        (3, "no UPN or admission number"),
        (4, "not a percentage from 0 to 100"),
    ]


def test_a_figure_cannot_smuggle_in_another():
    (parameter,) = parameters(read("Adno,Possible\n1|2|possible,5\n"))

    assert parameter == "2||12possible|possible||5"


@pytest.mark.parametrize(
    "content", ["", "name,colour\nAnn,red\n", f"UPN,Surname\n{ANN},Example\n", "<rss/>", "[{}]", "\n\n"]
)
def test_a_file_without_totals_says_what_is_needed(content):
    with pytest.raises(UnreadableFile):
        read(content)


@pytest.mark.parametrize("seed", range(300))
def test_a_damaged_file_is_read_or_refused_in_words(seed):
    chance = random.Random(seed)
    sound = chance.choice([CENSUS, ctf(f"<Attendance><YearData>{TOTALS}</YearData></Attendance>"), SUMMARY])
    damaged = bytearray(sound.encode())
    for _ in range(chance.randint(1, 8)):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)

    try:
        totals = read(bytes(damaged[: chance.randint(1, len(damaged))]))
    except UnreadableFile:
        return
    assert all(len(figure.as_parameter().split("|")) == 6 for figure in totals.figures)


@pytest.mark.parametrize(
    "content",
    [
        f"UPN,Surname,Attendance %\n{ANN},Example,94\n",
        f"UPN,Possible,Attended\n{ANN},150,140\n",
        f"UPN,TermlySessionsPossible,/,\\,B,J,L,P\n{ANN},20,8,9,2,1,0,0\n",
        "SchoolStudentID,Week,AttendanceCode,AttendanceMeaning,Count\n77,08/09/2025,I,A,2\n",
        "SchoolStudentID,PossibleCount,PresentCount,WeekStartDate,WeekEndDate\n77,10,9,08/09/2025,12/09/2025\n",
        CENSUS,
    ],
)
def test_as_a_register_totals_are_refused_and_shown_the_way(content, office):
    with pytest.raises(ImportRefused) as refused:
        office.take("totals.csv", content)

    assert "marks" in str(refused.value)
    assert "Reconcile on the Data page" in str(refused.value)
