"""What is true of an invented pupil, and since when."""

from dataclasses import dataclass, field
from datetime import date

YEAR_GROUPS = ("R", "1", "2", "3", "4", "5", "6")


@dataclass(slots=True)
class Household:
    """A family: what its children share."""

    number: int
    surname: str
    community: int
    ethnicity: str
    is_eal: bool
    keeps_eid: bool
    travels: bool
    fsm_from: date | None  # None: never eligible under the criteria before September 2026
    gains_universal_credit_meals: bool
    is_near_threshold: bool
    has_social_worker: bool
    is_service_family: bool
    pupils: list["Pupil"] = field(default_factory=list)


@dataclass(slots=True)
class Pupil:
    """A child on the roll at some time. `cohort` is the academic year of their Reception."""

    number: int
    upn: str
    temporary_upn: str
    temporary_until: date | None
    admission_number: str
    forename: str
    date_of_birth: date
    sex: str
    household: Household
    cohort: int
    form: int
    entry_date: date
    leaving_date: date | None = None
    destination: str = ""
    enrolment_status: str = "C"
    send: list[tuple[date, str]] = field(default_factory=list)  # since when K, since when E
    send_need: str = ""
    has_ever_had_fsm: bool = False
    is_looked_after: bool = False
    has_child_protection_plan: bool = False
    is_young_carer: bool = False
    has_mental_health_need: bool = False
    absence_tendency: float = 0.0  # standing in the school, -2 to 2 for most; carried from year to year
    lateness: float = 1.0  # 1 is the average pupil

    def year_group(self, academic_year: int) -> str:
        """R to 6 in that academic year; a leaver keeps the last one."""
        return YEAR_GROUPS[max(0, min(6, academic_year - self.cohort))]

    def is_on_roll(self, day: date) -> bool:
        """Both the first and the last day count."""
        return self.entry_date <= day and (self.leaving_date is None or day <= self.leaving_date)

    def send_on(self, day: date) -> str:
        """N, K or E as it was on that day."""
        return next((provision for since, provision in reversed(self.send) if since <= day), "N")

    def fsm_basis_on(self, day: date) -> str:
        """By which criteria the pupil has free school meals on that day; blank without them."""
        if self.household.fsm_from is not None and self.household.fsm_from <= day:
            return "pre_2026_criteria"
        if self.household.gains_universal_credit_meals and day >= UNIVERSAL_CREDIT_MEALS_FROM:
            return "universal_credit"
        return ""

    def has_pupil_premium_on(self, day: date) -> bool:
        """Free meals under the criteria before September 2026, now or in the last years, or looked after."""
        return self.fsm_basis_on(day) == "pre_2026_criteria" or self.has_ever_had_fsm or self.is_looked_after


UNIVERSAL_CREDIT_MEALS_FROM = date(2026, 9, 1)
