"""An invented school for a test: days and pupils, the files its office imports, questions to its store."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zlib import crc32

from dashboard.registers import import_files
from dashboard.store.reading import Store, open_store

UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"

Marks = Mapping[str, str]
Lines = Sequence[Mapping[str, str]]


# --- days


@dataclass(frozen=True)
class Term:
    """A half-term of the school: weekdays from its first to its last day, but for the days off."""

    name: str
    first: str
    last: str
    off: tuple[str, ...] = ()

    @property
    def days(self) -> list[str]:
        return [day for day in every_day(self.first, self.last) if weekday(day) < 6 and day not in self.off]


def every_day(first: str, last: str) -> list[str]:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return [(start + timedelta(days)).isoformat() for days in range((end - start).days + 1)]


def weekday(day: str) -> int:
    """1 for Monday."""
    return date.fromisoformat(day).isoweekday()


YEAR_2023 = (  # 195 school days
    Term("Autumn", "2023-09-04", "2023-10-27"),  # 40
    Term("Autumn", "2023-11-06", "2023-12-22"),  # 35
    Term("Spring", "2024-01-08", "2024-02-09"),  # 25
    Term("Spring", "2024-02-19", "2024-03-22"),  # 25
    Term("Summer", "2024-04-08", "2024-05-24", off=("2024-05-06",)),  # 34
    Term("Summer", "2024-06-03", "2024-07-22"),  # 36
)
YEAR_2024 = (  # 195 school days
    Term("Autumn", "2024-09-02", "2024-10-25"),  # 40
    Term("Autumn", "2024-11-04", "2024-12-20"),  # 35
    Term("Spring", "2025-01-06", "2025-02-14"),  # 30
    Term("Spring", "2025-02-24", "2025-04-11"),  # 35
    Term("Summer", "2025-04-28", "2025-05-23", off=("2025-05-05",)),  # 19
    Term("Summer", "2025-06-02", "2025-07-21"),  # 36
)
YEAR_2025 = (  # 194 school days
    Term("Autumn", "2025-09-01", "2025-10-24"),  # 40: eight weeks
    Term("Autumn", "2025-11-03", "2025-12-19"),  # 35: seven weeks
    Term("Spring", "2026-01-05", "2026-02-13"),  # 30: six weeks
    Term("Spring", "2026-02-23", "2026-03-27"),  # 25: five weeks
    Term("Summer", "2026-04-13", "2026-05-22", off=("2026-05-04",)),  # 29
    Term("Summer", "2026-06-01", "2026-07-17"),  # 35
)
SCHOOL_DAYS = [day for term in (*YEAR_2023, *YEAR_2024, *YEAR_2025) for day in term.days]


def days(first: str, last: str | None = None) -> list[str]:
    """The school days from first to last of the three years above."""
    return [day for day in SCHOOL_DAYS if first <= day <= (last or first)]


def calendar(*terms: Term) -> list[dict[str, str]]:
    """Lines of calendar.csv: every school day of these terms, kind and session left out."""
    return [
        {"date": day, "session": "", "kind": "", "term": term.name} for term in terms for day in term.days
    ]


# --- pupils


def attends(first: str, last: str) -> dict[str, str]:
    """Present morning and afternoon on every school day."""
    return marked("/\\", *days(first, last))


def marked(pair: str, *on: str) -> dict[str, str]:
    """The same two marks on each of these dates: two characters, or words with a space ("Y4 -")."""
    return dict.fromkeys(on, pair)


@dataclass(frozen=True, eq=False)
class Pupil:
    """A pupil's story: marks by date, AM before PM; `-` where nothing is written.

    Without a date of birth of their own they were born on the 15 October that makes them the usual age for
    their year group in 2025/26. Their class is their name, so a question about the class is about them.
    """

    name: str
    year_group: str = "3"
    marks: Marks = field(default_factory=dict)
    born: str | None = None
    traits: Marks = field(default_factory=dict)
    on_roll: tuple[tuple[str, str], ...] = ()  # entry and leaving date of each period; "" where open
    is_listed: bool = True

    @property
    def upn(self) -> str:
        digits = f"86020{crc32(self.name.encode()) % 10**7:07d}"
        check = sum(int(digit) * place for place, digit in enumerate(digits, 2))
        return UPN_LETTERS[check % 23] + digits

    @property
    def list_lines(self) -> list[dict[str, str]]:
        """Their lines in the pupil list: one for each period on roll."""
        if not self.is_listed:
            return []
        usual = {"N1": 2022, "N2": 2021, "R": 2020, **{str(n): 2020 - n for n in range(1, 7)}}
        born = f"{usual[self.year_group]}-10-15" if self.born is None else self.born
        line = {
            "upn": self.upn,
            "surname": self.name.title(),
            "forename": "Test",
            "date_of_birth": born,
            "year_group": self.year_group,
            "class": self.name,
        } | dict(self.traits)
        if not self.on_roll:
            return [line]
        return [line | {"entry_date": entry, "leaving_date": leaving} for entry, leaving in self.on_roll]

    @property
    def mark_lines(self) -> list[dict[str, str]]:
        return [
            {"upn": self.upn, "date": day, "session": session, "mark": mark}
            for day, pair in self.marks.items()
            for session, mark in zip(("AM", "PM"), pair.split() if " " in pair else pair, strict=True)
            if mark != "-"
        ]


# --- what the office imports


@dataclass(frozen=True, eq=False)
class Run:
    """One import run: the lines of each file by the file's name."""

    files: Mapping[str, Lines]
    as_at: str | None = None
    school: str | None = None

    def write(self, folder: Path) -> list[Path]:
        folder.mkdir(parents=True, exist_ok=True)
        for name, lines in self.files.items():
            (folder / name).write_text(csv_text(lines), encoding="utf-8", newline="")
        return [folder / name for name in self.files]


