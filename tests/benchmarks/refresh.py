"""One school's current year, corrected, imported into a store of many schools: where the time goes."""

import csv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import pytest

from dashboard.registers import import_files
from dashboard.store import register
from tests.benchmarks.stores import MOST_IMPORTED, imported, sample_files, school_name, schools_for
from tests.benchmarks.timing import machine, print_table

RUNS = 3
EVERY = 50  # so many marks to one that is corrected


def run(folder: Path, sizes: list[int]) -> None:
    """Measure at each size, in marks."""
    print(machine())
    rows = []
    for marks in sizes:
        schools = schools_for(marks)
        store = imported(folder, schools)
        school = sample_files(folder, min(schools, MOST_IMPORTED))[0]
        name = school_name(school, schools)
        times = [_refresh(store, name, _corrected(school, folder, number)) for number in range(RUNS)]
        path = register.current_register(store)
        rows.append(
            [
                f"about {marks:,}",
                *(
                    median(one[part] for one in times)
                    for part in ("transaction", "checkpoint", "copy", "sync")
                ),
                path.stat().st_size / 2**20 if path else 0,
            ]
        )
    print_table(
        "A school's current year, one mark in fifty corrected, imported again",
        ["marks", "transaction (s, target 1)", "checkpoint (s)", "copy (s)", "sync (s)", "file (MB)"],
        rows,
    )


def _refresh(store: Path, school: str, file: Path) -> dict[str, float]:
    """Seconds that each part of an import takes."""
    with _timed() as seconds:
        started = perf_counter()
        report = import_files(store, [file], school=school, accept=True)
        seconds["transaction"] = perf_counter() - started - sum(seconds.values())
    assert report.files[0].rows_superseded > 0
    return seconds


def _corrected(school: Path, folder: Path, number: int) -> Path:
    """A file of the newest year's marks; one in fifty is another than the time before."""
    with (school / "marks.csv").open(encoding="utf-8", newline="") as lines:
        marks = list(csv.DictReader(lines))
    newest = max(mark["date"] for mark in marks)
    start = f"{int(newest[:4]) - (newest[5:7] < '08')}-08-01"
    kept = [mark for mark in marks if mark["date"] >= start]
    for place in range(0, len(kept), EVERY):
        kept[place]["mark"] = "IMO"[number]
    file = folder / "refresh.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, kept[0].keys())
        writer.writeheader()
        writer.writerows(kept)
    return file


@contextmanager
def _timed() -> Iterator[dict[str, float]]:
    """What the parts of an import beside its transaction take, in seconds, added up as they end."""
    seconds = dict.fromkeys(("copy", "checkpoint", "sync"), 0.0)

    def timed(part: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def timed_work(*given: Any, **named: Any) -> Any:
            started = perf_counter()
            try:
                return work(*given, **named)
            finally:
                seconds[part] += perf_counter() - started

        return timed_work

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(register.shutil, "copyfile", timed("copy", register.shutil.copyfile))
        patch.setattr(register, "_save", timed("checkpoint", register._save))
        patch.setattr(register, "sync_file", timed("sync", register.sync_file))
        yield seconds
