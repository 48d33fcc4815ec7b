"""CME concerns on a page: one card each, what has been done, and what is due."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.components.names import full_name
from dashboard.domain import cme, words
from dashboard.domain.plain_text import for_markdown


def show_concern(row: pd.Series) -> None:
    """One concern as a card: who, how long open, what is next and whether it is overdue."""
    with st.container(border=True, height="stretch", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"**{concern_pupil(row)}** · {for_markdown(row['case_id'])}", width="content")
            if row["is_overdue"]:
                st.badge("Step overdue", icon=":material/warning:", color="orange")
            if is_known_to_social_care(row):
                st.badge("Same-day DSL", icon=":material/shield_person:", color="red")
        st.markdown("  \n".join(concern_lines(row)))


def concern_lines(row: pd.Series) -> list[str]:
    """What is known of a concern, in lines of markdown."""
    kind = cme.label(words.CASE_TYPES, row["case_type"])
    stage = cme.label(cme.STAGES, row["stage"], "stage not recorded")
    owner = cme.label(cme.ROLES, row["owner_role"], "no owner recorded")
    lines = [f"{for_markdown(kind)} · {for_markdown(stage)} · owner: {for_markdown(owner)}"]
    if pd.isna(row["closed_date"]):
        how_long = words.count(int(row["school_days_open"]), "school day")
        opened = f"Open {how_long}, since {_day(row['opened_date'])}"
        if isinstance(row["trigger"], str) and row["trigger"]:
            opened += f" ({for_markdown(cme.label(cme.TRIGGERS, row['trigger']))})"
        lines += [opened, next_step_line(row)]
    else:
        outcome = cme.label(cme.OUTCOMES, row["outcome"], "no outcome recorded")
        lines.append(
            f"Open from {_day(row['opened_date'])} to {_day(row['closed_date'])}, "
            f"{words.count(int(row['school_days_open']), 'school day')}: {for_markdown(outcome)}"
        )
    lines.append(f"{_la_line(row)} · {_last_action_line(row)}")
    return lines


def next_step_line(row: pd.Series) -> str:
    """The step due next; overdue in words."""
    step = row["next_step"]
    if not isinstance(step, str) or not step:
        return "Next step: **none recorded**"
    line = f"Next step: {for_markdown(cme.label(cme.ACTIONS, step))}"
    if pd.isna(row["next_step_due"]):
        return f"{line}, no date"
    line += f", due {_day(row['next_step_due'])}"
    if not row["is_overdue"]:
        return line
    late = int(row["school_days_overdue"])
    return f"{line}: **overdue by {words.count(late, 'school day')}**" if late else f"{line}: **overdue**"


def concern_pupil(row: pd.Series) -> str:
    """Name and year group of the pupil a concern is about, safe in markdown."""
    return for_markdown(plain_pupil(row))


def plain_pupil(row: pd.Series) -> str:
    """Name and year group as plain text, for a list to choose from."""
    year = row.get("year_group")
    return f"{full_name(row)}, {words.year_group(year)}" if isinstance(year, str) else full_name(row)


def is_known_to_social_care(row: pd.Series) -> bool:
    """Whether a social worker or a child protection plan is recorded."""
    return any(
        not pd.isna(row[flag]) and bool(row[flag]) for flag in ("social_worker", "child_protection_plan")
    )


def show_actions(actions: pd.DataFrame) -> None:
    """What has been done, in order."""
    if actions.empty:
        st.markdown("No action is recorded yet. Add the first below.")
        return
    lines = pd.DataFrame(
        {
            "Date": actions["action_date"].map(_day),
            "School day": actions["school_day"].map(_number),
            "Action": _labels(actions["action"], cme.ACTIONS),
            "By": _labels(actions["by_role"], cme.ROLES),
            "Result": _labels(actions["result"], cme.RESULTS),
        }
    )
    st.table(lines.set_index("Date"), border="horizontal")


def _la_line(row: pd.Series) -> str:
    if pd.isna(row["la_notified_date"]):
        return "Local authority not told"
    line = f"Local authority told {_day(row['la_notified_date'])}"
    has_reference = isinstance(row["la_reference"], str) and row["la_reference"]
    return f"{line} (reference {for_markdown(row['la_reference'])})" if has_reference else line


def _last_action_line(row: pd.Series) -> str:
    if not int(row["actions"]):
        return "no action recorded"
    action = for_markdown(cme.label(cme.ACTIONS, row["last_action"]))
    return f"{words.count(int(row['actions']), 'action')}, last {_day(row['last_action_date'])}: {action}"


def _labels(values: pd.Series, labels: Any) -> pd.Series:
    shown: Callable[[object], str] = lambda value: for_markdown(cme.label(labels, value, "–"))  # noqa: E731
    return values.astype(object).map(shown)


def _number(value: object) -> str:
    return "–" if pd.isna(value) else str(int(value))  # type: ignore[call-overload]


def _day(value: date) -> str:
    return words.day(pd.Timestamp(value).date())
