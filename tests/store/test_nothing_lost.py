"""Nothing stored is lost: who may not write, who comes second, who reads meanwhile, who moves house."""

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import time
from contextlib import closing
from datetime import date

import pytest

from dashboard.config import PROJECT_FOLDER
from dashboard.errors import RefusedError, StoreBusy
from dashboard.store import records_database
from dashboard.store.folders import import_lock
from dashboard.store.reading import open_store
from dashboard.store.records import Case, recent_activity, record_activity, record_case
from dashboard.store.register import current_register, register_history, undo
from tests.school import Pupil, Run, attends, import_runs, register

ADA = Pupil("ada", "3", attends("2025-09-01", "2025-09-05"))
OWN = register([ADA], as_at="2025-09-01")
EVERYTHING = {"age_cohort": "all", "from_date": "2000-01-01", "to_date": "2100-01-01"}


def mark_of(day):
    return {"upn": ADA.upn, "date": day, "session": "AM", "mark": "/"}


@pytest.fixture
def folder(tmp_path):
    store = tmp_path / "store"
    import_runs(store, OWN)
    record_case(store, Case("", "at_risk_on_roll", date(2025, 9, 3), upn=ADA.upn), "slt")
    return store


def file_of(folder, day):
    """A file with one more mark, beside the store."""
    return Run({f"marks-{day}.csv": [mark_of(day)]}).write(folder.parent / "files")[-1]


def possible_sessions(folder):
    store = open_store(folder)
    try:
        return store.rows("absence_headline", EVERYTHING).rows[0][1]
    finally:
        store.close()


def content_of(folder):
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def command(folder, *words, before=(), **settings):
    return subprocess.Popen(
        [*before, sys.executable, "-m", "dashboard", *map(str, words), "--store", str(folder)],
        cwd=PROJECT_FOLDER,
        env=os.environ | settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


# --- a folder that may not be written to

WITHOUT_ROOTS_POWERS = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search,-fowner"]
as_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0 or not shutil.which("setpriv"),
    reason="gives the folder to another user, which takes root and setpriv",
)


@pytest.fixture
def read_only(folder):
    """The store given to another user, who lets everyone read it."""
    for path in (*folder.rglob("*"), folder):
        os.chown(path, 65534, 65534)
        path.chmod(0o555 if path.is_dir() else 0o444)
    return folder


@as_root
@pytest.mark.parametrize("words", [["undo"], ["erase", ADA.upn], ["import"], ["school", "--name", "Elm"]])
def test_where_writing_is_not_allowed_a_command_says_so_and_changes_nothing(read_only, words):
    more = [file_of(read_only, "2025-09-08")] if words == ["import"] else []
    before = content_of(read_only)

    process = command(read_only, *words, *more, before=WITHOUT_ROOTS_POWERS)
    said = process.communicate(timeout=120)[1]

    assert process.returncode == 1
    assert "could not be written: " in said
    assert "Nothing was changed" in said
    assert "mistake in the software" not in said
    assert content_of(read_only) == before


def cases_seen(folder):
    """The cases that a query sees, by a process that may only read; or what it says instead."""
    process = command(folder, "query", "--format", "csv", "cme_concerns", before=WITHOUT_ROOTS_POWERS)
    out, said = process.communicate(timeout=120)
    return len(out.splitlines()) - 1 if process.returncode == 0 else said


@as_root
def test_a_folder_that_may_only_be_read_answers_with_what_was_recorded(read_only):
    before = content_of(read_only)

    assert cases_seen(read_only) == 1
    assert content_of(read_only) == before


@as_root
def test_who_may_only_read_sees_what_a_writer_recorded_a_moment_ago(read_only):
    with closing(sqlite3.connect(read_only / "records.sqlite")) as writer:  # has it open, as a dashboard does
        writer.execute("select * from records_version").fetchall()
        record_case(read_only, Case("", "no_show", date(2025, 9, 4), upn=ADA.upn), "slt")
        assert cases_seen(read_only) == 2


