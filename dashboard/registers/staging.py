"""A file of marks put into a staging table as text, with its line numbers.

A CSV comes in through DuckDB's own strict reader: columns of usual cells typed, else everything as text, with
a few lines of too many or too few cells put beside it. Only what it refuses is split here, line by line.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING
from uuid import uuid4

from dashboard.errors import UnreadableFile
from dashboard.registers.cleaning import data_rows
from dashboard.registers.files import Fingerprint, Source, blank_lines, fingerprint, on_disk
from dashboard.registers.layouts.shapes import STAGED_COLUMNS, MarkCell, MarksLayout, StagedHalf
from dashboard.registers.ledger import FileReport
from dashboard.registers.parquet import ParquetTable
from dashboard.registers.ragged_lines import KEEP_ASIDE, ragged_rows
from dashboard.registers.tables import Row, Table, TextTable
from dashboard.registers.usual_texts import are_plausible, usual_columns
from dashboard.store.reference import insert_rows
from dashboard.store.register import DATABASE_ERROR

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

BATCH = 50_000
CELL_TYPES = {"line": "bigint", **dict.fromkeys(STAGED_COLUMNS, "varchar")}
UTF8 = frozenset({"utf-8", "utf-8-sig"})
MOST_BLANK_LINES = 100
CODES = "select distinct attendance_code from attendance_codes"
NO_SUCH_TEXT = uuid4().hex  # what stands for a missing value: nothing does, a blank cell is ''


@dataclass(frozen=True)
class StagedMarks:
    """The marks of a file as text, in a database in memory beside the register.

    `desk` works in that database outside the run's transaction, which a line that cannot be read would end;
    the run's own connection sees the same tables under `catalog`. `rows` has a line and STAGED_COLUMNS,
    all text but those in `types`.
    """

    desk: "duckdb.DuckDBPyConnection"
    catalog: str
    rows: str
    fingerprint: Fingerprint
    source: Source
    table: Table
    layout: MarksLayout
    types: Mapping[str, str] = field(default_factory=dict)

    def type_of(self, column: str) -> str:
        """The type of a column of `rows`."""
        return self.types.get(column, "varchar")

    def drop(self) -> None:
        """Give back the space of the text."""
        self.desk.execute("drop view if exists staged_rows")
        self.desk.execute("drop table if exists staged")
        self.desk.execute("drop table if exists staged_cells")


def stage_marks(
    connection: "duckdb.DuckDBPyConnection",
    source: Source,
    table: Table,
    layout: MarksLayout,
    report: FileReport,
) -> StagedMarks:
    """Stage a file. Rows that are no marks are counted, or rejected, in the report."""
    catalog = f"incoming_{report.import_id}"
    desk = connection.cursor()
    desk.execute(f"attach ':memory:' as {catalog}")
    desk.execute(f"use {catalog}")
    attendance_codes = [code for (code,) in connection.execute(CODES).fetchall()]
    with ThreadPoolExecutor(max_workers=1) as pool:
        reading = pool.submit(fingerprint, source)
        read = _stage_with_duckdb(desk, source, table, layout, attendance_codes)
        file = reading.result()
    if read is not None and _number_lines(desk, table, layout, file, read.ragged, report):
        return StagedMarks(desk, catalog, "staged_rows", file, source, table, layout, read.types)
    _stage_line_by_line(desk, table, layout, report)
    return StagedMarks(desk, catalog, "staged", file, source, table, layout)


@dataclass(frozen=True)
class _Read:
    """What DuckDB's reader took: which columns came in typed, and the lines it left out."""

    types: Mapping[str, str]
    ragged: list[Row]


def _stage_with_duckdb(
    desk: "duckdb.DuckDBPyConnection",
    source: Source,
    table: Table,
    layout: MarksLayout,
    attendance_codes: list[str],
) -> _Read | None:
    """The file as it was taken; None if DuckDB's reader, at its strictest, refuses more than ragged lines."""
    places = {place for half in layout.halves() for place in half.columns.values()}
    usual = {}
    if isinstance(table, TextTable):
        usual = usual_columns(desk, table.head(), layout, attendance_codes)
    for types in [usual, {}] if usual else [{}]:
        ragged = read_columns(
            desk, source, table, layout, places, types, "create or replace table staged as {file}"
        )
        if ragged is not None and are_plausible(desk, layout, types):
            return _Read(types, ragged)
    return None


def read_columns(
    desk: "duckdb.DuckDBPyConnection",
    source: Source,
    table: Table,
    layout: MarksLayout,
    places: Collection[int],
    types: Mapping[str, str],
    statement: str,
) -> list[Row] | None:
    """Run a statement over `{file}`: these columns (c0, c1 and so on) as DuckDB's strict reader has them.

    Returns the ragged lines that it left out; None if it refuses more than those.
    """
    reader = _reader_sql(table, layout, sorted(places), types)
    if not reader:
        return None
    with on_disk(source) as path:
        try:
            desk.execute(statement.format(file=reader), {"file": str(path)})
        except DATABASE_ERROR:
            return None
    if types or not isinstance(table, TextTable):
        return []
    return ragged_rows(desk, source, table.delimiter, len(layout.heading.cells))


