"""A family's rights and the end of a period: export, erase, purge, each seen before it is done."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import streamlit as st

from dashboard.components.downloads import download_button
from dashboard.components.fetch import fetch
from dashboard.components.import_ledger import escaped
from dashboard.components.pupil_picker import IN_ADDRESS, choose_pupil
from dashboard.components.saved import forms_saved, saved
from dashboard.components.store import shown_store
from dashboard.domain import words
from dashboard.errors import DashboardError
from dashboard.store.erasing import erase_pupil
from dashboard.store.exporting import export_pupil
from dashboard.store.purging import Purge, purge

ROLE = "slt"
EXPORTED, ERASURE, PURGE = "rights_exported", "rights_erasure", "rights_purge"
TABLES = {
    "pupil_aliases": "UPNs and admission numbers",
    "pupil_list_rows": "Rows of pupil lists",
    "names_beside_marks": "Names, class and year group from files of marks",
    "session_marks": "Marks",
    "mark_changes": "Marks that were replaced",
    "cme_triggers": "Clocks that fired",
    "calendar_entries": "Calendar",
    "import_problems": "Problems of imports",
    "cme_cases": "CME cases",
    "cme_actions": "Actions on CME cases",
    "support_actions": "Support",
    "penalty_notices": "Penalty notices",
}


def show_pupil_rights(folder: Path) -> None:
    """Export or erase one pupil, purge old years."""
    if shown_store().is_sample:
        st.info("This is the invented school: there is nothing of anyone's to export, erase or purge.")
        return
    st.header("One pupil", anchor=False)
    number = _chosen_number()
    if number is None:
        st.caption("Choose a pupil to export everything held on them, or to erase them.")
    else:
        _export_form(folder, number)
        _erase_form(folder, number)
    st.header("Years no longer kept", anchor=False)
    _purge_form(folder)


def _chosen_number() -> str | None:
    """The UPN or admission number of the pupil meant."""
    typed = st.text_input(
        "UPN or admission number",
        key=f"rights_number_{forms_saved()}",
        max_chars=20,
        help="Also of a pupil who left long ago. Or choose one below.",
    ).strip()
    chosen = choose_pupil()
    if typed:
        if chosen is not None:
            st.caption("What follows is about the number typed above, not about the pupil chosen below it.")
        return typed
    if chosen is None:
        return None
    pupil = fetch("pupil_details", pupil_id=chosen).iloc[0]
    return str(pupil["upn"] if isinstance(pupil["upn"], str) else pupil["admission_number"])


def _export_form(folder: Path, number: str) -> None:
    st.subheader("Export", anchor=False)
    st.markdown("For a subject access request: every row held, as a zip of tables that Excel opens.")
    if st.button("Prepare the export", key="rights_export", icon=":material/folder_zip:"):
        try:
            held, content = export_pupil(folder, number, ROLE)
        except DashboardError as error:
            st.error(escaped(str(error)))
            return
        st.session_state[EXPORTED] = (number, sum(len(table.rows) for table in held), content)
    prepared = st.session_state.get(EXPORTED)
    if not prepared or prepared[0] != number:
        return
    download_button(
        f"Download {words.count(prepared[1], 'row')}",
        lambda: prepared[2],
        file_name="everything-held-on-one-pupil.zip",
        mime="application/zip",
        key="rights_download",
        rows=prepared[1],
    )
    st.caption("It holds health, ethnicity and safeguarding data: keep it, and send it, with care.")


def _erase_form(folder: Path, number: str) -> None:
    st.subheader("Erase", anchor=False)
    st.markdown(
        "Takes the pupil out of all that is kept here: what was imported, what was recorded, and every "
        "older state. **It cannot be undone**, and no earlier import can be undone after it. Erase in your "
        "own system too, or the next file brings the pupil back."
    )
    if st.button("See what would be erased", key="rights_see_erasure", icon=":material/search:"):
        try:
            st.session_state[ERASURE] = (number, erase_pupil(folder, number, ROLE, dry_run=True))
        except DashboardError as error:
            st.error(escaped(str(error)))
            return
    seen = st.session_state.get(ERASURE)
    if not seen or seen[0] != number:
        return
    _show_rows(seen[1].rows, seen[1].older_files)
    typed = st.text_input(
        "Type the pupil's UPN or admission number to confirm",
        key=f"rights_confirm_{hash(number)}_{forms_saved()}",  # a key is sent; the number must not be
        help="As above, or as your own system has it.",
    ).strip()
    is_sure = typed in seen[1].known_as
    if typed and not is_sure:
        st.warning("That is not a UPN or admission number of this pupil.")
    if st.button(
        "Erase for good", key="rights_erase", disabled=not is_sure, icon=":material/delete_forever:"
    ):
        _erase(folder, number)


def _erase(folder: Path, number: str) -> None:
    try:
        erasure = erase_pupil(folder, number, ROLE)
    except DashboardError as error:
        st.error(escaped(str(error)))
        return
    for kept in (ERASURE, EXPORTED):
        st.session_state.pop(kept, None)
    st.query_params.pop(IN_ADDRESS, None)
    saved(
        f"Erased: {words.count(sum(erasure.rows.values()), 'row')} of one pupil, and "
        f"{_older(erasure.older_files)} of the store."
    )


def _purge_form(folder: Path) -> None:
    st.markdown(
        "Once a year, delete what is older than the retention policy keeps: marks, closed cases, ended "
        "periods on roll of a pupil who came back, and every pupil of whom nothing newer is left. Export "
        "first what belongs on a child protection file."
    )
    if st.button("See what would be purged", key="rights_see_purge", icon=":material/search:"):
        try:
            st.session_state[PURGE] = purge(folder, ROLE, dry_run=True)
        except DashboardError as error:
            st.error(escaped(str(error)))
            return
    seen: Purge | None = st.session_state.get(PURGE)
    if seen is None:
        return
    basis = escaped(seen.retention.legal_basis)
    kept = f"**{seen.retention.year_name}** is the first academic year kept. {basis}."
    if not seen.rows:
        st.success(f"{kept} Nothing is older: there is nothing to purge.")
        return
    st.markdown(f"{kept} {words.count(seen.pupils, 'pupil')} would go wholly.")
    _show_rows(seen.rows, seen.older_files)
    is_sure = st.checkbox("Yes, delete this for good", key=f"rights_purge_sure_{forms_saved()}")
    if st.button("Purge", key="rights_purge_now", disabled=not is_sure, icon=":material/delete_forever:"):
        try:
            done = purge(folder, ROLE)
        except DashboardError as error:
            st.error(escaped(str(error)))
            return
        st.session_state.pop(PURGE, None)
        saved(
            f"Purged: {words.count(sum(done.rows.values()), 'row')}, and "
            f"{_older(done.older_files)} of the store."
        )


def _show_rows(rows: Mapping[str, int], older_files: tuple[str, ...]) -> None:
    lines = pd.DataFrame(
        {"What": [_table_words(name) for name in rows], "Rows": [f"{n:,}" for n in rows.values()]}
    )
    st.table(lines.set_index("What"), border="horizontal")
    st.markdown(
        f"**{_older(older_files)}** of the store, which hold the same, would be deleted too: afterwards "
        "nothing can be undone or restored."
    )


def _older(files: tuple[str, ...]) -> str:
    return words.count(len(files), "older state or copy", "older states and copies")


def _table_words(name: str) -> str:
    if name.startswith("recorded "):
        return f"{TABLES.get(name.removeprefix('recorded '), name)}, recorded here"
    if name.startswith("imported_"):
        return f"{TABLES.get(name.removeprefix('imported_'), name)}, imported"
    return TABLES.get(name, name)
