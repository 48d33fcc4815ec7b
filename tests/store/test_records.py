import sqlite3
import stat
from datetime import date
from threading import Thread

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from dashboard.errors import RefusedError
from dashboard.store import records, records_database
from dashboard.store.records import Action, Case, PenaltyNotice, SupportAction
from dashboard.store.records_tables import metadata
from dashboard.store.register import import_run

YEAR = date.today().year
CASE = Case("Ash", "whereabouts_unknown", date(2026, 9, 14), upn="A123456789012", stage="enquiries")


def current(folder, table):
    return records.current_rows(folder, ["Ash"])[table]


def test_cases_are_numbered_within_the_year(tmp_path):
    assert [records.record_case(tmp_path, CASE, "slt") for _ in range(2)] == [
        f"R-{YEAR}-0001",
        f"R-{YEAR}-0002",
    ]


def test_a_new_case_never_takes_the_id_of_an_imported_one(tmp_path):
    with import_run(tmp_path, "Import of cme_cases.csv") as run:
        run.connection.execute(f"insert into imported_cme_cases (case_id) values ('R-{YEAR}-0041'), ('C7')")

    assert records.record_case(tmp_path, CASE, "slt") == f"R-{YEAR}-0042"


def test_threads_that_record_at_once_each_get_a_case(tmp_path):
    ids = []
    threads = [
        Thread(target=lambda: ids.append(records.record_case(tmp_path, CASE, "slt"))) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(ids) == [f"R-{YEAR}-{number:04d}" for number in range(1, 7)]


def test_a_correction_is_a_new_row_and_the_old_one_stays(tmp_path):
    case_id = records.record_case(tmp_path, CASE, "slt")
    for stage in ("home_visit", "la_notified"):
        corrected = Case(**{**vars(CASE), "case_id": case_id, "stage": stage})
        records.correct_case(tmp_path, corrected, "slt")

    assert [row["stage"] for row in current(tmp_path, "cme_cases")] == ["la_notified"]
    with sqlite3.connect(tmp_path / "records.sqlite") as file:
        kept = file.execute("select recorded_id, corrects_id, stage from cme_cases").fetchall()
    assert kept == [(1, None, "enquiries"), (2, 1, "home_visit"), (3, 2, "la_notified")]


def test_an_imported_case_is_corrected_under_its_own_id(tmp_path):
    records.correct_case(tmp_path, Case(**{**vars(CASE), "case_id": "C7"}), "slt")

    assert [row["case_id"] for row in current(tmp_path, "cme_cases")] == ["C7"]


def test_two_corrections_of_the_same_entry_do_not_both_hold(tmp_path):
    action = Action("Ash", "C7", date(2026, 9, 15), "phone")
    first = records.record_action(tmp_path, action, "slt")
    records.correct(tmp_path, first, Action("Ash", "C7", date(2026, 9, 15), "letter"), "slt")

    with pytest.raises(RefusedError, match="changed by someone else"):
        records.correct(tmp_path, first, Action("Ash", "C7", date(2026, 9, 15), "email"), "slt")

    assert [row["action"] for row in current(tmp_path, "cme_actions")] == ["letter"]


def test_an_entry_that_is_not_there_cannot_be_corrected(tmp_path):
    with pytest.raises(RefusedError, match="no longer there"):
        records.correct(tmp_path, 99, Action("Ash", "C7", date(2026, 9, 15), "phone"), "slt")


def test_a_withdrawn_entry_is_no_longer_shown(tmp_path):
    notice = PenaltyNotice("Ash", date(2026, 10, 1), upn="A1", parent=1)
    number = records.record_penalty_notice(tmp_path, notice, "slt")

    records.withdraw(tmp_path, number, notice, "slt")

    assert current(tmp_path, "penalty_notices") == []


def test_support_is_recorded_with_who_wrote_it(tmp_path):
    records.record_support_action(
        tmp_path, SupportAction("Ash", date(2026, 9, 14), "breakfast club", upn="A1"), "slt"
    )

    (row,) = current(tmp_path, "support_actions")
    assert (row["action"], row["upn"], row["recorded_by"]) == ("breakfast club", "A1", "slt")


def test_every_write_raises_the_version_and_a_refused_one_does_not(tmp_path):
    versions = [records.records_version(tmp_path)]
    records.save_cohort(tmp_path, "Year 1", "year_groups=1")
    versions.append(records.records_version(tmp_path))
    with pytest.raises(RefusedError):
        records.correct(tmp_path, 99, Action("Ash", "C7", date(2026, 9, 15), "phone"), "slt")
    versions.append(records.records_version(tmp_path))

    assert versions == [1, 2, 2]


def test_a_note_of_who_did_what_leaves_the_version_for_no_figure_comes_from_it(tmp_path):
    before = records.records_version(tmp_path)
    records.record_activity(tmp_path, "slt", "open", school_name="Ash", upn="A1")
    records.record_activity(tmp_path, "slt", "undo", "Import of marks.csv")

    assert records.records_version(tmp_path) == before
    assert [row["what"] for row in records.recent_activity(tmp_path)] == ["undo", "open"]
    assert records.people_noted(tmp_path) == ["command line"]


def test_cohorts_and_mappings_are_saved_by_name_and_replaced(tmp_path):
    records.save_cohort(tmp_path, "Year 6 FSM", "year_groups=6")
    records.save_cohort(tmp_path, "Year 6 FSM", "year_groups=6&fsm=true")
    records.save_mapping(tmp_path, "Our MIS", "marks", {"Pupil": "upn"})

    assert records.saved_cohorts(tmp_path) == {"Year 6 FSM": "year_groups=6&fsm=true"}
    records.save_mapping(tmp_path, "Our MIS", "marks", {"Pupil": "admission_number"})

    assert records.saved_cohorts(tmp_path) == {"Year 6 FSM": "year_groups=6&fsm=true"}
    (kept,) = records.saved_mappings(tmp_path)
    assert (kept.name, kept.shape, kept.mapping) == ("Our MIS", "marks", {"Pupil": "admission_number"})
    records.forget_cohort(tmp_path, "Year 6 FSM")
    records.forget_mapping(tmp_path, "Our MIS")
    assert records.saved_cohorts(tmp_path) == {}
    assert records.saved_mappings(tmp_path) == []


def test_the_migrations_make_the_tables_that_the_code_writes(tmp_path):
    with records_database.reading(tmp_path) as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)

    assert differences == []