@as_root
def test_entries_cut_off_in_a_folder_that_may_only_be_read_are_not_left_out_in_silence(read_only):
    (read_only / "records.sqlite-wal").write_bytes(b"cut off")

    assert "not put away when the dashboard was last cut off" in cases_seen(read_only)


def test_records_on_a_full_disk_say_so_and_keep_what_was_there(folder, monkeypatch):
    def full(*_):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(records_database, "_copy_once_a_day", full)
    with pytest.raises(RefusedError, match=r"could not be written: database or disk is full\. Nothing"):
        record_activity(folder, "slt", "test")
    monkeypatch.undo()

    assert recent_activity(folder) == []
    record_activity(folder, "slt", "test")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limit to set")
def test_records_that_may_not_grow_keep_what_was_there(folder):
    """The real thing: the operating system refuses to let the file grow."""
    grow = (
        "import resource, signal, sys; from pathlib import Path;"
        "from dashboard.errors import RefusedError; from dashboard.store.records import record_activity;"
        "store = Path(sys.argv[1]); record_activity(store, 'slt', 'before');"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "size = (store / 'records.sqlite').stat().st_size;"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))\n"
        "try: record_activity(store, 'slt', 'long', 'x' * 2_000_000)\n"
        "except RefusedError as refusal: print(refusal)\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", grow, str(folder)], cwd=PROJECT_FOLDER, capture_output=True, text=True
    )

    assert done.returncode == 0, done.stderr
    assert "could not be written" in done.stdout
    assert [note["what"] for note in recent_activity(folder)] == ["before"]


