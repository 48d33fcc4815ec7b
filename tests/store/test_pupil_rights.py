"""Erasing a pupil leaves nothing behind, and an export holds everything there was."""

import csv
import io
import zipfile
from datetime import date

import duckdb
import pytest

from dashboard.errors import RefusedError
from dashboard.registers import import_files
from dashboard.registers.files import NamedBytes
from dashboard.store import register
from dashboard.store.erasing import erase_pupil
from dashboard.store.exporting import export_pupil
from dashboard.store.log import note_mistake
from dashboard.store.reading import open_store
from dashboard.store.records import (
    Action,
    Case,
    SupportAction,
    correct_case,
    recent_activity,
    record_action,
    record_activity,
    record_case,
    record_support_action,
)
from dashboard.store.register import current_register, undo

ANN, BOB = "R201100018042", "U502400200093"
LIST = f"upn,admission_number,surname,forename\n{ANN},001234,=Hawthorn(),Annabel\n{BOB},001235,Birch,Bob\n"
MARKS = f"upn,date,session,mark\n{ANN},2026-11-16,AM,N\n{ANN},2026-11-16,PM,I\n{BOB},2026-11-16,AM,/\n"
CASES = (
    f"case_id,upn,case_type,opened_date\nC1,{ANN},at_risk_on_roll,2026-11-16\nC2,{BOB},no_show,2026-11-16\n"
)
ACTIONS = "case_id,action_date,action\nC1,2026-11-17,phone\nC2,2026-11-17,phone\n"


def take(folder, **files):
    named = [NamedBytes(f"{name}.csv", text.encode()) for name, text in files.items()]
    import_files(folder, named, as_at=date(2026, 11, 16), today=date(2026, 11, 24))


@pytest.fixture
def folder(tmp_path):
    """Ann and Bob, each with marks, a case, actions and support; one of Ann's marks was corrected."""
    store = tmp_path / "store"
    take(store, pupils=LIST, marks=MARKS, cme_cases=CASES, cme_actions=ACTIONS)
    take(store, marks=MARKS.replace("AM,N", "AM,O"))
    for upn in (ANN, BOB):
        case = Case("", "at_risk_on_roll", date(2026, 11, 18), upn=upn)
        case_id = record_case(store, case, "slt")
        correct_case(store, Case("", "at_risk_on_roll", date(2026, 11, 19), upn=upn, case_id=case_id), "slt")
        record_action(store, Action("", case_id, date(2026, 11, 20), "phone"), "slt")
        record_support_action(store, SupportAction("", date(2026, 11, 20), "meeting", upn=upn), "slt")
    return store


def held_by(folder):
    """Every value in every table of the register and the records, as text."""
    values = set()
    with duckdb.connect(str(current_register(folder)), read_only=True) as connection:
        for (table,) in connection.execute("select table_name from duckdb_tables()").fetchall():
            values |= {str(value) for row in connection.execute(f"from {table}").fetchall() for value in row}
    return values


def test_a_dry_run_says_what_would_go_and_takes_nothing(folder):
    before = held_by(folder)

    erasure = erase_pupil(folder, ANN, "slt", dry_run=True)

    assert erasure.rows == {
        "pupil_aliases": 2, "pupil_list_rows": 1, "session_marks": 2, "mark_changes": 1,
        "imported_cme_cases": 1, "imported_cme_actions": 1,
        "recorded cme_cases": 2, "recorded cme_actions": 1, "recorded support_actions": 1,
    }  # fmt: skip
    assert held_by(folder) == before


def test_nothing_is_left_of_an_erased_pupil_in_any_file(folder):
    dry = erase_pupil(folder, "001234", "slt", dry_run=True)

    erasure = erase_pupil(folder, "001234", "slt")

    assert erasure.rows == dry.rows
    assert not {ANN, "001234", "=Hawthorn()", "Annabel"} & held_by(folder)
    for file in folder.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            assert not [word for word in (ANN, "Hawthorn", "Annabel") if word.encode() in content], file.name
    assert len(list(folder.glob("register-*.duckdb"))) == 1


def test_everyone_else_stays_as_they_were(folder):
    erase_pupil(folder, ANN, "slt")

    store = open_store(folder)
    assert store.rows("absence_headline", {"age_cohort": "all"}).rows[0][:3] == (1, 1, 1)
    assert {row[1] for row in store.rows("cme_timeliness").rows} == {"C2", "R-2026-0002"}
    store.close()
    with pytest.raises(RefusedError):
        undo(folder)


def test_an_import_works_after_an_erasure_and_the_pupil_is_a_stranger(folder):
    erase_pupil(folder, ANN, "slt")
    take(folder, marks=MARKS)

    store = open_store(folder)
    assert store.rows("absence_headline", {"age_cohort": "all"}).rows[0][0] == 2
    store.close()


def test_an_unknown_pupil_is_refused_in_words(folder):
    with pytest.raises(RefusedError, match="No pupil"):
        erase_pupil(folder, "X00180001701A", "slt")
    with pytest.raises(RefusedError, match="No pupil"):
        export_pupil(folder, "X00180001701A", "slt")


