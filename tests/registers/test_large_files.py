"""Files far larger than a school's: they are read in pieces, so memory does not grow with them."""

import subprocess
import sys
from pathlib import Path

import pytest

from dashboard.config import PROJECT_FOLDER

SCHOOL_DAYS = [f"2026-{month:02d}-{day:02d}" for month in (1, 3, 5, 6, 9, 10, 11) for day in range(1, 24)]
MOST_MEMORY = 1 << 30  # bytes
PEAK = Path("/proc/self/status")  # of this program alone: what getrusage says counts who started it as well
IMPORT_AND_MEASURE = f"""
import pathlib, re, sys
from dashboard.cli import commands
try:
    commands()
finally:
    status = pathlib.Path({str(PEAK)!r}).read_text()
    print(int(re.search(r"VmHWM:\\s*(\\d+) kB", status)[1]) * 1024, file=sys.stderr)
"""


def write_marks(path: Path, pupils: int, last_line: str) -> int:
    """A file of marks of every pupil; the number of marks."""
    with path.open("w", encoding="utf-8") as file:
        file.write("upn,date,session,mark\n")
        for pupil in range(pupils):
            upn = f"A8012001{pupil:05d}"
            file.writelines(f"{upn},{day},{half},/\n" for day in SCHOOL_DAYS for half in ("AM", "PM"))
        file.write(last_line)
    return pupils * len(SCHOOL_DAYS) * 2


@pytest.mark.skipif(not PEAK.exists(), reason="only Linux says how much memory a process itself took")
@pytest.mark.parametrize(
    "last_line",
    ["", "A801200100000,2026-11-20,AM,/,a stray cell\n", 'A801200100000,2026-11-20,AM,"/\n'],
    ids=["sound", "ragged", "line by line"],
)
def test_a_million_marks_take_less_than_a_gigabyte_however_they_are_read(tmp_path, last_line):
    file = tmp_path / "marks.csv"
    number = write_marks(file, 3200, last_line)

    done = subprocess.run(
        [sys.executable, "-c", IMPORT_AND_MEASURE, "import", "--store", str(tmp_path / "store"), str(file)],
        cwd=PROJECT_FOLDER,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stderr
    assert number > 1_000_000
    assert f"{number:,} accepted" in done.stdout
    assert int(done.stderr.splitlines()[-1]) < MOST_MEMORY
