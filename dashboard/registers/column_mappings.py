"""Which column is which where headings do not tell: said once by a person, remembered by the file's shape."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from dashboard.domain.upn import clean_upn, upn_checks
from dashboard.errors import UsageError
from dashboard.registers.dates import DateOrder
from dashboard.registers.headings import (
    ROWS_SEARCHED,
    Columns,
    HeadingRow,
    fields_in,
    heading_row,
    match_columns,
    normal_heading,
)
from dashboard.registers.kinds import MARKS, PUPIL, Kind, kind_named
from dashboard.registers.layouts import by_day, long, wide
from dashboard.registers.tables import Row
from dashboard.store.recorded import has_records

Layout = wide.Wide | by_day.ByDay | long.Long
DATE_ORDERS = {"day_first": DateOrder(), "month_first": DateOrder(is_month_first=True)}
NOT_USED = ""
WIDE_ENOUGH = 0.75
ROWS_SHOWN = 8
FEWEST_KNOWN_FIELDS = 2


@dataclass(frozen=True)
class ColumnMapping:
    """What each column of a shape of file is, by `FileColumns.keys`: one of our fields, or not used."""

    kind: str
    fields: Mapping[str, str]
    date_order: str | None = None
    name: str = ""
    saved_at: datetime | None = None

    def as_json(self) -> dict[str, Any]:
        """As the records keep it."""
        return {"kind": self.kind, "fields": dict(self.fields), "date_order": self.date_order}


@dataclass(frozen=True)
class FileColumns:
    """The columns of a file as they stand: headings, columns of sessions, and the first rows below."""

    heading: HeadingRow
    sessions: tuple[wide.SessionColumn, ...]
    rows: tuple[Row, ...]

    @property
    def keys(self) -> list[str]:
        """A name for every column that does not depend on how its heading is typed; '' for a session's."""
        sessions = {column.position for column in self.sessions}
        seen: Counter[str] = Counter()
        keys = []
        for position, cell in enumerate(self.heading.cells):
            if position in sessions:
                keys.append("")
                continue
            plain = normal_heading(cell)
            seen[plain] += 1
            keys.append(plain if plain and seen[plain] == 1 else f"{plain} ({seen[plain]})")
        return keys

    @property
    def shape(self) -> str:
        """The same for two files with the same headings, in whatever order, for whatever dates."""
        named = sorted(key for key in self.keys if key)
        content = "\n".join([*named, "sessions"] if self.sessions else named)
        return hashlib.sha256(content.encode()).hexdigest()[:32]

    def guessed(self, kind: Kind) -> dict[str, str]:
        """The fields that the headings name by themselves."""
        places = match_columns(_without_sessions(self), wide.WIDE if self._is_wide(kind) else kind).positions
        fields = {position: name for name, position in places.items()}
        return {key: fields.get(position, NOT_USED) for position, key in enumerate(self.keys) if key}

    def fields_of(self, kind: Kind) -> list[str]:
        """The fields that a column can be; where sessions are columns, those of the pupil."""
        return list(PUPIL) if self._is_wide(kind) else list(kind.fields)

    def _is_wide(self, kind: Kind) -> bool:
        return kind is MARKS and bool(self.sessions)


@dataclass(frozen=True)
class MappedColumns:
    """A file's columns as a mapping has them read."""

    kind: Kind
    heading: HeadingRow
    columns: Columns
    layout: Layout | None = None


def file_columns(head: Sequence[Row]) -> FileColumns | None:
    """The columns of a file by its first rows; None where no row can be the headings."""
    rows = [row for row in head[:ROWS_SEARCHED] if not row.is_blank]
    if not rows:
        return None
    heading = _heading_row(head)
    found = wide.find_sessions(head, heading)
    if found and found.heading.index > heading.index + 1:
        found = None  # dates in a row of data
    heading = found.heading if found else heading
    if _is_of_a_pupil(heading.cells, {column.position for column in found.sessions} if found else set()):
        return None
    below = [row for row in head if row.line > heading.line and not row.is_blank]
    return FileColumns(heading, found.sessions if found else (), tuple(below[:ROWS_SHOWN]))


