"""Which children are at risk of missing education, and is each of them being looked for?"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pandas as pd
import streamlit as st

from dashboard.charts.cme_cases_by_term import cme_cases_by_term, cme_cases_by_term_sentence
from dashboard.charts.cme_timeliness import cme_timeliness, cme_timeliness_sentence
from dashboard.components import concern_forms as forms
from dashboard.components.clock_ladder import pupil_label, show_ladder
from dashboard.components.concerns import plain_pupil, show_actions, show_concern
from dashboard.components.fetch import fetch
from dashboard.components.figures import show_chart, show_figures
from dashboard.components.filters import Filters, case_filters, current_filters, current_period
from dashboard.components.page import as_of, nothing_matches, page_header
from dashboard.components.saved import show_saved
from dashboard.components.store import shown_store
from dashboard.domain import cme, words

CARDS_SHOWN = 10
MISSED_SHOWN = 15
EVER = date(1990, 1, 1)

is_everything = current_period().is_default
page_header("CME concerns", usual_age="all", period_note="every concern stored" if is_everything else None)
show_saved()

latest = as_of()
folder = shown_store().folder
schools = {int(row["school_id"]): row["name"] or "Our school" for _, row in fetch("school_names").iterrows()}
everyone = fetch("pupil_names", from_date=EVER)
cohort = current_filters().without_dates()
steps = fetch("steps_due", cohort)
concerns = fetch("cme_concerns", case_filters().without_dates(), is_open=True)
triggers = fetch("cme_triggers_by_rule", case_filters())


def with_names(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with each pupil's names and year group of now."""
    names = everyone[["school_id", "pupil_id", "surname", "forename", "year_group"]]
    return rows.merge(names, on=["school_id", "pupil_id"], how="left")


def safeguarding(filters: Filters) -> None:
    """Unexplained pupils known to social care: the DSL hears today, whatever day of the ladder it is."""
    known = pd.concat(
        [
            unexplained(known_to_social_care)
            for known_to_social_care in (
                replace(filters, social_worker=True),
                replace(filters, child_protection_plan=True),
            )
        ]
    ).drop_duplicates(["school_id", "pupil_id"])
    if known.empty:
        return
    names = words.listed([f"**{pupil_label(row)}**" for _, row in known.iterrows()])
    st.error(
        f"**Tell the designated safeguarding lead today:** {names}. Absent without explanation, and known to "
        "have a social worker or a child protection plan: this does not wait for a day on the ladder.",
        icon=":material/shield_person:",
    )


def unexplained(filters: Filters) -> pd.DataFrame:
    """Pupils unexplained on the latest day, or on the clock of unexplained absence."""
    clocks = fetch("steps_due", filters)
    return pd.concat(
        [fetch("unexplained_today", filters), clocks.loc[clocks["rule"] == "policy_unexplained"]]
    )


def tiles() -> None:
    """Open, overdue, on a clock, missed."""
    overdue = int(concerns["is_overdue"].sum())
    fired, missed = int(triggers["triggers"].sum()), int(triggers["missed"].sum())
    with st.grid(columns=4, min_column_width=150):
        st.metric("Open CME concerns", len(concerns), border=True)
        st.metric("With a step overdue", overdue, border=True)
        st.metric(
            "Pupils on a clock",
            steps["pupil_id"].nunique(),
            border=True,
            help="Absent up to the latest day: unexplained, unauthorised or ill, counted in school days.",
        )
        st.metric(
            "Missed triggers",
            missed,
            border=True,
            help=f"Clocks that fired and led to no concern: {missed} of {fired} in the period on show.",
        )


def ladder() -> None:
    """Who stands on which rung today."""
    st.header("Who is on which day", anchor=False)
    st.caption(
        "School days in a row up to the latest register; weekends and holidays do not count. A pupil stands "
        "on the highest rung that each clock has reached."
    )
    if latest is None:
        nothing_matches(
            "No marks are stored yet. Import the register on the Data page; the clocks start then."
        )
        return
    this_year = fetch("illness_return", cohort)
    reached = with_names(this_year.loc[this_year["is_reached"]])
    show_ladder(steps, reached)
    show_figures(
        steps.drop(columns=["upn", "admission_number"]),
        query_name="steps_due",
        label="Every clock that is running, download and query",
    )


def open_concerns() -> None:
    """The concerns that are open, those with a step overdue first."""
    st.header("Open concerns", anchor=False)
    if concerns.empty:
        nothing_matches(
            "No CME concern is open for these pupils. Record one below as soon as there is a worry."
        )
        return
    ordered = concerns.sort_values(
        ["is_overdue", "next_step_due", "opened_date"], ascending=[False, True, True]
    )
    with st.grid(columns=2, min_column_width=300):
        for _, row in ordered.head(CARDS_SHOWN).iterrows():
            show_concern(row)
    if len(ordered) > CARDS_SHOWN:
        st.markdown(f"and {len(ordered) - CARDS_SHOWN} more, in the table:")
    show_figures(
        ordered.drop(columns=["upn", "admission_number"]),
        query_name="cme_concerns",
        label="Open concerns as a table, download and query",
    )


