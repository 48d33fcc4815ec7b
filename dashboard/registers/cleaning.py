"""Rows under the headings, cell by cell, for the small kinds of file (marks have their own, faster way)."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dashboard.registers.dates import NO_DATE, date_readings
from dashboard.registers.headings import Columns, HeadingRow
from dashboard.registers.kinds import PUPIL, Kind
from dashboard.registers.ledger import FileReport, Problem, count_text, lines_text
from dashboard.registers.tables import Row, problem_in, too_few_cells, too_many_cells
from dashboard.registers.values import Cell

FOOTER = re.compile(
    r"^(?:(?:grand |sub[- ]?)?totals?\b|page \d|report\b|printed\b|template notes|key\b"
    r"|run (?:on|date)\b|end of\b)",
    re.IGNORECASE,
)
MARK_FIELDS = frozenset({"mark", "am_mark", "mark_string"})
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
    without_mark: list[int] = []
    for row in rows:
        if row.line <= heading.line:
            report.rows_skipped += row.line < heading.line
            continue
        if row.is_blank or is_furniture(row.cells, headings, kind, columns):
            report.rows_skipped += 1
            continue
        ends_before = _ends_before(row.cells, kind, columns) if len(row.cells) < width else None
        if problem := problem_in(row, len(headings)):
            report.reject(row.line, None, problem)
        elif any(cell.strip() for cell in row.cells[len(headings) :]):
            report.reject(row.line, None, too_many_cells(row.cells, width))
        elif ends_before and ends_before not in MARK_FIELDS:
            report.reject(row.line, columns.heading(ends_before), too_few_cells(row.cells, width))
        else:
            if ends_before:
                without_mark.append(row.line)
            yield Row(row.line, row.cells + [""] * (len(headings) - len(row.cells)))
    if without_mark:
        report.warnings.append(
            f"{count_text(len(without_mark), 'line')} without even a cell for the mark "
            f"({lines_text(without_mark)}): taken as blank. If a mark was cut off, export the file again."
        )


def _ends_before(cells: Sequence[str], kind: Kind, columns: Columns) -> str | None:
    """The field before which a line of marks stops; None for a whole one, or one that names nobody."""
    if kind.name != "marks" or not _names_a_row(cells, columns):
        return None
    for choice in kind.needs:
        places = {columns.positions[name]: name for name in choice if name in columns.positions}
        if places and min(places) >= len(cells):
            return places[min(places)]
    return None


def _names_a_row(cells: Sequence[str], columns: Columns) -> bool:
    """Whether a line has a pupil, or at least a date where the pupil would stand further right."""
    places = columns.positions
    pupils, dates = (
        [cells[places[name]] for name in names if name in places and places[name] < len(cells)]
        for names in (PUPIL, ("date",))
    )
    if pupils:
        return any(IDENTIFIER.match("".join(pupil.split())) for pupil in pupils)
    return any(date_readings(day) != NO_DATE for day in dates)


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
