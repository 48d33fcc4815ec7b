"""The ledger of an import: what became of every row, file by file."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dashboard.registers.column_mappings import FileColumns
    from dashboard.registers.problem_rows import ProblemTable

LARGEST_REJECTED_SHARE = 0.05
MOST_PROBLEMS_LISTED = 10_000


@dataclass(frozen=True, order=True)
class Problem:
    """A row that was not taken, or what is wrong with a whole file (no line). Never holds a pupil's name."""

    line: int | None
    column: str | None
    message: str

    def as_json(self) -> dict[str, Any]:
        """As `import --json` prints it."""
        return {"line": self.line, "column": self.column, "message": self.message}


@dataclass
class FileReport:
    """What became of one file, or of one part of it: a sheet, the marks, the pupils they are beside.

    rows_read = rows_accepted + rows_unchanged + rows_rejected, always.
    """

    file: str
    sheet: str | None = None
    kind: str | None = None
    layout: str | None = None
    encoding: str | None = None
    import_id: int | None = None
    rows_accepted: int = 0
    rows_unchanged: int = 0
    rows_superseded: int = 0
    rows_rejected: int = 0
    rows_skipped: int = 0
    blank_cells: int = 0
    problems: list[Problem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)  # what a person must confirm first
    first_date: date | None = None
    last_date: date | None = None
    as_at: date | None = None
    columns: "FileColumns | None" = None  # as they stand, where a person could map them
    has_doubtful_columns: bool = False
    problem_table: "ProblemTable | None" = None  # with the rows themselves, where the caller asked for it
    unknown_words: dict[str, dict[str, int]] = field(default_factory=dict)  # by field, and how often

    @property
    def rows_read(self) -> int:
        """Rows with something to take from them."""
        return self.rows_accepted + self.rows_unchanged + self.rows_rejected

    @property
    def has_too_many_rejected(self) -> bool:
        """Whether so many rows were rejected that a person should look first."""
        return self.rows_rejected > LARGEST_REJECTED_SHARE * self.rows_read

    def _questions(self) -> list["Problem"]:
        return [Problem(None, None, question) for question in self.questions]

    def reject(self, line: int, column: str | None, message: str) -> None:
        """Count a row as rejected and say why."""
        self.rows_rejected += 1
        self.problems.append(Problem(line, column, message))

    def put_in_order(self) -> None:
        """The problems by line, those of the whole file last."""
        self.problems.sort(key=lambda problem: (problem.line is None, problem.line or 0))

    def ask(self, question: str) -> None:
        """Note something that a person must confirm before the file is taken in."""
        self.questions.append(f"{self.file}: {question}")

    def as_json(self) -> dict[str, Any]:
        """As `import --json` prints it."""
        return {
            "file": self.file,
            "sheet": self.sheet,
            "kind": self.kind,
            "layout": self.layout,
            "import_id": self.import_id,
            "rows_read": self.rows_read,
            "rows_accepted": self.rows_accepted,
            "rows_unchanged": self.rows_unchanged,
            "rows_superseded": self.rows_superseded,
            "rows_rejected": self.rows_rejected,
            "rows_skipped": self.rows_skipped,
            "blank_cells": self.blank_cells,
            "first_date": self.first_date.isoformat() if self.first_date else None,
            "last_date": self.last_date.isoformat() if self.last_date else None,
            "as_at": self.as_at.isoformat() if self.as_at else None,
            "problems": [problem.as_json() for problem in (*self.problems, *self._questions())],
            "warnings": list(self.warnings),
        }


@dataclass
class ImportReport:
    """What became of every part of every file of a run; `refusal` says why nothing was done."""

    files: Sequence[FileReport]
    school_id: int | None = None
    school_name: str | None = None
    is_dry_run: bool = False
    refusal: str | None = None

    def as_json(self) -> list[dict[str, Any]]:
        """As `import --json` prints it: one object for each part of each file."""
        return [file.as_json() for file in self.files]


def lines_text(lines: Sequence[int], most: int = 5) -> str:
    """The lines, for a message: 'line 4' or 'lines 4, 9, 12 and 30 more'."""
    shown = ", ".join(str(line) for line in lines[:most])
    more = f" and {len(lines) - most} more" if len(lines) > most else ""
    return f"line{'s' if len(lines) != 1 else ''} {shown}{more}"


def count_text(count: int, one: str, many: str | None = None) -> str:
    """A number with its noun: '1 mark', '2,500 marks'."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
