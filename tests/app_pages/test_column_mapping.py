"""The Data page maps by hand what a file does not tell, remembers it, and imports the file with it."""

import pytest

from dashboard.domain.plain_text import without_words
from dashboard.registers.column_mappings import ColumnMapping
from dashboard.registers.own_words import MARK, NO_MARK, OUTCOME, SEND_PROVISION
from dashboard.store.records import save_mapping, saved_mappings, saved_own_words
from tests.app_pages.test_data import ADA, OWN, PAGE, choose_files, press, said
from tests.school import csv_text, import_runs

FIELDS = {"textbox1": "upn", "textbox2": "date", "textbox3": "session", "textbox4": "mark"}
EVIL = "<img src=x onerror=alert(1)>"


@pytest.fixture
def own_school(tmp_path):
    import_runs(tmp_path / "store", OWN)
    return tmp_path / "store"


def unnamed(mark="I", name="Lovelace"):
    return f"Textbox1,Textbox2,Textbox3,Textbox4,Textbox5\n{ADA.upn},05/09/2025,AM,{mark},{name}\n"


def raw_tables(app):
    return "\n".join(table.value.to_string() for table in app.table)


def tables(app):
    return raw_tables(app).replace("\\", "")


def box(app, ending):
    return next(box for box in app.selectbox if box.key and box.key.endswith(ending))


def choose_fields(app):
    for heading, field in FIELDS.items():
        box(app, f"_marks_{heading}").set_value(field)
    app.run()


def test_headings_that_tell_nothing_are_mapped_checked_again_and_imported(open_app, own_school):
    app = open_app(own_school, PAGE)
    choose_files(app, report=unnamed())
    press(app, "Check the files")
    assert "Still missing: UPN (unique pupil number) or Admission number" in said(app)
    assert next(button for button in app.button if "check again" in button.label).disabled

    choose_fields(app)
    assert "Still missing" not in said(app)
    assert "2025-09-05" in tables(app)
    assert "Cannot be read" not in said(app)
    press(app, "Save, and check again")
    assert not app.exception
    assert "1 row read: would be **1 accepted** (1 in place of an older value)" in said(app)
    assert "The columns were read by the saved mapping" in said(app)

    press(app, "Import")
    assert "Imported: 1 file" in app.success[0].value


def test_the_next_file_of_the_shape_is_read_without_asking(open_app, own_school):
    app = open_app(own_school, PAGE)
    choose_files(app, report=unnamed())
    press(app, "Check the files")
    choose_fields(app)
    press(app, "Save, and check again")

    later = open_app(own_school, PAGE)
    choose_files(later, another=unnamed("O"))
    press(later, "Check the files")
    assert not later.error
    assert "1 row read: would be **1 accepted**" in said(later)


def test_one_field_for_two_columns_is_not_saved(open_app, own_school):
    app = open_app(own_school, PAGE)
    choose_files(app, report=unnamed())
    press(app, "Check the files")
    choose_fields(app)
    box(app, "_marks_textbox5").set_value("upn").run()

    assert "Chosen for two columns: UPN (unique pupil number). Keep one of them." in said(app)
    assert next(button for button in app.button if "check again" in button.label).disabled


def test_cells_are_escaped_and_no_name_is_sent_while_names_are_hidden(open_app, own_school):
    app = open_app(own_school, PAGE)
    choose_files(app, report=unnamed(name=EVIL) + f"{ADA.upn},04/09/2025,AM,/,Lovelace\n")
    press(app, "Check the files")
    assert "Lovelace" in tables(app)
    assert EVIL not in raw_tables(app)

    app.session_state["hide_names"] = True
    app.run()
    assert "Lovelace" not in tables(app)
    assert "05/09/2025" in tables(app)


def test_marks_of_the_schools_own_are_said_once_and_the_file_is_then_accepted(open_app, own_school):
    lines = [
        {"upn": ADA.upn, "date": f"2025-09-0{day}", "session": "AM", "mark": mark}
        for day, mark in ((3, "!"), (4, "!"), (5, "$"))
    ]
    app = open_app(own_school, PAGE)
    choose_files(app, marks=csv_text(lines))
    press(app, "Check the files")
    assert "3 rejected" in said(app)

    box(app, "own_mark_!").set_value("X")
    box(app, "own_mark_$").set_value(NO_MARK).run()
    press(app, "Save what they mean, and check again")
    assert not app.exception
    assert "2 rows read: would be **2 accepted**" in said(app)
    assert {own.word: own.meaning for own in saved_own_words(own_school, [""])} == {"!": "X", "$": ""}
    assert {own.field for own in saved_own_words(own_school, [""])} == {MARK}


