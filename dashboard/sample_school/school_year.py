"""When the invented school is open: terms, INSET days, bank holidays and a day of snow, year after year."""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from pathlib import Path

EASTER_SUNDAYS = Path(__file__).parents[2] / "data" / "reference" / "easter_sundays.csv"
SCHOOL_DAYS_A_YEAR = 190
INSET_DAYS_A_YEAR = 5
HALF_TERMS = ("Autumn 1", "Autumn 2", "Spring 1", "Spring 2", "Summer 1", "Summer 2")
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class CalendarDay:
    """One line of calendar.csv: kind is school, inset, holiday or closure."""

    day: date
    kind: str
    half_term: str


@dataclass(frozen=True)
class SchoolYear:
    """An academic year, named by the year it starts in."""

    year: int
    days: tuple[CalendarDay, ...]

    @cached_property
    def register_days(self) -> list[CalendarDay]:
        """Days with a mark for everyone: school days, and closures that nobody planned."""
        return [day for day in self.days if day.kind in ("school", "closure")]

    @cached_property
    def last_day(self) -> date:
        """The last day for pupils."""
        return self.register_days[-1].day


def academic_year_of(day: date) -> int:
    """2026 for 20 November 2026: years run from 1 August."""
    return day.year if day.month >= 8 else day.year - 1


def school_year(year: int, *, with_snow: bool) -> SchoolYear:
    """A whole year of 190 days for pupils and five for teachers, like a West Midlands school's."""
    days = [day for half_term, first, last in _half_terms(year) for day in _weekdays(half_term, first, last)]
    days = _with_bank_holidays(days, year)
    days = _cut_to_length(days)
    days = _with_inset_days(days)
    if with_snow:
        snow = _monday_on_or_after(date(year + 1, 1, 8)) + timedelta(days=3)
        days = [CalendarDay(d.day, "closure", d.half_term) if d.day == snow else d for d in days]
    return SchoolYear(year, tuple(days))


def _half_terms(year: int) -> list[tuple[str, date, date]]:
    easter = _easter_sundays()[year + 1]
    first = date(year, 9, 1)
    autumn = first if first.weekday() <= 2 else _monday_on_or_after(first)
    october_break = _last_monday(year, 10)
    christmas_eve = date(year, 12, 22)
    autumn_ends = christmas_eve - timedelta(days=(christmas_eve.weekday() - 4) % 7)
    february_break = _monday_on_or_after(date(year + 1, 2, 12))
    holy_monday = easter - timedelta(days=6)
    easter_break = holy_monday if holy_monday >= date(year + 1, 3, 24) else holy_monday + WEEK
    may_break = _last_monday(year + 1, 5)
    spans = (
        (autumn, october_break),
        (october_break + WEEK, autumn_ends + timedelta(days=1)),
        (_monday_on_or_after(date(year + 1, 1, 4)), february_break),
        (february_break + WEEK, easter_break),
        (easter_break + 2 * WEEK, may_break),
        (may_break + WEEK, date(year + 1, 7, 31)),
    )
    return [
        (name, start, end - timedelta(days=1)) for name, (start, end) in zip(HALF_TERMS, spans, strict=True)
    ]


def _weekdays(half_term: str, first: date, last: date) -> list[CalendarDay]:
    dates = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [CalendarDay(day, "school", half_term) for day in dates if day.weekday() < 5]


def _with_bank_holidays(days: list[CalendarDay], year: int) -> list[CalendarDay]:
    easter = _easter_sundays()[year + 1]
    early_may = _monday_on_or_after(date(year + 1, 5, 1))
    bank_holidays = {easter - timedelta(days=2), easter + timedelta(days=1), early_may}
    return [
        CalendarDay(day.day, "holiday" if day.day in bank_holidays else day.kind, day.half_term)
        for day in days
    ]


def _cut_to_length(days: list[CalendarDay]) -> list[CalendarDay]:
    wanted = SCHOOL_DAYS_A_YEAR + INSET_DAYS_A_YEAR
    kept: list[CalendarDay] = []
    for day in days:
        if wanted == 0:
            break
        kept.append(day)
        wanted -= day.kind == "school"
    return kept


def _with_inset_days(days: list[CalendarDay]) -> list[CalendarDay]:
    """The first day of the year and of three more half-terms, and the year's last day."""
    firsts = {half_term: next(d.day for d in days if d.half_term == half_term) for half_term in HALF_TERMS}
    inset = {firsts[half_term] for half_term in ("Autumn 1", "Autumn 2", "Spring 1", "Summer 2")}
    inset.add(days[-1].day)
    return [CalendarDay(d.day, "inset" if d.day in inset else d.kind, d.half_term) for d in days]


def _monday_on_or_after(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)


def _last_monday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - timedelta(days=last.weekday())


@lru_cache
def _easter_sundays() -> dict[int, date]:
    with EASTER_SUNDAYS.open(encoding="utf-8", newline="") as file:
        sundays = [date.fromisoformat(row["easter_sunday"]) for row in csv.DictReader(file)]
    return {sunday.year: sunday for sunday in sundays}
