"""The Common Transfer File: pupil details, and marks in strings, of the pupils who change school.

FSM and SEND come as histories, so what they say depends on the day that the list describes.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from dashboard.registers.dates import date_readings
from dashboard.registers.documents.records import Entry, table_of
from dashboard.registers.documents.xml_tree import Node
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
STRING_COLUMNS = ("upn", "attendance start date", "attendance marks")


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

    return DatedTable(on, DOCUMENT)


def _pupil(pupil: Node, columns: Sequence[str], day: date) -> Entry:
    fields = {FSM: _fsm(pupil, day), SEND: _send(pupil, day)}
    for path, column in DETAILS:
        fields[column] = fields.get(column) or value_anywhere(pupil, *path)
    return Entry(pupil.line, {name: fields[name] for name in columns})


def _fsm(pupil: Node, as_at: date) -> str:
    """Y where a period of eligibility covers the day, N where there are periods and none does."""
    spells = list(pupil.descendants("FSMinstance"))
    if not spells:
        return ""
    covered = any(_covers(spell.value("FSMstartDate"), spell.value("FSMendDate"), as_at) for spell in spells)
    return "Y" if covered else "N"


def _send(pupil: Node, as_at: date) -> str:
    """The provision that began last, up to the day."""
    begun = [
        (_day(stage.value("StartDate")) or date.min, stage.value("SENprovision"))
        for history in pupil.descendants("SENhistory")
        for stage in history.all("SEN")
    ]
    return max((stage for stage in begun if stage[0] <= as_at), default=(None, ""))[1]


def _covers(start: str, end: str, day: date) -> bool:
    first, last = _day(start), _day(end)
    return (first is None or first <= day) and (last is None or day <= last)


def _day(text: str) -> date | None:
    readings = date_readings(text)
    return readings.fixed or readings.day_first


def string_table(file: Node) -> RowTable | None:
    """The marks as one string for each pupil and year, from a start date; None if the file has none."""
    strings = list(_strings(file))
    if not strings:
        return None
    schools = sorted({school for school, _ in strings})
    notice = (
        f"The marks of a transfer file are those of the school it names ({', '.join(schools)}). "
        "If that is not yours, undo this import: they would count in your figures."
    )
    return table_of([entry for _, entry in strings], DOCUMENT, STRING_COLUMNS, [notice])


def _strings(file: Node) -> Iterator[tuple[str, Entry]]:
    for pupil in pupils_of(file):
        for year in year_data(pupil):
            for sessions in year.all("AttendSessions"):
                marks = sessions.first("AttendanceMarks")
                values = (
                    value_anywhere(pupil, "UPN"),
                    sessions.value("AttendanceStartDate"),
                    marks.text.strip("\r\n\t") if marks else "",
                )
                school = f"{year.value('LEA') or 'unknown LA'}/{year.value('Estab') or 'unknown school'}"
                yield school, Entry(sessions.line, dict(zip(STRING_COLUMNS, values, strict=True)))


def year_data(pupil: Node) -> list[Node]:
    """A pupil's attendance, a year and school at a time."""
    return [year for attendance in pupil.all("Attendance") for year in attendance.all("YearData")]
