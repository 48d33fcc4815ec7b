import stat
import subprocess
import sys
import threading

import pytest

from dashboard.config import PROJECT_FOLDER
from dashboard.errors import RefusedError, StoreBusy
from dashboard.store import register
from dashboard.store.folders import import_lock
from dashboard.store.register import current_register, import_run, opened_read_only, register_history, undo
from tests.store.small_store import COLOUR, add_school


def school_names(folder):
    with opened_read_only(current_register(folder)) as connection:
        return [
            name for (name,) in connection.execute("select name from register.schools order by 1").fetchall()
        ]


def register_files(folder):
    return sorted(path.name for path in folder.glob("register-*"))


def test_a_run_is_seen_when_it_ends_and_not_before(tmp_path):
    add_school(tmp_path, 1, "Ash")

    with import_run(tmp_path, "Import of Birch") as run:
        run.connection.execute("insert into schools values (2, 'Birch', null, null)")
        assert school_names(tmp_path) == ["Ash"]

    assert school_names(tmp_path) == ["Ash", "Birch"]


def test_a_run_that_fails_changes_nothing_and_leaves_no_file(tmp_path):
    add_school(tmp_path, 1, "Ash")
    before = register_files(tmp_path)

    with pytest.raises(RefusedError):
        add_school_and_refuse(tmp_path)

    assert school_names(tmp_path) == ["Ash"]
    assert register_files(tmp_path) == before


def add_school_and_refuse(folder):
    with import_run(folder, "Import of Birch") as run:
        run.connection.execute("insert into schools values (2, 'Birch', null, null)")
        raise RefusedError("no")


def test_a_first_run_that_fails_leaves_nothing_imported(tmp_path):
    with pytest.raises(KeyboardInterrupt), import_run(tmp_path, "Import of Ash"):
        raise KeyboardInterrupt

    assert current_register(tmp_path) is None
    assert register_files(tmp_path) == []


def test_a_dry_run_changes_nothing_and_leaves_no_file(tmp_path):
    add_school(tmp_path, 1, "Ash")
    before = register_files(tmp_path)

    with import_run(tmp_path, "Import of Birch", dry_run=True) as run:
        run.connection.execute("insert into schools values (2, 'Birch', null, null)")
        assert run.connection.execute("select count(*) from schools").fetchone() == (2,)

    assert school_names(tmp_path) == ["Ash"]
    assert register_files(tmp_path) == before


def test_what_a_killed_run_left_is_removed_by_the_next(tmp_path):
    add_school(tmp_path, 1, "Ash")
    (tmp_path / "register-20300101-000000-000000.duckdb").write_bytes(b"half a file")
    (tmp_path / "register-20300101-000000-000000.duckdb.wal").write_bytes(b"half a log")
    (tmp_path / "register-20300101-000000-000000.duckdb.tmp").mkdir()
    (tmp_path / "import-holder.txt").write_text("a process that was killed")

    add_school(tmp_path, 2, "Birch")

    assert school_names(tmp_path) == ["Ash", "Birch"]
    assert register_files(tmp_path) == [path.name for path in reversed(register_history(tmp_path))]


KILLED_IN_THE_MIDDLE = """
import os, sys
from pathlib import Path
from dashboard.store.register import import_run
with import_run(Path(sys.argv[1]), "Import of Birch") as run:
    run.connection.execute("insert into schools values (2, 'Birch', null, null)")
    os._exit(9)
"""


def test_a_process_killed_in_the_middle_leaves_the_old_figures_and_a_free_lock(tmp_path):
    add_school(tmp_path, 1, "Ash")

    command = [sys.executable, "-c", KILLED_IN_THE_MIDDLE, str(tmp_path)]
    process = subprocess.run(command, cwd=PROJECT_FOLDER, timeout=60)

    assert process.returncode == 9
    assert school_names(tmp_path) == ["Ash"]
    add_school(tmp_path, 3, "Cedar")
    assert school_names(tmp_path) == ["Ash", "Cedar"]


def test_nothing_is_left_for_a_log_to_tell_once_the_pointer_has_moved(tmp_path):
    add_school(tmp_path, 1, "Ash")

    assert not list(tmp_path.glob("*.wal"))


def test_files_are_for_their_owner_only(tmp_path):
    folder = tmp_path / "new" / "store"
    add_school(folder, 1, "Ash")

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_runs_are_numbered_and_described(tmp_path):
    add_school(tmp_path, 1, "Ash")
    add_school(tmp_path, 2, "Birch")

    with opened_read_only(current_register(tmp_path)) as connection:
        runs = connection.execute(
            "select run_id, description from register.import_runs order by 1"
        ).fetchall()

    assert runs == [(1, "Import of Ash"), (2, "Import of Birch")]


