import pytest
from click.testing import CliRunner

from dashboard.cli import commands
from tests.store.small_store import add_school


@pytest.fixture
def store(tmp_path, monkeypatch):
    """A store that holds a school, and is the one that commands use."""
    folder = tmp_path / "store"
    add_school(folder, 1, "Ash")
    monkeypatch.setenv("ATTENDANCE_STORE", str(folder))
    return folder


@pytest.fixture
def run():
    """Run a command; returns click's result: exit_code, stdout, stderr."""

    def invoke(*words):
        return CliRunner().invoke(commands, [str(word) for word in words], catch_exceptions=False)

    return invoke
