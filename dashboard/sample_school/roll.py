"""The roll of an invented school: who joins Reception, who comes and goes, who are brothers and sisters."""

from collections import Counter
from datetime import date, timedelta

from dashboard.sample_school.chance import Chance
from dashboard.sample_school.families import FamilyBook
from dashboard.sample_school.pupils import Pupil
from dashboard.sample_school.school_year import SchoolYear
from dashboard.sample_school.upns import temporary_upn, upn

LEAVE_DURING_A_YEAR = 0.035
LEAVE_IN_SUMMER = 0.025
LEAVERS_REPLACED = 0.85
JOINED_LATE_BEFORE = 0.12
NEIGHBOURING_AUTHORITIES = (330, 332, 333, 335, 336, 937)
NEW_SCHOOLS = ("Another school in the area",) * 4 + ("School in another local authority",) * 3 + ("Abroad",)


class Roll:
    """Everyone on the roll of one school from the first September to the last day."""

    def __init__(
        self, chance: Chance, years: list[SchoolYear], until: date, *, size: int, la: int, establishment: int
    ) -> None:
        self.pupils: list[Pupil] = []
        self._serials: Counter[tuple[int, int, int]] = Counter()
        self._chance = chance
        self._until = until
        self._la, self._establishment = la, establishment
        self._forms = max(1, round(size / 7 / 30))
        self._families = FamilyBook(chance, years[0].days[0].day)
        self._fill_first_september(years[0], size)
        for year in years:
            if year is not years[0]:
                self._start_reception(year, self._places[year.year % 7])
            self._come_and_go(year)
            self._end_of_year(year)
        self._give_one_pupil_a_temporary_upn(years)

    def _fill_first_september(self, year: SchoolYear, size: int) -> None:
        self._places = {(year.year - age) % 7: size // 7 + (age < size % 7) for age in range(7)}
        cohorts = [year.year - age for age in range(7) for _ in range(self._places[(year.year - age) % 7])]
        for seat in self._chance.random.permutation(len(cohorts)):
            cohort = cohorts[seat]
            entry = date(cohort, 9, 5)
            if cohort == year.year:
                entry = year.days[0].day
            elif self._chance.happens(JOINED_LATE_BEFORE, to="joined late"):
                entry += timedelta(
                    days=self._chance.number(30, max(31, (year.days[0].day - entry).days - 45))
                )
            self._admit(cohort, entry, came_from_elsewhere=entry.month != 9)

    def _start_reception(self, year: SchoolYear, places: int) -> None:
        for _ in range(places):
            self._admit(year.year, year.days[0].day)

    def _come_and_go(self, year: SchoolYear) -> None:
        """A few leave on a Friday; most places are taken again, often on the first day after Christmas."""
        chance = self._chance
        days = [day.day for day in year.register_days]
        for pupil in self._on_roll(days[0]):
            if not chance.happens(LEAVE_DURING_A_YEAR, to="leaves during a year"):
                continue
            week = chance.number(3, len(days) // 5 - 3)
            pupil.leaving_date = next(day for day in days[week * 5 :] if day.weekday() == 4)
            pupil.destination = chance.pick(NEW_SCHOOLS)
            if chance.happens(LEAVERS_REPLACED, to="place taken again"):
                after_christmas = next(day for day in days if day.year > year.year)
                monday = pupil.leaving_date + timedelta(days=3 + 7 * chance.number(2, 6))
                entry = after_christmas if pupil.leaving_date < after_christmas else monday
                if entry < days[-20]:
                    self._admit(pupil.cohort, entry, came_from_elsewhere=True)

    def _end_of_year(self, year: SchoolYear) -> None:
        chance = self._chance
        for pupil in self._on_roll(year.last_day):
            if pupil.year_group(year.year) == "6":
                pupil.leaving_date, pupil.destination = year.last_day, "Secondary school"
            elif chance.happens(LEAVE_IN_SUMMER, to="leaves in summer"):
                pupil.leaving_date, pupil.destination = year.last_day, chance.pick(NEW_SCHOOLS)
                if chance.happens(LEAVERS_REPLACED, to="place taken again"):
                    september = date(year.year + 1, 9, 1)
                    self._admit(pupil.cohort, september, came_from_elsewhere=True)

    def _admit(self, cohort: int, entry: date, *, came_from_elsewhere: bool = False) -> Pupil | None:
        if entry > self._until:
            return None
        number = len(self.pupils)
        authority, establishment = self._la, self._establishment
        if came_from_elsewhere:
            authority, establishment = self._chance.pick(NEIGHBOURING_AUTHORITIES), 9000 + number % 900
        pupil = self._families.pupil(number, cohort, number % self._forms)
        allocated = (authority, establishment, cohort)
        pupil.upn = upn(*allocated, (self._establishment * 37 + self._serials[allocated]) % 1000)
        self._serials[allocated] += 1
        pupil.admission_number = f"{4100 + number:06d}"
        pupil.entry_date = entry
        self.pupils.append(pupil)
        return pupil

    def admit_expected(self, year: SchoolYear, entry: date) -> Pupil | None:
        """A pupil for Year 2 who is entered on the roll and expected on that day."""
        return self._admit(year.year - 2, entry, came_from_elsewhere=True)

    def place_one_at_two_schools(self, day: date) -> None:
        """One pupil with a plan is registered here (as the main school) and at a special school."""
        for pupil in self.pupils:
            if pupil.is_on_roll(day) and pupil.send_on(pupil.entry_date) == "E":
                pupil.enrolment_status = "M"
                return

    def _on_roll(self, day: date) -> list[Pupil]:
        return [pupil for pupil in self.pupils if pupil.is_on_roll(day)]

    def _give_one_pupil_a_temporary_upn(self, years: list[SchoolYear]) -> None:
        """The first who came from elsewhere after the start; the permanent UPN arrived the next summer."""
        for pupil in self.pupils:
            if pupil.entry_date > years[0].last_day and pupil.entry_date.month == 1:
                pupil.temporary_upn = temporary_upn(
                    self._la, self._establishment, pupil.entry_date.year, pupil.number
                )
                pupil.temporary_until = pupil.entry_date + timedelta(days=100)
                return
