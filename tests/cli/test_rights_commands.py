"""`erase` and `export-pupil` at the command line."""

import json
from datetime import date

import pytest
from click.testing import CliRunner

from dashboard.cli import commands
from dashboard.registers import import_files
from dashboard.registers.files import NamedBytes

ANN = "R201100018042"


@pytest.fixture
def store(tmp_path):
    folder = tmp_path / "store"
    marks = NamedBytes("marks.csv", f"upn,date,session,mark\n{ANN},2026-11-16,AM,/\n".encode())
    import_files(folder, [marks], today=date(2026, 11, 24))
    return folder


def run(*words):
    return CliRunner().invoke(commands, [str(word) for word in words])


def test_erase_says_in_a_dry_run_what_it_then_does(store):
    dry = run("erase", ANN, "--dry-run", "--json", "--store", store)
    done = run("erase", ANN, "--json", "--store", store)
    again = run("erase", ANN, "--store", store)

    assert (dry.exit_code, done.exit_code, again.exit_code) == (0, 0, 1)
    assert json.loads(dry.stdout)["rows"] == json.loads(done.stdout)["rows"]
    assert json.loads(done.stdout)["rows"]["session_marks"] == 1
    assert "No pupil" in again.stderr


def test_export_pupil_writes_a_file_or_says_why_not(store, tmp_path):
    done = run("export-pupil", ANN, "--out", tmp_path / "ann.zip", "--store", store)
    nowhere = run("export-pupil", ANN, "--out", tmp_path / "no" / "such" / "ann.zip", "--store", store)

    assert done.exit_code == 0
    assert (tmp_path / "ann.zip").stat().st_mode & 0o777 == 0o600
    assert nowhere.exit_code == 1
    assert "cannot be written" in nowhere.stderr
