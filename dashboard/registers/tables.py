"""Files as rows of text with their line numbers, whatever sort of file they came in."""

import csv
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple, Protocol

from dashboard.errors import UnreadableFile
from dashboard.registers.files import Source, encoding_of, open_text
from dashboard.registers.ledger import count_text

HEAD_ROWS = 40
DELIMITERS = (",", ";", "\t", "|")
LONGEST_QUOTED_CELL = 20  # lines
LARGEST_LINE = 1 << 20
CUT_SHORT = "the file ends in the middle of this line: it may be incomplete, export it again"


class Row(NamedTuple):
    """A line of the file, as a person sees it numbered. `problem` says why it could not be split."""

    line: int
    cells: list[str]
    problem: str | None = None

    @property
    def is_blank(self) -> bool:
        """Whether nothing is written in it."""
        return not self.problem and not any(cell and not cell.isspace() for cell in self.cells)


def problem_in(row: Row, width: int) -> str | None:
    """Why a row of a table this wide cannot be taken: one as wide as the headings is not cut short."""
    return None if row.problem == CUT_SHORT and len(row.cells) >= width else row.problem


def too_many_cells(cells: Sequence[str], width: int) -> str:
    """What is wrong with a line that goes on after the last heading."""
    return f"the line has {len(cells)} cells, the heading only {width}: take the stray comma or cell out"


def too_few_cells(cells: Sequence[str], width: int) -> str:
    """What is wrong with a line that stops before a cell it cannot be without."""
    return (
        f"the line stops after {count_text(len(cells), 'cell')}, the heading has {width}: complete the line, "
        "or take it out"
    )


class Table(Protocol):
    """A table in a file: rows of text."""

    @property
    def encoding(self) -> str | None:
        """How its text is encoded, where that is a question."""
        ...

    @property
    def sheet(self) -> str | None:
        """Which sheet of a workbook it is."""
        ...

    def head(self) -> list[Row]:
        """The first rows, among which the headings are."""
        ...

    def rows(self) -> Iterator[Row]:
        """Every row from the top, headings and blank lines included."""
        ...


@dataclass(frozen=True)
class TextTable:
    """A table in a text file."""

    source: Source
    encoding: str
    delimiter: str
    lines_before: int = 0
    sheet: str | None = None

    def head(self) -> list[Row]:
        """The first rows."""
        return list(itertools.islice(self._rows(self.encoding), HEAD_ROWS))

    def rows(self) -> Iterator[Row]:
        """Every row from the top, a line that cannot be split reported on its own."""
        return self._rows(encoding_of(self.source))

    def _rows(self, encoding: str) -> Iterator[Row]:
        ends: list[str] = [""]

        def lines() -> Iterator[tuple[int, str]]:
            for number, line in enumerate(text, 1):
                ends[0] = line[-1:]
                yield number, line.rstrip("\r\n").replace("\0", "")

        with open_text(self.source, encoding) as text:
            rows = split_lines(itertools.islice(lines(), self.lines_before, None), self.delimiter)
            yield from _with_a_cut_end_noticed(rows, ends)


@dataclass(frozen=True)
class RowTable:
    """A table that is already in memory: a sheet of a workbook, the records of an XML or JSON file."""

    table_rows: Sequence[Row]
    encoding: str | None = None
    sheet: str | None = None
    document: str | None = None  # the kind of XML or JSON file it is out of
    notices: tuple[str, ...] = ()

    def head(self) -> list[Row]:
        """The first rows."""
        return list(self.table_rows[:HEAD_ROWS])

    def rows(self) -> Iterator[Row]:
        """Every row from the top."""
        return iter(self.table_rows)


@dataclass(frozen=True)
class DatedTable:
    """A table in which some cells depend on the day that it describes, as a transfer file's histories do."""

    on: Callable[[date], RowTable]
    document: str
    encoding: str | None = None
    sheet: str | None = None
    notices: tuple[str, ...] = ()

    def head(self) -> list[Row]:
        """The first rows: their headings are those of any day."""
        return self.on(date.max).head()

    def rows(self) -> Iterator[Row]:
        """Every row from the top, as on the last day there is."""
        return self.on(date.max).rows()


