"""JSON as Wonde and Assembly give it: a list of records, or one under `data`, made into rows.

What is nested in a record becomes columns of the row: `student.data.upn` is `student upn`, and
`attendance_code.data.code` simply `attendance_code`. Marks name pupils by the system's own number, so a pupil
list takes that number too, beside UPN and admission number; `ID:` before it sets it apart from those.
"""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from dashboard.errors import UnreadableFile
from dashboard.registers.documents.records import Entry, table_of
from dashboard.registers.files import Source, encoding_of, open_text
from dashboard.registers.tables import RowTable

LARGEST = 100 << 20  # characters
LIST_KEYS = ("data", "students", "attendance", "results", "items")
BLANK = re.compile(r"[ \t\r\n]*")
STUDENT_ID = "student id"
STUDENT_IDS = (STUDENT_ID, "student_id")
UPNS = ("upn", "student upn")
ADMISSION_NUMBERS = ("admission_number", "pan", "student admission_number", "student pan")
# Other numbers that a system gives a pupil: none of them stands in its marks.
OTHER_NUMBERS = frozenset({"mis_id", "upi", "local_upn"})
# Fields of a mark, whose own number is no pupil's.
OF_A_MARK = frozenset(
    {"date", "session", "session_date", "session_name", "attendance_mark", "attendance_code"}
)
DECODER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)
# What only groups fields of the record itself, and fields that stand for what they are in.
GROUPS = frozenset({"extended_details", "education_details", "demographics"})
STANDS_FOR_ALL = ("code", "name")
Record = Mapping[str, Any]


def record_table(source: Source) -> RowTable:
    """The records of a file; UnreadableFile, with the line, for JSON that is damaged or holds no records."""
    text = _text(source)
    try:
        found, around = _records(text)
    except json.JSONDecodeError as problem:
        raise UnreadableFile(
            f"{source.name}, line {problem.lineno}: the JSON is damaged or was cut short. Export it again."
        ) from problem
    except RecursionError as problem:
        raise UnreadableFile(f"{source.name} is nested too deeply for JSON of this kind.") from problem
    lists: dict[str, None] = {}
    entries = [Entry(line, _fields(record, lists)) for line, record in found if isinstance(record, dict)]
    if not entries:
        raise UnreadableFile(
            f"{source.name}: there are no records in it. JSON is accepted of Wonde and Assembly: "
            'a list of students or of session attendance under "data".'
        )
    if around.get("object") == "list":
        document = "Assembly JSON"
    else:
        document = "JSON" if text.lstrip().startswith("[") else "Wonde JSON"
    return table_of(entries, document, notices=_notices(around, lists))


def _text(source: Source) -> str:
    with open_text(source, encoding_of(source)) as stream:
        text = stream.read(LARGEST + 1).lstrip("\ufeff").replace("\0", "")
    if len(text) > LARGEST:
        raise UnreadableFile(
            f"{source.name} is too large for a JSON file ({LARGEST >> 20} MB at most): export it as CSV."
        )
    return text


def _notices(around: Record, lists: Collection[str]) -> list[str]:
    """One page of several is not the whole register, and a list in a record is not read."""
    left_out = [f"Lists within the records were not read: {', '.join(lists)}."] if lists else []
    meta = around.get("meta")
    paging = meta.get("pagination") if isinstance(meta, dict) else None
    has_more = (isinstance(paging, dict) and (paging.get("more") or paging.get("next"))) or around.get(
        "next_page"
    )
    if has_more:
        left_out.append("The file says that it is one page of several: import the other pages too.")
    return left_out


