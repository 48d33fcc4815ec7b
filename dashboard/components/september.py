"""September, step by step: the new list, who left, joined and moved up, what looks wrong, old worries."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.components.fetch import fetch, fetch_together
from dashboard.components.figures import download_buttons, show_figures
from dashboard.components.filters import Filters, current_filters
from dashboard.components.names import names_are_hidden, without_identifiers
from dashboard.components.page import nothing_matches
from dashboard.components.pupil_list import table_cell, who, who_columns
from dashboard.domain import words
from dashboard.domain.plain_text import for_markdown

CHECKS = {
    "year_group_missing": ("No year group", "They count in no year group. Fill it in."),
    "year_group_not_next": (
        "Year group is not the next one up",
        "Right for a child who repeats or skips a year; otherwise mend it.",
    ),
    "class_as_before": (
        "Same class as last year, in another year group",
        "Right in a class of mixed ages; otherwise the classes have not been rolled up yet.",
    ),
    "date_of_birth_missing": ("No date of birth", "Their age is taken from the year group, or unknown."),
    "upn_missing": ("No UPN", "Ask the last school; a child new to schools is given one."),
    "upn_of_another_child": (
        "UPN was another child's",
        (
            "An earlier list had another name and date of birth under it. Find out whose it is: as it "
            "stands, the marks of both are one pupil's."
        ),
    ),
    "entry_date_missing": (
        "No entry date",
        (
            "They are on roll from their first mark, so nobody misses them before it. Fill in the day "
            "they were due."
        ),
    ),
    "no_marks": (
        "In the list, no mark this year",
        (
            "A child who was expected and never came may be missing education: find out today, and record a "
            "concern on the CME page."
        ),
    ),
}
GONE = {"not_in_list", "left"}
UNDO = "Nothing is lost by trying: *Stored*, “Undo”, goes back to before an import."


def show_september() -> None:
    """The steps from the new list to last year's worries, for one school."""
    schools = fetch("september_status", current_filters())
    if schools.empty:
        nothing_matches("No school is stored yet. Import a pupil list and marks first.")
        return
    status = _chosen_school(schools)
    year = words.academic_year(int(status["academic_year"])) if pd.notna(status["academic_year"]) else ""
    st.header(f"The new school year {year}".strip(), anchor=False)
    if pd.isna(status["list_date"]):
        _list_to_come(status, year)
        return
    _show_list(status)
    if status["is_first_list"]:
        st.info("Nobody was on roll before, so there is nothing to compare this list with yet.")
    school = Filters(school_ids=(int(status["school_id"]),))
    names = ("september_changes", "september_checks", "september_worries")
    fetch_together(*((name, school, {}) for name in names))
    changes, checks, worries = (fetch(name, school) for name in names)
    gone = changes.loc[changes["change"] == "not_in_list"]
    _step(2, "Leavers to confirm", gone, _leavers)
    left = changes.loc[changes["change"] == "left"]
    _step(2, "Left, with a date", left, _left)
    _step(3, "Joined", changes.loc[changes["change"] == "joined"], _joined)
    _step(4, "Moved up", changes.loc[changes["change"] == "moved_up"], _moved_up)
    _step(5, "Looks wrong", checks, _looks_wrong)
    _step(6, "Carried forward from last year", worries, _worries)
    for query, frame in zip(names, (changes, checks, worries), strict=True):
        show_figures(_handed_out(frame), query_name=query, label=f"All columns and query: {query}")


def _chosen_school(schools: pd.DataFrame) -> pd.Series:
    """The only school, or the one chosen here."""
    if len(schools) == 1:
        return schools.iloc[0]
    names = dict(zip(schools["school_id"], schools["school_name"], strict=True))
    chosen = st.selectbox(
        "School",
        list(names),
        format_func=lambda number: for_markdown(names[number] or f"School {number}"),
        key="september_school",
    )
    return schools.loc[schools["school_id"] == chosen].iloc[0]


