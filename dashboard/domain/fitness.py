"""Is a register fit for a review? The answer of the query data_health in words."""

from collections.abc import Callable, Hashable, Mapping
from types import MappingProxyType
from typing import Any

from dashboard.domain import words

Health = Mapping[Hashable, Any]
NONE = "none"

# What a measure of data_health found, as a clause after "because".
FOUND: Mapping[str, Callable[[Health], str]] = MappingProxyType(
    {
        "no_marks": lambda _: "there are no marks in this period",
        "missing_share": lambda health: (
            f"{_are(health['missing_marks'], 'mark')} missing "
            f"({words.percent(health['missing_share'])} of those due)"
        ),
        "stale_n_marks": lambda health: (
            f"{_have(health['stale_n_marks'], 'mark')} been N for more than five school days"
        ),
        "calendar_hole_days": lambda health: (
            f"calendar and marks disagree on {words.count(int(health['calendar_hole_days']), 'day')}"
        ),
        "undescribed_pupils": lambda health: (
            f"{_are(health['undescribed_pupils'], 'pupil')} in the marks and in no pupil list"
        ),
        "pupils_without_marks": lambda health: (
            f"{_have(health['pupils_without_marks'], 'pupil')} no mark, though on roll"
        ),
        "school_days_behind": lambda health: (
            f"the register ends {words.count(int(health['school_days_behind']), 'school day')} back"
        ),
    }
)

# Where on the Data page it is mended, and how.
MENDED: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "no_marks": ("Import", "Choose another period, or import its marks."),
        "missing_share": ("Marks to chase", "Ask the classes, mark them in your own system, import again."),
        "stale_n_marks": ("Marks to chase", "Find the reasons, or put O where there is none."),
        "calendar_hole_days": ("Calendar", "Add or correct the days, or import a calendar."),
        "undescribed_pupils": ("Import", "Import a pupil list that has them."),
        "pupils_without_marks": ("Import", "Import their marks, or a pupil list with their leaving dates."),
        "school_days_behind": ("Import", "Import the newest marks."),
    }
)


def reasons(health: Health) -> list[str]:
    """The measures above their limit."""
    return [measure for measure in health["reasons"].split(",") if measure]


def fitness_sentence(health: Health) -> str:
    """Fit for a review: no, because 8 marks have been N for more than five school days."""
    if health["is_fit"]:
        return "**Fit for a review: yes.** Nothing is above the school's limits."
    clauses = [FOUND[measure](health) for measure in reasons(health)]
    return f"**Fit for a review: no**, because {'; '.join(clauses)}."


def places_to_mend(health: Health) -> list[str]:
    """The tabs of the Data page on which the reasons are mended, each once."""
    return list(dict.fromkeys(MENDED[measure][0] for measure in reasons(health)))


def check_line(health: Health, measure: str, label: str) -> str:
    """One check in words: what was found, the most that is fit, and what to do if it is above."""
    found, most = amount(measure, health[measure]), amount(measure, health[f"{measure}_limit"])
    allowed = "none allowed" if most == NONE else f"at most {most}"
    told = found if found == most == NONE else f"{found} ({allowed})"
    if measure not in reasons(health):
        return f"✔ **{label}**: {told}"
    place, how = MENDED[measure]
    return f"✘ **{label}**: {told}. {how} See {place}."


def amount(measure: str, value: float | None) -> str:
    """A value of a measure, or a limit of it: 0.1%, 8, none."""
    if not value:
        return NONE
    if measure.endswith("_share"):
        return f"{100 * value:.1f}".removesuffix(".0") + "%"
    return f"{value:,.0f}"


def _are(number: Any, what: str) -> str:
    return f"{words.count(int(number), what)} {'is' if number == 1 else 'are'}"


def _have(number: Any, what: str) -> str:
    return f"{words.count(int(number), what)} {'has' if number == 1 else 'have'}"