def _records(text: str) -> tuple[list[tuple[int, Any]], Record]:
    """The records with their lines, and what stands around them."""
    place = _next(text, 0)
    if text[place : place + 1] == "[":
        return list(_elements(text, place))[:-1], {}
    around: dict[str, Any] = {}
    found: list[tuple[int, Any]] = []
    place = _next(text, _after(text, place, "{"))
    while text[place : place + 1] != "}":
        key, place = DECODER.raw_decode(text, place)
        place = _next(text, _after(text, _next(text, place), ":"))
        if key in LIST_KEYS and not found and text[place : place + 1] == "[":
            *found, (place, _) = _elements(text, place)
        else:
            around[str(key)], place = DECODER.raw_decode(text, place)
        place = _next(text, place)
        if text[place : place + 1] == ",":
            place = _next(text, place + 1)
        elif text[place : place + 1] != "}":
            raise json.JSONDecodeError("Expecting ',' delimiter", text, place)
    return found, around


def _elements(text: str, place: int) -> Iterator[tuple[int, Any]]:
    """Every element of a list with its line, and at last where the list ends."""
    line, counted = 1, 0
    place = _next(text, place + 1)
    while text[place : place + 1] != "]":
        line += text.count("\n", counted, place)
        counted = place
        element, place = DECODER.raw_decode(text, place)
        yield line, element
        place = _next(text, place)
        if text[place : place + 1] == ",":
            place = _next(text, place + 1)
        elif text[place : place + 1] != "]":
            raise json.JSONDecodeError("Expecting ',' delimiter", text, place)
    yield place + 1, None


def _next(text: str, place: int) -> int:
    found = BLANK.match(text, place)
    return found.end() if found else place


def _after(text: str, place: int, sign: str) -> int:
    if text[place : place + 1] != sign:
        raise json.JSONDecodeError(f"Expecting '{sign}'", text, place)
    return place + 1


def _fields(record: Record, lists: dict[str, None]) -> dict[str, str]:
    """A record flattened: text under each heading; the names of lists that were left out go to `lists`."""
    fields: dict[str, str] = {}
    _flatten(record, "", fields, lists)
    return _numbers(fields) | {name: value for name, value in fields.items() if name not in OTHER_NUMBERS}


def _numbers(fields: dict[str, str]) -> dict[str, str]:
    """The pupil's numbers, taken out of the fields: the system's own stands in where there is no other."""
    own_number, in_mark = fields.pop("id", ""), _pop_first(fields, STUDENT_IDS)
    admission_number = _pop_first(fields, ADMISSION_NUMBERS)
    is_pupil = in_mark is None and not OF_A_MARK & fields.keys()
    system_number = in_mark or (own_number if is_pupil else "")
    numbers = {} if admission_number is None else {"admission_number": admission_number}
    if system_number:
        system_number = f"ID:{system_number}"
        if is_pupil:
            numbers["system_number"] = system_number
        if not admission_number and not any(fields.get(upn) for upn in UPNS):
            numbers["admission_number"] = system_number
    return numbers


def _pop_first(fields: dict[str, str], names: tuple[str, ...]) -> str | None:
    """Take these fields out: the first that says something, '' if none does, None if there are none."""
    values = [fields.pop(name) for name in names if name in fields]
    return next(filter(None, values), "") if values else None


def _flatten(record: Record, parent: str, fields: dict[str, str], lists: dict[str, None]) -> None:
    for key, given in sorted(record.items(), key=lambda item: item[0] != "code"):
        is_one = isinstance(given, list) and len(given) == 1 and isinstance(given[0], dict)
        value = given[0] if is_one else given
        if isinstance(value, dict) and isinstance(value.get("date"), str) and "timezone" in value:
            fields.setdefault(_heading(key, parent), _date(value))
        elif isinstance(value, dict):
            _flatten(value, parent if key == "data" or key in GROUPS else key, fields, lists)
        elif isinstance(value, list):
            if value:
                lists.setdefault(key)
        else:
            fields.setdefault(STUDENT_ID if key == "student" else _heading(key, parent), _plain(value))


def _heading(key: str, parent: str) -> str:
    if not parent:
        return key
    return parent if key in STANDS_FOR_ALL else f"{parent} {key}"


def _date(value: Record) -> str:
    """A date object as text; one in UTC says so: an hour before midnight is the next day in summer."""
    is_utc = str(value["timezone"]).upper() in {"UTC", "Z", "+00:00"}
    return f"{value['date']}Z" if is_utc else str(value["date"])


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
