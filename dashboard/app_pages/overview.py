"""How is attendance? Four figures, what changed, and who needs someone today."""

import pandas as pd
import streamlit as st

from dashboard.charts.absence_by_code import absence_by_code, absence_by_code_sentence
from dashboard.charts.absence_by_group import absence_by_group, absence_by_group_sentence
from dashboard.charts.absence_by_week import absence_by_week, absence_by_week_sentence
from dashboard.charts.absence_by_weekday import absence_by_weekday, absence_by_weekday_sentence
from dashboard.components import changes
from dashboard.components.fetch import fetch, fetch_together
from dashboard.components.figures import show_chart
from dashboard.components.filters import current_filters, current_period, last_year_filters
from dashboard.components.names import full_name
from dashboard.components.page import as_of, nothing_here, page_header
from dashboard.domain import words
from dashboard.domain.ladder import step
from dashboard.domain.plain_text import for_markdown, sentence_for_markdown

SHOWN = 6
CME_PAGE = "app_pages/cme.py"

page_header("How is attendance?")

filters, period = current_filters(), current_period()
earlier = {"last_year_from": period.last_year_from, "last_year_to": period.last_year_to}
fetch_together(
    ("absence_headline", filters, {}),
    ("absence_headline", last_year_filters(), {}),
    ("open_cme_concerns", filters, {"last_year_to": period.last_year_to}),
    ("absence_change_by_code", filters, earlier),
    ("absence_change_by_year_group", filters, earlier),
    ("absence_by_week_and_last_year", filters, earlier),
    ("persistent_absence_moves", filters, {}),
    ("unexplained_today", filters, {}),
    ("steps_due", filters, {}),
    ("benchmarks", filters, {}),
)
now = fetch("absence_headline", filters).iloc[0]
if not now["possible_sessions"]:
    nothing_here("No possible sessions match these filters. Widen the dates or clear a filter.")
last_year = fetch("absence_headline", last_year_filters()).iloc[0]
cases = fetch("open_cme_concerns", filters, last_year_to=period.last_year_to).iloc[0]
benchmarks = fetch("benchmarks", filters)


def what_changed() -> None:
    """Three to five sentences, each from a query."""
    change = now["absence_rate"] - last_year["absence_rate"]
    sentences = [
        changes.absence_sentence(now, last_year),
        changes.reason_sentence(fetch("absence_change_by_code", filters, **earlier), change),
        changes.year_group_sentence(fetch("absence_change_by_year_group", filters, **earlier)),
        changes.persistent_sentence(now, fetch("persistent_absence_moves", filters).iloc[0]),
        changes.cases_sentence(cases),
    ]
    with st.container(border=True):
        st.markdown("\n".join(f"- {sentence}" for sentence in sentences if sentence))


def tiles() -> None:
    """Attendance, persistent, severe, open CME concerns; each beside last year, England and our authority."""
    with st.grid(columns=4, min_column_width=150):
        rate_tile(
            "Attendance",
            "attendance_rate",
            "attendance_rate",
            words.count(int(now["possible_sessions"]), "possible session"),
        )
        rate_tile(
            "Persistent absence",
            "persistent_absence_rate",
            "persistent_absence_rate",
            f"{int(now['persistent_absentees'])} of {words.count(int(now['pupils']), 'pupil')}",
        )
        rate_tile(
            "Severe absence",
            "severe_absence_rate",
            "severe_absence_rate",
            f"{int(now['severe_absentees'])} of {words.count(int(now['pupils']), 'pupil')}",
        )
        change = int(cases["open_cases"]) - int(cases["last_year_open_cases"])
        with st.container(border=True, height="stretch", gap="xsmall"):
            st.metric(
                "CME concerns open",
                str(int(cases["open_cases"])),
                f"{change:+d}" if change else "as last year",
                delta_color="off",
                delta_arrow="auto" if change else "off",
            )
            st.caption(f"{words.count(int(cases['opened_cases']), 'case')} opened in this period")
            st.caption(f"Last year {int(cases['last_year_open_cases'])}")


def rate_tile(label: str, column: str, measure: str, of_what: str) -> None:
    """A rate, its change in points, last year's, England's and the local authority's."""
    change = now[column] - last_year[column]
    with st.container(border=True, height="stretch", gap="xsmall"):
        if pd.isna(change):
            st.metric(label, words.percent(now[column]))
        else:
            same = abs(change) < changes.SAME
            st.metric(
                label,
                words.percent(now[column]),
                "as last year" if same else f"{100 * change:+.1f} points",
                delta_color="off",
                delta_arrow="off" if same else "auto",
            )
        st.caption(of_what)
        st.caption("  \n".join([f"Last year {words.percent(last_year[column])}", *compared_with(measure)]))


def compared_with(measure: str) -> list[str]:
    """England and the local authority, with the period in words where it is another."""
    published = benchmarks.loc[benchmarks["measure"] == measure]
    periods = published["period"].unique()
    lines = [
        f"{for_markdown(row['area'])} {words.percent(row['value'])}"
        + (f" ({row['period']})" if len(periods) > 1 and not row["is_same_period"] else "")
        for row in published.to_dict("records")
    ]
    if len(periods) == 1:
        lines.append(f"({periods[0]})")
    return lines