def one_concern() -> None:
    """What was done about one concern, and forms to go on with it."""
    st.header("Work on a concern", anchor=False)
    closed = fetch("cme_concerns", case_filters().without_dates(), is_open=False)
    by_id = {row["case_id"]: row for _, row in [*concerns.iterrows(), *closed.iterrows()]}
    chosen = st.selectbox(
        "Concern",
        list(by_id),
        index=None,
        format_func=lambda case_id: concern_words(by_id[case_id]),
        placeholder="Choose a concern, open or closed",
        key="concern",
    )
    if chosen is None:
        return
    row = by_id[chosen]
    case = forms.case_of(row, schools)
    actions = fetch("cme_actions_of_case", school_id=int(row["school_id"]), case_id=chosen)
    show_concern(row)
    show_actions(actions)
    add, change, close, mend = st.tabs(["Add an action", "Change or correct", "Close", "Correct an action"])
    with add:
        forms.action_form(folder, case, latest)
    with change:
        forms.change_concern_form(folder, case)
    with close:
        forms.close_concern_form(folder, case, latest)
    with mend:
        forms.correct_action_form(folder, case, actions)


def concern_words(row: pd.Series) -> str:
    """A concern in a list to choose from, as plain text."""
    state = "open" if pd.isna(row["closed_date"]) else "closed"
    kind = cme.label(words.CASE_TYPES, row["case_type"])
    return f"{plain_pupil(row)}: {kind} ({row['case_id']}, {state})"


def trends() -> None:
    """Opened, closed and open at the end, term by term."""
    terms = fetch("cme_cases_by_term", case_filters())
    show_chart(
        cme_cases_by_term,
        terms,
        title=cme_cases_by_term_sentence(terms),
        caption="Counts, not rates. A concern opened in a holiday belongs to the term before it.",
        alt=f"Bar chart of concerns by term. {cme_cases_by_term_sentence(terms)}.",
        query_name="cme_cases_by_term",
    )


def timeliness() -> None:
    """How long until somebody acted, the authority knew, the concern was closed."""
    cases = fetch("cme_timeliness", case_filters())
    middle = fetch("cme_timeliness_summary", case_filters()).iloc[0]
    with st.grid(columns=3, min_column_width=150):
        for label, column, of_which in (
            ("To the first action", "median_days_to_first_action", "acted_on"),
            ("To the local authority", "median_days_to_la", "la_told"),
            ("To the end", "median_days_to_close", "closed"),
        ):
            with st.container(border=True, gap="xsmall"):
                st.metric(label, days_text(middle[column]))
                st.caption(
                    f"median of {int(middle[of_which])} of {words.count(int(middle['cases']), 'concern')}"
                )
    show_chart(
        cme_timeliness,
        cases,
        title=cme_timeliness_sentence(cases),
        caption="School days. Day 0 is the day the concern was opened; a bar that begins left of it began "
        "when the clock fired. The newest twelve; all of them are in the figures.",
        alt=f"A bar for each concern with its steps. {cme_timeliness_sentence(cases)}.",
        query_name="cme_timeliness",
    )


def days_text(days: float) -> str:
    """3 days, 3.5 days; nothing known as a dash."""
    return "–" if pd.isna(days) else f"{days:g} {'day' if days == 1 else 'days'}"


def missed_triggers() -> None:
    """Clocks that fired and never became a concern."""
    missed = fetch("cme_missed_triggers", case_filters())
    fired = int(triggers["triggers"].sum())
    with st.container(border=True):
        st.header(missed_sentence(len(missed), fired), anchor=False)
        st.caption(
            "Ten school days unexplained or unauthorised, or twenty for the deletion ground, and no concern "
            "opened from the first day to 20 school days after the last. Kept if the register is amended."
        )
        lines = [missed_line(row) for _, row in with_names(missed.head(MISSED_SHOWN)).iterrows()]
        if len(missed) > MISSED_SHOWN:
            lines.append(f"and {len(missed) - MISSED_SHOWN} earlier, in the figures")
        st.markdown("\n".join(f"- {line}" for line in lines))
        show_figures(with_names(missed), query_name="cme_missed_triggers")


def missed_sentence(missed: int, fired: int) -> str:
    """How many of the clocks that fired have no concern."""
    if not fired:
        return "No clock fired in this period"
    if not missed:
        return f"Every one of {words.count(fired, 'clock')} that fired led to a concern"
    return f"{missed} of {words.count(fired, 'clock')} that fired led to no concern"


def missed_line(row: pd.Series) -> str:
    """One trigger in markdown."""
    notes = [
        note
        for note, holds in (
            ("still absent", bool(row["is_open"])),
            ("below compulsory school age", not row["is_compulsory_age"]),
            ("the register was amended since", bool(row["is_amended"])),
        )
        if holds
    ]
    more = f" ({', '.join(notes)})" if notes else ""
    how_long = words.count(int(row["school_days"]), "school day")
    return (
        f"**{pupil_label(row)}**: {words.RULES[row['rule']]}, {how_long} to "
        f"{words.day(row['last_date'].date())}; it fired on {words.day(row['trigger_date'].date())}{more}"
    )


safeguarding(cohort)
tiles()
ladder()
open_concerns()
one_concern()
with st.expander(
    "Record a new concern", icon=":material/add:", key="record_concern", on_change="rerun"
) as record:
    if record.open:
        forms.record_concern_form(folder, everyone, schools, latest)

TABS: dict[str, Callable[[], None]] = {
    "By term": trends,
    "Time to act": timeliness,
    "Missed triggers": missed_triggers,
}
st.header("How it is going", anchor=False)
for tab, draw in zip(st.tabs(list(TABS), key="cme_tabs", on_change="rerun"), TABS.values(), strict=True):
    if tab.open:
        with tab:
            draw()
