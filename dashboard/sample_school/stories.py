"""Stories placed on real days and given to pupils: their marks, their cases and what was done."""

from dataclasses import dataclass, field
from datetime import date

from dashboard.sample_school.chance import Chance
from dashboard.sample_school.marks import ToldDays
from dashboard.sample_school.pupils import Pupil
from dashboard.sample_school.roll import Roll
from dashboard.sample_school.school_year import SchoolYear
from dashboard.sample_school.story_plans import STORIES, CasePlan, StoryPlan

YOUNG_N_DAYS = 5
PRESENT = "/ \\"
ROOM = 20  # school days on roll before and after a story


@dataclass(slots=True)
class Case:
    """A line of cme_cases.csv with its actions: day, action, by whom, result."""

    case_id: str
    pupil: Pupil
    plan: CasePlan
    opened: date
    la_notified: date | None
    returned: date | None
    closed: date | None
    next_step_due: date | None
    actions: list[tuple[date, str, str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Told:
    """What the stories of a school say."""

    days: ToldDays = field(default_factory=dict)
    cases: list[Case] = field(default_factory=list)
    support: list[tuple[Pupil, date, str]] = field(default_factory=list)


class Storyteller:
    """Finds for each story its days and a pupil who was there."""

    def __init__(self, chance: Chance, years: list[SchoolYear], until: date, roll: Roll) -> None:
        self._chance, self._years, self._roll = chance, years, roll
        held = [(day.day, day.half_term, year) for year in years for day in year.days if day.kind == "school"]
        self._all_days = [day for day, _, _ in held]
        self._half_terms = [(half_term, year.year) for _, half_term, year in held]
        self._many = sum(day <= until for day in self._all_days)
        self._cast: dict[str, Pupil] = {}
        self.told = Told()

    def tell(self) -> Told:
        """All the stories that fit."""
        for plan in STORIES:
            first = self._first_day(plan)
            if first is None:
                continue
            pupil = self._pupil(plan, first)
            if pupil is not None:
                self._cast[plan.name] = pupil
                self._happen(plan, pupil, first)
        self.told.cases.sort(key=lambda case: case.opened)
        for number, case in enumerate(self.told.cases, start=1):
            case.case_id = f"CME-{number:03d}"
        return self.told

    def _first_day(self, plan: StoryPlan) -> int | None:
        """The number of the first day among all school days."""
        if not plan.half_term:
            first = self._many - len(plan.marks)
            return first if first > ROOM else None
        wanted = (plan.half_term, self._years[-1].year - plan.years_back)
        numbers = [number for number, half_term in enumerate(self._half_terms) if half_term == wanted]
        if not numbers:
            return None
        first = numbers[plan.first_day]
        ends = first + max(len(plan.marks), plan.leaves_on or 0, 1)
        return first if ends < self._many else None

    def _pupil(self, plan: StoryPlan, first: int) -> Pupil | None:
        if plan.is_no_show:
            return self._roll.admit_expected(self._years[-1], self._all_days[first])
        if plan.again:
            return self._cast.get(plan.again)
        day = self._all_days[first]
        start = self._all_days[max(0, first - ROOM)]
        end = self._all_days[min(self._many - 1, first + len(plan.marks) + ROOM)]
        year = self._half_terms[first][1]
        cast = {pupil.number for pupil in self._cast.values()}
        options = [
            pupil
            for pupil in self._roll.pupils
            if pupil.is_on_roll(start)
            and pupil.is_on_roll(end)
            and pupil.year_group(year) in plan.year_groups
            and pupil.number not in cast
            and pupil.enrolment_status == "C"
            and not pupil.household.travels
            and pupil.absence_tendency < 1.2
        ]
        preferred = [
            pupil
            for pupil in options
            if (plan.prefers == "fsm" and pupil.fsm_basis_on(day))
            or (plan.prefers == "send" and pupil.send_on(day) != "N")
        ]
        return self._chance.pick(preferred or options) if options else None

    def _happen(self, plan: StoryPlan, pupil: Pupil, first: int) -> None:
        if first > 0 and not plan.is_no_show:
            self._mark(pupil, first - 1, PRESENT)
        for number, mark in enumerate(plan.marks, start=first):
            code = mark
            if mark == "?":
                code = "N" if self._many - 1 - number < YOUNG_N_DAYS else "O"
            self._mark(pupil, number, f"{code} {code}")
        if plan.leaves_to is not None:
            last = first + (plan.leaves_on or len(plan.marks)) - 1
            pupil.leaving_date, pupil.destination = self._all_days[last], plan.leaves_to
        for number in range(first + len(plan.marks), min(first + len(plan.marks) + 3, self._many)):
            self._mark(pupil, number, "O O" if plan.is_no_show else PRESENT)
        if plan.case:
            self._open_case(plan.case, pupil, first)
        for number, action in enumerate(plan.support):
            day = self._day(first, len(plan.marks) + 2 + 4 * number)
            if day:
                self.told.support.append((pupil, day, action))

    def _mark(self, pupil: Pupil, number: int, codes: str) -> None:
        self.told.days.setdefault(self._all_days[number], []).append((pupil.number, codes))

    def _day(self, first: int, day: int | None) -> date | None:
        """The date of a day of the story, if it has come."""
        return self._all_days[first + day - 1] if day is not None and first + day - 1 < self._many else None

    def _open_case(self, plan: CasePlan, pupil: Pupil, first: int) -> None:
        opened = self._day(first, plan.opened)
        if opened is None:
            return
        due = plan.next_step_due
        case = Case(
            case_id="",
            pupil=pupil,
            plan=plan,
            opened=opened,
            la_notified=self._day(first, plan.la_notified),
            returned=self._day(first, plan.returned),
            closed=self._day(first, plan.closed),
            next_step_due=self._all_days[min(first + due - 1, len(self._all_days) - 1)] if due else None,
        )
        case.actions = self._actions(plan, first, case.closed)
        self.told.cases.append(case)

    def _actions(self, plan: CasePlan, first: int, closed: date | None) -> list[tuple[date, str, str, str]]:
        """What was done, in the order in which a school does it."""
        start = plan.opened + plan.first_action
        told = plan.la_notified
        ladder = [
            (start, "phone", "office", "no_answer"),
            (start, "text", "office", "no_answer"),
            (start + 1, "emergency_contact", "attendance_lead", "no_answer"),
            (start + 2, "home_visit", "dsl" if plan.owner == "dsl" else "attendance_lead", "no_answer"),
        ]
        if plan.case_type in ("whereabouts_unknown", "left_destination_unknown"):
            later = (told or start) + 2
            ladder += [
                (later, "sibling_school", "dsl", "none"),
                (later + 2, "social_care", "dsl", "none"),
                (later + 3, "s2s_lost_pupil", "office", "none"),
                (later + 5, "health", "la", "none"),
            ]
        if plan.case_type == "ehe_concern":
            ladder = [
                (start, "meeting", "headteacher", "contacted"),
            ]
        if plan.returned:
            ladder = [step for step in ladder if step[0] < plan.returned]
            ladder += [
                (plan.returned, "meeting", plan.owner, "contacted"),
                (plan.returned + 5, "phone", plan.owner, "contacted"),
            ]
        if told:
            ladder.append((told, "la_check", plan.owner, "referred"))
        if plan.closed and plan.outcome in ("moved_abroad", "new_school_confirmed"):
            ladder.append((plan.closed, "email", "office", "new_information"))
        dated = [(self._day(first, day), action, role, result) for day, action, role, result in ladder]
        return sorted(
            (day, action, role, result)
            for day, action, role, result in dated
            if day is not None and (closed is None or day <= closed)
        )
