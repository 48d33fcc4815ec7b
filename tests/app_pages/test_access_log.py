"""Who did what: noted once an opening, shown newest first, and without the number of an erased pupil."""

import pytest

from dashboard.components.downloads import download_button
from dashboard.store.erasing import erase_pupil
from dashboard.store.recorded import acting_person
from dashboard.store.records import recent_activity, record_activity
from tests.app_pages.sent import everything_sent
from tests.app_pages.test_data import PAGE, open_tab
from tests.school import Pupil, attends, import_runs, register

TAB = "Access log"
ADA = Pupil("ada", "3", attends("2025-09-01", "2025-09-05"), traits={"admission_number": "001234"})
BEN = Pupil("ben", "3", attends("2025-09-01", "2025-09-05"))


@pytest.fixture
def own_school(tmp_path):
    store = tmp_path / "store"
    import_runs(store, register([ADA, BEN], as_at="2025-09-01"))
    return store


def openings(folder):
    return [note["upn"] for note in reversed(recent_activity(folder)) if note["what"] == "open"]


def open_pupil(open_app, folder, pupil_id: int):
    app = open_app(folder)
    app.query_params["pupil"] = str(pupil_id)
    return app.switch_page("app_pages/pupil.py").run()


def test_a_pupil_is_noted_once_an_opening_not_once_a_rerun(open_app, own_school):
    app = open_pupil(open_app, own_school, 1)
    first = openings(own_school)
    app.run()
    assert openings(own_school) == first
    assert len(first) == 1

    app.switch_page("app_pages/cme.py").run()
    app.switch_page("app_pages/pupil.py").run()
    assert openings(own_school) == first * 2


def test_a_pupil_who_cannot_be_noted_is_not_shown(open_app, own_school, monkeypatch):
    from dashboard.errors import StoreBusy

    def busy(*_names, **_values):
        raise StoreBusy("Not saved: another window or command is writing the records.")

    monkeypatch.setattr("dashboard.components.notes.record_activity", busy)
    app = open_pupil(open_app, own_school, 1)

    assert "it could not be noted who opens a pupil. Not saved" in app.error[0].value
    assert [heading.value for heading in app.header] == []


def test_the_list_says_who_what_and_whom_newest_first_and_one_person_s_alone(open_app, own_school):
    open_pupil(open_app, own_school, 1)
    acting_person.set("deputy@school.test")
    record_activity(own_school, "slt", "download", "pupils_at_risk.csv: 2 rows")
    app = open_tab(open_app(own_school, PAGE), TAB)
    shown = app.table[0].value

    assert [text.replace("\u2060", "") for text in shown["What"]] == ["Downloaded", "Opened a pupil"]
    assert "local" in shown["Who"].iloc[1]
    assert shown["Pupil"].iloc[1] not in ("–", "a pupil")

    app.selectbox(key="access_log_person").select("deputy@school.test").run()
    assert len(app.table[0].value) == 1


def test_the_list_names_nobody_while_names_are_hidden(open_app, own_school):
    open_pupil(open_app, own_school, 1)
    app = open_tab(open_app(own_school, PAGE), TAB)
    app.toggle(key="hide_names").set_value(True).run()

    sent = everything_sent(app)
    for pupil in (ADA, BEN):
        assert pupil.upn.encode() not in sent


def test_erasing_a_pupil_takes_the_number_out_of_every_note_and_leaves_the_note(open_app, own_school):
    record_activity(own_school, "slt", "open", school_name="Ash", upn=ADA.upn)
    record_activity(own_school, "slt", "open", school_name="Ash", admission_number="001234")
    record_activity(own_school, "slt", "open", school_name="Ash", upn=BEN.upn)
    erase_pupil(own_school, ADA.upn, "slt")

    notes = [note for note in recent_activity(own_school) if note["what"] == "open"]
    assert [(note["upn"], note["admission_number"]) for note in notes] == [
        (BEN.upn, None),
        *[(None, None)] * 2,
    ]


def test_a_download_is_noted_by_name_and_rows_as_it_is_made(monkeypatch, own_school):
    monkeypatch.setenv("ATTENDANCE_STORE", str(own_school))
    given = {}
    monkeypatch.setattr(
        "dashboard.components.downloads.st.download_button", lambda _label, **options: given.update(options)
    )
    download_button("CSV", lambda: b"a,b", file_name="pupils_at_risk.csv", mime="text/csv", key="k", rows=2)
    assert recent_activity(own_school) == []
    assert given["data"]() == b"a,b"

    note = recent_activity(own_school)[0]
    assert (note["what"], note["person"]) == ("download", "local")
    assert note["detail"].replace("\u2060", "") == "pupils_at_risk.csv: 2 rows"
