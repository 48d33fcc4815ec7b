"""One child: marks like a paper register, what is recorded of them, clocks, cases and what was done."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from dashboard.charts.pupil_marks import KINDS, pupil_marks, pupil_marks_sentence
from dashboard.components import pupil_tables
from dashboard.components.fetch import fetch
from dashboard.components.figures import show_chart
from dashboard.components.filters import Filters, current_filters, current_period
from dashboard.components.names import full_name, names_are_hidden
from dashboard.components.notes import note_opened
from dashboard.components.page import nothing_here, nothing_matches, page_header
from dashboard.components.pupil_list import band_words
from dashboard.components.pupil_picker import choose_pupil, pupil_in_address
from dashboard.components.tiles import TILE_WIDTH, tile
from dashboard.domain import words
from dashboard.domain.plain_text import for_markdown

CME_PAGE = "app_pages/cme.py"
SHORTEST_RUN = 3
COLOURS = {"late": "pale blue", "authorised": "blue", "unauthorised": "orange", "unexplained": "dark pink"}
PRESENT = ["/", "\\"]

page_header("Pupil", usual_age="all")
filters, period = current_filters(), current_period()
pupil_id = choose_pupil()
if pupil_id is None:
    if pupil_in_address() is not None:
        nothing_here("There is no such pupil in this store. Choose one by name.")
    if fetch("pupil_names", filters).empty:
        nothing_here("No pupil on roll matches these filters. Widen the dates or clear a filter.")
    st.info("Choose a pupil above, or select a row in the list of at-risk pupils.")
    st.page_link("app_pages/at_risk_pupils.py", label="At-risk pupils", icon=":material/group:")
    st.stop()
pupil = fetch("pupil_details", pupil_id=pupil_id).iloc[0]
note_opened(pupil)
# every session of the pupil in the period, and everybody beside them, whatever else the filters choose
everyone = Filters(
    from_date=filters.from_date,
    to_date=filters.to_date,
    school_ids=(int(pupil["school_id"]),),
    age_cohort="all",
)


def heading() -> None:
    """Name, year, class and what is recorded now."""
    st.header(for_markdown(full_name(pupil)), anchor=False)
    facts = [
        for_markdown(words.year_group(pupil["year_group"])) if _known("year_group") else "",
        f"class {for_markdown(pupil['class'])}" if _known("class") else "",
        _roll(),
        words.SEND_PROVISIONS.get(pupil["send_provision"], "") if pupil["send_provision"] != "N" else "",
        *(label for name, label in words.FLAGS.items() if _known(name) and pupil[name]),
        "below compulsory school age"
        if _known("is_compulsory_age") and not pupil["is_compulsory_age"]
        else "",
        "age taken from year group" if pupil["age_source"] == "year group" else "",
        "age unknown" if pupil["age_source"] == "unknown" else "",
        "in the marks, not in the pupil list" if not pupil["is_described"] else "",
    ]
    st.markdown(" · ".join(fact for fact in facts if fact))
    if not names_are_hidden():
        st.caption(" · ".join(_identifiers()))


def _identifiers() -> list[str]:
    named = {
        "UPN": pupil["upn"],
        "former UPN": pupil["former_upn"],
        "admission number": pupil["admission_number"],
    }
    lines = [f"{label} {for_markdown(value)}" for label, value in named.items() if pd.notna(value) and value]
    if _known("date_of_birth"):
        lines.append(f"born {words.day(pupil['date_of_birth'])}")
    if _known("household"):
        lines.append(f"household {for_markdown(pupil['household'])}")
    return lines


def _roll() -> str:
    if not _known("on_roll_from"):
        return "never on roll here"
    if pd.notna(pupil["on_roll_until"]) and not pupil["is_on_roll_now"]:
        left = f"left on {words.day(pupil['on_roll_until'])}"
        return f"{left} for {for_markdown(pupil['destination'])}" if _known("destination") else left
    return f"on roll since {words.day(pupil['on_roll_from'])}"


def _known(name: str) -> bool:
    return pd.notna(pupil[name]) and pupil[name] != ""


def tiles() -> None:
    """The pupil beside class, year group and school; what can still be missed."""
    listed = fetch("pupils_at_risk", replace(everyone, roll="ever"))
    own = listed.loc[listed["pupil_id"] == pupil_id]
    if own.empty:
        nothing_matches("No possible session of this pupil in these dates. Choose another period.")
        return
    row = own.iloc[0]
    with st.grid(columns=4, min_column_width=TILE_WIDTH):
        tile(
            "Absence",
            words.percent(row["absence_rate"]),
            f"{row['absent_sessions']} of {row['possible_sessions']} sessions: "
            f"{band_words(row['band'], row['possible_sessions'])}",
        )
        for label, beside in _compared():
            rate = fetch("absence_headline", beside).iloc[0]
            tile(label, words.percent(rate["absence_rate"]), words.count(int(rate["pupils"]), "pupil"))
    with st.grid(columns=2, min_column_width=TILE_WIDTH):
        tile(
            "Can still miss",
            str(int(row["sessions_before_persistent"])),
            "sessions this academic year without ending it at 10% absence",
        )
        tile("To get below 10%", *_recovery(row["recovery_days"]))


def _compared() -> list[tuple[str, Filters]]:
    groups = []
    if _known("class"):
        groups.append((f"Class {for_markdown(pupil['class'])}", replace(everyone, classes=(pupil["class"],))))
    if _known("year_group"):
        label = for_markdown(words.year_group(pupil["year_group"]))
        groups.append((label, replace(everyone, year_groups=(pupil["year_group"],))))
    return [*groups, ("School", everyone)]


def _recovery(days: float) -> tuple[str, str]:
    if pd.isna(days):
        return "Not this year", "too few school days are left in this academic year"
    if not days:
        return "0 days", "this year's absence is below 10%"
    return words.count(int(days), "day"), "of full attendance, from the last day of the register"


def marks() -> None:
    """The AM/PM strip, the latest week last, as in a paper register."""
    strip = fetch("pupil_marks", pupil_id=pupil_id, from_date=filters.from_date, to_date=filters.to_date)
    if strip.empty:
        nothing_matches("No marks of this pupil in these dates. Choose another period.")
        return
    sentence = pupil_marks_sentence(strip)
    show_chart(
        pupil_marks,
        strip,
        title=sentence,
        caption=f"{words.date_range(period.from_date, period.to_date)}, a row a week, AM and PM. "
        f"{_codes_used(strip)} {_colours_used(strip)}Source: the school's register.",
        alt=f"Register strip, a row a week with the code of each session. {sentence}.",
        query_name="pupil_marks",
    )


def _codes_used(strip: pd.DataFrame) -> str:
    """What the codes on the strip mean, but for presence."""
    used = strip.loc[~strip["attendance_code"].isin(PRESENT) & (strip["kind"] != "missing")]
    used = used.drop_duplicates("attendance_code", keep="last")
    meanings = [
        f"{for_markdown(code)} {words.code_name(code, meaning).lower()}"
        for code, meaning in zip(used["attendance_code"], used["description"], strict=True)
    ]
    if (strip["kind"] == "missing").any():
        meanings.append("? no mark")
    return f"Codes: {'; '.join(meanings)}." if meanings else "Present throughout."


def _colours_used(strip: pd.DataFrame) -> str:
    """What the colours on the strip mean; the codes say it too."""
    used = [f"{colour} {KINDS[kind][0]}" for kind, colour in COLOURS.items() if (strip["kind"] == kind).any()]
    return f"Colours: {'; '.join(used)}. " if used else ""


def clocks() -> None:
    """Where each clock stands, and the runs behind it."""
    table(
        "Each clock on the last day of the register",
        pupil_tables.clocks_table(fetch("pupil_clocks", pupil_id=pupil_id)),
    )
    runs = fetch("pupil_runs", pupil_id=pupil_id, min_days=SHORTEST_RUN)
    if runs.empty:
        st.markdown(f"No run of {SHORTEST_RUN} school days or more in everything stored.")
        return
    table(f"Runs of {SHORTEST_RUN} school days or more, everything stored", pupil_tables.runs_table(runs))


def cases() -> None:
    """CME cases, then every action, support and penalty notice."""
    recorded, done = fetch("pupil_cases", pupil_id=pupil_id), fetch("pupil_actions", pupil_id=pupil_id)
    if recorded.empty:
        st.markdown("No CME case is recorded for this pupil.")
    else:
        table("CME cases, everything stored", pupil_tables.cases_table(recorded))
    if done.empty:
        st.markdown("No action, support or penalty notice is recorded for this pupil.")
    else:
        table("What was done, latest first", pupil_tables.actions_table(done))
    st.page_link(
        CME_PAGE, label="Open a case or record an action on the CME page", icon=":material/schedule:"
    )


def characteristics() -> None:
    """What was recorded, as it was at the time."""
    history = fetch("pupil_characteristics_history", pupil_id=pupil_id)
    if history.empty:
        st.markdown(
            "Nothing is recorded: this pupil is in the marks, not in any pupil list. Import a list with them."
        )
        return
    table("As recorded at the time, latest first", pupil_tables.characteristics_table(history))


def table(title: str, rows: pd.DataFrame) -> None:
    """A small table under its title."""
    st.header(title, anchor=False)
    st.table(rows, hide_index=True, border="horizontal", alt=title)


heading()
tiles()
marks()
TABS = {"Clocks": clocks, "Cases and actions": cases, "Characteristics": characteristics}
for tab, draw in zip(st.tabs(list(TABS), key="pupil_tabs", on_change="rerun"), TABS.values(), strict=True):
    if tab.open:
        with tab:
            draw()
