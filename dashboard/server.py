"""The dashboard as a school runs it: security headers, static files compressed, a gate where people sign in.

    python -m streamlit run dashboard/server.py

`python -m streamlit run dashboard/app.py` shows the same pages without either, where nobody signs in.
"""

from pathlib import Path

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.gate import Gate

# Streamlit writes its styles into the page, starts workers from blobs and draws charts with inline images;
# Plotly compiles a few functions: those are allowed. Nothing may be fetched from, or sent to, other machines.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' data: blob:",
        "worker-src 'self' blob:",
        "media-src 'self' data: blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
SMALLEST_COMPRESSED = 1024


class SecurityHeaders:
    """Adds HEADERS to every HTTP answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and mark the answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        await self.app(scope, receive, send_marked)


class OneAddress:
    """Tells the page where its server is.

    A page opened at /cme would else ask /cme/_stcore first and leave two 404s in the browser's console.
    """

    SAID = b"<head>\n    <script>window.__streamlit = { BACKEND_BASE_URL: window.location.origin }</script>"

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; hold an HTML answer until it is whole, then send it with the line added."""
        start: Message | None = None
        body = b""

        async def send_page(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                if MutableHeaders(scope=message).get("content-type", "").startswith("text/html"):
                    start = message
                    return
            elif start is not None:
                body += message.get("body", b"")
                if message.get("more_body"):
                    return
                page = body.replace(b"<head>", self.SAID, 1)
                if page and "content-length" in (headers := MutableHeaders(scope=start)):
                    headers["content-length"] = str(len(page))
                await send(start)
                message = {"type": "http.response.body", "body": page}
            await send(message)

        if scope["type"] == "http" and scope["method"] == "GET":
            # plain, so that the line can be added; compressed after that
            headers = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
            await self.app({**scope, "headers": headers}, receive, send_page)
        else:
            await self.app(scope, receive, send)


app = st.App(
    Path(__file__).parent / "app.py",
    middleware=[
        Middleware(SecurityHeaders),
        Middleware(GZipMiddleware, minimum_size=SMALLEST_COMPRESSED, compresslevel=6),
        Middleware(OneAddress),
        Middleware(Gate),
    ],
)
