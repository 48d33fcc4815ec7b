"""The gate before Streamlit's own addresses, where people sign in: what no page gives is refused here too.

Streamlit takes an upload from, and hands a download to, whoever knows the address. Here the signed cookie of
the sign-in says who asks; Streamlit's own functions read it, so one that was tampered with is nobody's.
"""

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.auth_util import get_origin_from_redirect_uri
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME
from streamlit.web.server.starlette.starlette_websocket import (
    _get_signed_cookie_with_chunks,
    _parse_decoded_user_cookie,
)

from dashboard.components.downloads import was_made_for
from dashboard.components.roles import address_in, is_hosted, role_of

_stands = False


class Gate:
    """Closes the server's statistics to all; uploads to all but slt; every download but one's own."""

    def __init__(self, app: ASGIApp) -> None:
        global _stands
        _stands = True
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] == "http" and not _may_pass(scope):
            await PlainTextResponse("Refused", status_code=403)(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def gate_stands() -> bool:
    """Whether this process serves through the gate."""
    return _stands


def _may_pass(scope: Scope) -> bool:
    parts = scope["path"].strip("/").split("/")
    if "_stcore" in parts and "metrics" in parts:
        return False
    is_upload = "_stcore" in parts and "upload_file" in parts
    is_download = "media" in parts and "static" not in parts[: parts.index("media")]  # fonts: static/media
    if not (is_upload or is_download) or not is_hosted():
        return True
    address = _signed_in(scope)
    role = role_of(address)
    if is_upload or role is None:
        return role == "slt"
    return was_made_for(parts[-1].partition(".")[0], address, role)


def _signed_in(scope: Scope) -> str:
    """The e-mail address in the signed cookie; '' without one, or with one that is not as it was signed."""
    origin = get_origin_from_redirect_uri()
    cookies = cookie_parser(Headers(scope=scope).get("cookie", ""))
    signed = _get_signed_cookie_with_chunks(cookies, USER_COOKIE_NAME)
    return address_in(_parse_decoded_user_cookie(signed, origin)) if signed and origin else ""