@dataclass(frozen=True)
class ChangedTable:
    """A table in a text file whose rows are read with something put into them."""

    table: "TextTable | ChangedTable"
    change: "RowChange"

    @property
    def encoding(self) -> str | None:
        """How its text is encoded."""
        return self.table.encoding

    @property
    def sheet(self) -> str | None:
        """None: a text file has no sheets."""
        return self.table.sheet

    def head(self) -> list[Row]:
        """The first rows."""
        return list(self.change(iter(self.table.head())))

    def rows(self) -> Iterator[Row]:
        """Every row from the top."""
        return self.change(self.table.rows())


RowChange = Callable[[Iterator[Row]], Iterator[Row]]


def changed_table(table: TextTable | RowTable | ChangedTable, change: RowChange) -> Table:
    """The table with its rows as `change` makes them."""
    if isinstance(table, RowTable):
        return replace(table, table_rows=list(change(iter(table.table_rows))))
    return ChangedTable(table, change)


def text_table(source: Source, delimiter_of: "DelimiterChooser") -> TextTable:
    """The table in a text file; the delimiter is the one under which the top looks most like a register."""
    encoding = encoding_of(source, is_glance=True)
    with open_text(source, encoding) as text:
        top = [line.rstrip("\r\n") for line in itertools.islice(text, HEAD_ROWS)]
    if any(len(line) > LARGEST_LINE for line in top):
        raise UnreadableFile(f"{source.name} is not a table: its lines are endless. Export it again as CSV.")
    if top and top[0].lower().startswith("sep=") and len(top[0].strip()) <= len("sep=") + 1:
        return TextTable(source, encoding, top[0][4:5] or "\t", lines_before=1)
    samples = {delimiter: list(split_lines(enumerate(top, 1), delimiter)) for delimiter in DELIMITERS}
    return TextTable(source, encoding, delimiter_of(samples))


class DelimiterChooser(Protocol):
    """Chooses among the ways to split the top of a file."""

    def __call__(self, samples: dict[str, list[Row]]) -> str:
        """The delimiter that fits."""
        ...


def split_lines(lines: Iterator[tuple[int, str]], delimiter: str) -> Iterator[Row]:
    """Split lines at the delimiter. A bad quote costs its own line, never the lines after it."""
    pending: list[tuple[int, str]] = []
    while True:
        number, line = pending.pop(0) if pending else next(lines, (0, None))
        if line is None:
            return
        if '"' not in line:
            yield Row(number, line.split(delimiter))
            continue
        cells = _cells(line, delimiter)
        used = 0
        if cells is None:  # perhaps a cell with line breaks in it
            while cells is None and used < LONGEST_QUOTED_CELL:
                if used == len(pending):
                    following = next(lines, None)
                    if following is None:
                        break
                    pending.append(following)
                used += 1
                cells = _cells("\n".join([line, *(text for _, text in pending[:used])]), delimiter)
        if cells is None:
            yield Row(number, line.split(delimiter), "a quotation mark on this line is not closed")
        else:
            del pending[:used]
            yield Row(number, cells)


def _with_a_cut_end_noticed(rows: Iterator[Row], ends: Sequence[str]) -> Iterator[Row]:
    """The rows; the last has a problem if it is shorter than the one before it and no line ends there."""
    before = last = None
    for row in rows:
        if last:
            yield last
            before = before if last.is_blank else last
        last = row
    if last is None:
        return
    is_cut = before is not None and len(last.cells) < len(before.cells) and ends[0] not in {"\r", "\n"}
    yield last._replace(problem=last.problem or CUT_SHORT) if is_cut and not last.is_blank else last


def _cells(line: str, delimiter: str) -> list[str] | None:
    try:
        parsed = list(csv.reader([line], delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return parsed[0] if len(parsed) == 1 else None
