import csv
import io
import json
import os
import subprocess
import sys

import pytest

from dashboard.store.reading import Store


def test_a_query_prints_nothing_but_json(run, store):
    result = run("query", "--format", "json", "absence_headline")

    (headline,) = json.loads(result.stdout)
    assert (headline["pupils"], headline["absence_rate"]) == (0, None)
    assert (result.exit_code, result.stderr) == (0, "")


def test_a_query_prints_nothing_but_csv(run, store):
    result = run("query", "--format", "csv", "absence_headline")

    (headline,) = csv.DictReader(io.StringIO(result.stdout))
    assert (headline["pupils"], headline["absence_rate"]) == ("0", "")


def test_a_table_stands_under_its_headings(run, store):
    heading, line, figures = run("query", "absence_headline").stdout.splitlines()

    assert heading.startswith("pupils  possible_sessions")
    assert line.startswith("------  -----------------")
    assert figures.startswith("     0                  0")


def test_an_answer_without_rows_still_names_its_columns(run, store):
    assert run("query", "--format", "csv", "missing_marks").stdout.count("upn,") == 1
    assert run("query", "--format", "json", "missing_marks").stdout == "[]\n"


def test_the_store_can_be_named_after_the_command(run, store, tmp_path):
    result = run("query", "--store", tmp_path / "another", "absence_headline")

    assert result.exit_code == 1
    assert "Nothing has been imported yet" in result.stderr
    assert (tmp_path / "another").is_dir()
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    "words",
    [
        ["query", "absence_headlines"],
        ["query", "absence_headline", "colour=red"],
        ["query", "absence_headline", "from_date=01/09/2025"],
        ["query", "absence_headline", "fsm=perhaps"],
        ["query", "absence_headline", "age_cohort=old"],
        ["query", "absence_headline", "2025-09-01"],
        ["query", "absence_headline", "roll=ever", "roll=ever"],
        ["query", "absence_by_group"],
        ["query", "absence_by_group", "dimension="],
        ["query", "continuous_absences"],
        ["query"],
        ["query", "--role", "parent", "absence_headline"],
        ["query", "--format", "xml", "absence_headline"],
        ["ask"],
    ],
)
def test_wrong_usage_ends_in_2_and_prints_no_data(run, store, words):
    result = run(*words)

    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Traceback" not in result.stderr


def test_a_governor_is_refused_while_nothing_is_published(run, store):
    result = run("query", "--role", "governor", "--format", "json", "absence_headline")

    assert (result.exit_code, result.stdout) == (1, "")
    assert "Nothing has been published" in result.stderr


def test_a_mistake_of_ours_is_logged_without_what_it_says(run, store, monkeypatch):
    def fail(*_):
        raise ZeroDivisionError("about Bea of Year 2")

    monkeypatch.setattr(Store, "rows", fail)

    result = run("query", "absence_headline")

    assert result.exit_code == 1
    (message,) = result.stderr.splitlines()
    assert message.endswith(f"noted in {store / 'dashboard.log'}")
    log = (store / "dashboard.log").read_text()
    assert "ZeroDivisionError" in log
    assert "Bea" not in log


def test_a_bad_setting_is_said_and_not_a_traceback(run, store, monkeypatch):
    monkeypatch.setenv("ATTENDANCE_REGISTERS_KEPT", "many")

    result = run("query", "absence_headline")

    assert result.exit_code == 2
    assert "ATTENDANCE_REGISTERS_KEPT" in result.stderr


def test_the_query_path_loads_neither_streamlit_nor_plotly_nor_pandas(store):
    program = (
        "import sys\n"
        "from dashboard.cli import commands\n"
        "commands(['query', 'absence_headline'], standalone_mode=False)\n"
        "slow = {'streamlit', 'plotly', 'pandas', 'numpy', 'sqlalchemy', 'alembic'} & set(sys.modules)\n"
        "assert not slow, slow\n"
    )

    subprocess.run([sys.executable, "-c", program], check=True, env=os.environ, timeout=60)
