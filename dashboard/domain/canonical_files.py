"""The files we document and always accept: what each is called, its columns, and one invented row."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

UPN = "E801200126002"  # of no real child


@dataclass(frozen=True)
class CanonicalFile:
    """A kind of file: its name in words, what it is for, and a row to learn from."""

    kind: str
    label: str
    purpose: str
    example: Mapping[str, str]

    @property
    def file_name(self) -> str:
        """pupils.csv."""
        return f"{self.kind}.csv"

    def template(self) -> bytes:
        """The file with its headings and the invented row, as CSV that Excel opens in UTF-8."""
        text = io.StringIO()
        writer = csv.DictWriter(text, list(self.example))
        writer.writeheader()
        writer.writerow(self.example)
        return text.getvalue().encode("utf-8-sig")


FILES = (
    CanonicalFile(
        "pupils",
        "Pupil list",
        "names, dates of birth, classes, SEND, free school meals",
        {
            "upn": UPN,
            "admission_number": "1042",
            "surname": "Example",
            "forename": "Ada",
            "date_of_birth": "2019-02-14",
            "sex": "F",
            "year_group": "3",
            "class": "3B",
            "send_provision": "K",
            "send_need": "SLCN",
            "fsm": "Y",
            "fsm_basis": "",
            "pupil_premium": "Y",
            "eal": "N",
            "ethnicity": "WBRI",
            "looked_after": "N",
            "social_worker": "N",
            "child_protection_plan": "N",
            "young_carer": "N",
            "service_child": "N",
            "mental_health_need": "N",
            "near_threshold": "N",
            "household": "H17",
            "enrolment_status": "C",
            "former_upn": "",
            "entry_date": "2023-09-04",
            "leaving_date": "",
            "destination": "",
        },
    ),
    CanonicalFile(
        "marks",
        "Marks",
        "the register, one line for each pupil and session",
        {"upn": UPN, "date": "2026-09-03", "session": "AM", "mark": "/", "minutes_late": ""},
    ),
    CanonicalFile(
        "calendar",
        "Calendar",
        "school days, INSET days, closures and terms",
        {"date": "2026-09-03", "session": "", "kind": "school", "term": "Autumn"},
    ),
    CanonicalFile(
        "cme_cases",
        "CME concerns",
        "concerns and cases kept elsewhere so far",
        {
            "case_id": "C1",
            "upn": UPN,
            "case_type": "at_risk_on_roll",
            "opened_date": "2026-09-17",
            "trigger": "policy_unexplained",
            "owner_role": "dsl",
            "stage": "enquiries",
            "next_step": "home_visit",
            "next_step_due": "2026-09-21",
            "la_notified_date": "",
            "la_reference": "",
            "closed_date": "",
            "outcome": "",
            "returned_date": "",
        },
    ),
    CanonicalFile(
        "cme_actions",
        "Actions on CME concerns",
        "what was done about them",
        {
            "case_id": "C1",
            "action_date": "2026-09-17",
            "action": "phone",
            "by_role": "office",
            "result": "no_answer",
        },
    ),
    CanonicalFile(
        "support_actions",
        "Support for pupils",
        "what was done to help a pupil attend",
        {
            "upn": UPN,
            "action_date": "2026-09-24",
            "action": "parent_meeting",
            "by_role": "attendance_lead",
            "ended_date": "",
        },
    ),
    CanonicalFile(
        "penalty_notices",
        "Penalty notices",
        "notices issued, by parent",
        {"upn": UPN, "issued_date": "2026-10-12", "parent": "1", "status": "issued"},
    ),
    CanonicalFile(
        "targets",
        "Targets",
        "the school's own targets, as percentages",
        {"academic_year": "2026/27", "measure": "attendance_rate", "target": "96"},
    ),
)

LABELS: Mapping[str, str] = MappingProxyType({file.kind: file.label for file in FILES})

# The columns whose names do not say by themselves what they are.
_FIELD_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "upn": "UPN (unique pupil number)",
        "system_number": "Number that only the system uses (student id)",
        "former_upn": "Former UPN",
        "full_name": "Full name in one column",
        "send_provision": "SEND provision (N, K, E)",
        "send_need": "SEND need",
        "fsm": "Free school meals",
        "fsm_basis": "Why free school meals",
        "eal": "English as an additional language",
        "mark": "Mark (attendance code)",
        "am_mark": "Morning mark (AM)",
        "pm_mark": "Afternoon mark (PM)",
        "session": "Session (AM or PM)",
        "la_notified_date": "Local authority notified, date",
        "la_reference": "Local authority reference",
    }
)


def field_label(field: str) -> str:
    """A column of ours in plain words."""
    return _FIELD_LABELS.get(field) or field.replace("_", " ").capitalize()


DAY_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "school": "School day",
        "inset": "INSET day",
        "holiday": "Holiday",
        "closure": "Closed (snow, election, damage)",
    }
)
