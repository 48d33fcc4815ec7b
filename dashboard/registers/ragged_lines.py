"""The few lines of a CSV with too many or too few cells, which DuckDB's strict reader leaves out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboard.registers.files import CHUNK, Source
from dashboard.registers.tables import CUT_SHORT, Row, split_lines

if TYPE_CHECKING:
    import duckdb

MOST_RAGGED_LINES = 100
RAGGED = frozenset({"TOO MANY COLUMNS", "MISSING COLUMNS"})
# read_csv goes on past such lines with these options, and keeps where each begins.
KEEP_ASIDE = (
    f"store_rejects = true, rejects_table = 'ragged_lines', rejects_scan = 'ragged_scans', "
    f"rejects_limit = {MOST_RAGGED_LINES * 100}"
)
LEFT_OUT = """
    select line_byte_position - 1, any_value(csv_line), list(distinct error_type)
    from ragged_lines group by line_byte_position order by line_byte_position
"""


@dataclass(frozen=True)
class _Line:
    number: int
    text: str
    is_cut: bool  # the file ends in it


def ragged_rows(
    desk: "duckdb.DuckDBPyConnection", source: Source, delimiter: str, width: int
) -> list[Row] | None:
    """The lines that a reader with KEEP_ASIDE left out, and forget them; None if they are not only ragged."""
    try:
        left_out = desk.execute(LEFT_OUT).fetchall()
    finally:
        desk.execute("drop table if exists ragged_lines")
        desk.execute("drop table if exists ragged_scans")
    if len(left_out) > MOST_RAGGED_LINES or any(set(kinds) - RAGGED for _, _, kinds in left_out):
        return None
    lines = list(_lines_at(source, [start for start, _, _ in left_out]))
    if [line.text for line in lines] != [text.strip("\r\n") for _, text, _ in left_out]:
        return None
    rows: list[Row] = []
    for line in lines:
        for row in split_lines(iter([(line.number, line.text.replace("\0", ""))]), delimiter):
            follows_ragged = rows and rows[-1].line == row.line - 1
            usual = min(width, len(rows[-1].cells)) if follows_ragged else width
            is_cut = line.is_cut and len(row.cells) < usual and not row.is_blank
            rows.append(row._replace(problem=row.problem or CUT_SHORT) if is_cut else row)
    return rows


def _lines_at(source: Source, starts: Sequence[int]) -> Iterator[_Line]:
    """The lines that begin at these bytes, or after the ends of line there, with their numbers."""
    number, place = 1, 0
    with source.open() as stream:
        for start in starts:
            while place < start and (chunk := stream.read(min(CHUNK, start - place))):
                number += chunk.count(b"\n")
                place += len(chunk)
            text = b"\n"
            while text and not text.strip(b"\r\n"):
                text = stream.readline()
                place += len(text)
                number += text.endswith(b"\n")
            ends = text.endswith(b"\n")
            yield _Line(number - ends, text.decode("utf-8", "replace").strip("\r\n"), not ends)
