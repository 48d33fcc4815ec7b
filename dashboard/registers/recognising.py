"""What a file is: its table, the row that names the columns, its kind, and for marks the layout."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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
from dashboard.registers.kinds import KINDS, MARKS, Kind, kind_named
from dashboard.registers.layouts import recognise_marks
from dashboard.registers.layouts.shapes import MarksLayout
from dashboard.registers.parquet import parquet_table
from dashboard.registers.refused_tables import why_no_register
from dashboard.registers.tables import DELIMITERS, DatedTable, Row, Table, text_table
from dashboard.registers.workbooks import choose_sheet, workbook_tables

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class Recognised:
    """A file that we know how to take in; `layout` is there for marks, `mapping` if one was applied."""

    source: Source
    table: Table
    kind: Kind
    heading: HeadingRow
    columns: Columns
    layout: MarksLayout | None = None
    mapping: ColumnMapping | None = None
    file_columns: FileColumns | None = None


def recognise(
    connection: "duckdb.DuckDBPyConnection",
    source: Source,
    kind_name: str | None,
    mappings: Mapping[str, ColumnMapping],
) -> Recognised:
    """Recognise a file; UnreadableFile, with what was found and what is needed, if it is none of ours.

    `mappings` are those remembered, by the shape of the files they are for.
    """
    table = _table(connection, source, kind_name, mappings)
    head = table.head()
    if not any(not row.is_blank for row in head):
        raise UnreadableFile(f"{source.name}: there are no rows under the heading; the file is empty.")
    columns = file_columns(head)
    found = _recognise_head(source, table, head, kind_name, mappings)
    if found is None:
        raise UnknownHeadings(f"{source.name}: {_what_is_needed(head, columns, kind_name)}", columns)
    return replace(found, file_columns=columns)


def _table(
    connection: "duckdb.DuckDBPyConnection",
    source: Source,
    kind_name: str | None,
    mappings: Mapping[str, ColumnMapping],
) -> Table:
    if source.form == "text":
        return text_table(source, _best_delimiter)
    if source.form == "parquet":
        return parquet_table(connection, source)
    if source.form in FORMS:
        return _table_of_document(source)
    return choose_sheet(
        source, workbook_tables(source), lambda head: _knows(source, head, kind_name, mappings)
    )


def _table_of_document(source: Source) -> Table:
    table, *others = document_tables(source)
    if others and isinstance(table, DatedTable):
        return replace(table, notices=("The marks in this file were left out: export the session marks.",))
    return table


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


def _knows(
    source: Source, head: Sequence[Row], kind_name: str | None, mappings: Mapping[str, ColumnMapping]
) -> bool:
    try:
        return _recognise_head(source, None, head, kind_name, mappings) is not None
    except UnreadableFile:
        return False


def _recognise_head(
    source: Source,
    table: Table | None,
    head: Sequence[Row],
    kind_name: str | None,
    mappings: Mapping[str, ColumnMapping],
) -> Recognised | None:
    wanted = kind_named(kind_name) if kind_name else None
    if kind_name and wanted is None:
        names = ", ".join(kind.name for kind in KINDS)
        raise UsageError(f"There is no kind {kind_name!r}: it is one of {names}.")
    mapped = _recognise_mapped(source, table, head, kind_name, mappings)
    if mapped:
        return mapped
    heading = heading_row(head) or HeadingRow(0, head[0].line, head[0].cells)
    reason = None if kind_name else why_no_register(heading)
    layout = recognise_marks(head, heading) if wanted is None or wanted.name == "marks" else None
    if reason and not layout:
        raise UnreadableFile(f"{source.name} {reason}")
    if layout:
        return Recognised(source, table, MARKS, layout.heading, layout.columns, layout)  # type: ignore[arg-type]
    if wanted:
        columns = match_columns(heading.cells, wanted)
        fits = wanted.is_met_by(columns.positions) and wanted.name != "marks"
        return Recognised(source, table, wanted, heading, columns) if fits else None  # type: ignore[arg-type]
    found = recognise_kind(heading.cells)
    if not found or found[0].name == "marks":
        return None
    return Recognised(source, table, found[0], heading, found[1])  # type: ignore[arg-type]


def _recognise_mapped(
    source: Source,
    table: Table | None,
    head: Sequence[Row],
    kind_name: str | None,
    mappings: Mapping[str, ColumnMapping],
) -> Recognised | None:
    """The file as the mapping remembered for its shape has it read."""
    columns = file_columns(head) if mappings else None
    mapping = mappings.get(columns.shape) if columns else None
    if columns is None or mapping is None or kind_name not in {None, mapping.kind}:
        return None
    found = apply_mapping(columns, mapping)
    if found is None:
        return None
    kind = MARKS if found.layout else found.kind
    return Recognised(source, table, kind, found.heading, found.columns, found.layout, mapping)  # type: ignore[arg-type]


def _what_is_needed(head: Sequence[Row], columns: FileColumns | None, kind_name: str | None) -> str:
    heading = columns.heading if columns else heading_row(head)
    cells = heading.cells if heading else head[0].cells
    what_to_do = "Map the columns on the Data page, rename the headings, or start from a template there."
    if columns and not kind_name and not fields_in(cells):
        return f"{headings_found(cells)}. {what_to_do}"
    kinds = [kind for kind in KINDS if kind_name in {None, kind.name}]
    found = {kind.name: match_columns(cells, kind).positions for kind in kinds}
    nearest = min(kinds, key=lambda kind: (len(kind.missing(found[kind.name])), -len(found[kind.name])))
    missing = nearest.missing(found[nearest.name]) or list(nearest.at_least_one_of[:3])
    spoken = " and ".join(name.replace("_", " ") for name in missing)
    looks_like = recognise_kind(cells)
    also = f" It looks like a {looks_like[0].name} file." if kind_name and looks_like else ""
    return f"{headings_found(cells)}. A {nearest.name} file also needs {spoken}. {what_to_do}{also}"
