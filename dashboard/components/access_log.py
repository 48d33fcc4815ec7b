"""Who did what: every opening of a pupil, download, publication and erasure, newest first."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.components.fetch import fetch
from dashboard.components.figures import download_buttons
from dashboard.components.names import names_are_hidden
from dashboard.components.pupil_list import listed_name
from dashboard.components.roles import must_be_slt
from dashboard.components.store import shown_store
from dashboard.components.stored_data import moment
from dashboard.domain.plain_text import for_markdown
from dashboard.store.recorded import has_records
from dashboard.store.records import people_noted, recent_activity

EVERYBODY = "Everybody"
SHOWN = 100
EVERY_NOTE = 1_000_000
LONG_AGO = date(1990, 1, 1)
WHAT = {
    "open": "Opened a pupil",
    "download": "Downloaded",
    "export-pupil": "Exported a pupil",
    "erase": "Erased a pupil",
    "purge": "Purged old years",
    "publish": "Published to governors",
    "withdraw": "Withdrew from governors",
    "undo": "Undid an import",
    "restore": "Went back to an earlier state",
    "mapping": "Saved a mapping",
    "own words": "Said what own words mean",
}


def show_access_log() -> None:
    """Every note, newest first, of everybody or of one person."""
    must_be_slt()
    st.header("Access log: who did what", anchor=False)
    folder = shown_store().folder
    if not has_records(folder) or not recent_activity(folder, 1):
        st.markdown(
            "Nothing yet. Opening a pupil, downloading, publishing, erasing and undoing are noted here."
        )
        return
    who = st.selectbox("Who", [EVERYBODY, *people_noted(folder)], key="access_log_person")
    lines = access_lines(recent_activity(folder, EVERY_NOTE, None if who == EVERYBODY else who))
    shown = lines.head(SHOWN).map(lambda text: " ".join(for_markdown(word) for word in text.split()))
    st.table(shown.set_index("When"), border="horizontal")
    if len(lines) > SHOWN:
        st.caption(f"and {len(lines) - SHOWN:,} more in the download")
    download_buttons(lines, "who_did_what", key="access_log")
    st.caption("Notes are only ever added. Erasing a pupil takes the pupil's number out of them.")


def access_lines(notes: list[dict[str, Any]]) -> pd.DataFrame:
    """The notes in words; a pupil is named only where names are shown, and known still."""
    labels = _pupil_labels()
    lines = [
        {
            "When": moment(note["at"]),
            "Who": note["person"] or "–",
            "What": WHAT.get(note["what"], note["what"]),
            "Pupil": _pupil(note, labels),
            "How much": note["detail"] or "–",
        }
        for note in notes
    ]
    return pd.DataFrame(lines, columns=["When", "Who", "What", "Pupil", "How much"])


def _pupil(note: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    numbers = [number for number in (note["upn"], note["admission_number"]) if number]
    if not numbers:
        return "–"
    unknown = "a pupil" if names_are_hidden() else numbers[0]
    return next((labels[number] for number in numbers if number in labels), unknown)


def _pupil_labels() -> dict[str, str]:
    names = fetch("pupil_names", from_date=LONG_AGO)
    return {
        number: listed_name(row["surname"], row["forename"])
        for _, row in names.iterrows()
        for number in (row["admission_number"], row["upn"])
        if isinstance(number, str) and number
    }