def _list_to_come(status: pd.Series, year: str) -> None:
    newest = status["newest_list_date"]
    name = f"pupils_{year[:4] or 2026}-09-03.csv"
    known = (
        f"The newest is of {words.day(newest)}. " if pd.notna(newest) else "No pupil list is stored at all. "
    )
    st.info(f"**1 · The pupil list of {year or 'the new year'} is not here yet.** {known}")
    st.markdown(
        "1. In the MIS, export the pupil list **with last year's leavers** and their leaving dates.\n"
        f"2. Name it by the day it describes, `{name}`, or type that day under *As at*. Exported in "
        "the holidays for the new year, it describes 1 September.\n"
        "3. On the tab *Import*, check it and import it. Then come back here.\n\n"
        f"Until then every year group is taken one up from last year's, and classes are unknown. {UNDO}"
    )


def _show_list(status: pd.Series) -> None:
    """Step 1: which list this is and what it is compared with."""
    listed = words.count(int(status["pupils_in_list"]), "pupil")
    before = words.count(int(status["pupils_before"]), "pupil")
    in_july = words.date_range(status["roll_from_date"], date(int(status["academic_year"]), 7, 31))
    st.markdown(
        f"**1 · The list of {words.day(status['list_date'])}: {listed}.** Compared with the {before} on "
        f"roll from {in_july}. It is the newest "
        "list, so everything since shows, not only what September brought."
    )
    st.caption(
        "Each step looks at what has been imported. Put right in the MIS what is wrong, export the "
        f"list again and import it: the steps follow. {UNDO} Filters other than the school change "
        "nothing here."
    )
    if status["is_part_of_a_list"]:
        st.warning(
            "**This looks like part of a list.** It has fewer than half of the pupils who were on "
            "roll. Everyone else stands below as a leaver. Export the whole list and import it with "
            "the same date."
        )
    if status["rows_rejected"]:
        rejected = words.count(int(status["rows_rejected"]), "row")
        st.warning(
            f"**{rejected} of this list could not be taken in**, for example two pupils with one UPN. Those "
            "children stand below as leavers, or not at all. *Stored*, “Problems and warnings of an "
            "import”, says which line and what to do."
        )


def _step(number: int, title: str, pupils: pd.DataFrame, draw: Callable[[pd.DataFrame], None]) -> None:
    """A step that opens on demand; how many pupils it is about stands in its title."""
    several = words.count(pupils["pupil_id"].nunique(), "pupil")
    key = f"september_{draw.__name__.strip('_')}"
    step = st.expander(f"{number} · {title}: {several}", key=key, on_change="rerun")
    if not step.open:
        return
    with step:
        if pupils.empty:
            st.markdown("Nobody. Nothing to do here.")
            return
        draw(pupils)


def _leavers(pupils: pd.DataFrame) -> None:
    st.markdown(
        "On roll in the summer, not in the new list, and no leaving date. **Write the leaving date and "
        "the destination in the MIS, export the list again with its leavers, import it.** Until then "
        "they stay on roll here and their sessions count as missing marks. Nobody knows where a child "
        "is? Record a concern on the CME page today."
    )
    known = [_known_of_leaver(row) for row in pupils.itertuples()]
    _show(pupils, {"What we know": known}, "leavers_to_confirm")


def _known_of_leaver(row: Any) -> str:
    if pd.notna(row.last_mark_date):
        return f"marks this year, the last on {words.day(row.last_mark_date)}: is the list complete?"
    if pd.notna(row.leaving_date):
        return f"leaving date {words.day(row.leaving_date)}, after this list"
    return "in the oldest year group, so expected" if row.is_oldest_year else "no mark this year"


def _left(pupils: pd.DataFrame) -> None:
    columns = {"Left": [_day(value) for value in pupils["leaving_date"]]}
    if not names_are_hidden():
        columns["Destination"] = [
            table_cell(value) if pd.notna(value) else "not recorded" for value in pupils["destination"]
        ]
    st.markdown("They keep their past here. A destination that is not recorded has to be found out.")
    _show(pupils, columns, "left")


