"""One file of a run: from the bytes to what is stored."""

from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from dashboard.errors import UnreadableFile
from dashboard.registers.calendar import take_calendar
from dashboard.registers.cases import CaseLoad, take_case_rows
from dashboard.registers.cleaners import DATE_FIELDS, cleaners_of, with_names
from dashboard.registers.cleaning import Record, clean_records, data_rows, require
from dashboard.registers.column_mappings import DATE_ORDERS
from dashboard.registers.dates import DateOrder, decide_date_order
from dashboard.registers.doubtful_lists import look_twice_at_pupils, put_right_what_was_encoded_twice
from dashboard.registers.doubtful_marks import ask_of_meanings, look_twice, refuse_present_absent_list
from dashboard.registers.files import fingerprint
from dashboard.registers.headings import Columns, columns_not_used
from dashboard.registers.identities import Identities
from dashboard.registers.layouts import with_date_order
from dashboard.registers.ledger import FileReport
from dashboard.registers.mark_words import MarkWords
from dashboard.registers.marks import MarksLoad, take_marks
from dashboard.registers.own_words import MARK, OUTCOME, SEND_PROVISION, OwnWords
from dashboard.registers.pupils import PupilLoad, take_pupils, warn_of_upns
from dashboard.registers.pupils_beside_marks import distinct_pupils
from dashboard.registers.reading_marks import read_marks
from dashboard.registers.recognising import Recognised
from dashboard.registers.schools import why_another_school
from dashboard.registers.staging import StagedMarks, stage_marks
from dashboard.registers.tables import DatedTable, RowTable
from dashboard.registers.undescribed_pupils import NamesBeside, take_undescribed

if TYPE_CHECKING:
    import duckdb

NO_ROWS = "there are no rows under the heading."


@dataclass
class RegisterRun:
    """What the files of a run share, and what they have changed so far."""

    connection: "duckdb.DuckDBPyConnection"
    school_id: int
    identities: Identities
    today: date
    own_words: OwnWords = field(default_factory=OwnWords)
    touched_years: set[int] = field(default_factory=set)
    has_changed: bool = False
    needs_every_year: bool = False

    def import_id(self, report: FileReport) -> int:
        """The import that a file's rows come from."""
        return report.import_id or 0


@dataclass(frozen=True)
class StagedFile:
    """A file read as far as it can be without knowing whose it is."""

    recognised: Recognised
    sha256: str
    marks: StagedMarks | None = None
    words: MarkWords | None = None


def stage_file(run: RegisterRun, recognised: Recognised, report: FileReport) -> StagedFile:
    """Read a file's text; of marks also what every different word means."""
    columns = recognised.columns
    report.warnings.extend(columns.notices)
    if isinstance(recognised.table, RowTable | DatedTable):
        report.warnings.extend(recognised.table.notices)
    for name in dict.fromkeys(columns.doubled):
        report.warnings.append(
            f"Two columns for {name.replace('_', ' ')}: '{columns.heading(name)}' was taken."
        )
    if columns.unused:
        report.warnings.append(columns_not_used(columns.unused))
    if recognised.table.encoding == "cp1252":
        report.warnings.append(
            "The text was read as Windows text (cp1252): see that letters with accents came out right."
        )
    if recognised.layout is None:
        return StagedFile(recognised, fingerprint(recognised.source).sha256)
    layout, order = with_date_order(recognised.table, recognised.layout, run.today)
    order = order or _date_order(recognised)
    marks = stage_marks(run.connection, recognised.source, recognised.table, layout, report)
    codes = run.connection.execute("select attendance_code, description from attendance_codes").fetchall()
    words = MarkWords(marks, codes, run.today, report, run.own_words.of(MARK), order)
    return StagedFile(recognised, marks.fingerprint.sha256, marks, words)


def load_file(
    run: RegisterRun, staged: StagedFile, report: FileReport, said_as_at: date | None = None
) -> None:
    """Take in a staged file; everything that became of it is in the report.

    `said_as_at`: the day that the file describes, where it was given or is in the file's name.
    """
    if staged.marks and staged.words:
        _load_marks(run, staged.marks, staged.words, staged.recognised.names, said_as_at, report)
    else:
        _load_records(run, staged.recognised, report)
    if report.has_too_many_rejected:
        report.ask(
            f"{report.rows_rejected:,} of {report.rows_read:,} rows were rejected, more than one in twenty. "
            "Look at the problems first; accept the file to take in the others."
        )


