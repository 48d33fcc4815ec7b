"""A pupil list as a table: what it shows of each pupil, in words, and nothing else is sent."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.components.escape import for_spreadsheet
from dashboard.domain import words
from dashboard.domain.early import is_early
from dashboard.domain.plain_text import shortened

# Symbol and words, so that colour is never needed. A band reaches up to its upper edge, without it.
BAND_WORDS = {
    "under_3": ("○", "Under 3%"),
    "3_to_5": ("◔", "3% to 5%"),
    "5_to_10": ("◑", "Near, 5% to 10%"),
    "10_to_15": ("◕", "Persistent, 10% to 15%"),
    "15_to_50": ("●", "Persistent, 15% to 50%"),
    "50_plus": ("■", "Severe, 50% or more"),
}
EARLY = "Early, unstable"
WEEKS = 6
SESSIONS_A_WEEK = 10


def listed_name(surname: object, forename: object) -> str:
    """'Surname, Forename' as plain text; 'Pupil 12' while names are hidden."""
    name = ", ".join(part for part in (surname, forename) if isinstance(part, str) and part)
    return name or "In the marks, not in a pupil list"


def band_words(band: object, possible_sessions: int) -> str:
    """The band in words with its symbol, and whether it is too early to lean on it."""
    symbol, text = BAND_WORDS.get(str(band), ("", "–"))
    if is_early(possible_sessions):
        return f"{symbol} {EARLY}: {text.split(', ')[-1]}"
    return f"{symbol} {text}"


def outlook(sessions_left: float, recovery_days: float) -> str:
    """What can still be missed this year before 10%, or what it takes to get back below it."""
    if pd.isna(recovery_days):
        return "Cannot recover this year"
    if recovery_days > 0:
        return f"{words.count(int(recovery_days), 'day')} to recover"
    return f"{words.count(int(sessions_left), 'session')} left"


def who(pupils: pd.DataFrame) -> dict[str, list[str]]:
    """The first columns of any list of pupils: name, year group and class."""
    return {
        "Pupil": [
            table_cell(listed_name(*names))
            for names in zip(pupils["surname"], pupils["forename"], strict=True)
        ],
        "Year": [table_cell(value) for value in pupils["year_group"]],
        "Class": [table_cell(value) for value in pupils["class"]],
    }


def at_risk_table(pupils: pd.DataFrame, weeks: pd.DataFrame) -> pd.DataFrame:
    """What the at-risk list shows, in the order of the query; `weeks` is pupil_recent_weeks."""
    sessions = _last_weeks(weeks)
    return pd.DataFrame(
        {
            **who(pupils),
            "Absence band": [
                band_words(*row) for row in zip(pupils["band"], pupils["possible_sessions"], strict=True)
            ],
            "Missed": [
                f"{absent} of {possible}"
                for absent, possible in zip(
                    pupils["absent_sessions"], pupils["possible_sessions"], strict=True
                )
            ],
            "Absence": 100 * pupils["absence_rate"],
            "Outlook": [
                outlook(*row)
                for row in zip(pupils["sessions_before_persistent"], pupils["recovery_days"], strict=True)
            ],
            "Last 6 weeks": [sessions.get(pupil, [0] * WEEKS) for pupil in pupils["pupil_id"]],
            "SEND": [words.SEND_PROVISIONS.get(value, "Not recorded") for value in pupils["send_provision"]],
            "FSM": [yes_or_no(value) for value in pupils["fsm"]],
        }
    )


def who_columns() -> dict[str, Any]:
    """How they are drawn."""
    column = st.column_config
    return {
        "Pupil": column.TextColumn(width=150, pinned=True),
        "Year": column.TextColumn(width=50),
        "Class": column.TextColumn(width=80),
    }


def at_risk_columns() -> dict[str, Any]:
    """How its columns are drawn."""
    column = st.column_config
    return {
        **who_columns(),
        "Absence band": column.TextColumn(width=180),
        "Missed": column.TextColumn(width=80, help="Sessions missed of possible ones"),
        "Absence": column.NumberColumn(format="%.1f%%", width=75),
        "Outlook": column.TextColumn(
            width=150,
            help="Sessions that can still be missed this academic year without ending it at 10% absence, "
            "or full school days until this year's absence is below 10%",
        ),
        "Last 6 weeks": column.BarChartColumn(
            width=95,
            y_min=0,
            y_max=SESSIONS_A_WEEK,
            help="Sessions missed in each of the last six school weeks",
        ),
        "SEND": column.TextColumn(width=95),
        "FSM": column.TextColumn(width=60),
    }


def table_cell(value: Any) -> str:
    """Text for a cell that a reader may copy or download: nothing in it is a formula."""
    return "" if pd.isna(value) else str(for_spreadsheet(shortened(value)))


def yes_or_no(value: Any) -> str:
    """A flag in words."""
    if value is None or pd.isna(value):
        return "Not recorded"
    return "Yes" if value else "No"


def _last_weeks(weeks: pd.DataFrame) -> dict[int, list[int]]:
    lists: dict[int, list[int]] = {}
    for pupil, ago, absent in zip(
        weeks["pupil_id"], weeks["weeks_ago"], weeks["absent_sessions"], strict=True
    ):
        lists.setdefault(int(pupil), [0] * WEEKS)[WEEKS - 1 - int(ago)] = int(absent)
    return lists
