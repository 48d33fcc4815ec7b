"""The small tables of the Pupil page: characteristics, clocks, runs, cases, actions; safe for markdown."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from dashboard.components.names import names_are_hidden
from dashboard.domain import words
from dashboard.domain.plain_text import for_markdown

HIDDEN = "hidden with the names"
NOTHING = "–"
CLOCKS = {
    "policy_unexplained": "Unexplained absence (policy)",
    "la_return": "Unauthorised absence (return to the LA)",
    "deletion_20_day": "20-day deletion ground",
    "illness": "Illness",
    "penalty_notice": "Penalty notice",
    "any_reason": "Absent for any reason (policy)",
}
UNITS = {"illness": "school days this year", "penalty_notice": "sessions in ten school weeks"}
KINDS = {
    "cme_action": "CME action",
    "support_action": "Support",
    "penalty_notice": "Penalty notice",
}
TRAITS = {
    "year_group": "Year",
    "class": "Class",
    "send_provision": "SEND",
    "send_need": "Need",
    "fsm": "FSM",
    "pupil_premium": "Pupil premium",
    "eal": "EAL",
    "ethnicity": "Ethnicity",
    "looked_after": "Looked after",
    "social_worker": "Social worker",
    "child_protection_plan": "Child protection",
    "young_carer": "Young carer",
    "service_child": "Service child",
    "mental_health_need": "Mental health",
    "near_threshold": "Near threshold",
}


def characteristics_table(history: pd.DataFrame) -> pd.DataFrame:
    """What was recorded and from when to when; traits nobody recorded are left out."""
    known = [name for name in TRAITS if history[name].notna().any()]
    table = {
        "From": [_day(value) for value in history["valid_from"]],
        "Until": [_day(value) if pd.notna(value) else "now" for value in history["valid_until"]],
    }
    table |= {TRAITS[name]: [trait(name, value) for value in history[name]] for name in known}
    table["Known from"] = [
        _origin(derived, carried)
        for derived, carried in zip(history["is_year_group_derived"], history["is_carried_back"], strict=True)
    ]
    return pd.DataFrame(table)


def trait(name: str, value: Any) -> str:
    """A trait's value as a reader sees it."""
    if value is None or pd.isna(value) or value == "":
        return NOTHING
    if name == "send_provision":
        return words.SEND_PROVISIONS.get(str(value), str(value))
    if name in words.FLAGS:
        return "Yes" if value else "No"
    return for_markdown(value)


def clocks_table(clocks: pd.DataFrame) -> pd.DataFrame:
    """Where each clock stands, and the longest run on it."""
    return pd.DataFrame(
        {
            "Clock": [CLOCKS[rule] for rule in clocks["rule"]],
            "Now": [_clock_now(row) for row in clocks.itertuples()],
            "Longest run": [_longest(row) for row in clocks.itertuples()],
        }
    )


def runs_table(runs: pd.DataFrame) -> pd.DataFrame:
    """Runs of absence, clock by clock."""
    return pd.DataFrame(
        {
            "Clock": [CLOCKS[rule] for rule in runs["rule"]],
            "When": [_when(row) for row in runs.itertuples()],
            "School days": runs["school_days"].astype(str),
            "Fired": [_day(value) for value in runs["trigger_date"]],
        }
    )


def cases_table(cases: pd.DataFrame) -> pd.DataFrame:
    """CME cases; while names are hidden, without what people wrote."""
    return pd.DataFrame(
        {
            "Case": [for_markdown(value) for value in cases["case_id"]],
            "Kind": [words.CASE_TYPES.get(value, for_markdown(value)) for value in cases["case_type"]],
            "Opened": [_day(value) for value in cases["opened_date"]],
            "Stage": [_text(value) for value in cases["stage"]],
            "Next step": _written(cases["next_step"]),
            "Due": [_day(value) for value in cases["next_step_due"]],
            "LA told": [_day(value) for value in cases["la_notified_date"]],
            "Closed": [_closed(row) for row in cases.itertuples()],
            "Outcome": _written(cases["outcome"]),
        }
    )


def actions_table(actions: pd.DataFrame) -> pd.DataFrame:
    """Actions, support and penalty notices; while names are hidden, without what people wrote."""
    return pd.DataFrame(
        {
            "Date": [_day(value) for value in actions["action_date"]],
            "Kind": [_kind(row) for row in actions.itertuples()],
            "What": _written(actions["action"]),
            "By": [_text(value) for value in actions["by_role"]],
            "Result": _written(actions["result"]),
            "Ended": [_day(value) for value in actions["ended_date"]],
        }
    )


def _kind(row: Any) -> str:
    if row.kind == "cme_action":
        return f"{KINDS[row.kind]} ({for_markdown(row.case_id)})"
    if row.kind == "penalty_notice" and pd.notna(row.parent):
        return f"{KINDS[row.kind]}, parent {int(row.parent)}"
    return KINDS[row.kind]


def _clock_now(row: Any) -> str:
    counted = f"{row.counted:g} of {row.threshold} {UNITS.get(row.rule, 'school days in a row')}"
    if row.counted >= row.threshold:
        counted = f"**{counted}: reached**"
    return f"{counted}, since {_day(row.counted_from)}" if pd.notna(row.counted_from) else counted


def _closed(row: Any) -> str:
    if pd.notna(row.closed_date):
        return _day(row.closed_date)
    return f"open, {_days(row.school_days_open)}"


def _when(row: Any) -> str:
    if row.is_open:
        return f"since {_day(row.first_date)}, open"
    return words.date_range(row.first_date, row.last_date)


def _longest(row: Any) -> str:
    if pd.isna(row.longest_run):
        return NOTHING
    return f"{_days(row.longest_run)}, {words.date_range(row.longest_first_date, row.longest_last_date)}"


def _days(number: Any) -> str:
    return words.count(int(number), "school day") if pd.notna(number) else NOTHING


def _origin(is_derived: bool, is_carried: bool) -> str:
    if is_derived:
        return "year worked out, the rest carried back" if is_carried else "year worked out from another list"
    return "carried back from the first list" if is_carried else "pupil list"


def _written(values: Iterable[Any]) -> list[str]:
    """What people wrote may name anybody, so it goes when names do."""
    if names_are_hidden():
        return [HIDDEN if _text(value) != NOTHING else NOTHING for value in values]
    return [_text(value) for value in values]


def _text(value: Any) -> str:
    """What is stored, with its underscores as spaces where it is one of our words."""
    if value is None or pd.isna(value) or value == "":
        return NOTHING
    return for_markdown(str(value).replace("_", " ").capitalize() if str(value).islower() else value)


def _day(value: Any) -> str:
    return NOTHING if value is None or pd.isna(value) else f"{value.day} {value:%b %Y}"
