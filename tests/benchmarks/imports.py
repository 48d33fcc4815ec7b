"""The import of one long file of marks beside DuckDB's bare read of it into a table."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from dashboard.config import PROJECT_FOLDER
from tests.benchmarks.stores import sample_files, schools_for
from tests.benchmarks.timing import machine, print_table

BARE = """
import duckdb
read = "create table marks as select * from read_csv({file!r}, all_varchar = true)"
duckdb.connect({database!r}).execute(read)
"""
OURS = """
from pathlib import Path
from dashboard.registers import import_files
report = import_files(Path({store!r}), [Path({file!r})], accept=True)
assert report.files[0].rows_rejected == 0, report.files[0].problems[:3]
"""
MEASURED = """
import json, resource, time
started = time.perf_counter()
{work}
print(json.dumps([time.perf_counter() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""


def run(folder: Path, sizes: list[int]) -> None:
    """Measure at each size, in marks."""
    print(machine())
    rows = []
    for marks in sizes:
        with TemporaryDirectory(dir=folder) as temporary:
            file = Path(temporary) / "marks.csv"
            lines = _one_long_file(sample_files(folder, schools_for(marks)), file)
            bare, bare_memory = _measured(BARE.format(database=f"{temporary}/bare.duckdb", file=str(file)))
            ours, our_memory = _measured(OURS.format(store=f"{temporary}/store", file=str(file)))
        rows.append([f"{lines:,}", bare, ours, ours / bare, bare_memory, our_memory])
    print_table(
        "A long CSV of marks, imported into an empty store",
        ["marks", "bare read (s)", "import (s)", "times (target 3)", "bare read (MB)", "import (MB)"],
        rows,
    )


def _one_long_file(schools: list[Path], file: Path) -> int:
    """The marks of every school as one, as a school of that size would export them."""
    lines = 0
    with file.open("wb") as together:
        for place, school in enumerate(schools):
            with (school / "marks.csv").open("rb") as marks:
                heading = marks.readline()
                if place == 0:
                    together.write(heading)
                shutil.copyfileobj(marks, together, 1 << 22)
    with file.open("rb") as together:
        lines = sum(block.count(b"\n") for block in iter(lambda: together.read(1 << 22), b""))
    return lines - 1


def _measured(work: str) -> tuple[float, float]:
    """Seconds and peak memory in MB of a process of its own."""
    answer = subprocess.run(
        [sys.executable, "-c", MEASURED.format(work=work)],
        cwd=PROJECT_FOLDER,
        check=True,
        capture_output=True,
        text=True,
    )
    seconds, megabytes = json.loads(answer.stdout.splitlines()[-1])
    return seconds, megabytes
