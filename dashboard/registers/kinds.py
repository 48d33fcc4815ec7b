"""The kinds of file we take: their columns, and every heading under which a column is known.

The canonical name of a column comes first unless it stands among the others; of two columns for one field
the name further left wins.
"""

from collections.abc import Mapping
from dataclasses import dataclass

Aliases = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, eq=False)
class Kind:
    """A canonical file: every field with its headings, and what a row cannot be without."""

    name: str
    fields: Aliases
    needs: tuple[tuple[str, ...], ...]
    at_least_one_of: tuple[str, ...] = ()

    def is_met_by(self, fields: Mapping[str, int]) -> bool:
        """Whether columns for these fields are enough."""
        has_needs = all(any(field in fields for field in choice) for choice in self.needs)
        return has_needs and (
            not self.at_least_one_of or any(field in fields for field in self.at_least_one_of)
        )

    def missing(self, fields: Mapping[str, int]) -> list[str]:
        """What is not among the columns, in words."""
        return [" or ".join(choice) for choice in self.needs if not any(field in fields for field in choice)]


PUPIL = ("upn", "admission_number")
PUPIL_COLUMNS: Aliases = {
    "upn": ("unique pupil number", "pupil upn", "student upn"),
    "admission_number": (
        *("adno", "ad no", "adm no", "admission no", "pupil admission number", "learner code", "pan"),
        *("roll number", "mis id", "student id", "student unique id", "pupil id", "school student id"),
        *("learner id", "person id", "source id", "id"),
    ),
}
# Numbers that a system gives itself: they stand in for the admission number where there is none.
SYSTEM_NUMBERS = frozenset(PUPIL_COLUMNS["admission_number"][8:])

SESSION_ALIASES = ("session name", "period", "am pm", "am/pm", "session type")
DATE_ALIASES = (
    "date",
    "session date",
    "attendance date",
    "mark date",
    "register date",
    "record date",
    "event date",
)

_OF_PUPILS: Aliases = {
    **PUPIL_COLUMNS,
    "system_number": (),
    "former_upn": ("previous upn", "old upn"),
    "surname": (
        *("legal surname", "legal last name", "last name", "family name", "preferred surname"),
        *("student surname", "pupil surname"),
    ),
    "forename": (
        *("legal forename", "legal first name", "first name", "given name"),
        *("preferred forename", "preferred first name", "student forename", "pupil forename"),
    ),
    "full_name": (
        *("surname forename", "surname, forename", "pupil name", "student name", "name", "student"),
        *("pupil", "learner"),
    ),
    "date_of_birth": ("dob", "birth date", "d o b"),
    "sex": ("gender", "legal sex"),
    "year_group": (
        *("nc year", "nc year actual", "nc year group", "actual nc year", "current nc year"),
        *("year group", "current year group", "current curriculum grade name", "year", "yr"),
        *("year code", "year taught in"),
    ),
    "class": (
        *("reg", "reg group", "reg form", "registration group", "registration form"),
        *("current registration group", "tutor group", "last tutor group", "form", "class name"),
    ),
    "send_provision": (
        *("sen", "send", "sen status", "send status", "sen provision", "current sen status"),
        *("sen status code", "provision", "provision type code", "sen category", "sen stage"),
        *("sen type of provision", "sen provision details provision type code"),
    ),
    "send_need": ("sen need", "sen need 1", "sen type", "primary need", "sen needs"),
    "fsm": (
        *("has fsm", "fsm eligible", "free school meals", "free meals", "free meal"),
        *("eligible for free meals", "eligible for free school meals", "fsme", "fsme on census day"),
        *("is fsm", "current fsm"),
    ),
    "fsm_start": ("fsm start date", "last fsm start"),
    "fsm_end": ("fsm end date",),
    "fsm_basis": ("basis of fsm", "fsm reason"),
    "pupil_premium": (
        *("pupil premium indicator", "pupil premium recipient", "premium pupil indicator", "pp"),
        "is pp",
    ),
    "eal": ("english as additional language", "english as an additional language", "is eal"),
    "first_language": ("language", "home language"),
    "ethnicity": ("ethnicity code", "ethnicity description", "ethnic group"),
    "looked_after": ("in care", "lac", "is lac", "in lea care", "in la care"),
    "social_worker": ("has social worker", "has a social worker", "child in need", "cin"),
    "child_protection_plan": ("child protection", "cp plan", "cpp", "on a child protection plan"),
    "young_carer": ("is young carer",),
    "service_child": ("service children indicator", "service children", "is service child"),
    "mental_health_need": ("mental health", "mental health needs"),
    "near_threshold": ("near fsm threshold",),
    "household": ("household id", "family", "family id"),
    "enrolment_status": ("enrollment status", "enrol status", "enrolement status"),
    "entry_date": (
        *("date of entry", "doa", "admission date", "date of admission", "start date"),
        *("enrolment start", "on roll from"),
    ),
    "leaving_date": (
        *("date of leaving", "dol", "end date", "unenrolment date", "leaving", "on roll until"),
    ),
    "destination": ("destination school", "next school"),
}
PUPILS = Kind(
    "pupils",
    _OF_PUPILS,
    needs=(PUPIL,),
    at_least_one_of=tuple(name for name in _OF_PUPILS if name not in {*PUPIL_COLUMNS, "system_number"}),
)

