"""What the tests of protection tried, added up over every process of a run and said in its last lines."""

from collections import Counter

import pytest


@pytest.fixture
def tried(record_property):
    """Count something tried without success by who attacks: `tried("an upload", 2)`."""

    def count(what: str, times: int = 1) -> None:
        record_property("tried", (what, times))

    return count


def say_what_was_tried(terminalreporter) -> None:
    """A line for each kind of attempt, with how often it was made and refused, or found nothing."""
    counts: Counter[str] = Counter()
    for report in terminalreporter.stats.get("passed", []):
        for name, value in getattr(report, "user_properties", ()):
            if name == "tried":
                what, times = value
                counts[what] += times
    for what, times in counts.items():
        terminalreporter.write_line(f"tried in vain: {what}, {times} times")
