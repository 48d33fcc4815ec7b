"""Choose one pupil: by typing a name, or through the page's address, which holds a number, never a name."""

from collections import Counter

import pandas as pd
import streamlit as st

from dashboard.components.fetch import fetch
from dashboard.components.filters import current_filters
from dashboard.components.names import names_are_hidden
from dashboard.components.pupil_list import listed_name
from dashboard.domain import words
from dashboard.domain.plain_text import shortened

IN_ADDRESS = "pupil"
PICKER = "chosen_pupil"


def choose_pupil() -> int | None:
    """The pupil chosen, by pupil_id, from those who match the filters; the one in the address always does."""
    names = fetch("pupil_names", current_filters())
    asked_for = pupil_in_address()
    if asked_for is not None and asked_for not in set(names["pupil_id"]):
        names = pd.concat([fetch("pupil_details", pupil_id=asked_for), names], ignore_index=True)
    labels = pupil_labels(names)
    if st.session_state.get(PICKER) != asked_for:
        st.session_state[PICKER] = asked_for if asked_for in labels else None
    st.selectbox(
        "Pupil",
        list(labels),
        index=None,
        format_func=lambda pupil_id: labels.get(pupil_id, "–"),
        key=PICKER,
        on_change=_write_address,
        placeholder="Pick a number" if names_are_hidden() else "Type part of a name",
        help="The pupils who match the filters, those on roll first",
    )
    return st.session_state[PICKER]


def pupil_in_address() -> int | None:
    """The number in ?pupil=12, if there is one."""
    text = st.query_params.get(IN_ADDRESS, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def pupil_labels(names: pd.DataFrame) -> dict[int, str]:
    """How each pupil is offered; two alike are numbered, or one would hide the other."""
    labels: dict[int, str] = {}
    seen: Counter[str] = Counter()
    for _, row in names.iterrows():
        parts = [shortened(listed_name(row["surname"], row["forename"]))]
        if isinstance(row["year_group"], str) and row["year_group"]:
            parts.append(words.year_group(row["year_group"]))
        if isinstance(row["class"], str) and row["class"]:
            parts.append(shortened(row["class"]))
        if not row["is_on_roll_now"]:
            parts.append("not on roll now")
        label = " · ".join(parts)
        seen[label] += 1
        labels[int(row["pupil_id"])] = label if seen[label] == 1 else f"{label} ({seen[label]})"
    return labels


def _write_address() -> None:
    chosen = st.session_state[PICKER]
    if chosen is None:
        st.query_params.pop(IN_ADDRESS, None)
    else:
        st.query_params[IN_ADDRESS] = str(chosen)