def _joined(pupils: pd.DataFrame) -> None:
    st.markdown("New in the list. What is known of them at their last school comes with the CTF.")
    _show(
        pupils,
        {
            "From": [_day(value) for value in pupils["entry_date"]],
            "Note": [
                "was here before" if was_here else "no mark yet" if pd.isna(last_mark) else ""
                for was_here, last_mark in zip(pupils["is_returning"], pupils["last_mark_date"], strict=True)
            ],
        },
        "joined",
    )


def _moved_up(pupils: pd.DataFrame) -> None:
    st.markdown("One year group up, as expected. Nothing to do but a look at the classes.")
    _show(
        pupils,
        {
            "Last year": [
                f"{words.year_group(year)}{f', {table_cell(name)}' if isinstance(name, str) else ''}"
                for year, name in zip(pupils["year_group_before"], pupils["class_before"], strict=True)
            ]
        },
        "moved_up",
    )


def _looks_wrong(checks: pd.DataFrame) -> None:
    found = checks["looks_wrong"].value_counts()
    st.markdown(
        "\n".join(
            f"- **{title}** ({words.count(int(found[name]), 'pupil')}). {what_to_do}"
            for name, (title, what_to_do) in CHECKS.items()
            if name in found
        )
    )
    _show(
        checks,
        {
            "Looks wrong": [CHECKS[name][0] for name in checks["looks_wrong"]],
            "Year before": [table_cell(value) for value in checks["year_group_before"]],
            "Class before": [table_cell(value) for value in checks["class_before"]],
        },
        "looks_wrong",
    )


def _worries(pupils: pd.DataFrame) -> None:
    st.markdown(
        "Open concerns and last year's persistent absentees, on day one. Tell the new class teacher; the "
        "concerns themselves are on the CME page, with those of children on no roll."
    )
    _show(
        pupils,
        {
            "Concern": [_concern(row) for row in pupils.itertuples()],
            "Absence last year": [_last_year(row) for row in pupils.itertuples()],
            "In the new list": ["no" if change in GONE else "yes" for change in pupils["change"]],
        },
        "carried_forward",
    )


def _concern(row: Any) -> str:
    if not row.open_cases:
        return "–"
    kind = words.CASE_TYPES.get(row.case_type, table_cell(row.case_type))
    more = f", and {row.open_cases - 1} more" if row.open_cases > 1 else ""
    return f"{kind}, since {words.day(row.opened_date)}{more}"


def _last_year(row: Any) -> str:
    if not row.possible_sessions:
        return "no marks"
    severity = ", severe" if row.is_severe else ", persistent" if row.is_persistent else ""
    return f"{row.absent_sessions} of {row.possible_sessions} ({words.percent(row.absence_rate)}){severity}"


def _show(pupils: pd.DataFrame, columns: dict[str, list[str]], name: str) -> None:
    """A list of pupils with what a step says of each, to read and to download."""
    known = who(pupils)
    shown = pd.DataFrame({"Pupil": known.pop("Pupil"), **columns, **known})
    st.dataframe(
        shown,
        hide_index=True,
        key=f"september_{name}_list",
        column_config=who_columns(),
        alt=f"{words.count(len(shown), 'row')}: {name.replace('_', ' ')}",
    )
    if not names_are_hidden():
        shown = shown.assign(
            **{words.column(name): pupils[name].to_numpy() for name in ("upn", "admission_number")}
        )
    download_buttons(shown, f"september_{name}", key=f"september_{name}")


def _handed_out(frame: pd.DataFrame) -> pd.DataFrame:
    """Without what would tell who a pupil is while names are hidden."""
    if names_are_hidden() and "destination" in frame.columns:
        frame = frame.drop(columns="destination")
    return without_identifiers(frame)


def _day(value: Any) -> str:
    return words.day(value) if pd.notna(value) else "not recorded"
