"""Say that something was saved, once it is, on the run after it: with the new figures beside it."""

from typing import NoReturn

import streamlit as st

_NOTE = "saved_note"
_FORMS = "forms_saved"


def saved(message: str, where: str = "page") -> NoReturn:
    """Run the page again with this message on top, or `where` else. Call it after the entry is committed."""
    st.session_state[f"{_NOTE}_{where}"] = message
    st.session_state[_FORMS] = forms_saved() + 1
    st.rerun()


def show_saved(where: str = "page") -> None:
    """The message of the entry just saved, if there is one; `message` was markdown."""
    note = st.session_state.pop(f"{_NOTE}_{where}", None)
    if note:
        st.success(note, icon=":material/check_circle:")


def forms_saved() -> int:
    """How many entries this session saved: part of a form's key, so that it is empty again afterwards."""
    return int(st.session_state.get(_FORMS, 0))
