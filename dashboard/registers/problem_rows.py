"""The rows that have a problem as the file has them, for who mends it: built from the file, never stored."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.registers.ledger import FileReport
from dashboard.registers.recognising import Recognised
from dashboard.registers.tables import DatedTable

OWN_HEADINGS = ("Line", "Column", "Problem")


@dataclass(frozen=True)
class ProblemTable:
    """A row for each problem: where and what it is, then the whole row under the file's own headings."""

    headings: Sequence[str]
    rows: Sequence[Sequence[str | int | None]]


def problem_table(found: Recognised, report: FileReport) -> ProblemTable | None:
    """The problems of a file with their rows; None where no problem is on a line."""
    lines = {problem.line for problem in report.problems if problem.line is not None}
    if not lines:
        return None
    cells = _cells_of(found, lines, report)
    width = max((len(row) for row in cells.values()), default=0)
    headings = _headings(found)
    headings += [""] * (width - len(headings))
    rows = [
        [
            problem.line,
            problem.column,
            problem.message,
            *_filled(cells.get(problem.line or 0, []), len(headings)),
        ]
        for problem in report.problems
    ]
    return ProblemTable(_told_apart([*OWN_HEADINGS, *headings]), rows)


def _cells_of(found: Recognised, lines: set[int], report: FileReport) -> dict[int, list[str]]:
    table = found.table
    if isinstance(table, DatedTable) and report.as_at:
        table = table.on(report.as_at)
    cells: dict[int, list[str]] = {}
    last = max(lines)
    for row in table.rows():
        if row.line in lines:
            cells.setdefault(row.line, list(row.cells))
        if row.line > last:
            break
    return cells


def _headings(found: Recognised) -> list[str]:
    """The headings as a person would say them: over a column of marks the date with its session."""
    headings = [cell.strip() for cell in found.heading.cells]
    for column in getattr(found.layout, "sessions", ()):
        headings += [""] * (column.position + 1 - len(headings))
        headings[column.position] = column.heading
    return headings


def _filled(cells: list[str], width: int) -> list[str]:
    return cells + [""] * (width - len(cells))


def _told_apart(headings: Sequence[str]) -> list[str]:
    """The headings, those without a name or with another's numbered by their column."""
    named: list[str] = []
    for place, heading in enumerate(headings, 1 - len(OWN_HEADINGS)):
        named.append(heading if heading and heading not in named else f"{heading} (column {place})".strip())
    return named
