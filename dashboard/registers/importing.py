"""An import run: every file read, checked and taken in, or none."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.errors import ImportNeedsAcceptance, ImportRefused, NeedsAcceptance, RefusedError, UsageError
from dashboard.registers.aftermath import warn_after_rebuild
from dashboard.registers.dates import date_readings
from dashboard.registers.files import RegisterFile, Source, open_source
from dashboard.registers.identities import Identities
from dashboard.registers.kinds import LOAD_ORDER
from dashboard.registers.ledger import FileReport, ImportReport, Problem
from dashboard.registers.loading import RegisterRun, StagedFile, load_file, stage_file
from dashboard.registers.recognising import Recognised, recognise
from dashboard.registers.schools import find_school
from dashboard.store import marts
from dashboard.store.reference import insert_rows
from dashboard.store.register import import_run

if TYPE_CHECKING:
    import duckdb

Progress = Callable[[str, float], None]
DATE_IN_NAME = re.compile(r"(?<!\d)(20\d\d[-_.]?\d\d[-_.]?\d\d|\d\d[-_.]\d\d[-_.]20\d\d)(?!\d)")
IMPORT_COLUMNS = {
    "import_id": "integer",
    "run_id": "integer",
    "school_id": "integer",
    "imported_at": "timestamp",
    "file_name": "varchar",
    "sha256": "varchar",
    "kind": "varchar",
    "layout": "varchar",
    "encoding": "varchar",
    "as_at": "date",
    "first_date": "date",
    "last_date": "date",
    "rows_read": "integer",
    "rows_accepted": "integer",
    "rows_unchanged": "integer",
    "rows_superseded": "integer",
    "rows_rejected": "integer",
    "rows_skipped": "integer",
    "blank_cells": "integer",
}
PROBLEM_COLUMNS = {
    "import_id": "integer",
    "severity": "varchar",
    "line": "integer",
    "column_name": "varchar",
    "message": "varchar",
}


@dataclass(frozen=True)
class Wishes:
    """What the person asked for beside the files."""

    school: str | None
    kind: str | None
    as_at: date | None
    accept: bool
    today: date


@dataclass
class FileInRun:
    """A file on its way through a run; `refusal` once something stopped it."""

    report: FileReport
    source: Source | None = None
    recognised: Recognised | None = None
    staged: StagedFile | None = None
    refusal: RefusedError | None = None


@dataclass
class Work:
    """A run at work: its files, and how far it has come."""

    wishes: Wishes
    files: list[FileInRun]
    progress: Progress
    steps_done: int = 0
    school_id: int | None = None
    _total: int = field(init=False, default=1)

    def __post_init__(self) -> None:
        self._total = 2 * len(self.files) + 1

    def tell(self, doing: str) -> None:
        """Say what is being done now."""
        self.progress(doing, min(1.0, self.steps_done / self._total))
        self.steps_done += 1

    def attempt(self, file: FileInRun, step: Callable[[], None]) -> None:
        """Do a step for a file; what stops it is kept, and the other files go on."""
        try:
            step()
        except RefusedError as refusal:
            file.refusal = refusal
            file.report.problems.append(Problem(None, None, str(refusal)))

    def ask(self, question: str) -> None:
        """What a person must confirm, unless they have."""
        if not self.wishes.accept:
            raise NeedsAcceptance(question)


def import_files(
    folder: Path,
    files: Sequence[RegisterFile],
    *,
    school: str | None = None,
    kind: str | None = None,
    as_at: date | None = None,
    mapping: str | None = None,
    accept: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
    today: date | None = None,
) -> ImportReport:
    """Take in files as one run and say what became of every row; nothing is stored if one file is refused.

    Raises ImportRefused, which carries the report, or ImportNeedsAcceptance where `accept` would do.
    """
    if not files:
        raise UsageError("Name at least one file to import.")
    if mapping:
        raise UsageError(f"No mapping called {mapping!r} is saved.")
    wishes = Wishes(school, kind, as_at, accept, today or date.today())
    work = Work(wishes, [FileInRun(FileReport(file.name)) for file in files], progress or _say_nothing)
    for file, given in zip(work.files, files, strict=True):
        work.attempt(file, lambda file=file, given=given: _open(file, given))
    report = ImportReport([file.report for file in work.files], is_dry_run=dry_run)
    try:
        with import_run(folder, _description(files), dry_run) as run:
            _carry_out(run.connection, run.run_id, work)
            _refuse_if_any(work)
    except RefusedError as refusal:
        for file in work.files:
            file.report.import_id = None
        report.refusal = str(refusal)
        is_a_question = isinstance(refusal, NeedsAcceptance)
        refused = ImportNeedsAcceptance if is_a_question else ImportRefused
        raise refused(str(refusal), report) from refusal
    report.school_id = work.school_id
    if dry_run:
        for file in work.files:
            file.report.import_id = None
    return report


def _say_nothing(doing: str, share: float) -> None:
    """For a caller who does not want to hear about progress."""


def _description(files: Sequence[RegisterFile]) -> str:
    names = [file.name for file in files]
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return f"Import of {', '.join(names[:3])}{more}"


def _open(file: FileInRun, given: RegisterFile) -> None:
    file.source = open_source(given)


def _refuse_if_any(work: Work) -> None:
    """Stop the run if a file was refused; a question only if every refusal is one."""
    refusals = [file.refusal for file in work.files if file.refusal]
    if not refusals:
        return
    message = " ".join(str(refusal) for refusal in refusals)
    if all(isinstance(refusal, NeedsAcceptance) for refusal in refusals):
        raise NeedsAcceptance(message)
    raise RefusedError(message)


def _carry_out(connection: "duckdb.DuckDBPyConnection", run_id: int, work: Work) -> None:
    wishes = work.wishes
    work.school_id = find_school(connection, wishes.school, wishes.accept)
    run = RegisterRun(
        connection, work.school_id, Identities(connection, work.school_id), wishes.today, work.ask
    )
    for file in work.files:
        if file.source:
            work.attempt(file, lambda file=file: _recognise(connection, file, wishes.kind))
    going = sorted(
        (file for file in work.files if file.recognised),
        key=lambda file: LOAD_ORDER.index(str(file.report.kind)),
    )
    next_id = _next_import_id(connection)
    for number, file in enumerate(work.files):
        file.report.import_id = next_id + number
    if not wishes.as_at:  # the other files may take their as-at date from the marks
        for file in going:
            if file.report.kind == "marks":
                work.attempt(file, lambda file=file: _stage(run, work, file))
    default = _last_date_of_marks(going) or wishes.today
    for file in going:
        file.report.as_at = wishes.as_at or date_in_name(file.report.file) or default
        if file.refusal is None:
            work.attempt(file, lambda file=file: _load(run, work, file))
    if any(file.refusal for file in work.files):
        return
    work.tell("Working out the figures")
    if run.has_changed:
        years = None if run.needs_every_year else sorted(run.touched_years)
        marts.rebuild(connection, work.school_id, years)
        warn_after_rebuild(connection, work.school_id, [file.report for file in work.files])
    _write_imports(connection, run_id, work)


def _recognise(connection: "duckdb.DuckDBPyConnection", file: FileInRun, kind: str | None) -> None:
    assert file.source
    found = recognise(connection, file.source, kind)
    file.recognised = found
    file.report.kind = found.kind.name
    file.report.encoding = found.table.encoding
    file.report.layout = found.layout.name if found.layout else "table"


def _stage(run: RegisterRun, work: Work, file: FileInRun) -> None:
    assert file.recognised and file.report.import_id
    work.tell(f"Reading {file.report.file}")
    file.staged = stage_file(run, file.recognised, file.report, file.report.import_id)


def _load(run: RegisterRun, work: Work, file: FileInRun) -> None:
    if file.staged is None:
        _stage(run, work, file)
    assert file.staged and file.report.import_id
    work.tell(f"Taking in {file.report.file}")
    load_file(run, file.staged, file.report.import_id, file.report)


def _last_date_of_marks(files: Sequence[FileInRun]) -> date | None:
    days = [file.staged.words.last_date() for file in files if file.staged and file.staged.words]
    return max((day for day in days if day), default=None)


def date_in_name(name: str) -> date | None:
    """The date in a file's name: pupils_2026-09-03.csv."""
    found = DATE_IN_NAME.search(name)
    if not found:
        return None
    readings = date_readings(re.sub("[_.]", "-", found[1]))
    return readings.fixed or readings.day_first


def _next_import_id(connection: "duckdb.DuckDBPyConnection") -> int:
    found = connection.execute("select coalesce(max(import_id), 0) + 1 from imports").fetchone()
    return int(found[0]) if found else 1


def _write_imports(connection: "duckdb.DuckDBPyConnection", run_id: int, work: Work) -> None:
    now = datetime.now()
    imports, problems = [], []
    for file in work.files:
        report = file.report
        assert file.staged
        row = {name: getattr(report, name, None) for name in IMPORT_COLUMNS}
        row.update(
            run_id=run_id,
            school_id=work.school_id,
            imported_at=now,
            file_name=report.file,
            sha256=file.staged.sha256,
        )
        imports.append(row)
        problems.extend(
            {
                "import_id": report.import_id,
                "severity": "rejected",
                "line": problem.line,
                "column_name": problem.column,
                "message": problem.message,
            }
            for problem in report.problems
        )
        problems.extend(
            {"import_id": report.import_id, "severity": "warning", "message": warning}
            for warning in report.warnings
        )
    insert_rows(connection, "imports", IMPORT_COLUMNS, imports)
    if problems:
        insert_rows(connection, "import_problems", PROBLEM_COLUMNS, problems)
