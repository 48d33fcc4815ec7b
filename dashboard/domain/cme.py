"""The words of a case: stored as the key, shown as the label. Types of case are CASE_TYPES in words.py."""

from collections.abc import Mapping
from types import MappingProxyType

STAGES: Mapping[str, str] = MappingProxyType(
    {
        "enquiries": "Making enquiries",
        "home_visit": "Home visit",
        "la_notified": "Local authority told",
        "joint_enquiries": "Joint enquiries with the local authority",
        "reintegration": "Back in school, being supported",
        "closed": "Closed",
    }
)

OUTCOMES: Mapping[str, str] = MappingProxyType(
    {
        "returned": "Returned to school",
        "new_school_confirmed": "New school confirmed",
        "ehe": "Educated at home",
        "moved_abroad": "Moved abroad",
        "removed_from_roll": "Removed from roll",
    }
)
OUTCOMES_IN_FILES = ("open", *OUTCOMES)  # a file may also say that there is none yet

ACTIONS: Mapping[str, str] = MappingProxyType(
    {
        "phone": "Phone call",
        "text": "Text message",
        "email": "Email",
        "letter": "Letter",
        "home_visit": "Home visit",
        "emergency_contact": "Emergency contact called",
        "sibling_school": "Sibling's school asked",
        "la_check": "Local authority asked or told",
        "health": "Health service asked",
        "police": "Police asked or told",
        "social_care": "Children's social care asked or told",
        "s2s_lost_pupil": "Lost pupil search (school2school)",
        "meeting": "Meeting",
        "other": "Other",
    }
)

TRIGGERS: Mapping[str, str] = MappingProxyType(
    {
        "policy_unexplained": "Ten school days unexplained",
        "la_return": "Ten school days unauthorised",
        "deletion_20_day": "Twenty school days unauthorised",
        "illness": "Long illness",
        "first_day_contact": "No answer on the first day",
        "no_show": "Expected, did not arrive",
        "leaver_without_destination": "Left with no known destination",
        "parent_letter": "Letter or message from a parent",
        "safeguarding": "Safeguarding worry",
        "other": "Other",
    }
)

RESULTS: Mapping[str, str] = MappingProxyType(
    {
        "contacted": "Contact made",
        "no_answer": "No answer",
        "new_information": "New information",
        "referred": "Referred on",
        "none": "No result yet",
    }
)

ROLES: Mapping[str, str] = MappingProxyType(
    {
        "office": "School office",
        "attendance_lead": "Attendance lead",
        "dsl": "Designated safeguarding lead",
        "headteacher": "Headteacher",
        "class_teacher": "Class teacher",
        "la": "Local authority",
    }
)

SUPPORT_ACTIONS: Mapping[str, str] = MappingProxyType(
    {
        "attendance_letter": "Attendance letter",
        "parent_meeting": "Meeting with parents",
        "attendance_plan": "Attendance plan",
        "breakfast_club": "Breakfast club",
        "mentor": "Mentor or key adult",
        "school_nurse": "School nurse",
        "early_help": "Early help assessment",
        "part_time_timetable": "Part-time timetable, with a review date",
        "other": "Other",
    }
)

NOTICE_STATUSES: Mapping[str, str] = MappingProxyType(
    {"issued": "Issued", "paid": "Paid", "unpaid": "Not paid", "withdrawn": "Withdrawn"}
)


def label(labels: Mapping[str, str], value: object, unknown: str = "not recorded") -> str:
    """The words for a stored value; what an import wrote otherwise is shown as it is."""
    if not isinstance(value, str) or not value:
        return unknown
    return labels.get(value, value)
