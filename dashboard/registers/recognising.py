"""What a file is: its table, the row that names the columns, its kind, and for marks the layout."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from dashboard.errors import UnknownHeadings, UnreadableFile, UsageError
from dashboard.registers.column_mappings import ColumnMapping, FileColumns, apply_mapping, file_columns
from dashboard.registers.documents import FORMS, document_tables
from dashboard.registers.files import Source
from dashboard.registers.headings import (
    Columns,
    HeadingRow,
    fields_in,
    heading_row,
    headings_found,
    match_columns,
    recognise_kind,
)
from dashboard.registers.kinds import CALENDAR, KINDS, MARKS, PUPILS, Kind, kind_named
from dashboard.registers.layouts import recognise_marks
from dashboard.registers.layouts.shapes import MarksLayout
from dashboard.registers.parquet import parquet_table
from dashboard.registers.pupils_beside_marks import details_beside, names_beside, without_used
from dashboard.registers.refused_tables import why_no_register
from dashboard.registers.tables import DELIMITERS, Row, Table, text_table
from dashboard.registers.week_banners import with_weeks
from dashboard.registers.workbooks import workbook_tables
from dashboard.registers.yearless_headings import with_years

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class Recognised:
    """A part of a file that we know how to take in: `layout` is there for marks, `mapping` if one was used.

    `is_beside_marks`: the pupils' details in a file of marks, where a pupil may stand on many rows. `names`:
    the columns of names, class and year group in one that has no such details.
    """

    source: Source
    table: Table
    kind: Kind
    heading: HeadingRow
    columns: Columns
    layout: MarksLayout | None = None
    mapping: ColumnMapping | None = None
    file_columns: FileColumns | None = None
    is_beside_marks: bool = False
    names: Columns | None = None

    @property
    def shape(self) -> tuple[object, ...]:
        """What sheets that belong together have in common."""
        return self.layout.name if self.layout else None, frozenset(self.columns.positions)


@dataclass(frozen=True)
class Wanted:
    """How a file is to be read: as a kind, if one was named, by the mappings remembered, as at a day."""

    kind: Kind | None
    mappings: Mapping[str, ColumnMapping]
    as_at: date | None = None  # the day that was given, or is in the file's name


def recognise(
    connection: "duckdb.DuckDBPyConnection",
    source: Source,
    kind_name: str | None,
    mappings: Mapping[str, ColumnMapping],
    as_at: date | None,
) -> list[Recognised]:
    """The parts of a file: its sheets, and of each the marks and then the pupils they are beside.

    UnreadableFile, with what was found and what is needed, if it is none of ours. `mappings` are those
    remembered, by the shape of the files they are for; `as_at`: a day of the school year where headings have
    dates without one.
    """
    wanted = Wanted(kind_named(kind_name) if kind_name else None, mappings, as_at)
    if kind_name and wanted.kind is None:
        names = ", ".join(kind.name for kind in KINDS)
        raise UsageError(f"There is no kind {kind_name!r}: it is one of {names}.")
    tables = _tables(connection, source)
    if len(tables) == 1:
        return _parts_of_one(source, tables[0], wanted)
    parts = _parts_of_many(source, tables, wanted)
    return parts or _parts_of_one(source, max(tables, key=_fullness), wanted)


def _fullness(table: Table) -> int:
    """How many cells are filled at the top: most in the sheet with the table, few in its cover."""
    return sum(1 for row in table.head() for cell in row.cells if cell.strip())


def _tables(connection: "duckdb.DuckDBPyConnection", source: Source) -> Sequence[Table]:
    if source.form == "text":
        return [text_table(source, _best_delimiter)]
    if source.form == "parquet":
        return [parquet_table(connection, source)]
    if source.form in FORMS:
        return document_tables(source)
    return workbook_tables(source)


def _parts_of_many(source: Source, tables: Sequence[Table], wanted: Wanted) -> list[Recognised]:
    """The sheets we know, of several: they may differ in kind, and those of one kind must be alike."""
    fitting: list[Recognised] = []
    unused: list[str] = []
    for table in tables:
        try:
            parts = _parts_of_one(source, table, wanted)
        except UnreadableFile:
            unused.append(f"'{table.sheet}'" if table.sheet else "one part of the file")
        else:
            fitting.extend(parts)
    fitting = _without_accidents(fitting)
    for kind in dict.fromkeys(part.kind.name for part in fitting):
        alike = [part for part in fitting if part.kind.name == kind]
        if len({part.shape for part in alike}) > 1:
            names = ", ".join(f"'{part.table.sheet}'" for part in alike)
            raise UnreadableFile(
                f"{source.name} has several sheets of {kind} whose headings are not the same ({names}): "
                "save the one you mean on its own, or give them the same headings."
            )
    if fitting and unused:
        notice = (
            f"Not used: {', '.join(unused)}. If there are pupils or marks in it, save it as a file of its "
            "own: its columns can then be mapped."
        )
        columns = replace(fitting[0].columns, notices=[*fitting[0].columns.notices, notice])
        fitting[0] = replace(fitting[0], columns=columns)
    return fitting


def _without_accidents(parts: list[Recognised]) -> list[Recognised]:
    """The parts without a cover page that has a date on it; details beside marks yield to a pupil list."""
    has_list = any(part.kind is PUPILS and not part.is_beside_marks for part in parts)
    kept = [part for part in parts if not (part.is_beside_marks and has_list)]
    others = [part for part in kept if part.kind is not CALENDAR or len(part.columns.positions) > 1]
    return others or kept


def _parts_of_one(source: Source, table: Table, wanted: Wanted) -> list[Recognised]:
    head = table.head()
    if not any(not row.is_blank for row in head):
        raise UnreadableFile(f"{source.name}: there are no rows under the heading; the file is empty.")
    if wanted.kind in {None, MARKS}:
        dated = with_weeks(with_years(table, wanted.as_at))
        if dated is not table:
            table, head = dated, dated.head()
    columns = file_columns(head)
    found = _recognise_head(source, table, head, wanted)
    if found is None:
        kind_name = wanted.kind.name if wanted.kind else None
        raise UnknownHeadings(f"{source.name}: {_what_is_needed(head, columns, kind_name)}", columns)
    found = replace(found, file_columns=columns)
    if not found.layout or wanted.kind or found.mapping:
        return [found]
    if details := details_beside(found.layout):
        marks = replace(found, columns=without_used(found.columns, details))
        return [marks, Recognised(source, table, PUPILS, found.heading, details, is_beside_marks=True)]
    if names := names_beside(found.layout):
        return [replace(found, columns=without_used(found.columns, names), names=names)]
    return [found]


def _best_delimiter(samples: dict[str, list[Row]]) -> str:
    """The delimiter under which the top of the file names most columns, or else splits most."""

    def score(delimiter: str) -> tuple[int, int]:
        rows = samples[delimiter]
        heading = heading_row(rows)
        named = len(match_columns_of_any(heading.cells)) if heading else 0
        return named, max((len(row.cells) for row in rows), default=0)

    return max(DELIMITERS, key=score)


def match_columns_of_any(cells: Sequence[str]) -> dict[str, int]:
    """The fields of the kind of which most are named."""
    return max((dict(match_columns(cells, kind).positions) for kind in KINDS), key=len)


def _recognise_head(source: Source, table: Table, head: Sequence[Row], wanted: Wanted) -> Recognised | None:
    mapped = _recognise_mapped(source, table, head, wanted)
    if mapped:
        return mapped
    heading = heading_row(head) or HeadingRow(0, head[0].line, head[0].cells)
    reason = None if wanted.kind else why_no_register(heading)
    layout = recognise_marks(head, heading) if wanted.kind in {None, MARKS} else None
    if reason and not layout:
        raise UnreadableFile(f"{source.name} {reason}")
    if layout:
        return Recognised(source, table, MARKS, layout.heading, layout.columns, layout)
    if wanted.kind:
        columns = match_columns(heading.cells, wanted.kind)
        fits = wanted.kind.is_met_by(columns.positions) and wanted.kind is not MARKS
        return Recognised(source, table, wanted.kind, heading, columns) if fits else None
    found = recognise_kind(heading.cells)
    if not found or found[0] is MARKS:
        return None
    return Recognised(source, table, found[0], heading, found[1])


def _recognise_mapped(source: Source, table: Table, head: Sequence[Row], wanted: Wanted) -> Recognised | None:
    """The table as the mapping remembered for its shape has it read."""
    columns = file_columns(head) if wanted.mappings else None
    mapping = wanted.mappings.get(columns.shape) if columns else None
    if columns is None or mapping is None or (wanted.kind and wanted.kind.name != mapping.kind):
        return None
    found = apply_mapping(columns, mapping)
    if found is None:
        return None
    kind = MARKS if found.layout else found.kind
    return Recognised(source, table, kind, found.heading, found.columns, found.layout, mapping)


def _what_is_needed(head: Sequence[Row], columns: FileColumns | None, kind_name: str | None) -> str:
    heading = columns.heading if columns else heading_row(head)
    cells = heading.cells if heading else head[0].cells
    what_to_do = "Map the columns on the Data page, rename the headings, or start from a template there."
    if columns and not kind_name and not fields_in(cells):
        return f"{headings_found(cells)}. {what_to_do}"
    kinds = [kind for kind in KINDS if kind_name in {None, kind.name}]
    found = {kind.name: match_columns(cells, kind).positions for kind in kinds}
    lacking = [kind for kind in kinds if not kind.is_met_by(found[kind.name])] or kinds
    nearest = min(lacking, key=lambda kind: (len(kind.missing(found[kind.name])), -len(found[kind.name])))
    missing = nearest.missing(found[nearest.name]) or [" or ".join(nearest.at_least_one_of[:4])]
    spoken = " and ".join(name.replace("_", " ") for name in missing)
    looks_like = recognise_kind(cells)
    also = f" It looks like a {looks_like[0].name} file." if kind_name and looks_like else ""
    return f"{headings_found(cells)}. A {nearest.name} file also needs {spoken}. {what_to_do}{also}"