def test_a_mark_that_may_not_be_used_is_not_offered(open_app, own_school):
    lines = [{"upn": ADA.upn, "date": "2025-09-03", "session": "AM", "mark": "@"}]
    app = open_app(own_school, PAGE)
    choose_files(app, marks=csv_text(lines))
    press(app, "Check the files")

    assert not [one for one in app.selectbox if one.key and one.key.startswith("own_mark")]


def test_send_words_are_said_by_hand(open_app, own_school):
    app = open_app(own_school, PAGE)
    choose_files(app, pupils=f"upn,surname,sen\n{ADA.upn},Lovelace,Yes\n")
    press(app, "Check the files")
    box(app, "own_send_provision_yes").set_value("K").run()
    press(app, "Save what they mean, and check again")

    assert "1 row read: would be **1 accepted**" in said(app)
    assert [own.field for own in saved_own_words(own_school, [""])] == [SEND_PROVISION]


def test_outcomes_of_cases_are_said_by_hand(open_app, own_school):
    app = open_app(own_school, PAGE)
    heading = "case_id,upn,case_type,opened_date,closed_date,outcome"
    choose_files(app, cme_cases=f"{heading}\nC1,{ADA.upn},no_show,2025-09-02,2025-09-09,back with us\n")
    press(app, "Check the files")
    assert "These are kept as written" in said(app)
    box(app, "own_outcome_back with us").set_value("returned").run()
    press(app, "Save what they mean, and check again")

    assert {own.field: own.meaning for own in saved_own_words(own_school, [""])} == {OUTCOME: "returned"}
    assert "Outcomes in your own words" not in said(app)


def test_what_is_remembered_is_listed_and_can_be_forgotten(open_app, own_school):
    app = open_app(own_school, PAGE)
    choose_files(app, report=unnamed())
    press(app, "Check the files")
    choose_fields(app)
    press(app, "Save, and check again")
    app.session_state["remembered_box"] = True
    app.run()
    assert "**report**: columns, saved" in said(app)

    press(app, "Forget it")
    assert saved_mappings(own_school) == []


def test_a_name_that_other_headings_have_is_warned_of(open_app, own_school):
    save_mapping(own_school, "report", "another shape", ColumnMapping("marks", {}).as_json())
    app = open_app(own_school, PAGE)
    choose_files(app, report=unnamed())
    press(app, "Check the files")

    assert "That name is taken by a mapping for other headings" in said(app)


def test_a_recognised_file_with_columns_not_used_can_still_be_mapped(open_app, own_school):
    text = f"UPN,Date,Session,Mark,Mark\n{ADA.upn},05/09/2025,AM,/,I\n"
    app = open_app(own_school, PAGE)
    choose_files(app, report=text)
    press(app, "Check the files")
    assert "Two columns for mark" in said(app)

    box(app, "_marks_mark").set_value("")
    box(app, "_marks_mark (2)").set_value("mark").run()
    press(app, "Save, and check again")
    assert "1 row read: would be **1 accepted** (1 in place of an older value)" in said(app)


def test_a_mark_that_cannot_be_read_is_said_under_the_first_rows(open_app, own_school):
    app = open_app(own_school, PAGE)
    choose_files(app, report=unnamed("7"))
    press(app, "Check the files")
    choose_fields(app)

    assert "Line 2, Mark: '7' is not an attendance code" in said(app).replace("\\", "")


@pytest.mark.parametrize("cell", ["Lovelace", "Ada", "Li", "ADA LOVELACE", "Smith 3B"])
def test_a_cell_that_could_be_a_name_is_hidden(cell):
    assert without_words(cell) == "hidden"


@pytest.mark.parametrize("cell", ["", "05/09/2025", "AM", "/", "L10", "3B"])
def test_a_cell_that_cannot_be_a_name_is_kept(cell):
    assert without_words(cell) == cell