MARKS = Kind(
    "marks",
    {
        **PUPIL_COLUMNS,
        "date": DATE_ALIASES[1:],
        "session": SESSION_ALIASES,
        "mark": (
            *("raw mark", "mark code", "attendance mark", "attendance code", "code", "session mark"),
            "roll call mark",
        ),
        "am_mark": ("am", "morning", "am code"),
        "pm_mark": ("pm", "afternoon", "pm code"),
        "minutes_late": ("mins late",),
    },
    needs=(PUPIL, ("date",), ("session", "am_mark"), ("mark", "am_mark")),
)

CALENDAR = Kind(
    "calendar",
    {
        "date": ("calendar date", "session date", "day"),
        "session": SESSION_ALIASES,
        "kind": ("type", "day type", "kind of day"),
        "term": ("term name", "half term"),
    },
    needs=(("date",),),
)

CME_CASES = Kind(
    "cme_cases",
    {
        "case_id": ("case", "case number", "case no", "case reference"),
        **PUPIL_COLUMNS,
        "case_type": ("type", "type of case"),
        "opened_date": ("date opened", "opened", "referral date", "date of referral", "date reported"),
        "trigger": ("trigger reason",),
        "owner_role": ("owner", "role"),
        "stage": (),
        "next_step": (),
        "next_step_due": ("next step date", "due"),
        "la_notified_date": (
            *("la notified", "date referred to la", "cme referral date", "date reported to la"),
            "date la notified",
        ),
        "la_reference": ("la ref",),
        "closed_date": ("date closed", "closed"),
        "outcome": ("result", "closure reason", "status"),
        "returned_date": ("date returned", "returned"),
    },
    needs=(("case_id",), PUPIL, ("case_type",), ("opened_date",)),
)

CME_ACTIONS = Kind(
    "cme_actions",
    {
        "case_id": ("case", "case number", "case no", "case reference"),
        "action_date": ("date", "date of action"),
        "action": ("action type", "enquiry", "step"),
        "by_role": ("by", "done by", "role"),
        "result": ("outcome",),
    },
    needs=(("case_id",), ("action_date",), ("action",)),
)

SUPPORT_ACTIONS = Kind(
    "support_actions",
    {
        **PUPIL_COLUMNS,
        "action_date": ("date", "date of action"),
        "action": ("action type", "support", "step"),
        "by_role": ("by", "done by", "role"),
        "ended_date": ("date ended", "ended", "end date"),
    },
    needs=(PUPIL, ("action_date",), ("action",)),
)

PENALTY_NOTICES = Kind(
    "penalty_notices",
    {
        **PUPIL_COLUMNS,
        "issued_date": ("date issued", "issued", "notice date"),
        "parent": ("parent number",),
        "status": ("outcome",),
    },
    needs=(PUPIL, ("issued_date",)),
)

TARGETS = Kind(
    "targets",
    {"academic_year": ("year",), "measure": ("indicator",), "target": ("target percentage", "target %")},
    needs=(("academic_year",), ("measure",), ("target",)),
)

# What another system adds up itself: laid beside our own totals, never taken in as marks.
REPORTED_TOTALS = Kind(
    "reported_totals",
    {
        **PUPIL_COLUMNS,
        "possible": (
            *("sessions possible", "possible count", "possible marks", "possible sessions"),
            "termly sessions possible",
        ),
        "attended": (
            *("sessions attended", "attended sessions", "present and educational activity count"),
            *("sessions present", "present count"),
        ),
        "absent": (
            *("sessions absent", "absent sessions", "absence sessions", "absences", "total absences"),
            *("total absence", "absent count"),
        ),
        "authorised": (
            *("sessions authorised", "authorised count", "auth", "authorised absence sessions"),
            *("termly sessions authorised", "authorised sessions", "authorised absences"),
        ),
        "unauthorised": (
            *("sessions unauthorised", "unauthorised count", "un authorised count", "unauth"),
            *("unauthorised absence sessions", "termly sessions unauthorised", "unauthorised sessions"),
            "unauthorised absences",
        ),
        "rate": (
            *("attendance %", "% attendance", "overall attendance", "% attend", "attendance", "attended %"),
            *("attendance percentage", "present %"),
        ),
        "code": ("attendance code",),
        "count": ("sessions",),
        "week": ("week commencing", "week beginning", "w/c", "w/b"),
        "from_date": ("start date", "from", "week start date"),
        "until_date": ("end date", "to", "until", "week end date"),
    },
    needs=(PUPIL,),
    at_least_one_of=("possible", "attended", "authorised", "unauthorised", "rate", "code"),
)

# In the order in which a file's columns are held against them: the most particular first.
KINDS: tuple[Kind, ...] = (
    TARGETS, CME_CASES, CME_ACTIONS, PENALTY_NOTICES, SUPPORT_ACTIONS, MARKS, CALENDAR, PUPILS,
)  # fmt: skip

# In the order in which files of one run are taken in, whatever order they were named in.
LOAD_ORDER = (
    "pupils",
    "calendar",
    "marks",
    "cme_cases",
    "cme_actions",
    "support_actions",
    "penalty_notices",
    "targets",
)


def kind_named(name: str) -> Kind | None:
    """The kind of that name."""
    return next((kind for kind in KINDS if kind.name == name), None)
