"""Why does this not match the MIS? Persistent absence by our rule and by other tools', and who moves."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.components.fetch import fetch
from dashboard.components.figures import download_buttons, show_figures
from dashboard.components.filters import current_filters, current_period
from dashboard.components.names import without_identifiers
from dashboard.components.page import for_markdown_cohort, nothing_matches, period_sentence
from dashboard.components.pupil_list import who, who_columns
from dashboard.domain import words
from dashboard.domain.early import FEWEST_SESSIONS

RULES = {
    "ours": "Ours, as DfE: 10% or more",
    "below_90": "Attendance below 90%: exactly 10% left out",
    "severe_apart": "Severe apart: 10% to under 50%",
    "without_n": "Without N: no reason yet, no absence",
    "activity_absent": "Educational activity is no attendance",
    "with_reception": "With Reception and nursery",
    "compulsory_age": "Of compulsory school age",
    "current_roll": "Only pupils on roll now",
    "minimum_sessions": f"At least {FEWEST_SESSIONS} possible sessions",
}
SYMPTOMS = {
    "The MIS has one or two pupils fewer": (
        "It may count attendance *below* 90%, as one published Arbor template does. DfE counts 90.0% "
        "attendance, which is exactly 10% absence, as persistent. Compare with **Attendance below 90%**."
        " Some reports also leave severe absentees out of persistent: compare with **Severe apart**. DfE"
        " does neither."
    ),
    "Bromcom's attendance is lower than ours": (
        "Bromcom has an option, *Include Educational Marks in Attendance Calculation*. With it off, "
        "visits, sport and other approved activity are not attendance there. DfE takes them for "
        "attendance. Compare with **Educational activity is no attendance**."
    ),
    "DfE's tool (Monitor your school attendance) has pupils whom the MIS list lacks": (
        "It counts each pupil from admission to the latest session and keeps leavers up to their leaving"
        " date, as ours does. A list of today's pupils has none of them: **Only pupils on roll now** "
        "names who is left out. DfE says itself that its figures differ from the MIS's, most of all in "
        "persistent absence."
    ),
    "The census or DfE's published figures differ": (
        "They count pupils who were 5 to 15 on 31 August, so no normally placed Reception child, as ours "
        "does. Does the MIS count everyone? Compare with **With Reception and nursery** and **Of "
        "compulsory school age**. DfE also leaves out pupils first enrolled in the second half of the "
        "summer term; we do not. Compare like with like: DfE's daily series starts in the second week of "
        "September and shows more persistent absence than the census."
    ),
    "The MIS figure has changed since": (
        "N is replaced by a reason within five school days, and registers are corrected for longer. "
        "Export the marks again and import them: what changed is taken in. Until then, **Without N** "
        "says how much hangs on it: the session stays possible, and is not counted as absence. We know "
        "of no tool that does so."
    ),
    "Early in the year the figures are far apart": (
        f"With few sessions one missed day is 10%. **At least {FEWEST_SESSIONS} possible sessions** "
        "leaves out those who joined late or whose year has just begun. DfE has no such minimum."
    ),
}
MOVED = {"in": "Comes in", "out": "Goes out"}


def show_rules() -> None:
    """Persistent absence by every rule, who moves between ours and another, and what lies behind it."""
    filters = current_filters()
    by_rule = fetch("persistent_absence_by_rule", filters)
    st.header("Why does this not match the MIS?", anchor=False)
    st.caption(
        f"{period_sentence(current_period())} · {for_markdown_cohort()}, unless the rule says otherwise. "
        "In and out: pupils whom the rule adds to ours, or leaves out."
    )
    ours = by_rule.iloc[0]
    if not by_rule["pupils"].sum():
        nothing_matches("No pupil with a possible session matches. Widen the dates or clear a filter.")
        return
    st.table(
        rules_table(by_rule),
        hide_index=True,
        border="horizontal",
        alt="Pupils counted and persistently absent by each rule, and how many move against ours",
    )
    show_figures(by_rule, query_name="persistent_absence_by_rule")
    others = by_rule.iloc[1:]
    moving = dict(zip(others["rule"], others["moved_in"] + others["moved_out"], strict=True))
    rule = st.selectbox(
        "Who moves between our rule and",
        list(moving),
        index=next((place for place, number in enumerate(moving.values()) if number), 0),
        format_func=lambda name: f"{RULES[name]} ({words.count(int(moving[name]), 'pupil')})",
        key="compared_rule",
    )
    show_who_moves(rule, int(ours["persistent_absentees"]))
    st.header("What usually lies behind it", anchor=False)
    for symptom, cause in SYMPTOMS.items():
        with st.expander(symptom):
            st.markdown(cause)


def rules_table(by_rule: pd.DataFrame) -> pd.DataFrame:
    """A line a rule, in words."""
    return pd.DataFrame(
        {
            "Rule": [RULES[name] for name in by_rule["rule"]],
            "Pupils": by_rule["pupils"],
            "Persistent": by_rule["persistent_absentees"],
            "Rate": by_rule["persistent_absence_rate"].map(words.percent),
            "In": by_rule["moved_in"],
            "Out": by_rule["moved_out"],
        }
    )


def show_who_moves(rule: str, our_absentees: int) -> None:
    """The pupils who are persistent by one rule and not by the other, and why."""
    pupils = fetch("pupils_between_rules", current_filters(), rule=rule)
    if pupils.empty:
        st.markdown(
            f"Nobody moves: both rules name the same {words.count(our_absentees, 'pupil')}. If the MIS still "
            "differs, its period or its marks do: choose the same dates, export the marks again, import them."
        )
        return
    known = who(pupils)
    shown = pd.DataFrame(
        {
            "Pupil": known.pop("Pupil"),
            "Why": [why(rule, row) for row in pupils.itertuples()],
            "Ours": [_missed(row, "our") for row in pupils.itertuples()],
            "By that rule": [_missed(row, "rule") for row in pupils.itertuples()],
            "Moves": pupils["moved"].map(MOVED),
            **known,
        }
    )
    st.dataframe(
        shown,
        hide_index=True,
        key="pupils_between_rules_list",
        column_config=who_columns(),
        alt=f"{words.count(len(pupils), 'pupil')} persistently absent by one rule only, and why",
    )
    handed_out = without_identifiers(pupils).assign(why=shown["Why"])
    download_buttons(handed_out, f"pupils_between_ours_and_{rule}", key="pupils_between_rules")
    show_figures(handed_out, query_name="pupils_between_rules", label="All columns and query")


def why(rule: str, row: Any) -> str:
    """Why a pupil of pupils_between_rules moves, in words."""
    absent, possible = int(row.our_absent_sessions), int(row.our_possible_sessions)
    match rule:
        case "below_90":
            return f"exactly 10.0%: {absent} of {possible}"
        case "severe_apart":
            return f"{words.percent(row.our_absence_rate)}: 50% or more is severe"
        case "without_n":
            return f"{int(row.without_reason_sessions)} of {words.count(absent, 'absence')} are N"
        case "activity_absent":
            return f"{words.count(int(row.activity_sessions), 'session')} at an educational activity"
        case "minimum_sessions":
            return f"{words.count(possible, 'possible session')}, fewer than {int(row.fewest_sessions)}"
        case "current_roll" if pd.notna(row.left_date):
            return f"left on {words.day(row.left_date)}"
        case "current_roll":
            return f"not on roll on {words.day(row.as_of)}"
    return _why_by_age(rule, row)


def _why_by_age(rule: str, row: Any) -> str:
    if pd.isna(row.added_from_date):
        return "has sessions below compulsory school age"
    if rule == "compulsory_age":
        return f"of compulsory school age, counted from {words.day(row.added_from_date)}"
    if pd.isna(row.age_on_31_august):
        return "date of birth not recorded, so not in ours"
    return f"{int(row.age_on_31_august)} on 31 August"


def _missed(row: Any, side: str) -> str:
    absent, possible = getattr(row, f"{side}_absent_sessions"), getattr(row, f"{side}_possible_sessions")
    return f"{absent} of {possible} ({words.percent(absent / possible)})" if possible else "not counted"
