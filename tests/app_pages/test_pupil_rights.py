"""The tab "Erase, export, purge" of the Data page."""

import io
import zipfile

import pytest

from dashboard.store.reading import store_for
from dashboard.store.records import recent_activity
from tests.app_pages.sent import everything_sent
from tests.app_pages.test_data import PAGE, open_tab, said
from tests.school import Pupil, attends, import_runs, register

TAB = "Erase, export, purge"
ADA = Pupil("ada", "3", attends("2025-09-01", "2025-09-05"), traits={"admission_number": "001234"})
OLD = Pupil("old", "3", {"2018-09-03": "/\\"})


@pytest.fixture
def own_school(tmp_path):
    store = tmp_path / "store"
    import_runs(store, register([OLD], as_at="2018-09-03"), register([ADA], as_at="2025-09-01"))
    return store


def press(app, key: str):
    app.button(key=key).click().run()
    assert not app.exception


def choose(app, pupil: Pupil):
    next(box for box in app.text_input if box.label == "UPN or admission number").set_value(pupil.upn).run()


def confirm_with(app, text: str):
    next(box for box in app.text_input if "to confirm" in box.label).set_value(text).run()


def test_on_the_invented_school_there_is_nothing_to_erase(open_app, sample_folder):
    app = open_tab(open_app(sample_folder, PAGE), TAB)

    assert "invented school" in app.info[0].value
    assert not [button for button in app.button if (button.key or "").startswith("rights_")]


def test_a_pupil_is_erased_once_seen_and_their_number_typed(open_app, own_school):
    app = open_tab(open_app(own_school, PAGE), TAB)
    choose(app, ADA)
    press(app, "rights_see_erasure")
    assert app.table[0].value.loc["Marks", "Rows"] == "10"
    assert "**2 older states and copies**" in said(app)
    assert app.button(key="rights_erase").disabled

    confirm_with(app, "001235")
    assert app.button(key="rights_erase").disabled
    assert "not a UPN or admission number" in app.warning[0].value
    confirm_with(app, "001234")
    press(app, "rights_erase")

    assert "Erased: 13 rows of one pupil" in app.success[0].value  # 10 marks, 2 numbers, 1 row of a list
    assert recent_activity(own_school)[0]["what"] == "erase"


def test_what_would_be_erased_of_one_pupil_confirms_no_other(open_app, own_school):
    app = open_tab(open_app(own_school, PAGE), TAB)
    choose(app, ADA)
    press(app, "rights_see_erasure")
    choose(app, OLD)

    assert not [button for button in app.button if button.key == "rights_erase"]


def test_a_number_typed_counts_before_a_pupil_chosen_and_the_page_says_so(open_app, own_school):
    app = open_app(own_school, PAGE)
    names = store_for(own_school).frame("pupil_names")
    app.query_params["pupil"] = str(names.loc[names["surname"] == "Old", "pupil_id"].item())
    open_tab(app, TAB)
    assert "not about the pupil chosen" not in said(app)

    choose(app, ADA)
    assert "about the number typed above, not about the pupil chosen" in said(app)
    press(app, "rights_see_erasure")
    assert app.table[0].value.loc["Marks", "Rows"] == "10"  # Ada's; Old has 2


def test_while_names_are_hidden_the_pupil_chosen_is_sent_without_name_or_number(open_app, own_school):
    app = open_app(own_school, PAGE)
    app.sidebar.toggle(key="hide_names").set_value(True).run()
    names = store_for(own_school).frame("pupil_names")
    app.query_params["pupil"] = str(names.loc[names["surname"] == "Ada", "pupil_id"].item())
    open_tab(app, TAB)
    press(app, "rights_see_erasure")
    assert any("to confirm" in box.label for box in app.text_input)

    sent = everything_sent(app)
    for held in (ADA.upn, "001234", "Ada"):
        assert held.encode() not in sent, held


def test_an_unknown_number_is_refused_in_words(open_app, own_school):
    app = open_tab(open_app(own_school, PAGE), TAB)
    next(box for box in app.text_input if box.label == "UPN or admission number").set_value("nobody").run()
    press(app, "rights_see_erasure")

    assert "No pupil with the UPN or admission number nobody" in app.error[0].value


def test_an_export_is_prepared_in_memory_and_noted_without_a_name(open_app, own_school):
    before = {path.name for path in own_school.rglob("*.zip")}
    app = open_tab(open_app(own_school, PAGE), TAB)
    choose(app, ADA)
    press(app, "rights_export")

    _, count, content = app.session_state["rights_exported"]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert "session_marks.csv" in archive.namelist()
    assert count > 10
    assert {path.name for path in own_school.rglob("*.zip")} == before
    note = recent_activity(own_school)[0]
    assert (note["what"], note["upn"]) == ("export-pupil", ADA.upn)
    assert ADA.upn not in note["detail"]


def test_old_years_are_purged_once_seen_and_confirmed(open_app, own_school):
    app = open_tab(open_app(own_school, PAGE), TAB)
    press(app, "rights_see_purge")
    assert "**2019/20** is the first academic year kept" in said(app)  # 2025/26 and six before it
    assert "1 pupil would go wholly" in said(app)
    assert app.button(key="rights_purge_now").disabled

    next(box for box in app.checkbox if "for good" in box.label).check().run()
    press(app, "rights_purge_now")
    # 2 marks, 1 number, 1 row of a list, 1 warning that the age does not fit the year group
    assert "Purged: 5 rows" in app.success[0].value
    press(app, "rights_see_purge")
    assert "nothing to purge" in app.success[0].value
