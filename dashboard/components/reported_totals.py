"""Another system's totals beside ours, pupil by pupil, differences first. Nothing of the file is stored."""

from datetime import date

import pandas as pd
import streamlit as st

from dashboard.components.figures import download_buttons, show_figures
from dashboard.components.filters import current_filters, current_period
from dashboard.components.import_ledger import show_problems, show_warnings
from dashboard.components.names import names_are_hidden, without_identifiers, without_names
from dashboard.components.pupil_list import listed_name, table_cell, who_columns
from dashboard.components.store import current_store
from dashboard.domain import words
from dashboard.domain.plain_text import sentence_for_markdown
from dashboard.errors import DashboardError
from dashboard.registers.files import NamedBytes
from dashboard.registers.totals import read_reported_totals
from dashboard.registers.totals.figures import ReportedTotals

QUERY = "reported_totals_beside_ours"
REASONS = {
    "not_in_our_list": "Not in our pupil list or marks",
    "not_in_file": "Not in the file",
    "never_possible_here": "All marks here are no possible session (D, X, #)",
    "no_marks_here": "No marks stored here in these dates",
    "missing_marks": "Explained by our {missing}",
    "not_possible_marks": "They count as possible our {not_possible} (D, X, #)",
    "missing_and_not_possible": "Explained by our {missing} with {not_possible} (D, X, #)",
    "joined_later": "Joined on {joined}; they count from before",
    "left_earlier": "Left on {left}; they count on",
    "here_in_between": "On roll from {joined} to {left}; they count more days",
    "missing_marks_in_part": "In part our {missing}; compare the dates too",
    "more_sessions_there": "More sessions there: compare the dates, closures and INSET days",
    "n_left_out": "They leave our N marks out",
    "fewer_sessions_there": "Fewer sessions there: compare the dates; later marks are ours only",
    "activity_left_out": "They do not count educational activity as attended",
    "u_as_attended": "They count U, late after the register closed, as attended",
    "other_reasons": "The same absences, authorised in one and not in the other: a mark was changed",
    "other_marks": "The same sessions with other marks: one was changed since",
    "rate_with_missing_marks": "We have {missing}",
}
SIDES = ("reported", "our")
COUNTS = ("possible", "attended", "authorised", "unauthorised")


def show_reported_totals() -> None:
    """Choose a file and its period; see where it differs from ours, and why."""
    st.header("Lay another system's totals beside ours", anchor=False)
    file = st.file_uploader(
        "A file of totals",
        key="reported_totals",
        help="A CTF or a school census (XML), or a CSV or XLSX with UPN or admission number and possible, "
        "attended, authorised or unauthorised sessions, attendance in per cent, or counts by code.",
    )
    if not file:
        st.caption("It is compared and forgotten: nothing of it is stored.")
        return
    try:
        totals = read_reported_totals(NamedBytes(file.name, file.getvalue()))
    except DashboardError as error:
        st.error(sentence_for_markdown(str(error)))
        return
    period = chosen_period(totals, file.file_id)
    if not period:
        return
    show_warnings(totals.notices)
    problems = [problem.as_json() for problem in totals.problems]
    show_problems(problems, "totals-problems", key="reported_totals")
    show_beside(beside_ours(totals, *period), period)


def chosen_period(totals: ReportedTotals, file_id: str) -> tuple[date, date] | None:
    """The dates to compare: those the file names, else the page's."""
    shown = current_period()
    said = totals.from_date and totals.to_date
    st.caption(
        f"{words.count(totals.pupils, 'pupil')} in the file. "
        + (
            "The dates are those the file names."
            if said
            else "The file names no dates: these are the page's."
        )
    )
    with st.container(horizontal=True):
        first = st.date_input(
            "From", totals.from_date or shown.from_date, format="DD/MM/YYYY", key=f"totals_from_{file_id}"
        )
        last = st.date_input(
            "To", totals.to_date or shown.to_date, format="DD/MM/YYYY", key=f"totals_to_{file_id}"
        )
    if first > last:
        st.warning("The first date is after the last: correct one of them.")
        return None
    return first, last


def beside_ours(totals: ReportedTotals, first: date, last: date) -> pd.DataFrame:
    """The answer to the query; not kept in a cache, as what was uploaded is not to be."""
    parameters = {
        "from_date": first,
        "to_date": last,
        "school_ids": list(current_filters().school_ids or ()) or None,
        "reported": [figure.as_parameter() for figure in totals.figures],
    }
    frame = current_store().frame(QUERY, parameters)
    return without_names(frame) if names_are_hidden() else frame


