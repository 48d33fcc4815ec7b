"""Schools of any size to measure with: invented, imported, and kept while the folder is."""

import os
import shutil
from pathlib import Path
from time import perf_counter

from dashboard.config import QUERIES_FOLDER
from dashboard.registers import import_files
from dashboard.sample_school import write_sample
from dashboard.store.reading import Store, open_store
from dashboard.store.register import current_register

QUESTIONS_FOLDER = Path(__file__).with_name("questions")
PUPILS = 420
YEARS = 3  # and the autumn of the next
MARKS_A_SCHOOL = 510_000


def schools_for(marks: int) -> int:
    """How many schools of 420 pupils hold about so many marks."""
    return max(1, round(marks / MARKS_A_SCHOOL))


def sample_files(folder: Path, schools: int) -> list[Path]:
    """The folders of files of that many schools, written when they are not there yet."""
    out = folder / f"sample-{schools}"
    done = out / "done"
    if not done.exists():
        started = perf_counter()
        write_sample(out, schools=schools, pupils=PUPILS, years=YEARS, seed=1, format="csv")
        done.touch()
        print(f"{schools} schools invented in {perf_counter() - started:.0f} s", flush=True)
    return [out] if schools == 1 else sorted(path for path in out.iterdir() if path.is_dir())


def imported(folder: Path, schools: int) -> Path:
    """A store folder with that many schools imported, one run each."""
    store = folder / f"store-{schools}"
    done = folder / f"store-{schools}-is-whole"
    if done.exists():
        return store
    shutil.rmtree(store, ignore_errors=True)
    os.environ["ATTENDANCE_REGISTERS_KEPT"] = "1"  # every run copies the file: keep no pile of them
    times = []
    for school in sample_files(folder, schools):
        started = perf_counter()
        name = "Benchmark" if schools == 1 else school.name
        import_files(
            store, sorted(school.glob("*.csv")), school=name, kind=None, as_at=None, mapping=None, accept=True
        )
        times.append(perf_counter() - started)
    done.touch()
    size = sum(path.stat().st_size for path in store.glob("*.duckdb")) / 2**20
    print(
        f"{schools} schools imported in {sum(times):.0f} s (first run {times[0]:.1f} s, "
        f"last {times[-1]:.1f} s), register file {size:.0f} MB",
        flush=True,
    )
    return store


def opened(folder: Path, schools: int) -> Store:
    """That store, able to answer the project's queries and those of tests/benchmarks/questions."""
    together = folder / "queries"
    shutil.rmtree(together, ignore_errors=True)
    shutil.copytree(QUERIES_FOLDER, together)
    shutil.copytree(QUESTIONS_FOLDER, together / "questions")
    store = imported(folder, schools)
    assert current_register(store)
    return open_store(store, together)
