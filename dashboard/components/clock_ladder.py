"""The ladder of days 1, 3, 5, 10, 15, 20: who stands on which rung, and what is due there."""

import pandas as pd
import streamlit as st

from dashboard.components.names import full_name
from dashboard.domain import words
from dashboard.domain.ladder import step
from dashboard.domain.plain_text import for_markdown
from dashboard.domain.rungs import RUNGS, Rung

ILLNESS_RUNG = 15
CLOCKS = {
    "policy_unexplained": "unexplained",
    "la_return": "unauthorised",
    "deletion_20_day": "of the 20-day ground",
    "illness": "ill",
}
SHOWN = 8


def show_ladder(steps: pd.DataFrame, illness: pd.DataFrame) -> None:
    """Every rung with its pupils.

    `steps` are the rows of the query steps_due; `illness` those of illness_return, with names, whose fifteen
    days are reached this year.
    """
    with st.grid(columns=3, min_column_width=230):
        for rung in RUNGS:
            with st.container(border=True, height="stretch", gap="xsmall"):
                st.markdown(f"**Day {rung.day} · {rung.title}**")
                st.caption(rung.due)
                st.markdown(_listed(rung_lines(rung, steps, illness)))


def rung_lines(rung: Rung, steps: pd.DataFrame, illness: pd.DataFrame) -> list[str]:
    """A line of markdown for each pupil on the rung: their clocks, and whether a concern is open."""
    clocks: dict[tuple[int, int], list[str]] = {}
    pupils: dict[tuple[int, int], pd.Series] = {}
    here = steps.loc[steps["rung"] == rung.day]
    for _, row in here.sort_values("rule", key=lambda rules: rules.map(list(CLOCKS).index)).iterrows():
        due = step(row["rule"], rung.day)
        if due is None:
            continue
        key = (int(row["school_id"]), int(row["pupil_id"]))
        pupils.setdefault(key, row)
        clocks.setdefault(key, []).append(_clock(row, due))
    if rung.day == ILLNESS_RUNG:
        for _, row in illness.iterrows():
            key = (int(row["school_id"]), int(row["pupil_id"]))
            pupils.setdefault(key, row)
            clocks.setdefault(key, []).append(f"ill {row['school_days_ill']:g} days this year")
    return [
        f"**{pupil_label(pupils[key])}**: {', '.join(found)}{_concern(rung, pupils[key])}"
        for key, found in clocks.items()
    ]


def pupil_label(row: pd.Series) -> str:
    """Name and year group, safe in markdown."""
    year = row.get("year_group")
    where = words.year_group(year) if isinstance(year, str) else "year group unknown"
    return for_markdown(f"{full_name(row)}, {where}")


def _clock(row: pd.Series, due: str) -> str:
    """The day of a clock; for illness with what is due, which the rung itself does not say."""
    day = f"day {int(row['school_days'])} {CLOCKS[row['rule']]}"
    return f"{day} ({due})" if row["rule"] == "illness" else day


def _concern(rung: Rung, row: pd.Series) -> str:
    notes = []
    if rung.day >= 10 and row.get("rule") in ("policy_unexplained", "la_return", "deletion_20_day"):
        notes.append("a concern is open" if row["has_open_case"] else "**no concern is open**")
    if not row.get("is_compulsory_age", True):
        notes.append("below compulsory school age")
    return f" ({', '.join(notes)})" if notes else ""


def _listed(lines: list[str]) -> str:
    if not lines:
        return "Nobody"
    more = [f"and {len(lines) - SHOWN} more, in the table"] if len(lines) > SHOWN else []
    return "\n".join(f"- {line}" for line in [*lines[:SHOWN], *more])