def unexplained_today() -> None:
    """Who is unexplained on the latest day."""
    latest = as_of()
    with st.container(border=True, height="stretch"):
        st.header(
            f"Unexplained on {latest:%A} {latest.day} {latest:%B}" if latest else "Unexplained", anchor=False
        )
        lines = [
            f"{pupil_text(row)} {for_markdown(row['sessions'])}, day\u00a0{int(row['school_days'])}"
            for _, row in fetch("unexplained_today", filters).iterrows()
        ]
        text_list(lines, "Nobody: every absence of the day has a reason.")


def due_a_step() -> None:
    """Who stands on a rung of a clock's ladder, and what is due there."""
    with st.container(border=True, height="stretch"):
        st.header("Due a step", anchor=False)
        lines = step_lines(fetch("steps_due", filters))
        text_list(lines, "Nobody stands on a rung that asks for something today.")
        st.page_link(CME_PAGE, label="See the clocks, record an action", icon=":material/schedule:")


def step_lines(steps: pd.DataFrame) -> list[str]:
    """Who stands on a rung today, or is beyond the last one with no case open; a line a pupil."""
    by_pupil: dict[str, list[str]] = {}
    for _, row in steps.iterrows():
        due = step(row["rule"], int(row["rung"]))
        is_overdue = row["school_days"] >= row["threshold"] and not row["has_open_case"]
        if due and (row["is_due_today"] or is_overdue):
            text = due if row["is_due_today"] else f"{due} (overdue: no case is open)"
            by_pupil.setdefault(f"{pupil_text(row)} day {int(row['school_days'])}", []).append(text)
    return [f"{who}: {'; '.join(texts)}" for who, texts in by_pupil.items()]


def pupil_text(row: pd.Series) -> str:
    """A pupil's name and class, safe for markdown."""
    where = words.year_group(row["year_group"] or "")
    return f"**{for_markdown(full_name(row))}** ({for_markdown(where)})"


def text_list(lines: list[str], nobody: str) -> None:
    """The first few as text; how many more there are."""
    if not lines:
        st.markdown(nobody)
        return
    more = [f"and {len(lines) - SHOWN} more"] if len(lines) > SHOWN else []
    st.markdown("\n".join(f"- {line}" for line in [*lines[:SHOWN], *more]))


def weekly_line() -> None:
    """The weekly line with last year in grey and England dashed."""
    weeks = fetch("absence_by_week_and_last_year", filters, **earlier)
    england = benchmarks.loc[(benchmarks["measure"] == "overall_absence_rate") & ~benchmarks["is_local"]]
    source = "Share of possible sessions missed, by week; grey: the same week last year."
    if not england.empty:
        weeks = weeks.assign(national_absence_rate=england.iloc[0]["value"])
        source += f" England: DfE daily series, primary, {england.iloc[0]['period']}."
    show_chart(
        absence_by_week,
        weeks,
        title=absence_by_week_sentence(weeks),
        caption=source,
        alt=f"Line chart. {absence_by_week_sentence(weeks)}.",
        query_name="absence_by_week_and_last_year",
    )


def by_reason() -> None:
    """Why: bars by reason, England's share as ticks."""
    codes = fetch("absence_by_code", filters)
    national = fetch("national_absence_by_code", filters)
    codes = codes.merge(national[["attendance_code", "national_rate"]], on="attendance_code", how="left")
    covers = national["period"].iloc[0] if len(national) else "not published"
    show_chart(
        absence_by_code,
        codes,
        title=absence_by_code_sentence(codes),
        caption=f"Share of possible sessions by reason. Tick: England, DfE daily series, {covers}.",
        alt=f"Bar chart of reasons for absence. {absence_by_code_sentence(codes)}.",
        query_name="absence_by_code",
    )


def by_day() -> None:
    """When: weekday by session."""
    weekdays = fetch("absence_by_weekday", filters)
    show_chart(
        absence_by_weekday,
        weekdays,
        title=absence_by_weekday_sentence(weekdays),
        caption="Share of possible sessions missed. In England Friday is the highest day.",
        alt=f"Heat-map of weekday by session. {absence_by_weekday_sentence(weekdays)}.",
        query_name="absence_by_weekday",
    )


def by_year_group() -> None:
    """Who: a dot for each year group."""
    groups = fetch("absence_by_group", filters, dimension="year_group")
    show_chart(
        absence_by_group,
        groups,
        title=sentence_for_markdown(absence_by_group_sentence(groups)),
        caption="Share of possible sessions missed, by the year group the pupil was in on the day.",
        alt=f"Dot for each year group. {absence_by_group_sentence(groups)}.",
        query_name="absence_by_group",
    )


what_changed()
tiles()
left, right = st.columns(2)
with left:
    unexplained_today()
with right:
    due_a_step()

CHARTS = {
    "Week by week": weekly_line,
    "By reason": by_reason,
    "By day and session": by_day,
    "By year group": by_year_group,
}
tabs = st.tabs(list(CHARTS), key="overview_tabs", on_change="rerun")
for tab, draw in zip(tabs, CHARTS.values(), strict=True):
    if tab.open:
        with tab:
            draw()
