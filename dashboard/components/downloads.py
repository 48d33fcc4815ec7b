"""Every download: made when it is asked for, noted, and handed to nobody but the person it was made for."""

import time
from collections.abc import Callable
from typing import Any

import streamlit as st
from streamlit.runtime.memory_media_file_storage import _calculate_file_id

from dashboard.components.notes import note_download
from dashboard.components.roles import Role, current_role, person, role_held, role_of
from dashboard.components.store import shown_store
from dashboard.errors import RoleRefused

KEPT_SECONDS = 600  # a browser fetches a file at once after it was made

_made: dict[tuple[str, str], tuple[Role, float]] = {}


def download_button(
    label: str,
    make: Callable[[], bytes],
    *,
    file_name: str,
    mime: str,
    key: str,
    rows: int | None = None,
    **options: Any,
) -> None:
    """A button to download what `make` returns. `rows` of pupils or of a query in it are noted in the log."""
    who, held = person(), role_held()
    is_noted, folder = rows is not None and current_role() == "slt", shown_store().folder

    def made() -> bytes:
        if held is None or role_of(who) != held:
            raise RoleRefused("Your access has changed since this page was opened.")
        content = make()
        if is_noted:
            note_download(folder, who, file_name, rows or 0)
        _remember(_calculate_file_id(content, mime, file_name), who, held)
        return content

    st.download_button(
        label,
        data=made,
        file_name=file_name,
        mime=mime,
        key=key,
        icon=":material/download:",
        **{"on_click": "ignore", **options},
    )


def was_made_for(file_id: str, who: str, role: Role) -> bool:
    """Whether this file was lately made for this person, in the role they still have."""
    made_in, until = _made.get((file_id, who), (None, 0.0))
    return made_in == role and time.monotonic() < until


def _remember(file_id: str, who: str, role: Role) -> None:
    now = time.monotonic()
    for key in [key for key, (_, until) in list(_made.items()) if until < now]:
        _made.pop(key, None)
    _made[file_id, who] = (role, now + KEPT_SECONDS)
