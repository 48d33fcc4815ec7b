"""Publishing again after a correction, erasing a pupil between, and a year once its terms are published."""

import json
import shutil
import sqlite3
from contextlib import contextmanager

import pytest
from click.testing import CliRunner

from dashboard.cli import commands
from dashboard.errors import RefusedError
from dashboard.publishing import Safeguards, mend_governors, publish, withdraw
from dashboard.store.erasing import erase_pupil
from dashboard.store.governors import GOVERNORS_FILE, governors_store
from dashboard.store.publications import digest, governors_are_behind, read_publications
from dashboard.store.schools import change_school, find_school
from tests.publishing.schools import AUTUMN_DAYS, FIVE_OF_TWELVE, FORTY_FOUR, NOT_FSM_GIRL, SCHOOL_OF_44
from tests.school import YEAR_2025, Pupil, Run, attends, days, import_runs, marked, register

AUTUMN = "2025/26 Autumn"
NEVER, OFTEN = FORTY_FOUR[0], FORTY_FOUR[1]


def corrected(*pupils: Pupil, to: str = "//") -> Run:
    """The last ten days of autumn, marked anew."""
    pair = to.replace("//", "/\\")
    changed = [Pupil(one.name, marks=marked(pair, *AUTUMN_DAYS[-10:]), is_listed=False) for one in pupils]
    return Run({"marks.csv": [line for one in changed for line in one.mark_lines]})


def seen(folder, name, **parameters):
    answer = governors_store(folder).rows(name, parameters)
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    folder = tmp_path_factory.mktemp("published") / "store"
    import_runs(folder, SCHOOL_OF_44)
    publish(folder, AUTUMN, commentary=" A calm term. ")
    return folder


@pytest.fixture
def store(published, tmp_path):
    return shutil.copytree(published, tmp_path / "store")


def test_the_first_version_says_that_nothing_moved_yet_and_carries_the_commentary(store):
    (row,) = seen(store, "governor_publications")

    assert (row["version"], row["moved"]) == (1, "")
    assert row["register_as_at"].isoformat() == "2025-12-19"
    assert row["data_health"].startswith("0 missing marks")
    assert seen(store, "governor_commentary")[0]["commentary"] == "A calm term."


def test_a_new_version_after_six_corrections_says_what_moved(store):
    import_runs(store, corrected(*NEVER[:6], to="OO"))

    publish(store, AUTUMN)

    (row,) = seen(store, "governor_publications")
    assert row["version"] == 2
    # 16 of 44 now: 320 of 6600 sessions; in the week 160 of 440 instead of 100
    whole_school, *others = row["moved"].split("; ")
    assert whole_school == (
        "Whole school: Attendance 97.0% to 95.2%, Absence 3.0% to 4.8%, Unauthorised absence 3.0% to 4.8%, "
        "Persistently absent 10 to 16, Persistent absence 22.7% to 36.4%"
    )
    (week,) = [line for line in others if line.startswith("Week of 8 December 2025: ")]
    assert "Absence 22.7% to 36.4%" in week
    (headline,) = seen(store, "governor_headline")
    assert (headline["persistent_absentees"], headline["absence_rate"]) == ("16", 0.048)


def test_one_correction_leaves_a_count_that_the_version_before_would_give_away_hidden(store):
    # Five of the six without SEND were in school after all: 5 persistent left, K and E's 4 among them.
    import_runs(store, corrected(*OFTEN[:5]))
    publish(store, AUTUMN)
    assert seen(store, "governor_headline")[0]["persistent_absentees"] == "5"
    # One more: 4. "Fewer than 5" beside 5, with one pupil changed, is 4.
    import_runs(store, corrected(OFTEN[5]))

    with_memory = {one.table: one for one in publish(store, AUTUMN, dry_run=True)}
    without = {
        one.table: one for one in publish(store, AUTUMN, dry_run=True, safeguards=Safeguards(memory=False))
    }

    assert with_memory["governor_headline"].hidden > without["governor_headline"].hidden


def test_a_withdrawn_version_is_remembered(store):
    import_runs(store, corrected(*OFTEN[:5]))
    publish(store, AUTUMN)
    withdraw(store, AUTUMN)
    import_runs(store, corrected(OFTEN[5]))

    publish(store, AUTUMN)

    assert [one.action for one in read_publications(store)] == [
        "publish",
        "republish",
        "withdraw",
        "republish",
    ]
    assert [one["version"] for one in seen(store, "governor_publications")] == [3]
    assert [row["persistent_absentees"] for row in seen(store, "governor_headline")] != ["fewer than 5"]


def test_nothing_moves_when_nothing_was_corrected(store):
    publish(store, AUTUMN)

    (row,) = seen(store, "governor_publications")
    assert (row["version"], row["moved"]) == (2, "Nothing moved.")


def test_an_erased_pupil_leaves_no_digest_and_the_next_version_is_audited(store):
    pupil = NEVER[0]
    salt = read_publications(store)[0].contents["salt"]
    assert digest(salt, pupil.upn) in json.dumps(read_publications(store)[0].contents)

    erasure = erase_pupil(store, pupil.upn, "slt")

    assert erasure.rows["recorded publications"] == 1
    with sqlite3.connect(store / "records.sqlite") as records:
        (contents,) = records.execute("select contents from publications").fetchone()
    assert digest(salt, pupil.upn) not in contents
    entries = json.loads(contents)["entries"]["Autumn"]
    assert [(entry[1], entry[3]) for entry in entries if entry[0] is None] == [(None, None)]
    publish(store, AUTUMN)
    # 43 pupils, 200 of 6450 sessions
    assert seen(store, "governor_headline")[0]["absence_rate"] == 0.031


