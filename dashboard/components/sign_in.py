"""Signing in and out, what somebody without a role is told, and the switch to the governors' eyes."""

import streamlit as st

from dashboard.components.roles import SWITCH, is_hosted, person, providers, role_held
from dashboard.domain.plain_text import for_markdown

LEADERSHIP_HOME, GOVERNORS_HOME = "app_pages/overview.py", "app_pages/governors.py"


def show_sign_in() -> None:
    """For whoever has no role: how to sign in, or whom to ask. Nothing of the school is on it."""
    st.title("Attendance and CME")
    if not st.user.get("is_logged_in"):
        st.markdown("Sign in with your school account to see what your school has given you access to.")
        for provider in providers():
            label = f"Sign in with {for_markdown(provider.title())}" if provider else "Sign in"
            st.button(label, key=f"sign_in_{provider}", type="primary", on_click=st.login, args=(provider,))
        return
    address = person()
    if address:
        st.warning(f"You are signed in as {for_markdown(address)}. This address has no access here.")
    else:
        st.warning("You are signed in, but your account vouches for no e-mail address.")
    st.markdown(
        "Ask your head teacher, or whoever looks after this dashboard at your school, to add your e-mail "
        "address. Or sign out, and sign in with another account."
    )
    st.button("Sign out", key="sign_out", on_click=st.logout)


def signed_in_box() -> None:
    """At the foot of the sidebar: the leadership's switch; who is signed in, and the way out."""
    if role_held() == "slt":
        st.toggle(
            "See what governors see",
            key=SWITCH,
            persist_state="session",
            on_change=_go_home,
            help="Exactly the governors' pages, with what has been published and nothing else.",
        )
    if is_hosted():
        st.caption(f"Signed in as {for_markdown(person())}")
        st.button("Sign out", key="sign_out", on_click=st.logout, width="stretch")


def see_as_governor() -> None:
    """Turn the switch on, for a button."""
    st.session_state[SWITCH] = True
    _go_home()


def _go_home() -> None:
    """The page on show is not among those of the other role; the first page has one address in both."""
    st.switch_page(LEADERSHIP_HOME if st.session_state[SWITCH] else GOVERNORS_HOME)
