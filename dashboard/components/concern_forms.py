"""Forms for CME concerns: record one, add an action, correct, close. Entries are saved before we say so.

Nothing is overwritten: a correction is a new entry in place of the one it corrects.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.components.concerns import plain_pupil
from dashboard.components.emphasis import main_button
from dashboard.components.saved import forms_saved, saved
from dashboard.domain import cme, words
from dashboard.domain.plain_text import for_markdown
from dashboard.domain.upn import clean_upn, upn_checks
from dashboard.errors import DashboardError
from dashboard.store import records
from dashboard.store.records import Action, Case

ROLE = "slt"
DATES = "DD/MM/YYYY"
OPEN_STAGES = {stage: label for stage, label in cme.STAGES.items() if stage != "closed"}


def record_concern_form(
    folder: Path, pupils: pd.DataFrame, schools: Mapping[int, str], latest: date | None
) -> None:
    """Record a new concern about a pupil, or about a child in no list."""
    by_id = {(int(row["school_id"]), int(row["pupil_id"])): row for _, row in pupils.iterrows()}
    key = f"new_concern_{forms_saved()}"
    with st.form(key):
        chosen = st.selectbox(
            "Pupil",
            list(by_id),
            index=None,
            format_func=lambda pupil: plain_pupil(by_id[pupil]),
            placeholder="Choose a pupil, or type part of the name",
            key=f"{key}_pupil",
        )
        number = st.text_input(
            "Or the UPN or admission number of a child in no list",
            key=f"{key}_number",
            max_chars=40,
            help="For a child who was expected and never arrived, or left before the first import.",
        )
        with st.grid(columns=2, min_column_width=230):
            case_type = _one_of("Type", words.CASE_TYPES, "at_risk_on_roll", f"{key}_type")
            opened = st.date_input("Opened on", latest or date.today(), format=DATES, key=f"{key}_opened")
            trigger = _one_of_or_none("What led to it", cme.TRIGGERS, None, f"{key}_trigger")
            owner = _one_of_or_none("Owner", cme.ROLES, None, f"{key}_owner")
            stage = _one_of("Stage", OPEN_STAGES, "enquiries", f"{key}_stage")
            next_step = _one_of_or_none("Next step", cme.ACTIONS, None, f"{key}_step")
            due = st.date_input("Next step due", None, format=DATES, key=f"{key}_due")
        if not st.form_submit_button("Record the concern", type=main_button()):
            return
    if (chosen is None) == (not number.strip()):
        st.error("Not saved: choose a pupil, or give the number of a child in no list, and not both.")
        return
    row = by_id[chosen] if chosen else None
    case = Case(
        school_name=schools[chosen[0]] if chosen else next(iter(schools.values())),
        case_type=case_type,
        opened_date=opened,
        upn=_text(row["upn"]) if row is not None else _upn(number),
        admission_number=_text(row["admission_number"]) if row is not None else _other_number(number),
        trigger=trigger,
        owner_role=owner,
        stage=stage,
        next_step=next_step,
        next_step_due=due,
    )
    try:
        case_id = records.record_case(folder, case, ROLE)
    except DashboardError as error:
        st.error(str(error))
        return
    saved(f"Saved: concern {for_markdown(case_id)} is recorded.")


def action_form(folder: Path, case: Case, latest: date | None) -> None:
    """Add something that was done about a concern."""
    key = f"action_{case.case_id}_{forms_saved()}"
    with st.form(key):
        usual = Action(case.school_name, case.case_id or "", latest or date.today(), "phone")
        action = _action_fields(key, usual)
        if not st.form_submit_button("Add the action", type=main_button()):
            return
    _commit(lambda: records.record_action(folder, action, ROLE), "Saved: the action is recorded.")


def correct_action_form(folder: Path, case: Case, actions: pd.DataFrame) -> None:
    """Put right, or withdraw, an action that was recorded here."""
    recorded = actions.loc[actions["recorded_id"].notna()]
    if recorded.empty:
        st.markdown(
            "No action of this concern was recorded here. What was imported is corrected in its file."
        )
        return
    by_id = {int(row["recorded_id"]): row for _, row in recorded.iterrows()}
    chosen = st.selectbox(
        "Action to correct",
        list(by_id),
        format_func=lambda number: _action_words(by_id[number]),
        key=f"which_action_{case.case_id}",
    )
    row = by_id[chosen]
    before = Action(
        case.school_name,
        case.case_id or "",
        row["action_date"].date(),
        row["action"],
        _text(row["by_role"]),
        _text(row["result"]),
    )
    key = f"correct_action_{chosen}_{forms_saved()}"
    with st.form(key):
        after = _action_fields(key, before)
        is_mistake = st.checkbox("It did not happen: withdraw it", key=f"{key}_withdraw")
        if not st.form_submit_button("Save the correction", type=main_button()):
            return
    if is_mistake:
        _commit(lambda: records.withdraw(folder, chosen, before, ROLE), "Saved: the action is withdrawn.")
    _commit(lambda: records.correct(folder, chosen, after, ROLE), "Saved: the action is corrected.")


def change_concern_form(folder: Path, case: Case) -> None:
    """Correct a concern, or say how it stands now."""
    key = f"change_{case.case_id}_{forms_saved()}"
    with st.form(key):
        with st.grid(columns=2, min_column_width=230):
            case_type = _one_of("Type", words.CASE_TYPES, case.case_type, f"{key}_type")
            opened = st.date_input("Opened on", case.opened_date, format=DATES, key=f"{key}_opened")
            stage = _one_of_or_none("Stage", cme.STAGES, case.stage, f"{key}_stage")
            owner = _one_of_or_none("Owner", cme.ROLES, case.owner_role, f"{key}_owner")
            next_step = _one_of_or_none("Next step", cme.ACTIONS, case.next_step, f"{key}_step")
            due = st.date_input("Next step due", case.next_step_due, format=DATES, key=f"{key}_due")
            told = st.date_input(
                "Local authority told on", case.la_notified_date, format=DATES, key=f"{key}_told"
            )
            reference = st.text_input(
                "Reference of the local authority",
                case.la_reference or "",
                max_chars=60,
                key=f"{key}_reference",
            )
            trigger = _one_of_or_none("What led to it", cme.TRIGGERS, case.trigger, f"{key}_trigger")
            is_reopened = case.closed_date is not None and st.checkbox(
                "Open again: it was closed too soon", key=f"{key}_reopen"
            )
        if not st.form_submit_button("Save how it stands", type=main_button()):
            return
    changed = replace(
        case,
        case_type=case_type,
        opened_date=opened,
        trigger=trigger,
        owner_role=owner,
        stage=stage,
        next_step=next_step,
        next_step_due=due,
        la_notified_date=told,
        la_reference=reference.strip() or None,
    )
    if is_reopened:
        changed = replace(changed, closed_date=None, outcome=None)
    _commit(
        lambda: records.correct_case(folder, changed, ROLE),
        f"Saved: concern {for_markdown(case.case_id)} stands as you wrote it.",
    )


def close_concern_form(folder: Path, case: Case, latest: date | None) -> None:
    """Close a concern: when, how it ended, and when the child came back."""
    key = f"close_{case.case_id}_{forms_saved()}"
    with st.form(key):
        with st.grid(columns=2, min_column_width=230):
            closed = st.date_input("Closed on", latest or date.today(), format=DATES, key=f"{key}_closed")
            outcome = _one_of_or_none("Outcome", cme.OUTCOMES, case.outcome, f"{key}_outcome")
            returned = st.date_input(
                "Back in school since", case.returned_date, format=DATES, key=f"{key}_returned"
            )
        if not st.form_submit_button("Close the concern", type=main_button()):
            return
    if closed < case.opened_date:
        st.error("Not saved: it cannot be closed before it was opened. Change the date.")
        return
    ended = replace(
        case,
        closed_date=closed,
        outcome=outcome,
        returned_date=returned,
        stage="closed",
        next_step=None,
        next_step_due=None,
    )
    _commit(
        lambda: records.correct_case(folder, ended, ROLE),
        f"Saved: concern {for_markdown(case.case_id)} is closed.",
    )


def case_of(row: pd.Series, schools: Mapping[int, str]) -> Case:
    """The concern of a row of the query cme_concerns, as it would be recorded."""
    return Case(
        school_name=schools[int(row["school_id"])],
        case_id=row["case_id"],
        case_type=row["case_type"],
        opened_date=row["opened_date"].date(),
        upn=_text(row["upn"]),
        admission_number=_text(row["admission_number"]),
        trigger=_text(row["trigger"]),
        owner_role=_text(row["owner_role"]),
        stage=_text(row["stage"]),
        next_step=_text(row["next_step"]),
        next_step_due=_date(row["next_step_due"]),
        la_notified_date=_date(row["la_notified_date"]),
        la_reference=_text(row["la_reference"]),
        closed_date=_date(row["closed_date"]),
        outcome=_text(row["outcome"]),
        returned_date=_date(row["returned_date"]),
    )


def _action_fields(key: str, before: Action) -> Action:
    with st.grid(columns=2, min_column_width=230):
        on = st.date_input("Done on", before.action_date, format=DATES, key=f"{key}_date")
        action = _one_of("Action", cme.ACTIONS, before.action, f"{key}_action")
        by_role = _one_of_or_none("By", cme.ROLES, before.by_role, f"{key}_by")
        result = _one_of_or_none("Result", cme.RESULTS, before.result, f"{key}_result")
    return replace(before, action_date=on, action=action, by_role=by_role, result=result)


def _one_of(label: str, labels: Mapping[str, str], value: str, key: str) -> str:
    """A choice among stored values, shown in words; one that an import wrote otherwise stays on offer."""
    options = [*labels, *([] if value in labels else [value])]
    return st.selectbox(
        label,
        options,
        index=options.index(value),
        format_func=lambda option: labels.get(option, option),
        key=key,
    )


def _one_of_or_none(label: str, labels: Mapping[str, str], value: str | None, key: str) -> str | None:
    return _one_of(label, {"": "Not recorded", **labels}, value or "", key) or None


def _commit(record: Callable[[], object], message: str) -> None:
    """Record, then say so; what stopped it otherwise."""
    try:
        record()
    except DashboardError as error:
        st.error(str(error))
    else:
        saved(message)


def _action_words(row: pd.Series) -> str:
    return f"{words.day(row['action_date'].date())}: {cme.label(cme.ACTIONS, row['action'])}"


def _upn(number: str) -> str | None:
    return clean_upn(number) if upn_checks(clean_upn(number)) else None


def _other_number(number: str) -> str | None:
    return None if upn_checks(clean_upn(number)) else number.strip()


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _date(value: Any) -> date | None:
    return None if pd.isna(value) else pd.Timestamp(value).date()
