"""What each different text in a file of marks means: looked up once a text, not once a row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboard.domain.attendance_codes import (
    PLANNED_CLOSURE,
    MarkReading,
    Outcome,
    mark_text,
    meanings_of_texts,
    read_mark,
)
from dashboard.domain.plain_text import quoted_cell
from dashboard.domain.upn import clean_upn
from dashboard.errors import UnreadableFile
from dashboard.registers.cleaning import FOOTER
from dashboard.registers.dates import SATURDAY, DateOrder, decide_date_order
from dashboard.registers.identities import Identities
from dashboard.registers.ledger import FileReport
from dashboard.registers.own_words import MARK, NO_MARK, note_unknown, own_mark_warning
from dashboard.registers.staging import StagedMarks
from dashboard.registers.values import NOT_A_DATE, number, session, text
from dashboard.store.reference import insert_rows

EARLIEST_YEAR = 1990
WHICH_HALF = "write AM or PM"


@dataclass(frozen=True)
class PupilWord:
    """A pair of UPN and admission number as written, on which line first, and the pupil it names."""

    upn: str
    admission_number: str
    line: int
    pupil_id: int | None
    problem: str | None
    is_furniture: bool
    clean_upn: str
    clean_number: str


class MarkWords:
    """The dictionaries of one staged file, and the temp tables with them in."""

    def __init__(
        self,
        staged: StagedMarks,
        codes: Sequence[tuple[str, str]],
        today: date,
        report: FileReport,
        own_marks: Mapping[str, str],
        date_order: DateOrder | None = None,
    ) -> None:
        """`codes`: every attendance code with its description; `date_order` where a person said it.

        What was made of the school's own marks, and which are not understood, is noted in the report.
        """
        self._desk = staged.desk
        self._staged = staged
        self._today = today
        self.date_order = self._read_dates(date_order)
        self._read_sessions()
        self.code_counts = self._read_marks(codes, own_marks, report)

    def last_date(self) -> date | None:
        """The last date, up to today, on which the file has a mark that counts as one."""
        days = self._desk.execute(
            """
            select session_date, list(word) from date_words
            where session_date is not null and not is_future
            group by session_date order by session_date desc
            """
        ).fetchall()
        for day, words in days:
            found = self._desk.execute(
                f"""
                select 1 from {self._staged.rows}
                where
                    list_contains($words, date)
                    and mark in (select word from mark_words where outcome = 'code')
                limit 1
                """,  # noqa: S608
                {"words": words},
            ).fetchone()
            if found:
                last: date = day
                return last
        return None

    def read_pupils(self, identities: Identities) -> list[PupilWord]:
        """Every pupil named, in the order of the file; one not known yet is given a number."""
        rows = self._desk.execute(
            f"""
            select upn, admission_number, min(line) as line from {self._staged.rows}
            group by upn, admission_number order by line
            """  # noqa: S608
        ).fetchall()
        headings = {text(cell).casefold() for cell in self._staged.layout.heading.cells} - {""}
        new: dict[tuple[str, str], int] = {}
        words = []
        for upn, admission_number, line in rows:
            words.append(_pupil_word(upn, admission_number, line, headings, identities, new))
        columns = {
            "upn": "varchar",
            "admission_number": "varchar",
            "pupil_id": "integer",
            "problem": "varchar",
            "is_furniture": "boolean",
        }
        self._make("pupil_words", columns, [vars(word) for word in words])
        return words

    def _read_dates(self, date_order: DateOrder | None) -> DateOrder:
        texts = self._words("date")
        order = date_order or decide_date_order(texts, self._today)
        rows = []
        for word in texts:
            day = order.read(word)
            if day and day.year < EARLIEST_YEAR:
                day = None
            rows.append(
                {
                    "word": word,
                    "session_date": day,
                    "is_weekend": bool(day and day.weekday() >= SATURDAY),
                    "is_future": bool(day and day > self._today),
                    "problem": None if day else _shown(word, "is " + NOT_A_DATE, "no date: fill it in"),
                }
            )
        columns = {
            "word": self._staged.type_of("date"),
            "session_date": "date",
            "is_weekend": "boolean",
            "is_future": "boolean",
            "problem": "varchar",
        }
        self._make("date_words", columns, rows)
        return order

    def _read_sessions(self) -> None:
        texts = self._words("session")
        numbers = [word for word in map(text, texts) if word.isdecimal() and len(word) < 5]
        if any(int(word) > 2 for word in numbers):
            raise UnreadableFile(
                "These are lesson marks (periods beyond 2): export the roll call or session marks, AM and PM."
            )
        rows = []
        for word in texts:
            half = session(word)
            no_session = (
                None if half else _shown(word, f"is not a session: {WHICH_HALF}", f"no session: {WHICH_HALF}")
            )
            rows.append({"word": word, "is_afternoon": half == "PM" if half else None, "problem": no_session})
        word = self._staged.type_of("session")
        columns = {"word": word, "is_afternoon": "boolean", "problem": "varchar"}
        self._make("session_words", columns, rows)

    def _read_marks(
        self, codes: Sequence[tuple[str, str]], own_marks: Mapping[str, str], report: FileReport
    ) -> dict[str, int]:
        meanings, known = meanings_of_texts(codes), {code for code, _ in codes}
        rows: list[dict[str, Any]] = []
        counts: dict[str, int] = {}
        self.unknown_a = 0
        for mark_id, (word, count) in enumerate(self._counted_words("mark")):
            reading = read_mark(word, known, meanings, own_marks)
            code = reading.code
            if reading.is_own:
                self._note_own_mark(mark_text(word), reading, count, report)
            if text(word).upper() == "A":
                self.unknown_a += count
            if code:
                counts[code] = counts.get(code, 0) + count
            rows.append(
                {
                    "mark_id": mark_id,
                    "word": word,
                    "outcome": reading.outcome.value,
                    "attendance_code": code,
                    "raw_mark": text(word) or None,
                    "minutes_late": reading.minutes_late,
                    "is_closure": code == PLANNED_CLOSURE,
                    "problem": reading.problem,
                }
            )
        columns = {
            "mark_id": "smallint" if len(rows) < 1 << 15 else "integer",
            "word": self._staged.type_of("mark"),
            "outcome": "varchar",
            "attendance_code": "varchar",
            "raw_mark": "varchar",
            "minutes_late": "smallint",
            "is_closure": "boolean",
            "problem": "varchar",
        }
        self._make("mark_words", columns, rows)
        minutes = [{"word": word, "minutes_late": _minutes(word)} for word in self._words("minutes_late")]
        columns = {"word": self._staged.type_of("minutes_late"), "minutes_late": "smallint"}
        self._make("minute_words", columns, minutes)
        return counts

    @staticmethod
    def _note_own_mark(mark: str, reading: MarkReading, count: int, report: FileReport) -> None:
        if reading.outcome is Outcome.REJECTED:
            note_unknown(report, MARK, mark, count)
        else:
            report.warnings.append(own_mark_warning(mark, reading.code or NO_MARK, count))

    def _words(self, column: str) -> list[str]:
        return [word for word, _ in self._counted_words(column)]

    def _counted_words(self, column: str) -> list[tuple[str, int]]:
        return self._desk.execute(
            f"""
            select word::varchar as word, marks
            from (select {column} as word, count(*) as marks from {self._staged.rows} group by {column})
            order by 1
            """  # noqa: S608
        ).fetchall()

    def _make(self, name: str, columns: dict[str, str], rows: list[dict[str, Any]]) -> None:
        types = ", ".join(f"{column} {kind}" for column, kind in columns.items())
        self._desk.execute(f"create or replace table {name} ({types})")
        if rows:
            insert_rows(self._desk, name, columns, rows)


def _pupil_word(
    upn: str,
    admission_number: str,
    line: int,
    headings: set[str],
    identities: Identities,
    new: dict[tuple[str, str], int],
) -> PupilWord:
    given = text(upn) or text(admission_number)
    is_furniture = given.casefold() in headings or bool(FOOTER.match(given))
    own_upn, own_number = clean_upn(upn), number(admission_number)
    problem = own_number.problem if not own_upn else None
    pupil_id = None
    if not is_furniture and not problem:
        if own_upn or own_number.value:
            pupil_id = _known_or_new(identities, own_upn, own_number.value, new)
        else:
            problem = "no UPN or admission number: fill it in"
    return PupilWord(upn, admission_number, line, pupil_id, problem, is_furniture, own_upn, own_number.value)


def _known_or_new(
    identities: Identities, upn: str, admission_number: str, new: dict[tuple[str, str], int]
) -> int:
    found = identities.find(upn, admission_number)
    if found is not None:
        return found
    name = (upn, "") if upn else ("", admission_number)
    if name not in new:
        new[name] = identities.add_pupil()
    return new[name]


def _shown(word: str, problem: str, when_blank: str) -> str:
    if not text(word):
        return when_blank
    return f"{quoted_cell(text(word)) or 'the cell'} {problem}"


def _minutes(word: str) -> int | None:
    digits = text(word).split(".")[0].split(" ")[0]
    return int(digits) if digits.isdecimal() and len(digits) <= 3 else None
