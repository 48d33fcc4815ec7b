import subprocess
import sys

import pytest

from dashboard.config import PROJECT_FOLDER
from dashboard.domain.canonical_files import FILES
from dashboard.registers.kinds import KINDS
from tests.pupils import AUTUMN, SEPTEMBER
from tests.school import Pupil, Run, attends, csv_text, import_runs, register

PAGE = "app_pages/data.py"
EVIL = "![x](http://evil.test/a.png).csv"
ADA = Pupil("ada", "3", attends("2025-09-01", "2025-09-05"))
OWN = register([ADA], as_at="2025-09-01")


@pytest.fixture
def own_school(tmp_path):
    store = tmp_path / "store"
    import_runs(store, OWN)
    return store


def open_tab(app, tab: str):
    app.session_state["data_tabs"] = tab
    app.run()
    return app


def said(app) -> str:
    kinds = (app.markdown, app.caption, app.error, app.warning, app.info, app.success)
    return "\n".join(element.value for kind in kinds for element in kind)


def choose_files(app, **texts: str):
    app.file_uploader[0].set_value(
        [(f"{name}.csv", text.encode(), "text/csv") for name, text in texts.items()]
    )
    app.run()


def press(app, label: str):
    next(button for button in app.button if button.label == label).click().run()


def marks(day: str, mark: str) -> str:
    return csv_text([{"upn": ADA.upn, "date": day, "session": "AM", "mark": mark}])


def test_while_the_sample_is_shown_it_says_how_to_import_ones_own(open_app, sample_folder):
    app = open_app(sample_folder, PAGE)

    assert not app.exception
    assert "Begin with the pupil list and the marks" in said(app)


def test_first_files_are_checked_then_imported_and_take_the_samples_place(open_app, tmp_path, sample_folder):
    app = open_app(tmp_path / "store", PAGE)
    texts = {name.removesuffix(".csv"): csv_text(lines) for name, lines in OWN.files.items()}
    choose_files(app, **texts)
    press(app, "Check the files")
    assert "10 rows read: would be **10 accepted**, 0 unchanged, **0 rejected**." in said(app)
    assert "invented school" in said(app)

    press(app, "Import")
    assert not app.exception
    assert "Imported: 2 files" in app.success[0].value
    assert "10 rows read: **10 accepted**" in said(app)
    assert "This is an invented school" not in said(app)


def test_a_corrected_file_supersedes(open_app, own_school):
    app = open_app(own_school, PAGE)
    choose_files(app, marks=marks("2025-09-05", "I"))
    press(app, "Check the files")

    assert "1 row read: would be **1 accepted** (1 in place of an older value)" in said(app)


def test_a_bad_file_says_what_is_wrong_and_changes_nothing(open_app, own_school):
    app = open_app(own_school, PAGE)
    choose_files(app, **{EVIL.removesuffix(".csv"): "hello\nworld\n", "marks": marks("2025-09-05", "ZZ")})
    press(app, "Check the files")

    assert "**Nothing was stored.**" in app.error[0].value
    assert EVIL not in said(app)
    assert any("is not an attendance code" in str(table.value) for table in app.table)
    assert not any(button.label == "Import" for button in app.button)
    stored = open_tab(app, "Stored").table[0].value
    assert stored.loc["Marks", "Rows"] == "10"


def test_what_needs_a_yes_is_imported_once_it_is_given(open_app, own_school):
    lines = [
        {"upn": ADA.upn, "date": "2025-09-08", "session": session, "mark": mark}
        for session, mark in (("AM", "/"), ("PM", "=ZZ"))
    ]
    app = open_app(own_school, PAGE)
    choose_files(app, marks=csv_text(lines))
    press(app, "Check the files")
    importing = next(button for button in app.button if button.label == "Import")
    assert "Look at this first" in app.warning[0].value
    assert importing.disabled

    next(box for box in app.checkbox if "all the same" in box.label).check().run()
    press(app, "Import")
    assert "Imported: 1 file" in app.success[0].value
    assert open_tab(app, "Stored").table[0].value.loc["Marks", "Rows"] == "11"


def test_other_files_must_be_checked_again(open_app, own_school):
    app = open_app(own_school, PAGE)
    choose_files(app, marks=marks("2025-09-05", "I"))
    press(app, "Check the files")
    choose_files(app, marks=marks("2025-09-05", "O"))

    assert not any(button.label == "Import" for button in app.button)
    assert "Checking stores nothing" in said(app)


def test_problems_of_past_imports_can_be_read(open_app, tmp_path):
    bad = Run({"marks.csv": [{"upn": ADA.upn, "date": "2025-09-08", "session": "AM", "mark": "=ZZ"}]})
    import_runs(tmp_path / "store", OWN, bad)
    app = open_tab(open_app(tmp_path / "store", PAGE), "Stored")
    app.selectbox(key="problems_of_import").select_index(0).run()

    assert any("is not an attendance code" in str(table.value) for table in app.table)


