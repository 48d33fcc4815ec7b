"""Timing, and tables of times in the form that the README shows."""

import gc
import os
import platform
from collections.abc import Callable, Sequence
from datetime import date
from statistics import median
from time import perf_counter
from typing import Any


def median_ms(work: Callable[[], Any], runs: int = 7, patience: float = 10.0) -> float:
    """The median time of `runs` runs after one to warm up; fewer runs of what takes long."""
    gc.collect()
    started = perf_counter()
    work()
    if perf_counter() - started > patience:
        return (perf_counter() - started) * 1000
    times = []
    for _ in range(runs):
        started = perf_counter()
        work()
        times.append((perf_counter() - started) * 1000)
        if sum(times) > patience * 1000:
            break
    return median(times)


def print_table(title: str, headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A Markdown table: text to the left, figures to the right."""
    texts = [[_text(value) for value in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(headings, *texts, strict=True)]
    print(f"\n{title}\n")
    for line in [list(headings), ["-" * width for width in widths], *texts]:
        cells = [
            text.ljust(width) if place == 0 else text.rjust(width)
            for place, (text, width) in enumerate(zip(line, widths, strict=True))
        ]
        print(f"| {' | '.join(cells)} |", flush=True)


def machine() -> str:
    """Date and size of the machine, for the reader of the figures."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = os.getloadavg()[0]
    return (
        f"{date.today():%d %B %Y}, {os.cpu_count()} cores, {memory:.0f} GB, {platform.system()}, "
        f"Python {platform.python_version()}, load when started {load:.1f}"
    )


def _text(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.0f}" if value >= 100 else f"{value:,.1f}"
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return "" if value is None else str(value)
