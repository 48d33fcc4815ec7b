"""The small tables of the Pupil page: characteristics, clocks, runs, cases, actions; safe for markdown."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

import pandas as pd

from dashboard.components.names import names_are_hidden
from dashboard.domain import cme, words
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
FLAG_VALUES = {"true": "Yes", "false": "No"}
TRAITS = {
    "year_group": "Year",
    "class": "Class",
    "send_provision": "SEND",
    "send_need": "Need",
    "fsm": "FSM",
    "fsm_basis": "FSM basis",
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
    """What was recorded, from when to when, and where it comes from."""
    return pd.DataFrame(
        {
            "What": [TRAITS[name] for name in history["trait"]],
            "Recorded": [
                trait(name, value) for name, value in zip(history["trait"], history["value"], strict=True)
            ],
            "When": [_while(row) for row in history.itertuples()],
            "Source": [_source(row) for row in history.itertuples()],
        }
    )


def trait(name: str, value: Any) -> str:
    """A stored trait as a reader sees it."""
    if value is None or pd.isna(value) or value == "":
        return "not recorded"
    if name == "year_group":
        return for_markdown(words.year_group(value))
    if name == "send_provision":
        return words.SEND_PROVISIONS.get(value, for_markdown(value))
    return FLAG_VALUES.get(value) or _text(value)


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
            "Stage": [_text(value, cme.STAGES) for value in cases["stage"]],
            "Next step": _written(cases["next_step"], cme.ACTIONS),
            "Due": [_day(value) for value in cases["next_step_due"]],
            "LA told": [_day(value) for value in cases["la_notified_date"]],
            "Closed": [_closed(row) for row in cases.itertuples()],
            "Outcome": _written(cases["outcome"], cme.OUTCOMES),
        }
    )


def actions_table(actions: pd.DataFrame) -> pd.DataFrame:
    """Actions, support and penalty notices; while names are hidden, without what people wrote."""
    return pd.DataFrame(
        {
            "Date": [_day(value) for value in actions["action_date"]],
            "Kind": [_kind(row) for row in actions.itertuples()],
            "What": _written(actions["action"], cme.ACTIONS),
            "By": [_text(value, cme.ROLES) for value in actions["by_role"]],
            "Result": _written(actions["result"], cme.RESULTS),
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


def _while(row: Any) -> str:
    if pd.isna(row.valid_until):
        return f"since {words.day(row.valid_from)}"
    return words.date_range(row.valid_from, row.valid_until)


def _source(row: Any) -> str:
    if pd.isna(row.known_from):
        return "worked out from a list of another time"
    if row.known_from > row.valid_from:
        return f"pupil list, carried back to before {_day(row.known_from)}"
    return "pupil list"


def _written(values: Iterable[Any], known: Mapping[str, str]) -> list[str]:
    """What people wrote may name anybody, so it goes when names do; the words of our own lists stay."""
    hide = names_are_hidden()
    return [
        HIDDEN if hide and value not in known and _text(value) != NOTHING else _text(value, known)
        for value in values
    ]


def _text(value: Any, known: Mapping[str, str] = MappingProxyType({})) -> str:
    """The label of a stored word, or what was written; underscores are only ever ours."""
    if value is None or pd.isna(value) or value == "":
        return NOTHING
    if value in known:
        return known[value]
    text = str(value)
    return for_markdown(text.replace("_", " ").capitalize() if text.islower() and "_" in text else text)


def _day(value: Any) -> str:
    return NOTHING if value is None or pd.isna(value) else f"{value.day} {value:%b %Y}"
