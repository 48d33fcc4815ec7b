"""The last lines of a test run: whether the dashboard was seen in a browser."""

import os

REQUIRED = os.environ.get("ATTENDANCE_BROWSER_TESTS") == "required"


def say_what_was_skipped(terminalreporter) -> None:
    """Say aloud that browser tests were skipped."""
    skipped = _browser_tests(terminalreporter, "skipped")
    if skipped:
        terminalreporter.write_line(
            f"SKIPPED: {skipped} browser tests, because no Chromium was found. The pages were not seen in a "
            "browser. Install Chromium, or name one in ATTENDANCE_CHROMIUM, and run again.",
            yellow=True,
            bold=True,
        )


def pytest_sessionfinish(session) -> None:
    """Where browser tests are required, a run in which none passed fails."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if REQUIRED and reporter and session.exitstatus == 0 and not _browser_tests(reporter, "passed"):
        reporter.write_line("FAILED: browser tests are required and none ran.", red=True)
        session.exitstatus = 1


def _browser_tests(reporter, outcome: str) -> int:
    return sum("browser" in report.keywords for report in reporter.stats.get(outcome, []))
