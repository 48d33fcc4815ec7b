"""Schools of any size to measure with: invented, imported, and kept while the folder is."""

import os
import shutil
from pathlib import Path
from time import perf_counter

from dashboard.config import QUERIES_FOLDER
from dashboard.registers import import_files
from dashboard.sample_school import write_sample
from dashboard.store.reading import Store, open_store
from dashboard.store.register import current_register, import_run

QUESTIONS_FOLDER = Path(__file__).with_name("questions")
PUPILS = 420
YEARS = 3  # and the autumn of the next
MARKS_A_SCHOOL = 510_000
MOST_IMPORTED = 55  # schools; in a larger store they come over again, under numbers of their own
NUMBERS_APART = 1_000  # between the number of a school and that of its copy


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
    """A store folder with about that many schools, the first of them imported one run each."""
    store = folder / f"store-{schools}"
    done = folder / f"store-{schools}-is-whole"
    if done.exists():
        return store
    shutil.rmtree(store, ignore_errors=True)
    if schools > MOST_IMPORTED:
        shutil.copytree(imported(folder, MOST_IMPORTED), store)
        _come_over_again(store, round(schools / MOST_IMPORTED))
        done.touch()
        return store
    os.environ["ATTENDANCE_REGISTERS_KEPT"] = "1"  # every run copies the file: keep no pile of them
    times = []
    for school in sample_files(folder, schools):
        started = perf_counter()
        import_files(store, sorted(school.glob("*.csv")), school=school_name(school, schools), accept=True)
        times.append(perf_counter() - started)
    done.touch()
    size = sum(path.stat().st_size for path in store.glob("*.duckdb")) / 2**20
    print(
        f"{schools} schools imported in {sum(times):.0f} s (first run {times[0]:.1f} s, "
        f"last {times[-1]:.1f} s), register file {size:.0f} MB",
        flush=True,
    )
    return store


def school_name(files: Path, schools: int) -> str:
    """What the school with these files is called in a store of so many."""
    return "Benchmark" if schools == 1 else files.name


def _come_over_again(store: Path, times: int) -> None:
    """Store every school so many times in all."""
    started = perf_counter()
    with import_run(store, "The same schools again") as run:
        columns = run.connection.execute(
            "select table_name, list(column_name) from duckdb_columns() where not internal group by all"
        ).fetchall()
        (pupils,) = run.connection.execute("select highest from pupil_numbers").fetchall()[0]
        for table, names in columns:
            if "school_id" not in names:
                continue
            for copy in range(1, times):
                apart = {"school_id": copy * NUMBERS_APART, "pupil_id": copy * pupils}
                apart["period_id"] = (apart["school_id"] * 10_000_000 + apart["pupil_id"]) * 100
                moved = [f"{name} + {apart[name]} as {name}" for name in apart if name in names]
                if table == "schools":
                    moved.append(f"name || ' ({copy})' as name")
                run.connection.execute(
                    f"insert into {table} select * replace ({', '.join(moved)}) from {table} "
                    f"where school_id < {NUMBERS_APART}"
                )
        run.connection.execute("update pupil_numbers set highest = highest * $times", {"times": times})
    print(f"every school {times} times in {perf_counter() - started:.0f} s", flush=True)


def opened(folder: Path, schools: int) -> Store:
    """That store, able to answer the project's queries and those of tests/benchmarks/questions."""
    together = folder / "queries"
    shutil.rmtree(together, ignore_errors=True)
    shutil.copytree(QUERIES_FOLDER, together)
    shutil.copytree(QUESTIONS_FOLDER, together / "questions")
    store = imported(folder, schools)
    assert current_register(store)
    return open_store(store, together)
