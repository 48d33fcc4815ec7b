"""Notes of who did what, written as it happens: a pupil opened, a file handed out."""

from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.components.fetch import fetch
from dashboard.components.roles import person
from dashboard.components.store import shown_store
from dashboard.domain import words
from dashboard.errors import RefusedError
from dashboard.store.recorded import acting_person
from dashboard.store.records import record_activity

OPENED = "pupil_opened"
ROLE = "slt"


def act_as_reader() -> None:
    """Say who is at the screen, for everything that this run notes."""
    acting_person.set(person())


def note_opened(pupil: pd.Series) -> None:
    """Note that this pupil is being opened: before anything is shown, and once until the reader leaves."""
    pupil_id = int(pupil["pupil_id"])
    if st.session_state.get(OPENED) == pupil_id:
        return
    schools = fetch("school_names").set_index("school_id")["name"]
    try:
        record_activity(
            shown_store().folder,
            ROLE,
            "open",
            school_name=_text(schools.get(pupil["school_id"])) or "",
            upn=_text(pupil["upn"]),
            admission_number=_text(pupil["admission_number"]),
        )
    except RefusedError as problem:
        raise RefusedError(f"Not shown: it could not be noted who opens a pupil. {problem}") from problem
    st.session_state[OPENED] = pupil_id


def note_left(page: str) -> None:
    """Any other page than the pupil's: the next look at the same pupil is another opening."""
    if page != "pupil":
        st.session_state.pop(OPENED, None)


def note_download(folder: Path, who: str, file_name: str, rows: int) -> None:
    """Note that somebody is being handed a file with rows in it. Called outside the run of a page."""
    acting_person.set(who)
    record_activity(folder, ROLE, "download", f"{file_name}: {words.count(rows, 'row')}")


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None
