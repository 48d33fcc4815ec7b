"""The register of one academic year as a grid: a row a pupil, a column a session."""

from datetime import date

import numpy as np
import numpy.typing as npt

from dashboard.sample_school.pupils import Pupil
from dashboard.sample_school.school_year import CalendarDay, SchoolYear

Bytes = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]

CODES = (
    "", "/", "\\", "L", "K", "V", "P", "B",
    "D", "X", "Q", "Y", "Y2", "Y4",
    "I", "M", "R", "T", "H", "E", "C", "C1", "C2", "J1",
    "G", "N", "O", "U",
)  # fmt: skip
NUMBER = {code: number for number, code in enumerate(CODES)}
NOT_POSSIBLE = [NUMBER[code] for code in ("D", "X", "Q", "Y", "Y2", "Y4")]
UNAUTHORISED = [NUMBER[code] for code in ("G", "N", "O", "U")]
FIRST_ABSENCE = NUMBER["I"]  # every code from here on is an absence


class Grid:
    """Marks as they are filled in: nought is a session nobody has decided yet, or no mark at all."""

    def __init__(self, year: SchoolYear, roll: list[Pupil], until: date, random: np.random.Generator) -> None:
        self.year = year
        self.random = random
        self.days: list[CalendarDay] = [day for day in year.register_days if day.day <= until]
        self.dates = np.array([day.day for day in self.days], dtype="datetime64[D]")
        self.weekdays = np.array([day.day.weekday() for day in self.days])
        first, last = year.days[0].day, min(until, year.last_day)
        self.pupils = [
            pupil
            for pupil in roll
            if pupil.entry_date <= last and (pupil.leaving_date is None or pupil.leaving_date >= first)
        ]
        self.row_of = {pupil.number: row for row, pupil in enumerate(self.pupils)}
        shape = (len(self.pupils), 2 * len(self.days))
        self.codes: Bytes = np.zeros(shape, np.uint8)
        self.minutes: Bytes = np.zeros(shape, np.uint8)
        self.is_told: Flags = np.zeros(shape, bool)  # part of a story: not to be touched by chance
        self.is_expected = self._expected()
        self.year_groups = np.array([pupil.year_group(year.year) for pupil in self.pupils])
        closed = np.array([day.kind == "closure" for day in self.days], bool)
        self.is_closed = np.repeat(closed, 2)

    def _expected(self) -> Flags:
        never = date.max
        entries = np.array([pupil.entry_date for pupil in self.pupils], dtype="datetime64[D]")
        leavings = np.array([pupil.leaving_date or never for pupil in self.pupils], dtype="datetime64[D]")
        on_roll = (entries[:, None] <= self.dates) & (self.dates <= leavings[:, None])
        return np.repeat(on_roll, 2, axis=1)

    @property
    def is_free(self) -> Flags:
        """Sessions still to be decided."""
        return self.is_expected & (self.codes == 0) & ~self.is_closed

    @property
    def is_possible(self) -> Flags:
        """Sessions that count, whatever they will be."""
        return self.is_expected & ~self.is_closed & ~np.isin(self.codes, NOT_POSSIBLE)

    @property
    def is_absent(self) -> Flags:
        """Sessions decided as an absence."""
        return self.codes >= FIRST_ABSENCE

    def place(self, where: Flags, code: str) -> None:
        """Write the code where `where` holds and nothing has been decided."""
        self.codes[where & self.is_free] = NUMBER[code]

    def place_days(self, row: int, first: int, days: int, code: str, *, halves: str = "both") -> None:
        """Write the code on whole days (or their AM or PM halves) of one pupil, where nothing is decided."""
        columns = np.arange(2 * max(first, 0), 2 * min(first + days, len(self.days)))
        if halves != "both":
            columns = columns[columns % 2 == (halves == "PM")]
        free = self.is_expected[row, columns] & (self.codes[row, columns] == 0) & ~self.is_closed[columns]
        self.codes[row, columns[free]] = NUMBER[code]

    def day_number(self, day: date) -> int | None:
        """The column of a day, none if no register is taken on it."""
        found = np.flatnonzero(self.dates == np.datetime64(day, "D"))
        return int(found[0]) if len(found) else None

    def half_term_span(self, half_term: str) -> tuple[int, int] | None:
        """First and last day number of a half-term that is over; none while it runs or before."""
        whole = [day for day in self.year.register_days if day.half_term == half_term]
        if not self.days or whole[-1].day > self.days[-1].day:
            return None
        numbers = [number for number, day in enumerate(self.days) if day.half_term == half_term]
        return numbers[0], numbers[-1]

    def is_new_rules(self) -> bool:
        """Whether the codes of 19 August 2024 apply."""
        return self.year.days[0].day > date(2024, 8, 18)

    def fill_present(self) -> None:
        """Everyone not otherwise accounted for is here; on a day of snow nobody could be."""
        free = self.is_free
        free[:, 1::2] = False
        self.place(free, "/")
        self.place(self.is_free, "\\")
        snow = "Y4" if self.is_new_rules() else "Y"
        self.codes[self.is_expected & self.is_closed] = NUMBER[snow]
