"""The filters in the sidebar: drawn once by the frame, kept in the URL, the same on every page."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.components.cohorts import saved_cohorts_box
from dashboard.components.fetch import fetch
from dashboard.components.filters import Filters, Period, choose
from dashboard.components.names import names_switch
from dashboard.components.roles import current_role
from dashboard.domain import words
from dashboard.domain.plain_text import for_markdown, for_option

CUSTOM = "Custom dates"
USUAL_AGE = "Usual for each figure"
AGES = {
    USUAL_AGE: None,
    "Aged 5 to 15 (as DfE)": "statistical",
    "Compulsory school age": "compulsory",
    "Every age": "all",
}
USUAL_ROLL = "Usual for each figure"
ROLLS = {USUAL_ROLL: None, "Everyone in the period": "ever", "On roll now": "current"}
LIST_LABELS = {
    "year_groups": "Year group",
    "classes": "Class",
    "send_provisions": "SEND",
    "sexes": "Sex",
    "ethnicities": "Ethnicity",
}
MORE_LISTS = ("sexes", "ethnicities")
VISIBLE_FLAGS = ("fsm", "pupil_premium")
MORE_FLAGS = tuple(flag for flag in words.FLAGS if flag not in VISIBLE_FLAGS)


def draw_sidebar() -> None:
    """Draw every filter and set the cohort that this run's page shows."""
    options = fetch("filter_options")
    schools = fetch("school_names")
    with st.sidebar:
        st.markdown(f"**{_school_title(schools)}**")
        school_ids = _schools(schools)
        period = _period()
        lists: dict[str, Any] = {
            name: _choices(name, options) for name in ("year_groups", "classes", "send_provisions")
        }
        flags: dict[str, Any] = {name: _flag(name) for name in VISIBLE_FLAGS}
        age_cohort = roll = None
        more = st.expander("More filters", key="more_filters", on_change="rerun")
        if more.open or _is_any_set(MORE_LISTS + MORE_FLAGS + ("age_cohort", "roll")):
            with more:
                lists |= {name: _choices(name, options) for name in MORE_LISTS}
                flags |= {name: _flag(name) for name in MORE_FLAGS}
                age_cohort = AGES[_one_of("age_cohort", "Age", list(AGES))]
                roll = ROLLS[_one_of("roll", "Roll", list(ROLLS))]
        st.button("Clear filters", on_click=clear_filters, width="stretch")
        saved_cohorts_box({"age_cohort": USUAL_AGE, "roll": USUAL_ROLL})
        names_switch()
    choose(
        Filters(
            from_date=period.from_date,
            to_date=period.to_date,
            school_ids=school_ids,
            age_cohort=age_cohort,
            roll=roll,
            **lists,
            **flags,
        ),
        period,
    )


def clear_filters() -> None:
    """Back to every pupil and the current year; for buttons."""
    if current_role() != "slt":
        return  # taken away since the button was drawn: this runs before the page does
    periods = fetch("periods")
    cleared: dict[str, Any] = {key: [] for key in ("school_ids", *LIST_LABELS)}
    cleared |= dict.fromkeys(words.FLAGS)
    cleared |= {"age_cohort": USUAL_AGE, "roll": USUAL_ROLL}
    if len(periods):
        cleared["period"] = periods.iloc[0]["label"]
    for key, value in cleared.items():
        if key in st.session_state:
            st.session_state[key] = value


def _is_any_set(keys: tuple[str, ...]) -> bool:
    """Whether a filter out of sight is set: then it must be drawn; a dozen that are not need not be."""
    usual: tuple[object, ...] = (None, [], USUAL_AGE, USUAL_ROLL)
    return any(key in st.query_params or st.session_state.get(key) not in usual for key in keys)


def _period() -> Period:
    periods = fetch("periods")
    if periods.empty:
        return Period.custom(date.today(), date.today())
    labels = [*periods["label"], CUSTOM]
    chosen = _one_of("period", "Period", labels)
    first = _period_of(periods.iloc[0], is_default=True)
    if chosen != CUSTOM:
        row = periods.loc[periods["label"] == chosen].iloc[0]
        return _period_of(row, is_default=chosen == labels[0])
    columns = st.columns(2)
    from_date = columns[0].date_input(
        "From", first.from_date, key="from_date", bind="query-params", format="DD/MM/YYYY"
    )
    to_date = columns[1].date_input(
        "To", first.to_date, key="to_date", bind="query-params", format="DD/MM/YYYY"
    )
    if from_date > to_date:
        st.warning("The first date is after the last. Change one of them; until then the year is shown.")
        return first
    return Period.custom(from_date, to_date)


def _period_of(row: pd.Series, is_default: bool) -> Period:
    return Period(
        label=row["label"],
        from_date=row["from_date"].date(),
        to_date=row["to_date"].date(),
        last_year_from=row["last_year_from"].date(),
        last_year_to=row["last_year_to"].date(),
        is_default=is_default,
        is_unfinished=bool(row["is_unfinished"]),
    )


def _one_of(key: str, label: str, options: list[str]) -> str:
    return st.selectbox(label, options, key=key, bind="query-params")


def _choices(name: str, options: pd.DataFrame) -> tuple[str, ...] | None:
    values = options.loc[options["filter"] == name, "value"].tolist()
    if not values:
        return None
    chosen = st.pills(
        LIST_LABELS[name],
        values,
        selection_mode="multi",
        format_func=_label_of(name),
        key=name,
        bind="query-params",
    )
    return tuple(chosen) or None


def _label_of(name: str) -> Callable[[str], str]:
    labels = {"send_provisions": words.SEND_PROVISIONS, "sexes": words.SEXES}.get(name, {})
    return lambda value: labels.get(value) or for_option(value)


def _flag(name: str) -> bool | None:
    return st.pills(
        words.FLAGS[name],
        [True, False],
        format_func=lambda value: "Yes" if value else "No",
        key=name,
        bind="query-params",
    )


def _schools(schools: pd.DataFrame) -> tuple[int, ...] | None:
    if len(schools) < 2:
        return None
    names = dict(zip(schools["school_id"], schools["name"], strict=True))
    chosen = st.multiselect(
        "School", list(names), format_func=lambda value: names[value], key="school_ids", bind="query-params"
    )
    return tuple(int(value) for value in chosen) or None


def _school_title(schools: pd.DataFrame) -> str:
    if len(schools) == 1:
        return for_markdown(schools.iloc[0]["name"] or "Our school")
    return words.count(len(schools), "school") if len(schools) else "No school yet"
