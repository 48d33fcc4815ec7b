"""Kill an import at a random moment, or as it comes to count: the store is as before or after, never between.

python -m tests.store.kill_imports --rounds 200
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from dashboard.config import PROJECT_FOLDER
from dashboard.registers import import_files
from dashboard.sample_school import write_sample
from dashboard.store.reading import open_store
from dashboard.store.register import current_register, undo

CHANGED_DAY = "2026-06-15"
EVERYTHING = {"age_cohort": "all", "from_date": "2000-01-01", "to_date": "2100-01-01"}


class Store:
    """A small school with one file that adds marks and one that replaces them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "store"
        files = write_sample(folder / "files", pupils=60, years=1, until=date(2026, 7, 17), seed=3)
        marks = next(path for path in files if path.name == "marks.csv")
        heading, *lines = marks.read_text(encoding="utf-8").splitlines()
        date_place = heading.split(",").index("date")
        later = [line for line in lines if line.split(",")[date_place] >= CHANGED_DAY]
        marks.write_text("\n".join([heading, *(line for line in lines if line not in set(later))]) + "\n")
        mark_place = heading.split(",").index("mark")
        self.adding = folder / "later_marks.csv"
        self.adding.write_text("\n".join([heading, *later]) + "\n")
        self.replacing = folder / "corrected_marks.csv"
        self.replacing.write_text(
            "\n".join([heading, *(_ill(line, mark_place) for line in lines[:6000])]) + "\n"
        )
        import_files(self.folder, files)

    def figures(self) -> tuple[object, ...]:
        """What the store answers now."""
        store = open_store(self.folder)
        try:
            return (
                store.rows("absence_headline", EVERYTHING).rows[0],
                len(store.rows("continuous_absences", {"rule": "illness", **EVERYTHING}).rows),
            )
        finally:
            store.close()

    def start(self, file: Path) -> "subprocess.Popen[bytes]":
        """An import in a process of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "dashboard", "import", "--store", str(self.folder), str(file)],
            cwd=PROJECT_FOLDER,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ,
        )

    def wait_until_it_counts(self, process: "subprocess.Popen[bytes]") -> None:
        """Wait until the pointer has just moved to what the import wrote."""
        before = current_register(self.folder)
        while process.poll() is None and current_register(self.folder) == before:
            time.sleep(0.001)


def _ill(line: str, place: int) -> str:
    cells = line.split(",")
    cells[place] = "I"
    return ",".join(cells)


def kill_over_and_over(folder: Path, rounds: int, seed: int = 1) -> Counter[str]:
    """How often the store was found as before and as after; AssertionError if it ever was neither."""
    chance = random.Random(seed)
    store = Store(folder)
    before = store.figures()
    afters, times = {}, {}
    for file in (store.adding, store.replacing):
        started = time.monotonic()
        assert store.start(file).wait() == 0
        times[file] = time.monotonic() - started
        afters[file] = store.figures()
        assert afters[file] != before
        undo(store.folder)
    found: Counter[str] = Counter()
    for turn in range(rounds):
        file = (store.adding, store.replacing)[turn % 2]
        process = store.start(file)
        if turn // 2 % 3 == 2:
            store.wait_until_it_counts(process)
        else:
            time.sleep(chance.uniform(0.2, 1.05) * times[file])
        process.send_signal(signal.SIGKILL)
        process.wait()
        figures = store.figures()
        assert figures in (before, afters[file]), f"round {turn}: neither as before nor as after"
        if figures == afters[file]:
            found["as after"] += 1
            undo(store.folder)
        else:
            found["as before"] += 1
        if turn % 4 == 3:  # and the next import works
            import_files(store.folder, [file])
            assert store.figures() == afters[file]
            undo(store.folder)
        assert store.figures() == before
    return found


def main() -> None:
    """Kill as often as asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        found = kill_over_and_over(Path(folder), given.rounds, given.seed)
    sys.stdout.write(f"{given.rounds} kills: {dict(found)}\n")


if __name__ == "__main__":
    main()
