"""What a kill, a full disk, a folder that may not be written to and a second import leave behind."""

import os
import subprocess
import sys

import pytest

from dashboard.config import PROJECT_FOLDER
from tests.store.kill_imports import Store, kill_over_and_over


def test_an_import_killed_at_any_moment_leaves_the_store_as_before_or_as_after(tmp_path):
    found = kill_over_and_over(tmp_path, rounds=8)

    assert sum(found.values()) == 8
    assert found["as after"] >= 2  # killed the moment that it counted, once with each file


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limit to set")
def test_a_full_disk_is_said_and_changes_nothing(store):
    before = store.figures()
    limited = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000));"
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "from dashboard.cli import commands; commands()"
    )

    done = subprocess.run(
        [sys.executable, "-c", limited, "import", "--store", str(store.folder), str(store.adding)],
        cwd=PROJECT_FOLDER,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 1
    assert "Nothing was changed" in done.stderr
    assert "disk" in done.stderr
    assert store.figures() == before
    assert store.start(store.adding).wait() == 0