def test_undo_says_what_it_goes_back_to_and_goes_there(open_app, own_school):
    import_runs(
        own_school, Run({"more.csv": [{"upn": ADA.upn, "date": "2025-09-08", "session": "AM", "mark": "/"}]})
    )
    app = open_tab(open_app(own_school, PAGE), "Stored")
    assert "What would be undone: **Import of more\\.csv**" in said(app)
    assert "how it was after Import of pupils\\.csv, marks\\.csv" in said(app)
    assert app.button(key="undo").disabled

    next(box for box in app.checkbox if "go back one import" in box.label).check().run()
    app.button(key="undo").click().run()
    assert "Undone" in app.success[0].value
    assert app.table[0].value.loc["Marks", "Rows"] == "10"
    assert "before anything was imported" in said(app)


def test_going_back_further_says_what_would_be_undone_and_does_it(open_app, own_school):
    for day in ("2025-09-08", "2025-09-09"):
        line = {"upn": ADA.upn, "date": day, "session": "AM", "mark": "/"}
        import_runs(own_school, Run({f"marks of {day}.csv": [line]}))
    app = open_tab(open_app(own_school, PAGE), "Stored")
    app.session_state["restore_box"] = True
    app.run()
    choice = next(box for box in app.selectbox if box.label == "State of the store")
    choice.select_index(1).run()
    assert "marks of 2025" in said(app)

    next(box for box in app.checkbox if "go back to that state" in box.label).check().run()
    app.button(key="restore").click().run()

    assert "2 imports undone" in app.success[0].value
    assert app.table[0].value.loc["Marks", "Rows"] == "10"


def test_marks_to_chase_are_counted_by_class(open_app, tmp_path):
    import_runs(tmp_path / "store", SEPTEMBER)
    app = open_tab(open_app(tmp_path / "store", PAGE), "Marks to chase")
    counts = {tile.label: tile.value for tile in app.metric}
    classes = app.table[0].value

    assert (
        counts["Marks still N"] == "5"
    )  # NOR: on a Friday, a Saturday, both of Thursday, one of the last Friday
    assert counts["N for too long"] == "2"
    assert classes.loc["Year 5, nor", "N too long"] == "2"
    assert classes.loc["Year 4, zed", "Missing"] == "2"


def test_a_closed_day_is_added_and_the_figures_follow(open_app, tmp_path):
    import_runs(tmp_path / "store", AUTUMN)
    app = open_tab(open_app(tmp_path / "store", PAGE), "Calendar")
    app.date_input(key="calendar_date").set_value("2025-12-18").run()
    assert "AM and PM school day, Autumn (school was held)" in said(app)

    next(box for box in app.selectbox if box.label == "What the day is").select("closure")
    press(app, "Save the day")
    assert "Thursday 18 December 2025" in app.success[0].value
    assert "no school was held" in said(app)


def test_the_schools_name_and_authority_are_kept(open_app, own_school):
    app = open_tab(open_app(own_school, PAGE), "School")
    next(box for box in app.text_input if box.label == "Name").set_value("Bluebell *Primary*")
    next(box for box in app.text_input if box.label == "URN").set_value("12")
    press(app, "Save")
    assert "six digits" in app.error[0].value

    next(box for box in app.text_input if box.label == "URN").set_value("123456")
    next(box for box in app.selectbox if box.label == "Local authority").select("334")
    press(app, "Save")
    assert r"Bluebell \*Primary\*" in app.success[0].value
    again = open_tab(open_app(own_school, PAGE), "School")
    assert next(box for box in again.selectbox if box.label == "Local authority").value == "334"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.kind)
def test_a_template_has_the_canonical_columns(file):
    (kind,) = [kind for kind in KINDS if kind.name == file.kind]

    assert set(file.example) <= {*kind.fields, "mark"}
    assert kind.is_met_by({name: place for place, name in enumerate(file.example)})


def test_the_templates_import_together(tmp_path):
    lines = {file.file_name: [file.example] for file in FILES}
    (ledger,) = import_runs(tmp_path / "store", Run(lines))

    assert [file["rows_accepted"] for file in ledger.values()] == [1] * len(FILES)
    assert not any(file["problems"] for file in ledger.values())


def test_the_page_follows_an_import_at_the_command_line(open_app, own_school):
    app = open_tab(open_app(own_school, PAGE), "Stored")
    assert app.table[0].value.loc["Marks", "Rows"] == "10"
    file = own_school.parent / "today.csv"
    file.write_text(marks("2025-09-08", "/"))

    command = [sys.executable, "-m", "dashboard", "import", str(file), "--store", str(own_school)]
    assert subprocess.run(command, cwd=PROJECT_FOLDER, capture_output=True).returncode == 0

    app.run()
    assert app.table[0].value.loc["Marks", "Rows"] == "11"