def show_beside(frame: pd.DataFrame, period: tuple[date, date]) -> None:
    """The pupils who differ, or everyone, with the sums below."""
    if frame.empty:
        st.info("Neither the file nor the register has a session in these dates. Choose other dates.")
        return
    pupils = frame[~frame["is_sum"]]
    different = int(pupils["is_different"].sum())
    everyone = words.count(len(pupils), "pupil")
    if different:
        st.markdown(f"**{different:,} of {everyone} differ**, {words.date_range(*period)}.")
    else:
        st.success(f"All {everyone} agree, {words.date_range(*period)}.")
    only = different > 0 and st.toggle("Only those who differ", True, key="totals_only_different")
    listed = pupils[pupils["is_different"]] if only else pupils
    st.dataframe(
        beside_table(listed),
        hide_index=True,
        key="reported_totals_list",
        column_config={**who_columns(), "Why": st.column_config.TextColumn(width=330)},
        alt=f"{words.count(len(listed), 'pupil')}: the totals of the file beside ours, and why they differ",
    )
    st.table(
        sums_table(frame[frame["is_sum"]].iloc[0]),
        hide_index=True,
        border="horizontal",
        alt="The sums of all pupils: the file's beside ours",
    )
    st.caption("In the list: the file's · ours. Every age is counted.")
    handed_out = without_identifiers(frame).assign(reason=[reason(row) for _, row in frame.iterrows()])
    download_buttons(handed_out, "totals_beside_ours", key="reported_totals")
    show_figures(handed_out, query_name=QUERY, label="All columns and query")


def beside_table(frame: pd.DataFrame) -> pd.DataFrame:
    """A line a pupil: theirs and ours of every count, and why."""
    rows = [row for _, row in frame.iterrows()]
    return pd.DataFrame(
        {
            "Pupil": [_who(row) for row in rows],
            "Year": [table_cell(row["year_group"]) for row in rows],
            "Class": [table_cell(row["class"]) for row in rows],
            "Why": [reason(row) for row in rows],
            **{
                count.title(): [
                    _pair(row[f"reported_{count}_sessions"], row[f"our_{count}_sessions"]) for row in rows
                ]
                for count in COUNTS
            },
            "Attendance": [
                " · ".join(words.percent(row[f"{side}_attendance_rate"]) for side in SIDES) for row in rows
            ],
        }
    )


def sums_table(sums: pd.Series) -> pd.DataFrame:
    """A line a count: the sums of all pupils, theirs and ours."""
    columns = dict(zip(SIDES, ("In the file", "Ours"), strict=True))
    return pd.DataFrame(
        {
            "All pupils": [*(f"{count.title()} sessions" for count in COUNTS), "Attendance"],
            **{
                label: [
                    *(_number(sums[f"{side}_{count}_sessions"]) for count in COUNTS),
                    words.percent(sums[f"{side}_attendance_rate"]),
                ]
                for side, label in columns.items()
            },
        }
    )


def reason(row: pd.Series) -> str:
    """Why a pupil differs, in words; nothing where it cannot be told."""
    if row["is_sum"] or not row["is_different"]:
        return ""
    found = row["reason"]
    if not isinstance(found, str):
        return "Cannot be told from the totals: compare the marks"
    return REASONS[found].format(
        missing=words.count(int(row["missing_marks"]), "missing mark"),
        not_possible=words.count(
            int(row["not_possible_sessions"]), "mark that is not possible", "marks not possible"
        ),
        joined="" if pd.isna(row["on_roll_from"]) else words.day(row["on_roll_from"]),
        left="" if pd.isna(row["on_roll_until"]) else words.day(row["on_roll_until"]),
    )


def _who(row: pd.Series) -> str:
    if pd.isna(row["pupil_id"]):
        return f"Line {int(row['line'])} of the file"
    return table_cell(listed_name(row["surname"], row["forename"]))


def _pair(theirs: float, ours: float) -> str:
    return f"{_number(theirs)} · {_number(ours)}"


def _number(sessions: float) -> str:
    return "–" if pd.isna(sessions) else f"{int(sessions):,}"
