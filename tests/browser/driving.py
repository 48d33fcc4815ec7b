"""Starting the dashboard, and driving a page of it as a reader would."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import BrowserContext, Locator, Page, Request, WebSocket

from dashboard.config import PROJECT_FOLDER

PAGES = {
    "Overview": "",
    "Absence patterns": "absence_patterns",
    "At-risk pupils": "at_risk_pupils",
    "CME": "cme",
    "Pupil": "pupil?pupil=5",
    "Publish to governors": "publish",
    "Data": "data",
    "About the figures": "about_figures",
}
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--disable-sync",
    "--disable-quic",
]
FIRST_LOAD_SECONDS = 90  # an empty store invents its sample school first
STARTED, RESTS = "data-test-script-state", "notRunning"


@contextmanager
def running_dashboard(
    folder: Path, command: list[str] | None = None, *, port: int | None = None, options: Sequence[str] = ()
) -> Iterator[str]:
    """The dashboard over the store `folder/store`, by its address. A traceback in its log fails the test.

    `command` stands in for `python -m streamlit run`; `options` come after it.
    """
    port = port or free_port()
    log = folder / "dashboard.log"
    start = command or [sys.executable, "-m", "streamlit", "run"]
    settings = os.environ | {"ATTENDANCE_STORE": str(folder / "store")}
    address = f"http://127.0.0.1:{port}"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [*start, "dashboard/server.py", "--server.port", str(port), *options],
            cwd=PROJECT_FOLDER,
            env=settings,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_until_healthy(address, server)
            yield address
        finally:
            server.terminate()
            server.wait(timeout=20)
    said = log.read_text(encoding="utf-8", errors="replace")
    assert "Traceback" not in said, said[-4000:]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_healthy(address: str, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert server.poll() is None, "the dashboard ended while it was starting"
        try:
            with urlopen(f"{address}/_stcore/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.2)
    raise AssertionError("the dashboard did not become healthy within a minute")


@dataclass
class Witness:
    """What the browser reported: errors in its console, and every address that was asked."""

    address: str
    errors: list[str] = field(default_factory=list)
    asked_elsewhere: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext) -> None:
        """Listen to every page of the context."""
        context.on("console", lambda message: self._console(message.type, message.text))
        context.on("weberror", lambda error: self.errors.append(str(error.error)))
        context.on("request", self._request)
        context.on("page", lambda page: page.on("websocket", self._socket))

    def is_content(self) -> None:
        """Fail if there was an error, or a request to another machine."""
        assert self.errors == []
        assert self.asked_elsewhere == []

    def _console(self, kind: str, text: str) -> None:
        if kind == "error":
            self.errors.append(text)

    def _request(self, request: Request) -> None:
        self._asked(request.url)

    def _socket(self, socket: WebSocket) -> None:
        self._asked(socket.url.replace("ws://", "http://", 1))

    def _asked(self, url: str) -> None:
        if not url.startswith((f"{self.address}/", "data:", f"blob:{self.address}/")):
            self.asked_elsewhere.append(url)


def open_page(page: Page, address: str, path: str = "") -> None:
    """Go to a page of the dashboard and wait until it is drawn."""
    page.goto(f"{address}/{path}")
    settle(page)


def settle(page: Page) -> None:
    """Wait until the server has nothing more to say and the page has drawn it."""
    page.wait_for_selector("h1", timeout=FIRST_LOAD_SECONDS * 1000)
    page.wait_for_timeout(150)  # a click reaches the server
    page.wait_for_function(
        f"""() => document.querySelector('[data-testid=stApp]').getAttribute('{STARTED}') === '{RESTS}'
            && !document.querySelector('[data-stale=true], [data-testid=stSkeleton]')""",
        timeout=60_000,
    )
    page.wait_for_timeout(150)


def choose_year_group(page: Page, year_group: str) -> None:
    """Choose a year group among the filters."""
    group = page.get_by_test_id("stSidebar").get_by_role("toolbar", name="Year group")
    group.get_by_text(year_group, exact=True).click()
    settle(page)


def go_to(page: Page, title: str) -> None:
    """Follow the link to a page, as named in the sidebar."""
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=title).click()
    page.wait_for_url(re.compile(PAGES[title].partition("?")[0]))
    settle(page)


def metric(page: Page, label: str) -> str:
    """The figure of a tile."""
    return _tile(page, label).get_by_test_id("stMetricValue").inner_text()


def _tile(page: Page, label: str) -> Locator:
    return page.get_by_test_id("stMetric").filter(has_text=label).first
