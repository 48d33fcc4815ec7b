"""Hide pupil names for a projector: before a row is sent, not only on screen."""

import pandas as pd
import streamlit as st

SWITCH = "hide_names"
IDENTIFIERS = ("upn", "former_upn", "admission_number")
NAME_COLUMNS = ("surname", "forename", "pupil_name", "household")


def names_switch() -> None:
    """The switch in the sidebar; it holds for the session, on every page."""
    st.toggle(
        "Hide pupil names",
        key=SWITCH,
        persist_state="session",
        help="For a projector. Names are then not sent to this screen at all; pupils are numbered instead.",
    )


def names_are_hidden() -> bool:
    """Whether the switch is on."""
    return bool(st.session_state.get(SWITCH, False))


def without_names(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with 'Pupil 12' for every name: numbered by pupil_id where there is one, else by row."""
    present = [column for column in NAME_COLUMNS if column in frame.columns]
    if not present:
        return frame
    numbers = frame["pupil_id"] if "pupil_id" in frame.columns else pd.RangeIndex(1, len(frame) + 1)
    labels = [f"Pupil {number}" for number in numbers]
    hidden = frame.copy()
    for column in present:
        hidden[column] = ""
    hidden[present[0]] = labels
    return hidden


def without_identifiers(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame without UPN and admission number while names are hidden: for a table and a download."""
    if not names_are_hidden():
        return frame
    return frame.drop(columns=[name for name in IDENTIFIERS if name in frame.columns])


def full_name(row: pd.Series) -> str:
    """Forename and surname of a row as plain text (escape it before markdown); 'Pupil 12' when hidden."""
    parts = [row.get("forename"), row.get("surname")]
    name = " ".join(part for part in parts if isinstance(part, str) and part)
    return name or str(row.get("upn") or row.get("admission_number") or "Pupil without a name")
