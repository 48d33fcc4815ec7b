"""The first rows of a file as a mapping of its columns would have them read, complete or not yet."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.domain.attendance_codes import Outcome, meanings_of_texts, read_mark
from dashboard.registers import values
from dashboard.registers.cleaners import DATE_FIELDS, cleaners_of
from dashboard.registers.column_mappings import DATE_ORDERS, ColumnMapping, FileColumns
from dashboard.registers.dates import DateOrder, decide_date_order
from dashboard.registers.kinds import MARKS, PUPILS, Kind, kind_named
from dashboard.registers.layouts.wide import SessionColumn
from dashboard.registers.values import Cell

MARK_FIELDS = ("mark", "am_mark", "pm_mark")
SESSIONS_SHOWN = 6


@dataclass(frozen=True)
class ReadRow:
    """A line of the file: what each field says, and what could not be read. A session is a field here."""

    line: int
    fields: Mapping[str, str]
    problems: Mapping[str, str]


@dataclass(frozen=True)
class MarkReader:
    """Reads marks as an import would: the codes with their descriptions, and the school's own marks."""

    codes: Sequence[tuple[str, str]]
    own_marks: Mapping[str, str]

    def read(self, cell: str) -> Cell:
        """The code, 'no mark' or why the mark cannot be taken."""
        known = {code for code, _ in self.codes}
        reading = read_mark(cell, known, meanings_of_texts(self.codes), self.own_marks)
        if reading.outcome is Outcome.REJECTED:
            return Cell(problem=reading.problem)
        return Cell(reading.code or ("not counted" if reading.outcome is Outcome.SKIPPED else "no mark"))


def read_first_rows(
    columns: FileColumns, mapping: ColumnMapping, marks: MarkReader, today: date
) -> list[ReadRow]:
    """The first rows under the headings, field by field."""
    kind = kind_named(mapping.kind) or PUPILS
    places = {
        field: position
        for position, key in enumerate(columns.keys)
        if key and (field := mapping.fields.get(key, "")) in columns.fields_of(kind)
    }
    sessions = columns.sessions[:SESSIONS_SHOWN] if kind is MARKS else ()
    order = DATE_ORDERS.get(mapping.date_order or "") or _date_order(columns, places, kind, today)
    readers: dict[str, Callable[[str], Cell]] = {
        **cleaners_of(kind, order, today),
        **({"session": _session} if kind is MARKS else {}),
        **dict.fromkeys(MARK_FIELDS, marks.read),
    }
    rows = []
    for row in columns.rows:
        cells = {field: readers[field](_cell(row.cells, place)) for field, place in places.items()}
        cells |= {
            _session_name(column, order): marks.read(_cell(row.cells, column.position)) for column in sessions
        }
        problems = {name: cell.problem for name, cell in cells.items() if cell.problem}
        rows.append(ReadRow(row.line, {name: cell.value for name, cell in cells.items()}, problems))
    return rows


def _date_order(columns: FileColumns, places: Mapping[str, int], kind: Kind, today: date) -> DateOrder:
    dates = [place for field, place in places.items() if field in DATE_FIELDS]
    texts = {_cell(row.cells, place) for row in columns.rows for place in dates}
    if kind is MARKS:
        texts |= {column.date for column in columns.sessions}
    return decide_date_order(sorted(texts), today if kind is MARKS else None)


def _session_name(column: SessionColumn, order: DateOrder) -> str:
    day = order.read(column.date)
    return f"{day.isoformat()} {column.session}" if day else column.heading


def _session(cell: str) -> Cell:
    half = values.session(cell)
    return Cell(half) if half else Cell(problem="not a session: write AM or PM")


def _cell(cells: Sequence[str], place: int) -> str:
    return cells[place] if place < len(cells) else ""
