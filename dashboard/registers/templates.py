"""Templates of the canonical files: every column, and one invented row."""

import csv
import io

from dashboard.errors import UsageError

UPN = "U502400200093"
TEMPLATES: dict[str, dict[str, str]] = {
    "pupils": {
        "upn": UPN,
        "admission_number": "001234",
        "surname": "Example",
        "forename": "Ada",
        "date_of_birth": "2017-05-14",
        "sex": "F",
        "year_group": "3",
        "class": "3A",
        "send_provision": "K",
        "send_need": "SLCN",
        "fsm": "Y",
        "fsm_basis": "Universal Credit",
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
        "household": "H1",
        "enrolment_status": "C",
        "former_upn": "",
        "entry_date": "2021-09-06",
        "leaving_date": "",
        "destination": "",
    },
    "marks": {"upn": UPN, "date": "2025-09-03", "session": "AM", "mark": "L", "minutes_late": "10"},
    "calendar": {"date": "2025-09-03", "session": "", "kind": "school", "term": "Autumn"},
    "cme_cases": {
        "case_id": "2025-01",
        "upn": UPN,
        "case_type": "at_risk_on_roll",
        "opened_date": "2025-10-06",
        "trigger": "policy_unexplained",
        "owner_role": "DSL",
        "stage": "enquiries",
        "next_step": "home visit",
        "next_step_due": "2025-10-10",
        "la_notified_date": "2025-10-08",
        "la_reference": "",
        "closed_date": "",
        "outcome": "",
        "returned_date": "",
    },
    "cme_actions": {
        "case_id": "2025-01",
        "action_date": "2025-10-06",
        "action": "phone",
        "by_role": "office",
        "result": "no_answer",
    },
    "support_actions": {
        "upn": UPN,
        "action_date": "2025-10-13",
        "action": "meeting with parents",
        "by_role": "attendance lead",
        "ended_date": "",
    },
    "penalty_notices": {"upn": UPN, "issued_date": "2025-11-03", "parent": "1", "status": "issued"},
    "targets": {"academic_year": "2025/26", "measure": "absence_rate", "target": "5.0"},
}


def template_csv(kind: str) -> str:
    """The template of a kind, as the text of a CSV file."""
    if kind not in TEMPLATES:
        raise UsageError(f"There is no template {kind!r}: there is one for each of {', '.join(TEMPLATES)}.")
    text = io.StringIO()
    writer = csv.DictWriter(text, TEMPLATES[kind], lineterminator="\r\n")
    writer.writeheader()
    writer.writerow(TEMPLATES[kind])
    return text.getvalue()
