"""The school calendar: which sessions were held, which were not and why."""

from datetime import date
from typing import TYPE_CHECKING

from dashboard.domain.plain_text import quoted_cell
from dashboard.registers.cleaning import Record
from dashboard.registers.keyed import Entry, Key, KeyedTable, Stored, Values, stored_rows, take_entries
from dashboard.registers.ledger import FileReport
from dashboard.registers.values import Cell, session, text

if TYPE_CHECKING:
    import duckdb

CALENDAR_ENTRIES = KeyedTable(
    "calendar_entries",
    {"session_date": "date", "session": "varchar", "kind": "varchar", "term": "varchar"},
)
BOTH = ("AM", "PM")
BOTH_WORDS = frozenset(
    {"", "both", "all day", "full day", "whole day", "day", "am/pm", "am & pm", "am and pm"}
)
KIND_WORDS = {
    **dict.fromkeys(("", "school", "school day", "open", "term time", "in session"), "school"),
    **dict.fromkeys(("inset", "inset day", "training day", "staff training"), "inset"),
    **dict.fromkeys(("holiday", "school holiday", "bank holiday", "half term", "public holiday"), "holiday"),
    **dict.fromkeys(("closure", "closed", "school closed", "unplanned closure"), "closure"),
}


def clean_session(cell: str) -> Cell:
    """AM, PM, or '' for both."""
    if text(cell).lower() in BOTH_WORDS:
        return Cell()
    found = session(cell)
    return Cell(found) if found else Cell(problem=f"{_shown(cell)} is neither AM nor PM")


def clean_kind(cell: str) -> Cell:
    """What sort of day it is; nothing written means school."""
    kind = KIND_WORDS.get(text(cell).lower())
    if kind:
        return Cell(kind)
    return Cell(problem=f"{_shown(cell)} is not accepted here: write school, inset, holiday or closure")


def _shown(cell: str) -> str:
    return quoted_cell(text(cell)) or "the cell"


def take_calendar(
    connection: "duckdb.DuckDBPyConnection",
    school_id: int,
    import_id: int,
    records: list[Record],
    report: FileReport,
) -> bool:
    """Take in the days; says whether the calendar changed."""
    stored = {_key(row): row for row in stored_rows(connection, CALENDAR_ENTRIES, school_id)}
    entries = [_entry(record) for record in records]
    dates = [key[0] for entry in entries for key in entry.values]
    report.first_date, report.last_date = min(dates, default=None), max(dates, default=None)
    return take_entries(connection, CALENDAR_ENTRIES, school_id, import_id, stored, entries, report)


def _key(row: Stored) -> Key:
    return row.values["session_date"], row.values["session"]


def _entry(record: Record) -> Entry:
    day = date.fromisoformat(record.get("date"))
    sessions = (record.get("session"),) if record.get("session") else BOTH
    values: Values = {"session_date": day, "kind": record.get("kind") or "school"}
    if record.values.get("term") is not None:
        values["term"] = record.get("term") or None
    return Entry(record.line, {(day, half): {**values, "session": half} for half in sessions})