def apply_mapping(columns: FileColumns, mapping: ColumnMapping) -> MappedColumns | None:
    """Read the columns as the mapping says; None if a needed one is not among them."""
    kind = kind_named(mapping.kind)
    if kind is None:
        return None
    named = [mapping.fields.get(key, NOT_USED) if key else "" for key in columns.keys]
    heading = HeadingRow(columns.heading.index, columns.heading.line, named)
    layout: Layout | None = None
    if kind is MARKS and columns.sessions:
        own = match_columns(named, wide.WIDE)
        layout = wide.Wide(heading, own, columns.sessions) if wide.WIDE.is_met_by(own.positions) else None
    elif kind is MARKS:
        layout = by_day.recognise([], heading) or long.recognise([], heading)
    else:
        own = match_columns(named, kind)
        if not kind.is_met_by(own.positions):
            return None
        return MappedColumns(kind, columns.heading, _as_written(own, columns))
    if layout is None:
        return None
    own = _as_written(layout.columns, columns)
    return MappedColumns(
        layout.kind, columns.heading, own, replace(layout, heading=columns.heading, columns=own)
    )


def still_missing(columns: FileColumns, mapping: ColumnMapping) -> list[str]:
    """The fields a mapping lacks before its file can be read: each of the inner names would do."""
    kind = kind_named(mapping.kind)
    if kind is None or apply_mapping(columns, mapping):
        return []
    found = dict.fromkeys((field for field in mapping.fields.values() if field), 0)
    if kind is MARKS and columns.sessions:
        return wide.WIDE.missing(found)
    missing = kind.missing(found)
    if kind is MARKS and "mark" not in found and len({"am_mark", "pm_mark"} & set(found)) == 1:
        missing += sorted({"am_mark", "pm_mark"} - set(found))
    if kind is MARKS and "mark" in found and "session" not in found:
        missing = [name for name in missing if "session" not in name] + ["session"]
    return missing or [" or ".join(kind.at_least_one_of[:4] or ("mark",))]


def remembered_mappings(folder: Path, name: str | None) -> dict[str, ColumnMapping]:
    """The saved mappings by shape, of equals the newest, or the one of that name."""
    saved = []
    if has_records(folder):
        from dashboard.store.records import saved_mappings  # slow to load, and seldom needed

        saved = saved_mappings(folder)
    if name and name not in {mapping.name for mapping in saved}:
        known = ", ".join(repr(mapping.name) for mapping in saved)
        raise UsageError(
            f"No mapping called {name!r} is saved. " + (f"Saved are {known}." if known else "None is saved.")
        )
    ordered = sorted(saved, key=lambda mapping: (mapping.name == name, mapping.saved_at))
    return {
        one.shape: ColumnMapping(
            one.mapping["kind"], one.mapping["fields"], one.mapping["date_order"], one.name, one.saved_at
        )
        for one in ordered
    }


def _heading_row(head: Sequence[Row]) -> HeadingRow:
    """The row that names fields, else the first that is about as wide as the table."""
    named = heading_row(head)
    if named and fields_in(named.cells) >= FEWEST_KNOWN_FIELDS:
        return named
    filled = [sum(1 for cell in row.cells if cell.strip()) for row in head[:ROWS_SEARCHED]]
    index = next(place for place, count in enumerate(filled) if count >= WIDE_ENOUGH * max(filled))
    return HeadingRow(index, head[index].line, head[index].cells)


def _is_of_a_pupil(cells: Sequence[str], sessions: set[int]) -> bool:
    """Whether the row is data: a file without headings is not to be read by the first pupil's."""
    own = [cell for position, cell in enumerate(cells) if position not in sessions and cell.strip()]
    return any(upn_checks(clean_upn(cell)) or wide.is_date(cell) for cell in own)


def _without_sessions(columns: FileColumns) -> list[str]:
    return [cell if key else "" for cell, key in zip(columns.heading.cells, columns.keys, strict=True)]


def _as_written(columns: Columns, file: FileColumns) -> Columns:
    """The columns under the headings that the file itself has."""
    cells, used = _without_sessions(file), set(columns.positions.values())
    unused = [cell.strip() for place, cell in enumerate(cells) if cell.strip() and place not in used]
    headings = {name: file.heading.cells[place].strip() for name, place in columns.positions.items()}
    return Columns(columns.positions, headings, unused)
