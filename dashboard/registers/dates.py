"""Dates as registers write them. Day or month first is decided once for a whole file, never cell by cell."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

ISO = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[t ].*)?$")
COMPACT_ISO = re.compile(r"^((?:19|20)\d\d)(\d\d)(\d\d)$")
NUMERIC = re.compile(r"^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?:[t ,].*)?$")
NAMED_MONTH = re.compile(
    r"^(\d{1,2})(?:st|nd|rd|th)?[-/. ]*([a-z]{3,9})\.?,?[-/. ]*(\d{4}|\d{2})(?:[t ,].*)?$"
)
MONTH_FIRST_NAMED = re.compile(
    r"^([a-z]{3,9})\.?[-/. ]*(\d{1,2})(?:st|nd|rd|th)?,?[-/. ]+(\d{4})(?:[t ,].*)?$"
)
WEEKDAY = re.compile(r"^(mon|tue|wed|thu|fri|sat|sun)[a-z]*[,. ]*\s*")
SERIAL = re.compile(r"^(\d{5})(?:\.\d+)?$")
MIDNIGHT_UTC_HOUR = re.compile(r"[t ](\d\d):(\d\d)[^z+]*(?:z|\+00:?00)$")
EXCEL_EPOCH = date(1899, 12, 30)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
LONG_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december", "sept",
)  # fmt: skip
SATURDAY = 5
FEW_STRANGE = 0.2  # of the dates
FEW_STRAYS = 0.05  # of the rows: months of American dates have more days than twelve


@dataclass(frozen=True)
class DateReadings:
    """What a text can mean: one date whatever the order, or one for each order."""

    fixed: date | None = None
    day_first: date | None = None
    month_first: date | None = None


NO_DATE = DateReadings()


@dataclass(frozen=True)
class DateOrder:
    """How a whole file is read; `doubt` is what a person must confirm first."""

    is_month_first: bool = False
    doubt: str | None = None

    def read(self, text: str) -> date | None:
        """The date, or None if it is none."""
        readings = date_readings(text)
        if readings.fixed:
            return readings.fixed
        return readings.month_first if self.is_month_first else readings.day_first


DAY_FIRST = DateOrder()


@lru_cache(maxsize=1 << 16)
def date_readings(text: str) -> DateReadings:
    """Every date that the text can mean."""
    plain = unicodedata.normalize("NFKC", text).strip().lstrip("'").lower()
    if match := ISO.match(plain):
        return DateReadings(_local(_date(*map(int, match.groups())), plain))
    if match := COMPACT_ISO.match(plain):
        return DateReadings(_date(*map(int, match.groups())))
    plain = WEEKDAY.sub("", plain)
    if match := NUMERIC.match(plain):
        first, second, year = int(match[1]), int(match[2]), _year(match[3])
        return DateReadings(None, _date(year, second, first), _date(year, first, second))
    if match := NAMED_MONTH.match(plain):
        return DateReadings(_date(_year(match[3]), _month(match[2]), int(match[1])))
    if match := MONTH_FIRST_NAMED.match(plain):
        return DateReadings(_date(int(match[3]), _month(match[1]), int(match[2])))
    if match := SERIAL.match(plain):
        return DateReadings(EXCEL_EPOCH + timedelta(days=int(match[1])))
    return NO_DATE


def decide_date_order(texts: Iterable[str] | Mapping[str, int], today: date | None = None) -> DateOrder:
    """The order for a file, from every distinct date in it.

    `today` is given for dates of sessions: they should lie in the past and on weekdays, which is what tells
    when day-first and month-first are both possible for every one of them.
    """
    rows = texts if isinstance(texts, Mapping) else dict.fromkeys(texts, 1)
    uncertain = {text: reading for text in rows if not (reading := date_readings(text)).fixed}
    only_day_first, only_month_first, both = (
        {text: reading for text, reading in uncertain.items() if works == _works(reading)}
        for works in ((True, False), (False, True), (True, True))
    )
    strays, others = (sum(rows[text] for text in some) for some in (only_month_first, both))
    is_stray = not only_day_first and (
        strays <= FEW_STRAYS * others or (strays < others and _looks_day_first(both.values(), today))
    )
    if len(only_month_first) > len(only_day_first) and not is_stray:
        return DateOrder(
            is_month_first=True,
            doubt="The dates only make sense with the month first (as in 09/25/2025, the American way). "
            "Check that they are right, then accept the file.",
        )
    if today and both and not only_day_first:
        return _order_by_what_looks_right(both.values(), today)
    return DateOrder()


def _works(reading: DateReadings) -> tuple[bool, bool]:
    """Whether there is a date with the day first, and with the month first."""
    return reading.day_first is not None, reading.month_first is not None


def _order_by_what_looks_right(readings: Collection[DateReadings], today: date) -> DateOrder:
    strange_day_first, strange_month_first = _strange_both_ways(readings, today)
    if strange_day_first <= FEW_STRANGE * len(readings) or strange_day_first <= strange_month_first:
        return DateOrder()
    first = min(reading.day_first for reading in readings if reading.day_first)
    last = max(reading.day_first for reading in readings if reading.day_first)
    return DateOrder(
        doubt="Day and month could be either way round. Read day first, the dates run from "
        f"{first:%d %B %Y} to {last:%d %B %Y}, with many at weekends or still to come. "
        "Write them as 2025-09-01, or accept the file."
    )


def _looks_day_first(readings: Collection[DateReadings], today: date | None) -> bool:
    """Whether what works both ways makes school days with the day first, and not with the month first."""
    if not today:
        return False
    strange_day_first, strange_month_first = _strange_both_ways(readings, today)
    return strange_day_first <= FEW_STRANGE * len(readings) < strange_month_first


def _strange_both_ways(readings: Collection[DateReadings], today: date) -> tuple[int, int]:
    """How many are no school days with the day first, and with the month first."""
    return (
        _strange([reading.day_first for reading in readings], today),
        _strange([reading.month_first for reading in readings], today),
    )


def _strange(dates: list[date | None], today: date) -> int:
    return sum(1 for day in dates if day and (day.weekday() >= SATURDAY or day > today))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _month(name: str) -> int:
    if name in MONTHS:
        return MONTHS.index(name) + 1
    if name in LONG_MONTHS:
        return LONG_MONTHS.index(name) + 1 if name != "sept" else 9
    return 0


def _local(day: date | None, text: str) -> date | None:
    """The day in England: an hour before midnight in UTC is the next day there in summer."""
    hour = MIDNIGHT_UTC_HOUR.search(text)
    if day and hour and hour[1] == "23" and _is_summer_time(day):
        return day + timedelta(days=1)
    return day


def _is_summer_time(day: date) -> bool:
    return _last_sunday(day.year, 3) <= day < _last_sunday(day.year, 10)


def _last_sunday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)


def date_of_birth(day: date, today: date) -> date:
    """A birthday in this century unless that is still to come: a two-digit year says no more."""
    return day.replace(year=day.year - 100) if day > today else day
