"""Rows under the headings, cell by cell, for the small kinds of file (marks have their own, faster way)."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dashboard.registers.headings import Columns, HeadingRow
from dashboard.registers.kinds import Kind
from dashboard.registers.ledger import FileReport, Problem, lines_text
from dashboard.registers.tables import Row, too_many_cells
from dashboard.registers.values import Cell

FOOTER = re.compile(
    r"^(?:(?:grand |sub[- ]?)?totals?\b|page \d|report\b|printed\b|template notes|key\b"
    r"|run (?:on|date)\b|end of\b)",
    re.IGNORECASE,
)
IDENTIFIER = re.compile(r"^[A-Za-z]?\d[\dA-Za-z]*$")

Cleaner = Callable[[str], Cell]


@dataclass(frozen=True)
class Record:
    """A row with clean text under each field; None where the file has no such column, '' for a blank cell."""

    line: int
    values: dict[str, str | None]

    def get(self, name: str) -> str:
        """The text, '' if there is no such column."""
        return self.values.get(name) or ""


def data_rows(
    rows: Iterable[Row], heading: HeadingRow, kind: Kind, columns: Columns, report: FileReport
) -> Iterator[Row]:
    """The rows that hold something; banners, blank lines, totals and footers are counted as skipped."""
    headings = [cell.strip() for cell in heading.cells]
    width = len(headings)
    while width and not headings[width - 1]:
        width -= 1
    for row in rows:
        if row.line <= heading.line:
            report.rows_skipped += row.line < heading.line
        elif row.is_blank or is_furniture(row.cells, headings, kind, columns):
            report.rows_skipped += 1
        elif row.problem:
            report.reject(row.line, None, row.problem)
        elif any(cell.strip() for cell in row.cells[len(headings) :]):
            report.reject(row.line, None, too_many_cells(row.cells, width))
        else:
            yield Row(row.line, row.cells + [""] * (len(headings) - len(row.cells)))


def is_furniture(cells: Sequence[str], headings: Sequence[str], kind: Kind, columns: Columns) -> bool:
    """Whether a row is a heading printed again, a total or a footer."""
    stripped = [cell.strip() for cell in cells]
    if stripped[: len(headings)] == list(headings[: len(stripped)]):
        return True
    filled = [position for position, cell in enumerate(stripped) if cell]
    first = filled[0]
    needed = [
        [columns.positions[name] for name in choice if name in columns.positions] for choice in kind.needs
    ]
    is_alone = len(filled) == 1
    if is_alone and not any(first in choice for choice in needed):
        return len(headings) > 2
    if FOOTER.match(stripped[first]):
        others = [choice for choice in needed if first not in choice]
        return not others or any(not set(choice) & set(filled) for choice in others)
    is_pupil_list = kind.name == "pupils"
    return is_pupil_list and is_alone and not IDENTIFIER.match(stripped[first].replace(" ", ""))


def clean_records(
    rows: Iterable[Row], columns: Columns, cleaners: Mapping[str, Cleaner], report: FileReport
) -> list[Record]:
    """Clean every cell; a row with a cell that cannot be taken is rejected, with every reason it has."""
    records: list[Record] = []
    notices: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in rows:
        values: dict[str, str | None] = dict.fromkeys(cleaners)
        problems: list[Problem] = []
        for name, position in columns.positions.items():
            if name not in cleaners:
                continue
            cell = cleaners[name](row.cells[position])
            values[name] = cell.value
            if cell.problem:
                problems.append(Problem(row.line, columns.heading(name), cell.problem))
            if cell.notice:
                notices[columns.heading(name), cell.notice].append(row.line)
        if problems:
            report.rows_rejected += 1
            report.problems.extend(problems)
        else:
            records.append(Record(row.line, values))
    for (heading, notice), lines in notices.items():
        report.warnings.append(f"{heading}, {lines_text(lines)}: {notice}.")
    return records


def require(
    records: Iterable[Record], names: Sequence[str], columns: Columns, report: FileReport
) -> list[Record]:
    """The records in which at least one of these fields is filled; the others are rejected."""
    kept = []
    for record in records:
        if any(record.get(name) for name in names):
            kept.append(record)
        else:
            heading = next((columns.heading(name) for name in names if name in columns.positions), names[0])
            missing = " or ".join(_spoken(name) for name in names)
            report.reject(record.line, heading, f"no {missing}: fill it in")
    return kept


def _spoken(name: str) -> str:
    return "UPN" if name == "upn" else name.replace("_", " ")