IMPORT_WITH_MORE_AND_MORE_ROOM = """
import resource, signal, sys
from pathlib import Path
from dashboard.errors import RefusedError
from dashboard.registers import import_files
from dashboard.store.register import current_register

store, file = Path(sys.argv[1]), Path(sys.argv[2])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
before, smallest = current_register(store), current_register(store).stat().st_size
most = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
for step in range(100):
    resource.setrlimit(resource.RLIMIT_FSIZE, (smallest + step * 300_000, most))
    try:
        import_files(store, [file], accept=True)
    except RefusedError as refusal:
        assert current_register(store) == before and len(list(store.glob("register-*"))) == 1
        print(refusal)
    else:
        break
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limit to set")
def test_an_import_that_runs_out_of_room_anywhere_says_so_and_changes_nothing(folder):
    upns = [f"A{serial:012d}" for serial in range(40)]
    days = [f"2025-{month:02d}-{day:02d}" for month in range(2, 8) for day in range(1, 21)]
    marks = [{"upn": upn, "date": day, "session": "AM", "mark": "/"} for upn in upns for day in days]
    file = Run({"many.csv": marks}).write(folder.parent / "files")[-1]
    before = possible_sessions(folder)

    done = subprocess.run(
        [sys.executable, "-c", IMPORT_WITH_MORE_AND_MORE_ROOM, str(folder), str(file)],
        cwd=PROJECT_FOLDER,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stderr
    refusals = done.stdout.splitlines()
    assert len(refusals) >= 3
    for refusal in refusals:
        assert "could not be written" in refusal
        assert "File too large. Nothing was changed. See that the disk has room" in refusal
    assert len(register_history(folder)) == 2  # the last had room
    undo(folder)
    assert possible_sessions(folder) == before


# --- two at once


def test_of_two_imports_at_once_the_second_waits_and_both_are_in(folder):
    first, second = (
        command(folder, "import", file_of(folder, day), ATTENDANCE_LOCK_WAIT_SECONDS="60")
        for day in ("2025-09-08", "2025-09-09")
    )

    assert (first.wait(120), second.wait(120)) == (0, 0)
    assert possible_sessions(folder) == 12
    assert len(register_history(folder)) == 3


def test_an_import_waits_for_the_holder_and_then_goes_on(folder):
    with import_lock(folder, "Import of something long"):
        waiting = command(folder, "import", file_of(folder, "2025-09-08"), ATTENDANCE_LOCK_WAIT_SECONDS="60")
        time.sleep(2)
        assert waiting.poll() is None

    assert waiting.wait(120) == 0
    assert possible_sessions(folder) == 11


def test_a_store_busy_for_five_seconds_is_said_with_who_holds_it(folder):
    with import_lock(folder, "Import of something long"):
        started = time.monotonic()
        process = command(folder, "import", file_of(folder, "2025-09-08"))
        said = process.communicate(timeout=120)[1]

    assert process.returncode == 1
    assert time.monotonic() - started >= 5
    assert f"The store is busy: Import of something long, process {os.getpid()} on" in said


def test_records_that_someone_else_is_writing_say_so(folder, monkeypatch):
    record_activity(folder, "slt", "first")  # so that today's copy is made
    with closing(sqlite3.connect(folder / "records.sqlite", isolation_level=None)) as other:
        other.execute("begin immediate")
        with pytest.raises(StoreBusy, match="Try again in a moment"):
            record_activity(folder, "slt", "second")

    assert [note["what"] for note in recent_activity(folder)] == ["first"]


# --- reading meanwhile, going back, moving house


def test_who_has_the_store_open_goes_on_seeing_the_old_figures(folder):
    reader = open_store(folder)
    assert command(folder, "import", file_of(folder, "2025-09-08")).wait(120) == 0

    assert reader.rows("absence_headline", EVERYTHING).rows[0][1] == 10
    assert possible_sessions(folder) == 11
    reader.close()


def test_undo_goes_back_run_by_run_to_nothing_and_everything_can_come_again(folder):
    runs = [Run({"more.csv": [mark_of(day)]}) for day in ("2025-09-08", "2025-09-09")]
    import_runs(folder, *runs)

    seen = []
    for _ in range(3):
        seen.append(possible_sessions(folder))
        undo(folder)
    assert seen == [12, 11, 10]
    assert current_register(folder) is None

    import_runs(folder, OWN, *runs)
    assert possible_sessions(folder) == 12


def test_the_folder_works_where_it_was_copied_to(folder):
    elsewhere = folder.parent / "another computer" / "the store's folder"
    shutil.copytree(folder, elsewhere)
    shutil.rmtree(folder)

    import_runs(elsewhere, Run({"more.csv": [mark_of("2025-09-08")]}))

    assert possible_sessions(elsewhere) == 11
    record_activity(elsewhere, "slt", "here")


def test_records_of_the_first_release_open_and_a_copy_of_them_is_kept(folder, monkeypatch):
    from alembic import command as alembic
    from alembic.config import Config
    from sqlalchemy import create_engine

    old = folder.parent / "old"
    old.mkdir()
    config = Config()
    config.set_main_option("script_location", str(records_database.MIGRATIONS_FOLDER))
    config.set_main_option("path_separator", "os")
    with create_engine(f"sqlite:///{old / 'records.sqlite'}").begin() as connection:
        config.attributes["connection"] = connection
        alembic.upgrade(config, "0001")
        connection.exec_driver_sql(
            "insert into activity (at, role, what) values ('2026-01-02 03:04:05', 'slt', 'old')"
        )

    assert [note["what"] for note in recent_activity(old)] == ["old"]

    copies = list((old / "record-copies").glob("records-before-*.sqlite"))
    assert len(copies) == (len(records_database.REVISIONS) > 1)
    with closing(sqlite3.connect(copies[0])) as copy:
        assert copy.execute("select version_num from alembic_version").fetchone() == ("0001",)


def test_every_file_is_for_its_owner_only(folder):
    """Also the records' log files and copies while they are open, the locks and the log."""
    record_activity(folder, "slt", "first")
    store = open_store(folder)
    before = os.umask(0)
    try:
        with records_database.writing(folder), import_lock(folder, "Import"):
            modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*")}
    finally:
        os.umask(before)
        store.close()

    assert {"records.sqlite-wal", "records.sqlite-shm", "import.lock", "import-holder.txt"} <= set(modes)
    assert {mode for name, mode in modes.items() if (folder / name).is_dir()} <= {0o700}
    assert {mode for name, mode in modes.items() if not (folder / name).is_dir()} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
