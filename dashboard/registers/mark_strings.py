r"""Marks written as one string, a morning and an afternoon for each day from a start date: `/\/\IIL\##`.

School systems write the codes one after the other. No code begins with a digit, so a string splits in one
way only, unless a school uses digits as marks of its own: such a string is never guessed at.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from dashboard.domain import words
from dashboard.registers.dates import SATURDAY

HALVES = ("AM", "PM")
CODE = re.compile(r"X(?:0\d|10)|I0\d|C[12]|J1|Y[1-7]|\D")
BETWEEN_HALVES = "/"  # with a space on either side
WEEK_LENGTHS = (10, 14)
NOT_IN_SESSION = frozenset("#- ")
LONGEST = 2 * 366
FEW_AT_WEEKENDS, MANY_AT_WEEKENDS = 0.05, 0.15  # shares of the marks; 2/7 where no weekend is written
WEEKDAYS = 5
WEEKS_BETWEEN_HOLIDAYS = 9  # no half term of an English school is as long
NOT_A_MONDAY = "the week does not start on a Monday: correct its date"


class StringMark(NamedTuple):
    """One session out of a string; `mark` is the text that stands for it."""

    day: date
    session: str
    mark: str


@dataclass(frozen=True)
class StringReading:
    """The marks in a string, or the problem for which its row is not taken."""

    marks: tuple[StringMark, ...] = ()
    problem: str | None = None


def split_marks(text: str) -> list[str] | None:
    """The codes one after the other, in capitals; None where a digit could be split off in several ways."""
    plain = unicodedata.normalize("NFKC", text).replace("\0", "").upper()
    codes, place = [], 0
    while place < len(plain):
        found = CODE.match(plain, place)
        if not found:
            return None
        codes.append(found[0])
        place = found.end()
    return codes


def split_pair(cell: str) -> tuple[str, str] | None:
    r"""The morning and the afternoon in a cell of a day, such as `/\` or `I / \`; None for anything else."""
    parts = cell.split()
    if len(parts) == len(HALVES) + 1 and parts[1] == BETWEEN_HALVES:
        del parts[1]
    codes = split_marks("".join(parts))
    return (codes[0], codes[1]) if codes and len(codes) == len(HALVES) else None


def read_week(text: str, monday: date) -> StringReading:
    """The marks of one week: ten of them, or fourteen with the weekend."""
    codes = _codes_of_length(text, WEEK_LENGTHS)
    if codes is None:
        return StringReading(problem=AMBIGUOUS)
    if len(codes) not in WEEK_LENGTHS:
        return StringReading(
            problem=f"{len(codes)} marks for a week: there must be 10, or 14 with the weekend; "
            "the row was not guessed at"
        )
    if monday.weekday() != 0:
        return StringReading(problem=NOT_A_MONDAY)
    return StringReading(_dated(codes, [monday + timedelta(days=day) for day in range(len(codes) // 2)]))


def read_period(text: str, first: date, last: date | None = None) -> StringReading:
    """The marks from a first day on, over weeks of five days or of seven.

    A last day settles which. Without it, the share of marks that would fall at weekends does: hardly any
    where the weekends are written, two in seven where they are not. Anything between is not guessed at, nor
    is a string without holidays, in which every later date would be wrong.
    """
    codes = _codes_of_length(text, None)
    if codes is None:
        return StringReading(problem=AMBIGUOUS)
    if not codes or len(codes) % 2 or len(codes) > LONGEST:
        return StringReading(
            problem=f"{len(codes)} marks cannot be a morning and an afternoon for each day of a period "
            "within a year; the row was not guessed at"
        )
    count = len(codes) // 2
    every_day, school_days = _days(first, count), _weekdays(first, count)
    if last:
        days = next((days for days in (school_days, every_day) if _ends_on(days, last)), None)
        if days is None:
            return StringReading(
                problem=f"{len(codes)} marks do not reach from the first day to the last, "
                "neither in five-day nor in seven-day weeks"
            )
        return StringReading(_dated(codes, days))
    marked = [place // 2 for place, code in enumerate(codes) if code not in NOT_IN_SESSION]
    at_weekend = sum(1 for place in marked if every_day[place].weekday() >= SATURDAY)
    if first.weekday() >= SATURDAY or at_weekend <= FEW_AT_WEEKENDS * len(marked):
        return StringReading(_dated(codes, every_day))
    if at_weekend < MANY_AT_WEEKENDS * len(marked):
        return StringReading(
            problem=f"it cannot be told whether the string holds weekends: if so, {at_weekend} of "
            f"{words.count(len(marked), 'mark')} would fall on one; export one mark for each session"
        )
    if _longest_row(marked) > WEEKS_BETWEEN_HOLIDAYS * WEEKDAYS:
        return StringReading(
            problem=f"more than {WEEKS_BETWEEN_HOLIDAYS} weeks without a holiday: the string seems to leave "
            "holidays out, so its dates cannot be told; export one mark for each session"
        )
    return StringReading(_dated(codes, school_days))


AMBIGUOUS = "the marks hold digits that could be split in several ways: export one mark for each session"


def _codes_of_length(text: str, lengths: tuple[int, ...] | None) -> list[str] | None:
    """The codes; a space between them is a session without a mark where that gives a fitting length."""
    kept = split_marks(text)
    if kept is None or " " not in kept:
        return kept
    closed = [code for code in kept if not code.isspace()]
    fits = len(kept) in lengths if lengths else len(closed) % 2 == 1 and len(kept) % 2 == 0
    return kept if fits else closed


def _days(first: date, count: int) -> list[date]:
    return [first + timedelta(days=day) for day in range(count)]


def _weekdays(first: date, count: int) -> list[date]:
    days: list[date] = []
    day = first
    while len(days) < count:
        if day.weekday() < SATURDAY:
            days.append(day)
        day += timedelta(days=1)
    return days


def _ends_on(days: list[date], last: date) -> bool:
    """Whether the last day of the string is the last of the period, or the Friday before its weekend."""
    return days[-1] == last or (last.weekday() >= SATURDAY and 0 < (last - days[-1]).days <= 2)


def _longest_row(days: list[int]) -> int:
    """How many days follow one another at most."""
    longest = length = 0
    for before, day in pairwise([-1, *days]):
        length = length if day == before else length + 1 if day == before + 1 else 1
        longest = max(longest, length)
    return longest


def _dated(codes: list[str], days: list[date]) -> tuple[StringMark, ...]:
    return tuple(
        StringMark(day, half, codes[2 * place + offset].strip())
        for place, day in enumerate(days)
        for offset, half in enumerate(HALVES)
    )
