"""The Common Transfer File: pupil details, and marks in strings, of the pupils who change school.

FSM and SEND come as histories, so what they say depends on the day that the list describes.
"""

from collections.abc import Sequence
from datetime import date

from dashboard.registers.dates import DAY_FIRST
from dashboard.registers.documents.records import Entry, table_of
from dashboard.registers.documents.xml_tree import Node
from dashboard.registers.ledger import count_text
from dashboard.registers.tables import DatedTable, RowTable

ROOT = "CTfile"
DOCUMENT = "CTF"
# Element of a pupil (a path) and the column of a pupil list it fills; of two for one column the first filled.
DETAILS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("UPN",), "upn"),
    (("FormerUPN",), "former_upn"),
    (("Surname",), "surname"),
    (("Forename",), "forename"),
    (("DOB",), "date_of_birth"),
    (("Sex",), "sex"),
    (("Gender",), "sex"),
    (("NCyearActual",), "year_group"),
    (("Ethnicity",), "ethnicity"),
    (("EnrolStatus",), "enrolment_status"),
    (("InCare",), "looked_after"),
)
FSM, SEND = "fsm", "send_provision"
COLUMNS = tuple(dict.fromkeys([*(column for _, column in DETAILS), FSM, SEND]))
STRINGS = ("UPN", "AttendanceStartDate", "AttendanceMarks")


def pupils_of(file: Node) -> list[Node]:
    """Every pupil in the file, with the line they begin on."""
    return [pupil for data in file.all("CTFpupilData") for pupil in data.all("Pupil")]


def value_anywhere(pupil: Node, *path: str) -> str:
    """The text at a path directly in a pupil, or in a part of one (BasicDetails, LookedAfter)."""
    own = pupil.value(*path)
    return own or next((found for part in pupil.children if (found := part.value(*path))), "")


def pupil_table(file: Node) -> DatedTable:
    """The pupil list, with FSM and SEND as they were on the day it is read for."""
    pupils = pupils_of(file)
    filled = {column for pupil in pupils for path, column in DETAILS if value_anywhere(pupil, *path)}
    filled |= {FSM for pupil in pupils if any(pupil.descendants("FSMinstance"))}
    filled |= {SEND for pupil in pupils if any(pupil.descendants("SENhistory"))}
    columns = [column for column in COLUMNS if column in filled]

    def on(day: date) -> RowTable:
        return table_of([_pupil(pupil, columns, day) for pupil in pupils], DOCUMENT, columns)

    others = _strings(file)[1]
    left_out = f"Marks at other schools were left out: {count_text(others, 'string')}."
    return DatedTable(on, DOCUMENT, notices=(left_out,) if others else ())


def _pupil(pupil: Node, columns: Sequence[str], day: date) -> Entry:
    fields = {FSM: _fsm(pupil, day), SEND: _send(pupil, day)}
    for path, column in DETAILS:
        fields[column] = fields.get(column) or value_anywhere(pupil, *path)
    return Entry(pupil.line, {name: fields[name] for name in columns})


def _fsm(pupil: Node, as_at: date) -> str:
    """Y where a period of eligibility covers the day, N where the pupil's history has none that does."""
    if not any(pupil.descendants("FSMhistory")):
        return ""
    spells = list(pupil.descendants("FSMinstance"))
    covered = any(_covers(spell.value("FSMstartDate"), spell.value("FSMendDate"), as_at) for spell in spells)
    return "Y" if covered else "N"


def _send(pupil: Node, as_at: date) -> str:
    """The provision that began last, up to the day."""
    begun = [
        (DAY_FIRST.read(stage.value("StartDate")) or date.min, stage.value("SENprovision"))
        for history in pupil.descendants("SENhistory")
        for stage in history.all("SEN")
    ]
    return max((stage for stage in begun if stage[0] <= as_at), default=(None, ""))[1]


def _covers(start: str, end: str, day: date) -> bool:
    first, last = DAY_FIRST.read(start), DAY_FIRST.read(end)
    return (first is None or first <= day) and (last is None or day <= last)


def mark_table(file: Node) -> RowTable | None:
    """The marks of the school that wrote the file, in strings from a first day on; None if there are none."""
    own = _strings(file)[0]
    if not own:
        return None
    school = school_of(file) or "not named"
    notice = (
        f"The marks of a transfer file are those of the school that wrote it ({school}). If that is not "
        "yours, undo this import: they would count in your figures."
    )
    return table_of([_marks(pupil, sessions) for pupil, sessions in own], DOCUMENT, STRINGS, [notice])


def _strings(file: Node) -> tuple[list[tuple[Node, Node]], int]:
    """The strings of the school that wrote the file, with their pupils; and how many are of other schools."""
    school = school_of(file)
    own, others = [], 0
    for pupil in pupils_of(file):
        for year in year_data(pupil):
            strings = [(pupil, sessions) for sessions in year.all("AttendSessions")]
            if is_of_school(year, school):
                own.extend(strings)
            else:
                others += len(strings)
    return own, others


def school_of(file: Node) -> str:
    """The local authority and number of the school that wrote the file; '' if it is not named."""
    return _school(file.first("Header", "SourceSchool"))


def _school(node: Node | None) -> str:
    names = [node.value(name) for name in ("LEA", "Estab")] if node else []
    return "/".join(names) if names and all(names) else ""


def is_of_school(year: Node, school: str) -> bool:
    """Whether attendance is that of a school; where either is not named it is taken to be."""
    own = _school(year)
    return not own or not school or own == school


def _marks(pupil: Node, sessions: Node) -> Entry:
    marks = sessions.first("AttendanceMarks")
    cells = (
        value_anywhere(pupil, "UPN"),
        sessions.value("AttendanceStartDate"),
        marks.text.strip("\r\n\t") if marks else "",
    )
    return Entry(sessions.line, dict(zip(STRINGS, cells, strict=True)))


def year_data(pupil: Node) -> list[Node]:
    """A pupil's attendance, a year and school at a time."""
    return [year for attendance in pupil.all("Attendance") for year in attendance.all("YearData")]
