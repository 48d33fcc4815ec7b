"""A file of marks put into a staging table as text, with its line numbers.

A CSV comes in through DuckDB's own strict reader; only what that refuses is split here, line by line.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from dashboard.errors import UnreadableFile
from dashboard.registers.cleaning import data_rows
from dashboard.registers.files import Fingerprint, Source, fingerprint, on_disk
from dashboard.registers.layouts.shapes import STAGED_COLUMNS, MarkCell, MarksLayout, StagedHalf
from dashboard.registers.ledger import FileReport
from dashboard.registers.parquet import ParquetTable
from dashboard.registers.tables import Table, TextTable

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

BATCH = 50_000
UTF8 = frozenset({"utf-8", "utf-8-sig"})
LONGEST_TAIL = 1 << 16
NO_SUCH_TEXT = "\x01"  # what stands for a missing value: nothing does, a blank cell is ''


@dataclass(frozen=True)
class StagedMarks:
    """The marks of a file as text, in a database in memory beside the register.

    `desk` works in that database outside the run's transaction, which a line that cannot be read would end;
    the run's own connection sees the same tables under `catalog`. `rows` has a line and STAGED_COLUMNS.
    """

    desk: "duckdb.DuckDBPyConnection"
    catalog: str
    rows: str
    fingerprint: Fingerprint
    layout: MarksLayout

    def drop(self) -> None:
        """Give back the space of the text."""
        self.desk.execute("drop view if exists staged_rows")
        self.desk.execute("drop table if exists staged")


def stage_marks(
    connection: "duckdb.DuckDBPyConnection",
    source: Source,
    table: Table,
    layout: MarksLayout,
    report: FileReport,
    number: int,
) -> StagedMarks:
    """Stage the run's file of this number. Rows that are no marks are counted, or rejected, in the report."""
    catalog = f"incoming_{number}"
    desk = connection.cursor()
    desk.execute(f"attach ':memory:' as {catalog}")
    desk.execute(f"use {catalog}")
    with ThreadPoolExecutor(max_workers=1) as pool:
        reading = pool.submit(fingerprint, source)
        is_staged = _stage_with_duckdb(desk, source, table, layout)
        file = reading.result()
    if is_staged and (isinstance(table, ParquetTable) or _lines_agree(desk, source, layout, file, report)):
        return StagedMarks(desk, catalog, "staged_rows", file, layout)
    _stage_line_by_line(desk, table, layout, report)
    return StagedMarks(desk, catalog, "staged", file, layout)


def _stage_with_duckdb(
    desk: "duckdb.DuckDBPyConnection", source: Source, table: Table, layout: MarksLayout
) -> bool:
    """Whether DuckDB's reader, at its strictest, took the file."""
    import duckdb

    reader = _reader_sql(table, layout)
    if not reader:
        return False
    with on_disk(source) as path:
        try:
            desk.execute(f"create or replace table staged as {reader}", {"file": str(path)})
        except duckdb.Error:
            return False
    halves = " union all ".join(_half_sql(half, layout.heading.line + 1) for half in layout.halves())
    desk.execute(f"create or replace view staged_rows as {halves}")
    return True


def _reader_sql(table: Table, layout: MarksLayout) -> str | None:
    """The SELECT over a file as it is; None if it must be taken cell by cell."""
    places = sorted({place for half in layout.halves() for place in half.columns.values()})
    if places and isinstance(table, ParquetTable):
        columns = ", ".join(f"{table.text_of(place)} as c{place}" for place in places)
        return f"select {columns} from read_parquet($file)"  # noqa: S608
    if places and isinstance(table, TextTable) and table.encoding in UTF8:
        types = {f"c{place}": "varchar" for place in range(len(layout.heading.cells))}
        return f"""
            select {", ".join(f"c{place}" for place in places)}
            from read_csv($file, auto_detect = false, header = false, skip = {layout.heading.line},
                delim = '{table.delimiter}', quote = '"', escape = '"', comment = '', nullstr = '{NO_SUCH_TEXT}',
                null_padding = false, ignore_errors = false, strict_mode = true, columns = {types})
        """  # noqa: S608
    return None


def _half_sql(half: StagedHalf, first_line: int) -> str:
    session = f"'{half.session}'" if half.session else "''"
    given = {"cell": "'{}'".format(half.cell.replace("'", "''")), "session": session}
    given.update({column: f"c{place}" for column, place in half.columns.items()})
    columns = ", ".join(f"{given.get(column, chr(39) * 2)} as {column}" for column in STAGED_COLUMNS)
    return f"select rowid + {first_line} as line, {columns} from staged"  # noqa: S608


def _lines_agree(
    desk: "duckdb.DuckDBPyConnection",
    source: Source,
    layout: MarksLayout,
    file: Fingerprint,
    report: FileReport,
) -> bool:
    """Whether every line under the headings is a row, so that a row's place tells its line."""
    found = desk.execute("select count(*) from staged").fetchone()
    missing = file.lines - layout.heading.line - (found[0] if found else 0)
    if missing and missing != _blank_lines_at_end(source):
        return False
    report.rows_skipped += missing + layout.heading.index
    return True


def _blank_lines_at_end(source: Source) -> int:
    with source.open() as stream:
        stream.seek(0, 2)
        stream.seek(max(0, stream.tell() - LONGEST_TAIL))
        tail = stream.read().replace(b"\r", b"")
    return len(tail) - len(tail.rstrip(b"\n")) - 1 if tail.endswith(b"\n") else 0


def _stage_line_by_line(
    desk: "duckdb.DuckDBPyConnection", table: Table, layout: MarksLayout, report: FileReport
) -> None:
    import pyarrow as pa

    schema = pa.schema([("line", pa.int64()), *((column, pa.string()) for column in STAGED_COLUMNS)])
    batches = pa.RecordBatchReader.from_batches(schema, _batches(table, layout, schema, report))
    desk.execute("drop view if exists staged_rows")
    desk.register("incoming_cells", batches)
    desk.execute("create or replace table staged as select * from incoming_cells")
    desk.unregister("incoming_cells")


def _batches(
    table: Table, layout: MarksLayout, schema: "pa.Schema", report: FileReport
) -> "Iterator[pa.RecordBatch]":
    import pyarrow as pa

    cells = _cells(table, layout, report)
    while batch := list(islice(cells, BATCH)):
        yield pa.record_batch([pa.array(column) for column in zip(*batch, strict=True)], schema=schema)


def _cells(table: Table, layout: MarksLayout, report: FileReport) -> Iterator[MarkCell]:
    rows = data_rows(table.rows(), layout.heading, layout.kind, layout.columns, report)
    for row in rows:
        yield from layout.cells(row)


def refuse_empty(report: FileReport, name: str) -> None:
    """A file with nothing under its headings is refused."""
    if not (report.rows_read or report.blank_cells):
        raise UnreadableFile(f"{name}: there are no rows under the heading.")
