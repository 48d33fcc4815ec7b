"""What the server adds to every answer, tried on a small application in place of the dashboard."""

import asyncio
import gzip
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import HTMLResponse, PlainTextResponse

from dashboard.server import HEADERS, OneAddress, SecurityHeaders

PAGE = "<html><head><title>x</title></head><body></body></html>"


def answer(application, **headers):
    """The head and body of the answer to a GET."""
    sent = []

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        sent.append(message)

    scope = {
        "type": "http",
        "method": "GET",
        "path": "/cme",
        "query_string": b"",
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
    }
    with ThreadPoolExecutor(max_workers=1) as pool:  # the browser tests' loop may be running in this one
        pool.submit(lambda: asyncio.run(application(scope, receive, send))).result()
    head = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return head, b"".join(message.get("body", b"") for message in sent[1:])


@pytest.mark.parametrize("name", list(HEADERS))
def test_every_answer_carries_every_security_header(name):
    head, _ = answer(SecurityHeaders(PlainTextResponse("ok")))

    assert head[name.lower()] == HEADERS[name]


def test_nothing_may_be_fetched_from_or_sent_to_another_machine():
    policy = HEADERS["Content-Security-Policy"]

    assert "http:" not in policy
    assert "https:" not in policy
    assert "*" not in policy
    assert "frame-ancestors 'none'" in policy


def test_a_page_is_told_where_its_server_is_also_when_the_browser_takes_compressed_answers():
    application = GZipMiddleware(OneAddress(HTMLResponse(PAGE)), minimum_size=10)
    head, body = answer(application, accept_encoding="gzip")

    assert head["content-encoding"] == "gzip"
    assert b"BACKEND_BASE_URL: window.location.origin" in gzip.decompress(body)
    assert int(head["content-length"]) == len(body)


def test_what_is_no_page_is_left_as_it_is():
    _, body = answer(OneAddress(PlainTextResponse("<head>")))

    assert body == b"<head>"
