"""Words shown on screen for what is stored: one place, so that a page, a chart and a pack say the same."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

WEEKDAYS: Mapping[int, str] = MappingProxyType(
    {1: "Monday", 2: "Tuesday", 3: "Wednesday", 4: "Thursday", 5: "Friday", 6: "Saturday", 7: "Sunday"}
)

SEND_PROVISIONS: Mapping[str, str] = MappingProxyType({"N": "No SEND", "K": "SEN support", "E": "EHC plan"})
SEXES: Mapping[str, str] = MappingProxyType({"F": "Girls", "M": "Boys"})

BANDS: Mapping[str, str] = MappingProxyType(
    {
        "under_3": "Under 3%",
        "3_to_5": "3% to under 5%",
        "5_to_10": "5% to under 10%",
        "10_to_15": "10% to under 15%",
        "15_to_50": "15% to under 50%",
        "50_plus": "50% or more",
    }
)

AGE_COHORTS: Mapping[str, str] = MappingProxyType(
    {
        "statistical": "pupils aged 5 to 15 on 31 August",
        "compulsory": "pupils of compulsory school age on the day",
        "all": "pupils of every age",
    }
)
ROLLS: Mapping[str, str] = MappingProxyType(
    {"ever": "everyone on roll in the period", "current": "pupils on roll now"}
)

FLAGS: Mapping[str, str] = MappingProxyType(
    {
        "fsm": "Free school meals",
        "pupil_premium": "Pupil premium",
        "eal": "English as an additional language",
        "looked_after": "Looked after",
        "social_worker": "Has a social worker",
        "child_protection_plan": "Child protection plan",
        "young_carer": "Young carer",
        "service_child": "Service child",
        "mental_health_need": "Mental-health need",
        "near_threshold": "Near a threshold",
    }
)

RULES: Mapping[str, str] = MappingProxyType(
    {
        "policy_unexplained": "unexplained absence",
        "la_return": "unauthorised absence",
        "deletion_20_day": "20-day deletion ground",
        "illness": "illness",
        "any_reason": "absence for any reason",
    }
)

CASE_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "at_risk_on_roll": "On roll, at risk of CME",
        "whereabouts_unknown": "Whereabouts unknown",
        "no_show": "Expected, never arrived",
        "left_destination_unknown": "Left, destination unknown",
        "ehe_concern": "Home education concern",
    }
)

REASONS: Mapping[str, str] = MappingProxyType(
    {
        "C": "Other authorised",
        "C1": "Performance or work abroad",
        "C2": "Part-time timetable",
        "E": "Suspended or excluded",
        "G": "Holiday, not agreed",
        "H": "Holiday, agreed",
        "F": "Extended holiday, agreed",
        "I": "Illness",
        "J": "Interview",
        "J1": "Interview",
        "M": "Medical or dental",
        "N": "No reason yet",
        "O": "Other unauthorised",
        "R": "Religious observance",
        "S": "Study leave",
        "T": "Mobile child",
        "U": "Late after close",
    }
)

OTHER_CODES: Mapping[str, str] = MappingProxyType(
    {
        "/": "Present in the morning",
        "\\": "Present in the afternoon",
        "L": "Late",
        "B": "Off-site activity",
        "D": "At the other school",
        "K": "Provision by the local authority",
        "P": "Sporting activity",
        "Q": "No access arrangements",
        "V": "Educational visit",
        "W": "Work experience",
        "X": "Not required yet",
        "#": "Closed",
    }
)

# Headings of figures as a table. What is not here is its own name with spaces.
COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "absence_rate": "Absence",
        "absent_sessions": "Sessions absent",
        "attendance_code": "Code",
        "attendance_rate": "Attendance",
        "attended_sessions": "Sessions attended",
        "authorised_rate": "Authorised absence",
        "authorised_sessions": "Sessions authorised",
        "band": "Band",
        "band_label": "Sessions missed",
        "dimension_label": "Grouped by",
        "fsm": "FSM",
        "group_label": "Group",
        "is_compulsory_age": "Compulsory age",
        "late_sessions": "Late sessions",
        "national_rate": "England",
        "open_at_end": "Open at end of term",
        "persistent_absence_rate": "Persistent absence",
        "persistent_absentees": "Persistently absent",
        "possible_sessions": "Possible sessions",
        "send_provision": "SEND",
        "severe_absence_rate": "Severe absence",
        "severe_absentees": "Severely absent",
        "unauthorised_rate": "Unauthorised absence",
        "unauthorised_sessions": "Sessions unauthorised",
        "upn": "UPN",
        "week_commencing": "Week of",
    }
)


def year_group(value: str) -> str:
    """'R' as Reception, 'N1' as Nursery 1, '3' as Year 3."""
    if value == "R":
        return "Reception"
    if value.startswith("N"):
        return f"Nursery {value[1:]}"
    return f"Year {value}" if value.isdigit() else "Year group unknown"


def code_name(code: str, meaning: str) -> str:
    """A code in a few words: 'Illness' for I; one without short words is as its description says."""
    return REASONS.get(code) or OTHER_CODES.get(code) or meaning


def column(name: str) -> str:
    """The heading of a column in a table of figures."""
    return COLUMNS.get(name) or name.replace("_", " ").capitalize()


def academic_year(year: int | str) -> str:
    """2025 as 2025/26; already written so, it stays."""
    first = int(str(year)[:4])
    return f"{first}/{(first + 1) % 100:02d}"


def day(value: date) -> str:
    """A date as it is written in a sentence: 3 September 2026."""
    return f"{value.day} {value:%B %Y}"


def weekday_and_day(value: date) -> str:
    """Friday 20 November 2026."""
    return f"{value:%A} {day(value)}"


def date_range(first: date, last: date) -> str:
    """2 September to 20 November 2026; the year twice only where it changes."""
    if first.year == last.year:
        return f"{first.day} {first:%B} to {day(last)}"
    return f"{day(first)} to {day(last)}"


def count(number: int, singular: str, plural: str | None = None) -> str:
    """1 pupil, 2 pupils, 1,204 sessions."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def listed(items: list[str]) -> str:
    """A, B and C."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def percent(rate: float | None, places: int = 1) -> str:
    """0.0532 as 5.3%; nothing known as a dash."""
    if rate is None or rate != rate:
        return "–"
    return f"{100 * rate:.{places}f}%"


def points(change: float) -> str:
    """A difference between two rates: 0.3 points, with neither plus nor minus."""
    size = abs(round(100 * change, 1))
    return f"{size:.1f} {'point' if size == 1 else 'points'}"
