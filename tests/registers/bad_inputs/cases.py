"""A bad input and what must become of it; `hold` imports it into a small store and holds every promise."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import openpyxl
import pytest

from dashboard.errors import NeedsAcceptance, RefusedError
from dashboard.registers.ledger import FileReport
from dashboard.store.reading import open_store
from tests.registers.conftest import ANN, BOB, CAI, Office, counts

DAN, EVA = "T20110001804V", "X00180001701A"
SURNAMES, FORENAMES = ("Quillfeather", "Ozmandine", "Zabriskie"), ("Hepzibah", "Thelonious", "Perpetua")
BEFORE = f"upn,date,session,mark\n{CAI},2026-11-06,AM,/\n"
MARKS = "UPN,Date,Session,Mark"
PUPILS = "UPN,Surname,Forename"
ADA = f"{ANN},{SURNAMES[0]},{FORENAMES[0]}"
BEN = f"{BOB},{SURNAMES[1]},{FORENAMES[1]}"
CLEO = f"{CAI},{SURNAMES[2]},{FORENAMES[2]}"
MARKS_OF_THE_FILE = """
select strftime(session_date, '%Y-%m-%d'), session, attendance_code
from session_marks where import_id > 1 order by all
"""
SCHOOL_WEEKS = tuple(f"2026-11-{day:02d}" for day in (9, 10, 11, 12, 13, 16, 17, 18, 19, 20))


@dataclass(frozen=True)
class Case:
    """What is given (a row of formats.md section 10) and what must be said, counted and stored.

    `refused`, `asked`: words of the message; `problems`: line, column and words; `warned`: words of warnings.
    """

    row: int
    what: str
    content: str | bytes | Mapping[str, str | bytes]
    name: str = "marks.csv"
    refused: Sequence[str] = ()
    asked: Sequence[str] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    problems: Sequence[tuple[int | None, str | None, str]] = ()
    warned: Sequence[str] = ()
    silent: bool = False  # no warning at all
    stored: tuple[str, Sequence[tuple[Any, ...]]] | None = None  # SQL, and what it gives
    earlier: Mapping[str, str | bytes] = field(default_factory=dict)
    wishes: Mapping[str, Any] = field(default_factory=dict)

    @property
    def files(self) -> Mapping[str, str | bytes]:
        return self.content if isinstance(self.content, Mapping) else {self.name: self.content}


def every(cases: Sequence[Case]) -> pytest.MarkDecorator:
    """A test for each case, named by its row and what it is."""
    return pytest.mark.parametrize(
        "case", [pytest.param(case, id=f"{case.row}-{case.what.replace(' ', '_')}") for case in cases]
    )


def lines(*texts: str) -> str:
    """Lines of a file."""
    return "\n".join([*texts, ""])


def read(number: int, **others: int) -> dict[str, int]:
    """Counts: so many rows read, all accepted but for the others named."""
    accepted = number - others.get("rows_rejected", 0) - others.get("rows_unchanged", 0)
    return {"rows_read": number, **({"rows_accepted": accepted} if accepted else {}), **others}


def marks_stored(*marks: tuple[str, str, str]) -> tuple[str, list[tuple[Any, ...]]]:
    """The marks of the file, in order: date, session and code."""
    return MARKS_OF_THE_FILE, list(marks)


def workbook(*rows: Sequence[Any], title: str = "Sheet") -> bytes:
    """An XLSX of one sheet."""
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def hold(case: Case, office: Office) -> None:
    """Import the file of a case and hold what happens against what must."""
    office.take("before.csv", BEFORE)
    if case.earlier:
        office.take_all(case.earlier)
    kept = office.stored_marks()
    report, refusal = _imported(case, office)
    if case.refused:
        assert refusal is not None, "was not refused"
        assert not isinstance(refusal, NeedsAcceptance), f"was only asked about: {refusal}"
        _check_words(str(refusal), case.refused)
        assert office.stored_marks() == kept
        _still_answers(office)
        return
    if case.asked:
        assert isinstance(refusal, NeedsAcceptance), f"was not asked about: {refusal}"
        _check_words(str(refusal), case.asked)
        assert office.stored_marks() == kept
        report, refusal = _imported(case, office, accept=True)
    assert refusal is None, f"was refused: {refusal}"
    assert report is not None
    assert counts(report) == case.counts
    for line, column, words in case.problems:
        assert any(
            (problem.line, problem.column) == (line, column) and words in problem.message
            for problem in report.problems
        ), f"no problem on line {line}, {column}: {words}; but {report.problems}"
    assert len(report.problems) >= len(case.problems)
    for words in case.warned:
        assert any(words in warning for warning in report.warnings), f"{words!r} not in {report.warnings}"
    if case.silent:
        assert not report.warnings
    for message in (*report.warnings, *(problem.message for problem in report.problems)):
        _check_words(message, ())
    if case.stored:
        sql, expected = case.stored
        assert office.stored(sql) == list(expected)
    assert ("2026-11-06", "AM", "/") in office.stored_marks()
    _still_answers(office)


def _imported(case: Case, office: Office, **more: Any) -> tuple[FileReport | None, RefusedError | None]:
    try:
        return office.take_all(case.files, **{**case.wishes, **more})[-1], None
    except RefusedError as refusal:
        return None, refusal


def _check_words(message: str, words: Sequence[str]) -> None:
    """A message is for a reader: it has these words, no traceback and no pupil's name."""
    for word in words:
        assert word in message, f"{word!r} not in {message!r}"
    assert "Traceback" not in message
    assert "Error:" not in message
    for name in (*SURNAMES, *FORENAMES):
        assert name not in message


def _still_answers(office: Office) -> None:
    store = open_store(office.folder)
    try:
        assert store.rows("absence_headline", {"age_cohort": "all"}).rows
    finally:
        store.close()
