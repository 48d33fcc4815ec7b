"""Who is at the screen, and in which role: looked up anew on every run, before anything is fetched.

On one machine there is no login and the role is slt. Where the secrets file has an `[auth]` table the
dashboard is hosted: Streamlit signs people in, and the `[roles]` table of that file says who may see what.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import streamlit as st

from dashboard.errors import RoleRefused

Role = Literal["slt", "governor"]
LEAST_FIRST: tuple[Role, ...] = ("governor", "slt")
LOCAL = "local"
SWITCH = "governors_eyes"
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")
_hosted_once = False


def current_role() -> Role | None:
    """The role in which this run sees everything; None sees nothing. The switch lowers slt to governor."""
    role = role_held()
    return "governor" if role == "slt" and st.session_state.get(SWITCH, False) else role


def role_held() -> Role | None:
    """The role that the person has, whatever the switch says."""
    return role_of(person())


def person() -> str:
    """The e-mail address of whoever is signed in, '' for nobody; 'local' where there is no login."""
    return address_in(st.user.to_dict()) if is_hosted() else LOCAL


def must_be_slt() -> None:
    """RoleRefused unless this run may see everything. Asked where data is read, so no page can forget it."""
    if current_role() != "slt":
        raise RoleRefused("This is for the leadership team only.")


def is_hosted() -> bool:
    """Whether people sign in here. A file that cannot be read, or is gone, is never taken for no login."""
    global _hosted_once
    secrets = _secrets()
    _hosted_once = _hosted_once or secrets is None or "auth" in secrets
    return _hosted_once


def role_of(address: str) -> Role | None:
    """What the secrets file grants an e-mail address now: by itself, or else by its domain.

    Of two roles granted in the same way the lesser holds.
    """
    if not is_hosted():
        return "slt" if address == LOCAL else None
    roles = (_secrets() or {}).get("roles")
    if not isinstance(roles, dict) or not _ADDRESS.fullmatch(address):
        return None
    granted = {role: _listed(roles.get(role)) for role in LEAST_FIRST}
    for known_as in (address.lower(), address.lower().rpartition("@")[2]):
        for role in LEAST_FIRST:
            if known_as in granted[role]:
                return role
    return None


def address_in(claims: Mapping[str, Any]) -> str:
    """The e-mail address that a sign-in vouches for, in lower case; '' if there is none."""
    address = claims.get("email")
    if claims.get("is_logged_in") is not True or claims.get("email_verified", True) is not True:
        return ""
    return address.lower() if isinstance(address, str) and _ADDRESS.fullmatch(address) else ""


def providers() -> list[str | None]:
    """Who can sign people in, as `st.login` wants it: the tables under `[auth]`, or one without a name."""
    auth = (_secrets() or {}).get("auth")
    named = (
        [name for name, table in auth.items() if isinstance(table, dict)] if isinstance(auth, dict) else []
    )
    return [*named] or [None]


def _listed(entries: Any) -> frozenset[str]:
    """Addresses and domains in lower case; a domain may be written with its @."""
    texts = entries if isinstance(entries, list) else []
    return frozenset(text.strip().lower().removeprefix("@") for text in texts if isinstance(text, str))


def _secrets() -> Mapping[str, Any] | None:
    """The secrets files as they are now, {} without any; None if one cannot be read."""
    found: dict[str, Any] = {}
    for path in st.get_option("secrets.files"):
        try:
            state = Path(path).stat()
            found |= _parsed(path, state.st_mtime_ns, state.st_size)
        except FileNotFoundError:
            continue
        except (OSError, ValueError):
            return None
    return found


@lru_cache(maxsize=8)
def _parsed(path: str, _changed: int, _size: int) -> Mapping[str, Any]:
    return tomllib.loads(Path(path).read_text(encoding="utf-8"))