def test_the_file_is_safe_against_a_cut_of_power_and_for_its_owner_only(tmp_path):
    with records_database.reading(tmp_path) as connection:
        answers = [
            connection.exec_driver_sql(f"pragma {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]

    assert answers == ["wal", 2, 1]
    assert stat.S_IMODE((tmp_path / "records.sqlite").stat().st_mode) == 0o600


def test_a_copy_is_kept_of_every_day_before_its_first_change(tmp_path, monkeypatch):
    monkeypatch.setenv("ATTENDANCE_RECORD_COPIES_KEPT", "2")
    copies = tmp_path / "record-copies"
    copies.mkdir()
    for day in ("2020-01-01", "2020-01-02"):
        (copies / f"records-{day}.sqlite").touch()

    records.save_cohort(tmp_path, "Year 5", "year_groups=5")
    records.save_cohort(tmp_path, "Year 6", "year_groups=6")

    today = f"records-{date.today()}.sqlite"
    assert sorted(path.name for path in copies.iterdir()) == ["records-2020-01-02.sqlite", today]
    with sqlite3.connect(copies / today) as file:
        assert file.execute("select count(*) from saved_cohorts").fetchone() == (0,)


def test_records_of_a_newer_release_are_refused(tmp_path):
    records.records_version(tmp_path)
    with sqlite3.connect(tmp_path / "records.sqlite") as file:
        file.execute("update alembic_version set version_num = '9999'")

    with pytest.raises(RefusedError, match="newer release"):
        records.records_version(tmp_path)
