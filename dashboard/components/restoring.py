"""Going back further than one import: which states are kept, what would be lost, then the button."""

from pathlib import Path

import streamlit as st

from dashboard.components.import_ledger import escaped
from dashboard.components.saved import forms_saved, saved
from dashboard.components.stored_data import moment
from dashboard.domain import words
from dashboard.domain.plain_text import shortened
from dashboard.errors import DashboardError
from dashboard.store.records import record_activity
from dashboard.store.register import KeptStore, kept_stores, restore

ROLE = "slt"


def restore_form(folder: Path) -> None:
    """Choose an older state of the store, read what would be undone, confirm."""
    box = st.expander("Go back further", key="restore_box", on_change="rerun")
    if not box.open:
        return
    with box:
        kept = kept_stores(folder)
        if not kept:
            st.markdown("No older state of the store is kept yet: every import keeps the one before it.")
            return
        chosen = st.selectbox(
            "State of the store", kept, format_func=_option, key=f"restore_choice_{forms_saved()}"
        )
        undone = "\n".join(f"- {escaped(description)}" for description in chosen.runs_after)
        st.markdown(
            f"These imports would be undone:\n{undone}\n\nWhat people recorded here (concerns, actions) "
            "stays, and the files can be imported again."
        )
        is_sure = st.checkbox("Yes, go back to that state", key=f"restore_sure_{chosen.name}")
        if st.button("Go back", disabled=not is_sure, icon=":material/history:", key="restore"):
            _restore(folder, chosen)


def _restore(folder: Path, chosen: KeptStore) -> None:
    try:
        lost = restore(folder, chosen.name)
        record_activity(folder, ROLE, "restore", f"{chosen.description}; undone: {len(lost)} imports")
    except DashboardError as error:
        st.error(escaped(str(error)))
        return
    saved(
        f"Done: {words.count(len(lost), 'import')} undone. The store is as it was after "
        f"{escaped(chosen.description)}."
    )


def _option(kept: KeptStore) -> str:
    return f"{moment(kept.finished_at)}, {kept.marks:,} marks, after {shortened(kept.description)}"
