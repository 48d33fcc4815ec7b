"""Words for what is published to governors: its tables, and figures that are not said."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from dashboard.domain import words
from dashboard.domain.plain_text import sentence_for_markdown

NOT_SAID = "not said"
TOO_SMALL = "not said: fewer than 10 pupils"
WITHHELD = "withheld"
MOVES_APART = "; "  # between the lines of what moved since the version before
YEAR = "Year"

TABLES: Mapping[str, str] = MappingProxyType(
    {
        "governor_headline": "Headline figures",
        "governor_weeks": "Week by week",
        "governor_bands": "How much pupils missed",
        "governor_groups fsm": "Free school meals",
        "governor_groups send_provision": "SEND",
        "governor_groups sex": "Girls and boys",
        "governor_groups year_group": "Year groups",
        "governor_groups fsm_and_send": "FSM with SEND",
        "governor_cme": "Children at risk of missing education",
    }
)


def moved_lines(moved: str) -> list[str]:
    """What moved since the version before, each line an item of a list in markdown."""
    return [f"- {sentence_for_markdown(line)}" for line in moved.split(MOVES_APART)]


def period_name(academic_year: str, term: str) -> str:
    """Autumn term 2025/26, or the whole year 2025/26."""
    return f"Academic year {academic_year}" if term == YEAR else f"{term} term {academic_year}"


def is_known(value: Any) -> bool:
    """Whether a published figure is said at all."""
    return str(value) not in ("None", "nan", "NaT", "<NA>")


def is_exact(count: Any) -> bool:
    """Whether a published count is a number."""
    return isinstance(count, str) and count.isdigit()


def count(value: Any, singular: str = "pupil") -> str:
    """25 pupils, fewer than 5 pupils, or not said."""
    if not is_known(value):
        return NOT_SAID
    return words.count(int(value), singular) if is_exact(value) else f"{value} {singular}s"


def count_and_rate(pupils: Any, rate: Any) -> str:
    """25 pupils (14.2%)."""
    return f"{count(pupils)} ({words.percent(rate)})" if is_known(rate) else count(pupils)


def cell(column: str, value: Any) -> str:
    """A published figure as it is printed in a table."""
    if not is_known(value):
        return NOT_SAID
    if column.endswith("_rate") or column in ("share", "value", "value_before"):
        return words.percent(value)
    if isinstance(value, date):
        return words.day(value)
    return str(value)
