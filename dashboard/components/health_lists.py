"""What in the register wants mending, list by list; each is fetched when it is opened."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.components.fetch import fetch
from dashboard.components.figures import show_figures
from dashboard.components.filters import Filters
from dashboard.components.names import without_identifiers
from dashboard.components.pupil_list import listed_name
from dashboard.components.pupil_tables import TRAITS
from dashboard.components.stored_data import moment, short_day
from dashboard.domain import words
from dashboard.domain.fitness import Health
from dashboard.domain.plain_text import for_markdown

LINES_SHOWN = 20
AGES = {
    "0_to_1": "Today or yesterday",
    "2_to_5": "2 to 5 school days",
    "6_to_10": "6 to 10 school days",
    "11_to_20": "11 to 20 school days",
    "over_20": "More than 20 school days",
}
HOLES = {
    "no_calendar": "Marks, and in no calendar",
    "closed_with_marks": "Marks on a closed day",
    "listed_without_marks": "A school day without a mark",
    "not_listed": "A weekday within a school week, not listed",
}
FAULTS = {"not_described": "In the marks only", "no_marks": "In the list only"}
MISDATED = {"retired": "Retired", "early": "Not yet in force"}
OWN_TRAITS = {"date_of_birth": "Date of birth", "sex": "Sex"}

OfSchool = dict[str, Any]


def show_details(school: Health, filters: Filters, of_school: OfSchool) -> None:
    """A line for each kind of fault with its count; what is behind it opens on demand."""
    unmatched = int(school["undescribed_pupils"] + school["pupils_without_marks"])
    misdated = int(school["retired_code_marks"] + school["early_code_marks"])
    sections: list[tuple[str, str, Callable[[Filters, OfSchool], None]]] = [
        (f"Missing marks and N: {_found(school)}", "health_ages", _ages),
        (
            f"Calendar: {words.count(int(school['calendar_hole_days']), 'day')} to look at",
            "health_holes",
            _holes,
        ),
        (f"Pupils in one file only: {unmatched}", "health_unmatched", _unmatched),
        ("Characteristics not recorded", "health_traits", _traits),
        (f"Codes out of their time: {words.count(misdated, 'mark')}", "health_codes", _codes),
        ("Marks that a later import changed", "health_changes", _changes),
    ]
    for label, key, draw in sections:
        section = st.expander(label, key=key, on_change="rerun")
        if section.open:
            with section:
                draw(filters, of_school)


def _found(school: Health) -> str:
    return f"{int(school['missing_marks']):,} missing, {int(school['n_marks']):,} still N"


def _ages(filters: Filters, of_school: OfSchool) -> None:
    ages = fetch("marks_to_chase_by_age", filters, **of_school)
    if ages.empty:
        st.markdown("Every mark is there, and none is N.")
        return
    _table(
        {
            "School days since": ages["age_band"].map(AGES),
            "Missing": ages["missing_marks"].map("{:,}".format),
            "N": ages["n_marks"].map("{:,}".format),
        }
    )
    st.markdown(
        "An N older than five school days is too old. The lists by class are under **Marks to chase**."
    )
    show_figures(ages, query_name="marks_to_chase_by_age")


def _holes(filters: Filters, of_school: OfSchool) -> None:
    holes = fetch("calendar_holes", filters, **of_school)
    if holes.empty:
        st.markdown("Calendar and marks agree on every day of the period.")
        return
    shown = holes.head(LINES_SHOWN)
    _table(
        {
            "Day": [f"{day:%a} {short_day(day)}" for day in shown["session_date"]],
            "What": [
                f"{HOLES[hole]} ({sessions})"
                for hole, sessions in zip(shown["hole"], shown["sessions"], strict=True)
            ],
            "Marks": shown["marks"].map("{:,}".format),
        }
    )
    _more(holes)
    st.markdown("Marks on a closed day are kept and do not count. Put the day right under **Calendar**.")
    show_figures(holes, query_name="calendar_holes")


def _unmatched(filters: Filters, of_school: OfSchool) -> None:
    pupils = fetch("pupils_unmatched", filters, **of_school)
    if pupils.empty:
        st.markdown("Every pupil in the marks is in a pupil list, and every pupil on roll has marks.")
        return
    shown = pupils.head(LINES_SHOWN)
    _table(
        {
            "Pupil": _names(shown),
            "What": shown["fault"].map(FAULTS),
            "Marks": shown["marks"].map("{:,}".format),
            "Last mark": shown["last_mark_date"].map(short_day),
        }
    )
    _more(pupils)
    st.markdown(
        "In the marks only: counted in the whole school and in no group, until a pupil list has them. In the "
        "list only: on roll on a school day of the period, and no mark in all of it."
    )
    show_figures(pupils, query_name="pupils_unmatched")


def _traits(filters: Filters, of_school: OfSchool) -> None:
    traits = fetch("traits_missing", filters, **of_school)
    if traits.empty:
        st.markdown("No pupil was on roll at the end of the period.")
        return
    _table(
        {
            "What": traits["trait"].map(OWN_TRAITS | TRAITS),
            "Not recorded": [
                f"{unknown:,} of {pupils:,}"
                for unknown, pupils in zip(traits["unknown"], traits["pupils"], strict=True)
            ],
            "Carried back": traits["carried_back"].map("{:,}".format),
        }
    )
    st.markdown(
        "Of the pupils on roll at the end of the period. Carried back: known now, but for the first day of "
        "the period taken from a list of another time. A pupil of whom a thing is not recorded counts in the "
        "whole school and in no group of it. Import a fuller pupil list to mend it."
    )
    show_figures(traits, query_name="traits_missing")
    show_figures(
        fetch("pupils_with_traits_missing", filters, **of_school),
        query_name="pupils_with_traits_missing",
        label="Pupil by pupil, what others have recorded",
    )


def _codes(filters: Filters, of_school: OfSchool) -> None:
    codes = fetch("codes_out_of_date", filters, **of_school)
    if codes.empty:
        st.markdown("Every code was in force on the day it was used.")
        return
    _table(
        {
            "Code": codes["attendance_code"].map(for_markdown),
            "What": codes["fault"].map(MISDATED),
            "Marks": codes["marks"].map("{:,}".format),
            "Last used": codes["last_date"].map(short_day),
        }
    )
    st.markdown("A retired code counts with its last meaning, one not yet in force with its first.")
    show_figures(codes, query_name="codes_out_of_date")


def _changes(filters: Filters, of_school: OfSchool) -> None:
    """What a chosen import and those after it changed, and what that did to the absence rate."""
    imports = fetch("imports_made", **of_school)
    marks = imports.loc[imports["kind"] == "marks"].drop_duplicates("run_id")
    if marks.empty:
        st.markdown("No file of marks has been imported.")
        return
    runs = {int(row["run_id"]): row for _, row in marks.iterrows()}
    since = st.selectbox(
        "Changes since",
        list(runs),
        format_func=lambda run: f"{moment(runs[run]['imported_at'])}, {runs[run]['file_name']}",
        key="changes_since",
        help="The chosen import and all after it count.",
    )
    known = fetch("absence_as_known", filters, since_run=since, **of_school).iloc[0]
    codes = fetch("marks_changed_by_code", filters, since_run=since, **of_school)
    st.markdown(changes_sentence(int(codes["marks"].sum()), known))
    if codes.empty:
        return
    shown = codes.head(LINES_SHOWN)
    _table(
        {
            "Code before": shown["old_code"].map(for_markdown),
            "Code now": shown["new_code"].map(for_markdown),
            "Marks": shown["marks"].map("{:,}".format),
            "Pupils": shown["pupils"].map("{:,}".format),
        }
    )
    _more(codes)
    show_figures(
        fetch("marks_changed", filters, since_run=since, **of_school),
        query_name="marks_changed",
        label="Every mark that changed",
    )
    show_figures(
        pd.DataFrame([known]), query_name="absence_as_known", label="The absence rate, as known then and now"
    )


def changes_sentence(changed: int, known: pd.Series) -> str:
    """How many marks changed and what absence was and is."""
    now = (
        f"{words.percent(known['absence_rate'], 2)} "
        f"({int(known['absent_sessions']):,} of {int(known['possible_sessions']):,} sessions)"
    )
    new = words.count(int(known["new_marks"]), "new mark")
    if not changed:
        return f"No mark that was stored already has changed. Absence is {now}, with {new}."
    then = (
        "not known" if pd.isna(known["absence_rate_then"]) else words.percent(known["absence_rate_then"], 2)
    )
    return (
        f"**{words.count(changed, 'mark')} changed.** With those marks as they were, absence would be "
        f"**{words.percent(known['absence_rate_before'], 2)}**; it is **{now}**.  \n"
        f"As the register was known before that import it was {then}; {new} came since."
    )


def _names(pupils: pd.DataFrame) -> list[str]:
    return [
        for_markdown(listed_name(row["surname"], row["forename"]) if _has_name(row) else _number(row))
        for _, row in without_identifiers(pupils).iterrows()
    ]


def _has_name(row: pd.Series) -> bool:
    return any(isinstance(row[part], str) and row[part] for part in ("surname", "forename"))


def _number(row: pd.Series) -> str:
    """What the marks say of a pupil without a name; nothing while names are hidden."""
    known = [row.get(name) for name in ("upn", "admission_number")]
    return next((value for value in known if isinstance(value, str) and value), "Without a number")


def _more(lines: pd.DataFrame) -> None:
    if len(lines) > LINES_SHOWN:
        st.caption(f"and {len(lines) - LINES_SHOWN:,} more in the download")


def _table(columns: dict[str, Any]) -> None:
    lines = pd.DataFrame(columns)
    st.table(lines.set_index(lines.columns[0]), border="horizontal")