def _reader_sql(
    table: Table, layout: MarksLayout, places: Sequence[int], types: Mapping[str, str]
) -> str | None:
    """The SELECT over a file as it is; None if it must be taken cell by cell."""
    if places and isinstance(table, ParquetTable):
        columns = ", ".join(f"{table.text_of(place)} as c{place}" for place in places)
        return f"select {columns} from read_parquet($file)"  # noqa: S608
    if places and isinstance(table, TextTable) and table.encoding in UTF8:
        columns_read = {f"c{place}": "varchar" for place in range(len(layout.heading.cells))}
        for half in layout.halves():
            columns_read |= {f"c{half.columns[name]}": kind for name, kind in types.items()}
        return f"""
            select {", ".join(f"c{place}" for place in places)}
            from read_csv($file, auto_detect = false, header = false, skip = {layout.heading.line},
                delim = '{table.delimiter}', quote = '"', escape = '"', comment = '',
                nullstr = '{NO_SUCH_TEXT}', null_padding = false, strict_mode = true,
                dateformat = '%Y-%m-%d', columns = {columns_read},
                {"ignore_errors = false" if types else KEEP_ASIDE})
        """  # noqa: S608
    return None


def _number_lines(
    desk: "duckdb.DuckDBPyConnection",
    table: Table,
    layout: MarksLayout,
    file: Fingerprint,
    ragged: list[Row],
    report: FileReport,
) -> bool:
    """Make `staged_rows`, in which a row's place tells its line; False if it does not.

    The reader leaves out blank and ragged lines: the rows after each of them stand one line further down.
    """
    first_line = layout.heading.line + 1
    blank: list[int] = []
    if isinstance(table, TextTable):
        found = desk.execute("select count(*) from staged").fetchone()
        missing = file.lines - layout.heading.line - (found[0] if found else 0) - len(ragged)
        blank = [line for line in blank_lines(table.source) if line >= first_line] if missing else []
        if missing != len(blank) or missing > MOST_BLANK_LINES:
            return False
    report.rows_skipped += len(blank) + layout.heading.index
    left_out = sorted([*blank, *(row.line for row in ragged)])
    starts = [0, *(line - first_line - place for place, line in enumerate(left_out))]
    stretches = [
        _stretch_sql(half, first_line + place, start, end)
        for half in layout.halves()
        for place, (start, end) in enumerate(zip(starts, [*starts[1:], None], strict=True))
    ]
    if ragged:
        cells = [cell._asdict() for cell in _cells(ragged, layout, report)]
        desk.execute(f"create or replace table staged_cells ({', '.join(map(' '.join, CELL_TYPES.items()))})")
        insert_rows(desk, "staged_cells", CELL_TYPES, cells)
        stretches.append("select * from staged_cells")
    desk.execute(f"create or replace view staged_rows as {' union all '.join(stretches)}")
    return True


def _stretch_sql(half: StagedHalf, line_of_first: int, start: int, end: int | None) -> str:
    """The rows from one blank line to the next."""
    session = f"'{half.session}'" if half.session else "''"
    given = {"cell": "'{}'".format(half.cell.replace("'", "''")), "session": session}
    given.update({column: f"c{place}" for column, place in half.columns.items()})
    columns = ", ".join(f"{given.get(column, chr(39) * 2)} as {column}" for column in STAGED_COLUMNS)
    until = "" if end is None else f" and rowid < {end}"
    return (
        f"select rowid + {line_of_first} as line, {columns} from staged "  # noqa: S608
        f"where rowid >= {start}{until}"
    )


def _stage_line_by_line(
    desk: "duckdb.DuckDBPyConnection", table: Table, layout: MarksLayout, report: FileReport
) -> None:
    import pyarrow as pa

    schema = pa.schema([("line", pa.int64()), *((column, pa.string()) for column in STAGED_COLUMNS)])
    refusals: list[UnreadableFile] = []
    batches = pa.RecordBatchReader.from_batches(schema, _batches(table, layout, schema, report, refusals))
    desk.execute("drop view if exists staged_rows")
    desk.register("incoming_cells", batches)
    try:
        desk.execute("create or replace table staged as select * from incoming_cells")
    except DATABASE_ERROR:
        for refusal in refusals:  # what stopped the rows; the database only says that they stopped
            raise refusal from None
        raise
    desk.unregister("incoming_cells")


def _batches(
    table: Table,
    layout: MarksLayout,
    schema: "pa.Schema",
    report: FileReport,
    refusals: list[UnreadableFile],
) -> "Iterator[pa.RecordBatch]":
    import pyarrow as pa

    cells = _cells(table.rows(), layout, report)
    try:
        while batch := list(islice(cells, BATCH)):
            yield pa.record_batch([pa.array(column) for column in zip(*batch, strict=True)], schema=schema)
    except UnreadableFile as refusal:
        refusals.append(refusal)
        raise


def _cells(rows: Iterable[Row], layout: MarksLayout, report: FileReport) -> Iterator[MarkCell]:
    for row in data_rows(rows, layout.heading, layout.kind, layout.columns, report):
        yield from layout.cells(row)