def _load_marks(
    run: RegisterRun,
    marks: StagedMarks,
    words: MarkWords,
    names: Columns | None,
    said_as_at: date | None,
    report: FileReport,
) -> None:
    refuse_present_absent_list(words.code_counts, report.file, words.unknown_a)
    ask_of_meanings(words.code_counts, words.unknown_a, report)
    _ask_if_doubtful(words.date_order.doubt, report)
    pupils = words.read_pupils(run.identities)
    arriving = [
        word for word in pupils if not word.is_furniture and run.identities.by_upn(word.clean_upn) is None
    ]
    warn_of_upns(((word.line, word.clean_upn) for word in arriving), "marks", report)
    _ask_if_doubtful(why_another_school(run.identities, {pupil.clean_upn for pupil in pupils} - {""}), report)
    if not read_marks(marks, report) and not report.rows_rejected:
        raise UnreadableFile(f"{report.file}: {NO_ROWS}")
    look_twice(run.connection, run.school_id, marks.catalog, marks.desk, words.code_counts, report)
    load = MarksLoad(run.connection, run.school_id, run.import_id(report), run.identities, marks.catalog)
    years = take_marks(load, pupils, report)
    if names:
        years |= take_undescribed(load, NamesBeside(marks, names, pupils, said_as_at, run.today), report)
    run.touched_years |= years
    run.has_changed = run.has_changed or bool(years)


def _ask_if_doubtful(doubt: str | None, report: FileReport) -> None:
    if doubt:
        report.ask(doubt)


def _load_records(run: RegisterRun, recognised: Recognised, report: FileReport) -> None:
    records = _records(run, recognised, report)
    if not records and not report.rows_rejected:
        raise UnreadableFile(f"{report.file}: {NO_ROWS}")
    kind, import_id = recognised.kind.name, run.import_id(report)
    if kind == "pupils":
        upns = {record.get("upn") for record in records} - {""}
        _ask_if_doubtful(why_another_school(run.identities, upns), report)
        as_at = report.as_at or run.today
        records = look_twice_at_pupils(records, as_at, report)
        load = PupilLoad(run.connection, run.school_id, import_id, as_at, run.identities)
        changed = take_pupils(load, records, report)
    elif kind == "calendar":
        changed = take_calendar(run.connection, run.school_id, import_id, records, report)
    else:
        case_load = CaseLoad(run.connection, run.school_id, import_id, run.identities)
        changed = take_case_rows(case_load, kind, records, report)
    run.has_changed = run.has_changed or changed
    if kind in {"pupils", "calendar"}:
        run.needs_every_year = run.needs_every_year or changed


def _records(run: RegisterRun, recognised: Recognised, report: FileReport) -> list[Record]:
    """The rows of a small file, clean, each with all it needs."""
    kind, columns = recognised.kind, recognised.columns
    table = recognised.table
    if isinstance(table, DatedTable):
        table = table.on(report.as_at or run.today)
    rows = list(data_rows(table.rows(), recognised.heading, kind, columns, report))
    if recognised.is_beside_marks:
        rows = distinct_pupils(rows, columns, report)
    rows = put_right_what_was_encoded_twice(rows, report)
    places = [place for name, place in columns.positions.items() if name in DATE_FIELDS]
    order = _date_order(recognised) or decide_date_order(
        {row.cells[place]: 1 for row in rows for place in places}
    )
    _ask_if_doubtful(order.doubt, report)
    cleaners = cleaners_of(kind, order, run.today)
    if kind.name == "pupils":
        cleaners[SEND_PROVISION] = partial(run.own_words.send_provision, report=report)
    elif kind.name == "cme_cases":
        cleaners[OUTCOME] = partial(run.own_words.case_outcome, report=report)
    records = clean_records(rows, columns, cleaners, report)
    for choice in kind.needs:
        records = require(records, choice, columns, report)
    if kind.name == "pupils":
        return [Record(record.line, with_names(record.values)) for record in records]
    return records


def _date_order(recognised: Recognised) -> DateOrder | None:
    """The order of dates that a person said with the mapping of the columns."""
    return DATE_ORDERS.get(recognised.mapping.date_order or "") if recognised.mapping else None
