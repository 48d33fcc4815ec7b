"""What is known of the school: its name, URN and local authority; a form to put it right."""

import re
from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from dashboard.components.emphasis import main_button
from dashboard.components.import_ledger import escaped
from dashboard.components.saved import forms_saved, saved
from dashboard.domain.plain_text import for_markdown
from dashboard.errors import DashboardError
from dashboard.store.reference import la_codes
from dashboard.store.schools import School, change_school

URN = re.compile(r"\d{6}")


def school_form(folder: Path, schools: Sequence[School]) -> None:
    """Name, URN and local authority of a school; an import run of its own, so it can be undone."""
    authorities = _authorities()
    school = choose_school(schools, key="school_to_change")
    key = f"school_{school.school_id}_{forms_saved()}"
    with st.form(key):
        name = st.text_input("Name", school.name or "", max_chars=120, key=f"{key}_name")
        urn = st.text_input(
            "URN",
            school.urn or "",
            max_chars=6,
            key=f"{key}_urn",
            help="Unique reference number, six digits.",
        )
        codes = ["", *sorted(authorities, key=authorities.__getitem__)]
        known = school.la_code if school.la_code in authorities else ""
        la_code = st.selectbox(
            "Local authority",
            codes,
            index=codes.index(known or ""),
            format_func=lambda code: f"{authorities[code]} ({code})" if code else "Not chosen",
            key=f"{key}_la",
            help="Its figures stand beside yours on the Overview.",
        )
        if not st.form_submit_button("Save", type=main_button()):
            return
    if not name.strip():
        st.error("Not saved: a school needs a name.")
        return
    if urn.strip() and not URN.fullmatch(urn.strip()):
        st.error("Not saved: a URN has six digits. Look it up on Get information about schools.")
        return
    try:
        changed = change_school(
            folder, school, name=name.strip(), urn=urn.strip() or None, la_code=la_code or None
        )
    except DashboardError as error:
        st.error(escaped(str(error)))
        return
    saved(f"Saved: the details of {for_markdown(changed.name or 'the school')}.")


def choose_school(schools: Sequence[School], *, key: str) -> School:
    """The only school, or the one chosen."""
    if len(schools) == 1:
        return schools[0]
    by_id = {school.school_id: school for school in schools}
    chosen = st.selectbox(
        "School",
        list(by_id),
        format_func=lambda number: by_id[number].name or f"School {number}",
        key=key,
    )
    return by_id[chosen]


@st.cache_data(show_spinner=False)
def _authorities() -> dict[str, str]:
    return la_codes()
