"""The import of marks: a long file, and a year as a wide workbook, beside the bare read of each."""

import csv
import json
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import xlsxwriter

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
BARE_WORKBOOK = """
import python_calamine
python_calamine.CalamineWorkbook.from_path({file!r}).get_sheet_by_index(0).to_python()
"""
MEASURED = """
import json, pathlib, re, resource, time
started = time.perf_counter()
{work}
seconds = time.perf_counter() - started
status = pathlib.Path("/proc/self/status")  # of this program alone: getrusage counts who started it as well
kilobytes = (
    int(re.search(r"VmHWM:\\s*(\\d+) kB", status.read_text())[1])
    if status.exists()
    else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
)
print(json.dumps([seconds, kilobytes / 1024]))
"""


def run(folder: Path, sizes: list[int]) -> None:
    """Measure at each size, in marks."""
    print(machine())
    _run_wide_workbook(folder)
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


def _run_wide_workbook(folder: Path) -> None:
    """A row a pupil, a column a session, of the sample's first full year."""
    with TemporaryDirectory(dir=folder) as temporary:
        file = Path(temporary) / "register.xlsx"
        pupils, sessions, marks = _wide_workbook(sample_files(folder, 1)[0] / "marks.csv", file)
        bare, bare_memory = _measured(BARE_WORKBOOK.format(file=str(file)))
        ours, our_memory = _measured(OURS.format(store=f"{temporary}/store", file=str(file)))
    print_table(
        "A full year as a wide workbook, imported into an empty store",
        [
            "pupils",
            "sessions",
            "marks",
            "bare read (s)",
            "import (s, target 5)",
            "bare read (MB)",
            "import (MB)",
        ],
        [[pupils, sessions, marks, bare, ours, bare_memory, our_memory]],
    )


def _wide_workbook(long_file: Path, file: Path) -> tuple[int, int, int]:
    """Writes the first school year of the file; how many pupils, sessions and marks it has."""
    with long_file.open(encoding="utf-8", newline="") as lines:
        marks = list(csv.DictReader(lines))
    first = min(mark["date"] for mark in marks)
    summer = f"{int(first[:4]) + 1}-08-01"
    year = {
        (mark["upn"], mark["date"], mark["session"]): mark["mark"] for mark in marks if mark["date"] < summer
    }
    pupils = sorted({upn for upn, _, _ in year})
    sessions = sorted({(day, session) for _, day, session in year})
    with xlsxwriter.Workbook(file, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["UPN", *(f"{day} {session}" for day, session in sessions)])
        for row, upn in enumerate(pupils, start=1):
            sheet.write_row(row, 0, [upn, *(year.get((upn, *session), "") for session in sessions)])
    return len(pupils), len(sessions), len(year)


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