def csv_text(lines: Lines) -> str:
    columns = list(dict.fromkeys(column for line in lines for column in line))
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="")
    writer.writeheader()
    writer.writerows(lines)
    return text.getvalue()


def register(
    pupils: Iterable[Pupil], terms: Iterable[Term] = (), as_at: str | None = None, **others: Lines
) -> Run:
    """A run with the pupil list, the marks, the calendar and other files (cme_cases=[...]) of a school."""
    pupils = list(pupils)
    files: dict[str, Lines] = {
        "pupils.csv": [line for pupil in pupils for line in pupil.list_lines],
        "marks.csv": [line for pupil in pupils for line in pupil.mark_lines],
        "calendar.csv": calendar(*terms),
        **{f"{kind}.csv": lines for kind, lines in others.items()},
    }
    return Run({name: lines for name, lines in files.items() if lines}, as_at)


def case(case_id: str, pupil: Pupil, opened: str, **columns: str) -> dict[str, str]:
    """A line of cme_cases.csv."""
    return {
        "case_id": case_id,
        "upn": pupil.upn,
        "case_type": "at_risk_on_roll",
        "opened_date": opened,
        **columns,
    }


def action(case_id: str, on: str) -> dict[str, str]:
    """A line of cme_actions.csv."""
    return {"case_id": case_id, "action_date": on, "action": "phone"}


# --- the store, and what it is asked


def import_runs(store: Path, *runs: Run) -> list[dict[str, dict[str, Any]]]:
    """Import the runs in order; what each says of each of its files."""
    ledgers = []
    for run in runs:
        exports = store.with_name(f"{store.name}-exports")
        folder = exports / str(len(list(exports.glob("*"))))
        as_at = date.fromisoformat(run.as_at) if run.as_at else None
        report = import_files(store, run.write(folder), school=run.school, as_at=as_at, accept=True)
        ledgers.append({ledger["file"]: ledger for ledger in report.as_json()})
    return ledgers


def open_school(store: Path, *runs: Run) -> Store:
    """A store with these runs imported, ready to be asked."""
    import_runs(store, *runs)
    return open_store(store)


def run_query(store: Store, name: str, **parameters: object) -> list[dict[str, Any]]:
    """The rows of a query, as dicts; dates as ISO text."""
    texts = {parameter: as_text(value) for parameter, value in parameters.items()}
    answer = store.rows(name, texts)
    return [dict(zip(answer.columns, map(plain, row), strict=True)) for row in answer.rows]


def as_text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return ",".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def plain(value: object) -> Any:
    """A value as JSON would hold it."""
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


def of(rows: Iterable[Mapping[str, Any]], pupil: Pupil) -> list[Mapping[str, Any]]:
    """The rows about this pupil."""
    return [row for row in rows if row["upn"] == pupil.upn]


def pick(row: Mapping[str, Any], *columns: str) -> tuple[Any, ...]:
    return tuple(row[column] for column in columns)
