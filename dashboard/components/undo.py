"""Going back to the store before the newest import run: said first, then asked, then done."""

from pathlib import Path

import pandas as pd
import streamlit as st

from dashboard.components.fetch import fetch
from dashboard.components.import_ledger import escaped
from dashboard.components.saved import forms_saved, saved
from dashboard.components.stored_data import moment
from dashboard.errors import DashboardError
from dashboard.store import register
from dashboard.store.records import record_activity

ROLE = "slt"


def undo_form(folder: Path) -> None:
    """What would be undone, what the store goes back to, and the button."""
    runs = fetch("import_runs_made")
    if runs.empty:
        return
    st.markdown(undo_sentence(runs))
    is_sure = st.checkbox("Yes, go back one import", key=f"undo_sure_{forms_saved()}")
    if not st.button("Undo the newest import", disabled=not is_sure, icon=":material/undo:", key="undo"):
        return
    try:
        description = register.undo(folder)
        record_activity(folder, ROLE, "undo", description)
    except DashboardError as error:
        st.error(escaped(str(error)))
        return
    saved(f"Undone: {escaped(description)}. The store is as it was before.")


def undo_sentence(runs: pd.DataFrame) -> str:
    """Which run would be undone, and what the store goes back to."""
    newest = runs.iloc[0]
    undone = f"**{escaped(newest['description'])}**, {moment(newest['finished_at'])}"
    if len(runs) == 1:
        back = "The store goes back to before anything was imported, and the invented school is shown again."
    else:
        earlier = runs.iloc[1]
        back = (
            f"The store goes back to how it was after {escaped(earlier['description'])}, "
            f"{moment(earlier['finished_at'])}."
        )
    return (
        f"What would be undone: {undone}. {back} What people recorded here (concerns, actions) stays, and "
        "the files can be imported again."
    )
