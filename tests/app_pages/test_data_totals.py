"""The lower half of the tab Reconcile: another system's totals beside ours."""

from datetime import date

import pytest

from tests.app_pages.sent import everything_sent, open_tab
from tests.pupils import AUTUMN, HAL, PAT
from tests.school import Pupil, import_runs, register

PAGE = "app_pages/data.py"
EVIL = Pupil("evil", "3", PAT.marks, traits={"surname": "=cmd|' /C calc'!A0", "forename": "<b>Bo"})
TOTALS = (
    "From 01/09/2025 to 19/12/2025\nUPN,Possible,Attended,Auth,Unauth\n"
    f"{PAT.upn},150,135,15,0\n{HAL.upn},150,150,0,0\n{Pupil('other').upn},150,149,1,0\n"
    f"{EVIL.upn},150,140,10,0\n"
)


@pytest.fixture
def reconcile(open_app, tmp_path):
    import_runs(tmp_path / "store", AUTUMN, register([EVIL], as_at="2025-09-01"))

    def choose(content: str):
        app = open_tab(open_app(tmp_path / "store", PAGE), "data_tabs", "Reconcile")
        app.file_uploader(key="reported_totals").set_value([("totals.csv", content.encode(), "text/csv")])
        app.run()
        assert not app.exception
        return app

    return choose


def beside(app):
    return app.dataframe[-1].value.set_index("Pupil")


def test_every_pupil_who_differs_is_listed_with_the_reason_and_the_sums(reconcile):
    app = reconcile(TOTALS)
    whys = beside(app)["Why"]

    assert whys["Hal, Test"] == "Explained by our 1 missing mark"
    assert whys["Line 5 of the file"] == "Not in our pupil list or marks"
    assert "Pat, Test" not in whys.index
    assert app.table[-1].value.iloc[0].tolist()[:2] == ["Possible sessions", "600"]
    assert "Pat, Test" in beside(app.toggle(key="totals_only_different").set_value(False).run()).index


def test_the_dates_are_those_the_file_names(reconcile):
    app = reconcile(TOTALS)

    assert [field.value for field in app.date_input] == [date(2025, 9, 1), date(2025, 12, 19)]
    assert any("those the file names" in caption.value for caption in app.caption)


def test_a_first_date_after_the_last_is_not_asked_for(reconcile):
    app = reconcile(TOTALS)
    app.date_input[0].set_value(date(2025, 12, 20)).run()

    assert "after the last" in app.warning[0].value


def test_names_are_text_and_hidden_ones_are_not_sent(reconcile):
    app = reconcile(TOTALS)
    assert any(name.startswith("'=cmd") for name in beside(app).index)

    app.sidebar.toggle(key="hide_names").set_value(True).run()
    sent = everything_sent(app)

    assert not app.exception
    assert b"cmd|" not in sent
    assert HAL.upn.encode() not in sent


def test_a_file_without_totals_says_what_is_needed(reconcile):
    app = reconcile("name,colour\nAnn,red\n")

    assert "no totals that could be laid beside ours" in app.error[0].value


def test_nothing_of_the_file_is_stored(reconcile, tmp_path):
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "store").glob("*.duckdb")}

    reconcile(TOTALS)

    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "store").glob("*.duckdb")} == before