def test_undo_goes_back_run_by_run_to_the_empty_store(tmp_path):
    add_school(tmp_path, 1, "Ash")
    add_school(tmp_path, 2, "Birch")

    assert undo(tmp_path) == "Import of Birch"
    assert school_names(tmp_path) == ["Ash"]
    assert undo(tmp_path) == "Import of Ash"
    assert current_register(tmp_path) is None
    with pytest.raises(RefusedError, match="nothing to undo"):
        undo(tmp_path)


def test_a_run_undone_is_not_brought_back_by_a_later_undo(tmp_path):
    add_school(tmp_path, 1, "Ash")
    add_school(tmp_path, 2, "Birch")
    undo(tmp_path)
    add_school(tmp_path, 3, "Cedar")

    undo(tmp_path)

    assert school_names(tmp_path) == ["Ash"]


def test_a_run_undone_can_be_imported_again(tmp_path):
    add_school(tmp_path, 1, "Ash")
    undo(tmp_path)

    add_school(tmp_path, 1, "Ash")

    assert school_names(tmp_path) == ["Ash"]


def test_the_newest_files_are_kept_and_undo_ends_with_the_oldest_of_them(tmp_path, monkeypatch):
    monkeypatch.setenv("ATTENDANCE_REGISTERS_KEPT", "2")
    for number in range(4):
        add_school(tmp_path, number, f"School {number}")

    assert register_files(tmp_path) == [path.name for path in reversed(register_history(tmp_path))]
    assert len(register_history(tmp_path)) == 2
    undo(tmp_path)
    assert len(school_names(tmp_path)) == 3
    with pytest.raises(RefusedError, match="no older state"):
        undo(tmp_path)


def test_the_stamps_of_files_are_ordered_though_the_clock_is_put_back(tmp_path):
    add_school(tmp_path, 1, "Ash")
    future = tmp_path / "register-20990101-000000-999999.duckdb"
    current_register(tmp_path).rename(future)
    (tmp_path / "current-register").write_text(f"{future.name}\n")

    add_school(tmp_path, 2, "Birch")

    assert current_register(tmp_path).name == "register-20990101-000001-000000.duckdb"


def test_a_second_import_says_who_holds_the_store(tmp_path, monkeypatch):
    monkeypatch.setenv("ATTENDANCE_LOCK_WAIT_SECONDS", "0")
    busy: list[str] = []

    def try_to_import():
        try:
            add_school(tmp_path, 2, "Birch")
        except StoreBusy as refusal:
            busy.append(str(refusal))

    with import_lock(tmp_path, "Import of marks.csv"):
        thread = threading.Thread(target=try_to_import)
        thread.start()
        thread.join()

    assert "Import of marks.csv, process" in busy[0]


def test_a_folder_can_be_moved_whole(tmp_path):
    add_school(tmp_path / "old", 1, "Ash")

    (tmp_path / "old").rename(tmp_path / "new")

    assert school_names(tmp_path / "new") == ["Ash"]


def test_files_can_be_read_by_the_older_duckdb(tmp_path):
    with import_run(tmp_path, "Import") as run:
        tags = run.connection.execute("select tags from duckdb_databases() where not internal").fetchone()[0]

    assert tags["storage_version"].startswith("v1.5.0")


def test_a_file_of_a_newer_release_is_refused(tmp_path):
    with import_run(tmp_path, "From the future") as run:
        run.connection.execute("update register_version set schema_version = 99")

    with pytest.raises(RefusedError, match="newer release"):
        add_school(tmp_path, 1, "Ash")


def test_a_file_of_an_older_release_is_migrated_in_the_copy(tmp_path, monkeypatch):
    add_school(tmp_path, 1, "Ash")
    monkeypatch.setattr(register, "MIGRATIONS", (*register.MIGRATIONS, COLOUR))

    add_school_with_colour(tmp_path)

    with opened_read_only(current_register(tmp_path)) as connection:
        assert connection.execute("select name, colour from register.schools order by 1").fetchall() == [
            ("Ash", None),
            ("Birch", "red"),
        ]
    undo(tmp_path)
    with opened_read_only(current_register(tmp_path)) as connection:
        assert connection.execute("select * from register.schools").fetchall() == [(1, "Ash", None, None)]


def add_school_with_colour(folder):
    with import_run(folder, "Import of Birch") as run:
        run.connection.execute("insert into schools values (2, 'Birch', null, null, 'red')")