def test_an_export_holds_every_row_and_no_formula(folder):
    _, content = export_pupil(folder, ANN, "slt")

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}
    rows = {
        name: list(csv.DictReader(io.StringIO(text))) for name, text in files.items() if name.endswith(".csv")
    }
    assert [row["attendance_code"] for row in rows["session_marks.csv"]] == ["O", "I"]
    assert [(row["old_code"], row["new_code"]) for row in rows["mark_changes.csv"]] == [("N", "O")]
    assert rows["pupil_list_rows.csv"][0]["surname"] == "'=Hawthorn()"
    assert [row["case_id"] for row in rows["imported_cme_cases.csv"]] == ["C1"]
    brought_by = ["cme_actions.csv", "cme_cases.csv", "marks.csv", "marks.csv", "pupils.csv"]
    assert sorted(row["file_name"] for row in rows["imports.csv"]) == brought_by
    assert len(rows["recorded_cme_cases.csv"]) == 2
    assert BOB not in "".join(files.values())
    assert "READ ME FIRST.txt" in files


def test_problems_of_an_import_that_quote_an_erased_pupil_are_blanked(folder):
    """No check quotes a name or a number today; a release that did may have written the store."""
    messages = [f"'{ANN}' is twice", "'=Hawthorn()' is not a mark", "'ZZ' is not a mark", "'Hawthornes'"]
    with register.import_run(folder, "an older release") as run:
        for message in messages:
            row = {"message": message}
            run.connection.execute(
                "insert into import_problems values (1, 'rejected', 2, 'Mark', $message)", row
            )

    held, _ = export_pupil(folder, ANN, "slt")
    assert [len(table.rows) for table in held if table.name == "import_problems"] == [2]

    erasure = erase_pupil(folder, ANN, "slt")

    assert erasure.rows["import_problems"] == 2
    assert not [value for value in held_by(folder) if ANN in value or "=Hawthorn" in value]
    assert {"'ZZ' is not a mark", "'Hawthornes'"} <= held_by(folder)


def test_a_file_named_after_an_erased_pupil_loses_its_name(folder):
    support = f"upn,action_date,action\n{BOB},2026-11-17,meeting\n"
    names = ["birch-bob.csv", f"support {BOB.lower()}.csv", "Birch Avenue.csv"]
    for day, name in enumerate(names, 17):
        dated = support.replace("-17", f"-{day}")
        import_files(folder, [NamedBytes(name, dated.encode())], today=date(2026, 11, 24))

    record_activity(folder, "slt", "undo", "Import of birch-bob.csv")

    erasure = erase_pupil(folder, "001235", "slt")

    assert erasure.rows["imports"] == 2
    left = " ".join([*held_by(folder), *(note["detail"] for note in recent_activity(folder))]).lower()
    assert "birch avenue.csv" in left
    assert "birch-bob" not in left
    assert BOB.lower() not in left


def test_what_a_killed_query_spilled_goes_with_the_pupil(folder):
    (folder / "overflow").mkdir()
    (folder / "overflow" / "duckdb_temp_block-1.block").write_text("Annabel Hawthorn")

    erase_pupil(folder, ANN, "slt")

    assert not [path for path in (folder / "overflow").rglob("*") if path.is_file()]


def test_neither_the_log_nor_the_lock_nor_what_was_done_tells_about_whom(folder):
    mistake = ValueError(f"{ANN} Annabel Hawthorn")
    note_mistake(folder, mistake)
    export_pupil(folder, ANN, "slt")
    erase_pupil(folder, ANN, "slt")

    done = [(note["what"], note["detail"]) for note in recent_activity(folder)]
    assert [what for what, _ in done] == ["erase", "export-pupil"]
    assert not (folder / "import-holder.txt").exists()
    for path in folder.rglob("*"):
        if path.is_file():
            assert not [word for word in (ANN, "Hawthorn") if word.encode() in path.read_bytes()], path.name


def test_an_erasure_cut_short_can_be_asked_for_again_by_any_name(folder, monkeypatch):
    def full(path):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(register, "_write_anew", full)
    with pytest.raises(RefusedError, match="the register not yet"):
        erase_pupil(folder, "001234", "slt")
    monkeypatch.undo()

    erase_pupil(folder, "001234", "slt")

    assert not {ANN, "001234"} & held_by(folder)


def numbers_by_upn(folder):
    with duckdb.connect(str(current_register(folder)), read_only=True) as connection:
        return dict(connection.execute("select value, pupil_id from pupil_aliases").fetchall())


def test_the_number_of_an_erased_pupil_is_given_to_no_other_child(folder):
    bob = numbers_by_upn(folder)[BOB]
    assert bob == max(numbers_by_upn(folder).values())

    erase_pupil(folder, BOB, "slt")
    take(folder, pupils="upn,surname,forename\nT20110001804V,Cole,Cai\n")

    assert numbers_by_upn(folder)["T20110001804V"] == bob + 1


def test_what_a_file_of_marks_said_of_a_pupil_is_exported_and_erased_as_a_list_is(tmp_path):
    store = tmp_path / "store"
    content = f"upn,surname,forename,class,date,session,mark\n{ANN},=Hawthorn(),Annabel,3A,2026-11-16,AM,N\n"
    file = NamedBytes("=Hawthorn() Annabel.csv", content.encode())
    import_files(store, [file], today=date(2026, 11, 24))

    held, _ = export_pupil(store, ANN, "slt")
    tables = {table.name: table for table in held}
    told = dict(zip(tables["names_beside_marks"].columns, tables["names_beside_marks"].rows[0], strict=True))
    assert (told["surname"], told["forename"], told["class"]) == ("=Hawthorn()", "Annabel", "3A")

    erasure = erase_pupil(store, ANN, "slt")

    assert (erasure.rows["names_beside_marks"], erasure.rows["imports"]) == (1, 1)
    assert not [value for value in held_by(store) if "Hawthorn" in value or "Annabel" in value]
