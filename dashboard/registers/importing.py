"""An import run: every file read, checked and taken in, or none."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.errors import (
    DashboardError,
    ImportNeedsAcceptance,
    ImportRefused,
    NeedsAcceptance,
    RefusedError,
    UnknownHeadings,
    UnreadableFile,
    UsageError,
)
from dashboard.registers.aftermath import warn_after_rebuild
from dashboard.registers.archives import unpacked
from dashboard.registers.column_mappings import ColumnMapping, FileColumns, remembered_mappings
from dashboard.registers.dates import date_readings
from dashboard.registers.files import RegisterFile, Source, open_source
from dashboard.registers.history import Import, next_import_id, note_imports, warn_of_the_same_file
from dashboard.registers.identities import Identities
from dashboard.registers.kinds import LOAD_ORDER
from dashboard.registers.ledger import FileReport, ImportReport, Problem
from dashboard.registers.loading import RegisterRun, StagedFile, load_file, stage_file
from dashboard.registers.own_words import own_words
from dashboard.registers.problem_rows import problem_table
from dashboard.registers.recognising import Recognised, recognise
from dashboard.registers.schools import find_school
from dashboard.registers.tables import DatedTable, RowTable
from dashboard.store import marts
from dashboard.store.log import note_mistake
from dashboard.store.register import NO_ROOM, import_run

if TYPE_CHECKING:
    import duckdb

Progress = Callable[[str, float], None]
DATE_IN_NAME = re.compile(r"(?<!\d)(20\d\d[-_.]?\d\d[-_.]?\d\d|\d\d[-_.]\d\d[-_.]20\d\d)(?!\d)")


@dataclass(frozen=True)
class Wishes:
    """What the person asked for beside the files."""

    school: str | None
    kind: str | None
    as_at: date | None
    accept: bool
    today: date
    mapping: str | None = None
    with_rows: bool = False


@dataclass
class FileInRun:
    """A file, or a part of one, on its way through a run; `refusal` once something stopped it."""

    given: RegisterFile
    report: FileReport
    source: Source | None = None
    recognised: Recognised | None = None
    staged: StagedFile | None = None
    refusal: RefusedError | None = None


@dataclass
class Work:
    """A run at work: the store it is for, its files, and how far it has come."""

    folder: Path
    wishes: Wishes
    files: list[FileInRun]
    progress: Progress
    mappings: Mapping[str, ColumnMapping]
    steps_done: int = 0
    school_id: int | None = None
    school_name: str | None = None
    is_broken: bool = False  # by a mistake of ours: the run's transaction may be gone

    def tell(self, doing: str) -> None:
        """Say what is being done now."""
        self.progress(doing, min(1.0, self.steps_done / (2 * len(self.files) + 1)))
        self.steps_done += 1

    def attempt(self, step: Callable[[FileInRun], None], file: FileInRun) -> None:
        """Do a step for a file not yet refused; what stops it is kept, and the other files go on."""
        if file.refusal or self.is_broken:
            return
        try:
            step(file)
        except RefusedError as refusal:
            self._refuse(file, refusal)
        except (DashboardError, *NO_ROOM):
            raise
        except Exception as mistake:  # noqa: BLE001 whatever a file holds, its reader gets words
            self.is_broken = True
            self._refuse(file, UnreadableFile(_unforeseen(file.report.file, self.folder, mistake)))

    def _refuse(self, file: FileInRun, refusal: RefusedError) -> None:
        file.refusal = refusal
        file.report.problems.append(Problem(None, None, str(refusal)))


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
    with_rows: bool = False,
) -> ImportReport:
    """Take in files as one run and say what became of every row; nothing is stored if one file is refused.

    `with_rows`: the report also holds every row that has a problem, as the file has it.
    Raises ImportRefused, which carries the report, or ImportNeedsAcceptance where `accept` would do.
    """
    if not files:
        raise UsageError("Name at least one file to import.")
    wishes = Wishes(school, kind, as_at, accept, today or date.today(), mapping, with_rows)
    work = Work(folder, wishes, [], progress or _say_nothing, remembered_mappings(folder, mapping))
    work.files = [member for file in files for member in _opened(work, file)]
    try:
        with import_run(folder, _description(files), dry_run) as run:
            _carry_out(run.connection, run.run_id, work)
    except RefusedError as refusal:
        raise _refused(refusal, _report(work, is_dry_run=dry_run, is_stored=False)) from refusal
    except DashboardError:
        raise
    except Exception as mistake:
        names = " and ".join(file.name for file in files)
        report = _report(work, is_dry_run=dry_run, is_stored=False)
        raise _refused(RefusedError(_unforeseen(names, folder, mistake)), report) from mistake
    report = _report(work, is_dry_run=dry_run, is_stored=not dry_run)
    report.school_id = work.school_id
    return report


def _report(work: Work, *, is_dry_run: bool, is_stored: bool) -> ImportReport:
    reports = [file.report for file in work.files]
    if not is_stored:
        for report in reports:
            report.import_id = None
    return ImportReport(reports, school_name=work.school_name, is_dry_run=is_dry_run)


def _say_nothing(doing: str, share: float) -> None:
    """For a caller who does not want to hear about progress."""


def _refused(refusal: RefusedError, report: ImportReport) -> ImportRefused:
    """The refusal of a run, with what was seen of its files."""
    report.refusal = str(refusal)
    is_a_question = isinstance(refusal, NeedsAcceptance)
    return (ImportNeedsAcceptance if is_a_question else ImportRefused)(str(refusal), report)


def _unforeseen(name: str, folder: Path, mistake: Exception) -> str:
    """What to say of a file that no check foresaw; the log says where in the code, no more."""
    return (
        f"{name} could not be read: it holds something that this software did not foresee. "
        "Nothing was changed. Open it in Excel, save it again as .xlsx or as CSV UTF-8, and try that. "
        f"{note_mistake(folder, mistake)}"
    )


def _description(files: Sequence[RegisterFile]) -> str:
    names = [file.name for file in files]
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return f"Import of {', '.join(names[:3])}{more}"


def _opened(work: Work, given: RegisterFile) -> list[FileInRun]:
    """A file ready to be recognised; a zip as the files in it."""
    whole = FileInRun(given, FileReport(given.name))
    members: list[FileInRun] = []

    def unpack(file: FileInRun) -> None:
        members.extend(FileInRun(member, FileReport(member.name)) for member in unpacked(file.given))

    work.attempt(unpack, whole)
    for member in members:
        work.attempt(_open, member)
    return members or [whole]


def _open(file: FileInRun) -> None:
    file.source = open_source(file.given)


def _refuse_if_any(work: Work) -> None:
    """Stop the run if a file was refused, or a person must confirm something and has not."""
    refusals = [str(file.refusal) for file in work.files if file.refusal]
    questions = [question for file in work.files for question in file.report.questions]
    if refusals:
        raise RefusedError(" ".join(refusals))
    if questions and not work.wishes.accept:
        raise NeedsAcceptance(" ".join(questions))
    for file in work.files:
        file.report.warnings.extend(f"Accepted as it is. {question}" for question in file.report.questions)
        file.report.questions.clear()


def _carry_out(connection: "duckdb.DuckDBPyConnection", run_id: int, work: Work) -> None:
    wishes = work.wishes
    school_id = work.school_id = find_school(connection, wishes.school, wishes.accept)
    run = RegisterRun(connection, school_id, Identities(connection, school_id), wishes.today)
    work.school_name, run.own_words = own_words(connection, work.folder, school_id)
    first_id = next_import_id(connection)
    work.files = [part for file in work.files for part in _parts(connection, work, file)]
    for number, file in enumerate(work.files):
        file.report.import_id = first_id + number
    _refuse_if_mapping_fits_none(work)
    going = [file for file in work.files if file.recognised]
    going.sort(key=lambda file: LOAD_ORDER.index(str(file.report.kind)))
    if not wishes.as_at:  # the other files may take their as-at date from the marks
        for file in going:
            if file.report.kind == "marks":
                work.attempt(partial(_stage, run, work), file)
    last_date = _last_date_of_marks(going)
    for file in going:
        _set_as_at(file, wishes, last_date)
        work.attempt(partial(_load, run, work), file)
        if wishes.with_rows:
            work.attempt(_note_rows, file)
    _refuse_if_any(work)
    work.tell("Working out the figures")
    if run.has_changed:
        marts.rebuild(connection, school_id, None if run.needs_every_year else sorted(run.touched_years))
        warn_after_rebuild(connection, school_id, [file.report for file in work.files])
    imports = [Import(file.report, file.staged.sha256) for file in work.files if file.staged]
    warn_of_the_same_file(connection, school_id, imports)
    note_imports(connection, run_id, school_id, imports)


def _refuse_if_mapping_fits_none(work: Work) -> None:
    name = work.wishes.mapping
    applied = {
        file.recognised.mapping.name for file in work.files if file.recognised and file.recognised.mapping
    }
    if name and name not in applied:
        reasons = [str(file.refusal) for file in work.files if file.refusal]
        fits_none = (
            f"The mapping {name!r} fits none of the files: it was saved for other headings. Leave it out, or "
            "check the files on the Data page and map their columns there."
        )
        raise RefusedError(" ".join([fits_none, *reasons]))


def _parts(connection: "duckdb.DuckDBPyConnection", work: Work, file: FileInRun) -> list[FileInRun]:
    """The parts of a file, each with a report of its own; the file itself if it is none of ours."""
    found: list[Recognised] = []

    def recognise_file(file: FileInRun) -> None:
        if file.source is None:
            return
        try:
            as_at = work.wishes.as_at or date_in_name(file.report.file)
            found.extend(recognise(connection, file.source, work.wishes.kind, work.mappings, as_at))
        except UnknownHeadings as unknown:
            file.report.columns = unknown.columns if isinstance(unknown.columns, FileColumns) else None
            raise

    work.attempt(recognise_file, file)
    return [_part(file, recognised) for recognised in found] or [file]


def _part(file: FileInRun, found: Recognised) -> FileInRun:
    layout = found.layout.name if found.layout else "table"
    document = found.table.document if isinstance(found.table, RowTable | DatedTable) else None
    report = FileReport(
        file.report.file,
        sheet=found.table.sheet,
        kind=found.kind.name,
        layout=f"{layout}, {document}" if document else layout,
        encoding=found.table.encoding,
        columns=found.file_columns,
        has_doubtful_columns=bool(found.columns.doubled or found.columns.unused),
    )
    if found.mapping and found.mapping.saved_at:
        report.warnings.append(
            f"The columns were read by the saved mapping '{found.mapping.name}' of "
            f"{found.mapping.saved_at:%d %B %Y}."
        )
    return FileInRun(file.given, report, file.source, found)


def _set_as_at(file: FileInRun, wishes: Wishes, last_date: date | None) -> None:
    """The day that a file describes, said where its pupils stand beside marks of many days."""
    named = date_in_name(file.report.file)
    file.report.as_at = wishes.as_at or named or last_date or wishes.today
    if file.recognised and file.recognised.is_beside_marks:
        why = (
            "the date given" if wishes.as_at else "the date in the file's name" if named
            else "the last date of the marks" if last_date else "today"
        )  # fmt: skip
        file.report.warnings.append(
            f"The pupils' details beside the marks were taken as they stand on {file.report.as_at:%d %B %Y}, "
            f"{why}. A different day can be given as the as-at date."
        )


def _stage(run: RegisterRun, work: Work, file: FileInRun) -> None:
    if file.recognised is None:
        return
    work.tell(f"Reading {file.report.file}")
    file.staged = stage_file(run, file.recognised, file.report)


def _load(run: RegisterRun, work: Work, file: FileInRun) -> None:
    if file.staged is None:
        _stage(run, work, file)
    if file.staged:
        work.tell(f"Taking in {file.report.file}")
        said_as_at = work.wishes.as_at or date_in_name(file.report.file)
        load_file(run, file.staged, file.report, said_as_at)
        file.report.put_in_order()


def _note_rows(file: FileInRun) -> None:
    if file.recognised:
        file.report.problem_table = problem_table(file.recognised, file.report)


def _last_date_of_marks(files: Sequence[FileInRun]) -> date | None:
    days = [file.staged.words.last_date() for file in files if file.staged and file.staged.words]
    return max((day for day in days if day), default=None)


def date_in_name(name: str) -> date | None:
    """The date in a file's name: pupils_2026-09-03.csv."""
    found = DATE_IN_NAME.search(name.rpartition("/")[2]) or DATE_IN_NAME.search(name)
    if not found:
        return None
    readings = date_readings(re.sub("[_.]", "-", found[1]))
    return readings.fixed or readings.day_first
