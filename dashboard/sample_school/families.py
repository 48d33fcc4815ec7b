"""Invented families and what is true of their children, in the proportions of an English primary school."""

from datetime import date, timedelta

from dashboard.sample_school import names
from dashboard.sample_school.chance import Chance
from dashboard.sample_school.pupils import Household, Pupil

HAS_A_SIBLING = 0.36
FSM = 0.225
FSM_LATER = 0.025
NEAR_THRESHOLD = 0.08
SEND_WITH_FSM, SEND_WITHOUT_FSM = 0.38, 0.175
EHC_PLAN = 0.23
NEEDS = ("SLCN",) * 6 + ("SEMH",) * 4 + ("ASD",) * 4 + ("MLD",) * 2 + ("SPLD",) * 3 + ("HI", "PD", "OTH")
NEEDS_WITH_PLAN = ("ASD",) * 5 + ("SLCN",) * 2 + ("SEMH",) * 2 + ("SLD", "PD")


class FamilyBook:
    """Makes one pupil after another, some into families that already have a child at the school."""

    def __init__(self, chance: Chance, start: date) -> None:
        self._chance = chance
        self._start = start
        self._households: list[Household] = []

    def pupil(self, number: int, cohort: int, form: int) -> Pupil:
        """A child of that Reception year, with everything about them but their place on the roll."""
        chance = self._chance
        birthday = date(cohort - 5, 9, 1) + timedelta(days=chance.number(0, 364))
        household = self._family_for(birthday)
        sex = "F" if chance.happens(0.49, to="sex") else "M"
        taken = {sibling.forename for sibling in household.pupils}
        community = names.COMMUNITIES[household.community]
        options = community.girls if sex == "F" else community.boys
        pupil = Pupil(
            number=number,
            upn="",
            temporary_upn="",
            temporary_until=None,
            admission_number="",
            forename=chance.pick([name for name in options if name not in taken] or options),
            date_of_birth=birthday,
            sex=sex,
            household=household,
            cohort=cohort,
            form=form,
            entry_date=self._start,
        )
        household.pupils.append(pupil)
        self._needs(pupil)
        self._circumstances(pupil)
        habits = chance.random.normal(size=2)
        pupil.absence_tendency = float(habits[0])
        pupil.lateness = float(0.62 * 2.7 ** (0.75 * habits[0] + 0.65 * habits[1]))
        return pupil

    def _family_for(self, birthday: date) -> Household:
        chance = self._chance
        if len(self._households) > 10 and chance.happens(HAS_A_SIBLING, to="sibling"):
            for _ in range(12):
                household = chance.pick(self._households)
                gaps = [abs((pupil.date_of_birth - birthday).days) for pupil in household.pupils]
                if len(gaps) < 4 and min(gaps) > 300 and max(gaps) < 3300:
                    return household
        household = self._new_family()
        self._households.append(household)
        return household

    def _new_family(self) -> Household:
        chance = self._chance
        number = len(self._households) + 1
        travels = number == 8
        community = self._community()
        people = names.COMMUNITIES[community]
        fsm_from = None
        if chance.happens(FSM, to="fsm"):
            fsm_from = date(2018, 9, 1)
        elif chance.happens(FSM_LATER, to="fsm later"):
            fsm_from = self._start + timedelta(days=chance.number(60, 1000))
        is_near_threshold = fsm_from is None and chance.happens(NEAR_THRESHOLD, to="near threshold")
        return Household(
            number=number,
            surname=names.TRAVELLING_SURNAME if travels else chance.pick(people.surnames),
            community=community,
            ethnicity=names.TRAVELLING_ETHNICITY if travels else chance.pick(people.ethnicities),
            is_eal=chance.happens(people.eal_share, to=("eal", community)),
            keeps_eid=chance.happens(people.eid_share, to=("eid", community)),
            travels=travels,
            fsm_from=fsm_from,
            gains_universal_credit_meals=is_near_threshold and chance.happens(0.7, to="credit"),
            is_near_threshold=is_near_threshold,
            has_social_worker=chance.happens(
                0.07 if fsm_from else 0.015, to=("social worker", bool(fsm_from))
            ),
            is_service_family=chance.happens(0.01, to="service"),
        )

    def _community(self) -> int:
        for number, community in enumerate(names.COMMUNITIES[1:], start=1):
            if self._chance.happens(community.share, to=("community", number)):
                return number
        return 0

    def _needs(self, pupil: Pupil) -> None:
        """SEN support from entry or from a later September or January; some go on to a plan."""
        chance = self._chance
        has_fsm = pupil.household.fsm_from is not None
        if not chance.happens(SEND_WITH_FSM if has_fsm else SEND_WITHOUT_FSM, to=("send", has_fsm)):
            return
        years_in = 0 if chance.happens(0.55, to="send at entry") else chance.number(0, 4)
        since = date(pupil.cohort + years_in, 9, 1)
        if years_in and chance.happens(0.5, to="send mid-year"):
            since = date(pupil.cohort + years_in + 1, 1, 10)
        pupil.send = [(since, "K")]
        pupil.send_need = chance.pick(NEEDS)
        if chance.happens(EHC_PLAN, to="ehc plan"):
            pupil.send_need = chance.pick(NEEDS_WITH_PLAN)
            if chance.happens(0.4, to="plan at entry"):
                pupil.send = [(since, "E")]
            else:
                pupil.send.append((since + timedelta(days=chance.number(250, 700)), "E"))

    def _circumstances(self, pupil: Pupil) -> None:
        chance = self._chance
        household = pupil.household
        pupil.has_ever_had_fsm = chance.happens(0.03, to="ever fsm")
        pupil.is_looked_after = chance.happens(0.006, to="looked after")
        pupil.has_child_protection_plan = household.has_social_worker and chance.happens(0.2, to="plan")
        pupil.is_young_carer = chance.happens(0.012, to="young carer")
        pupil.has_mental_health_need = chance.happens(0.03, to="mental health")