def test_a_publication_that_kept_no_pupil_s_weeks_is_audited_with_the_next(store):
    with sqlite3.connect(store / "records.sqlite") as records:
        (kept,) = records.execute("select contents from publications").fetchone()
        contents = json.loads(kept)
        contents["entries"]["Autumn"] = [entry[:3] for entry in contents["entries"]["Autumn"]]
        records.execute("update publications set contents = ?", [json.dumps(contents)])

    publish(store, AUTUMN)

    (row,) = seen(store, "governor_publications")
    assert (row["version"], row["moved"]) == (2, "Nothing moved.")


@contextmanager
def a_crash(monkeypatch):
    """The machine stops where governors.duckdb would be written."""

    def stop(_):
        raise KeyboardInterrupt

    with monkeypatch.context() as stopped:
        stopped.setitem(publish.__globals__, "rewrite_governors", stop)
        yield


def test_a_publication_cut_short_is_shown_when_the_leadership_next_asks(store, monkeypatch):
    import_runs(store, corrected(*NEVER[:6], to="OO"))
    with a_crash(monkeypatch), pytest.raises(KeyboardInterrupt):
        publish(store, AUTUMN)
    assert [row["version"] for row in seen(store, "governor_publications")] == [1]
    ask = ["query", "--store", str(store), "--format", "csv", "governor_headline"]

    as_governor = CliRunner().invoke(commands, [*ask, "--role", "governor"]).stdout
    as_slt = CliRunner().invoke(commands, ask).stdout

    assert ",10,0.227," in as_governor  # whose question never reads the records
    assert ",16,0.364," in as_slt  # 16 of 44
    assert CliRunner().invoke(commands, [*ask, "--role", "governor"]).stdout == as_slt


def test_a_withdrawal_cut_short_is_made_good_before_anything_else(store, monkeypatch):
    with a_crash(monkeypatch), pytest.raises(KeyboardInterrupt):
        withdraw(store, AUTUMN)
    assert governors_are_behind(store)

    with pytest.raises(RefusedError, match="is not published"):
        withdraw(store, AUTUMN)

    assert not (store / GOVERNORS_FILE).exists()
    assert not governors_are_behind(store)


def test_a_school_s_new_name_is_the_one_that_governors_read(store):
    change_school(store, find_school(store), name="Ash Primary School")

    mend_governors(store)

    assert {row["school"] for row in seen(store, "governor_headline")} == {"Ash Primary School"}


TERM_ENDS = {"autumn": "2025-12-19", "spring": "2026-03-27", "summer": "2026-07-17"}


@pytest.fixture(scope="module")
def whole_year(tmp_path_factory):
    """50 girls, of whom 8 are away on the last ten days of autumn, 6 of spring, 7 of summer."""
    folder = tmp_path_factory.mktemp("year") / "store"
    school = []
    for name, last in TERM_ENDS.items():
        away = days("2025-09-01", last)[-10:]
        number = {"autumn": 8, "spring": 6, "summer": 7}[name]
        story = attends("2025-09-01", "2026-07-17") | marked("OO", *away)
        school += [Pupil(f"{name}{one}", "3", story, traits=NOT_FSM_GIRL) for one in range(number)]
    story = attends("2025-09-01", "2026-07-17")
    school += [Pupil(f"here{one}", "3", story, traits=NOT_FSM_GIRL) for one in range(29)]
    import_runs(folder, register(school, YEAR_2025, "2025-09-01"))
    for term in ("Autumn", "Summer"):
        assert {one.period for one in publish(folder, f"2025/26 {term}")} == {f"2025/26 {term}"}
    assert {one.period for one in publish(folder, "2025/26 Spring")} == {"2025/26 Spring", "2025/26"}
    return folder


def test_a_year_is_published_with_the_last_of_its_terms(whole_year):
    terms = [(row["academic_year"], row["term"]) for row in seen(whole_year, "governor_publications")]

    assert terms == [("2025/26", term) for term in ("Autumn", "Spring", "Summer", "Year")]
    (year,) = seen(whole_year, "governor_headline", term="Year")
    # 21 pupils x 20 sessions of 50 x 388
    assert year["absence_rate"] == 0.022


def test_weeks_are_of_terms_only(whole_year):
    assert {row["term"] for row in seen(whole_year, "governor_weeks")} == {"Autumn", "Spring", "Summer"}


def test_withdrawing_a_term_withdraws_its_year(whole_year, tmp_path):
    own = shutil.copytree(whole_year, tmp_path / "store")

    withdraw(own, "2025/26 Spring")

    assert [row["term"] for row in seen(own, "governor_publications")] == ["Autumn", "Summer"]


def test_without_merging_a_small_group_is_spoken_of(tmp_path):
    import_runs(tmp_path / "store", FIVE_OF_TWELVE)

    publish(tmp_path / "store", AUTUMN, safeguards=Safeguards(merging=False))

    rows = seen(tmp_path / "store", "governor_groups")
    assert ("E", "fewer than 5") in {(row["group_value"], row["persistent_absentees"]) for row in rows}


def test_without_withholding_no_table_is_withheld(tmp_path):
    import_runs(tmp_path / "store", SCHOOL_OF_44)

    without = publish(tmp_path / "store", AUTUMN, dry_run=True, safeguards=Safeguards(withholding=False))

    assert "withheld" not in {one.status for one in without}
