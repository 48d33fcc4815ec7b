import io

import pandas as pd
import pytest

from dashboard.components.escape import to_csv
from tests.app_pages.sent import captions, everything_sent, open_tab
from tests.pupils import BANDS
from tests.school import Pupil, attends, import_runs, marked, register

PAGE = "app_pages/at_risk_pupils.py"
LONG = "Long" * 50
TO_OCTOBER = attends("2025-09-01", "2025-10-24")  # 40 days, 80 sessions
UNTRUSTED = register(
    [
        Pupil("bold", "2", TO_OCTOBER | marked("II", "2025-09-08"), traits={"surname": "<b>Bold</b>"}),
        Pupil("link", "2", TO_OCTOBER, traits={"surname": "[x](y)"}),
        Pupil("formula", "3", TO_OCTOBER, traits={"surname": "=cmd()"}),
        Pupil("long", "3", TO_OCTOBER, traits={"surname": LONG}),
        Pupil("new", "3", attends("2025-10-20", "2025-10-24"), traits={"surname": "Newcomer"}),
    ],
    as_at="2025-09-01",
)


@pytest.fixture(scope="module")
def bands(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bands") / "store"
    import_runs(folder, BANDS)
    return folder


@pytest.fixture(scope="module")
def untrusted(tmp_path_factory):
    folder = tmp_path_factory.mktemp("untrusted") / "store"
    import_runs(folder, UNTRUSTED)
    return folder


@pytest.fixture
def at_risk(open_app, sample_folder):
    """The at-risk pupils of the sample school."""
    return open_app(sample_folder, PAGE)


def listed(app) -> pd.DataFrame:
    return app.dataframe[0].value


def test_the_bands_of_fourteen_pupils_are_counted(open_app, bands):
    """Of 100 sessions 0 2 | 3 4 | 5 9 | 10 14 and jan's 2 of 20 | 15 38 39 49 | 50 missed."""
    tiles = {tile.label: tile.value for tile in open_app(bands, PAGE).metric}

    assert tiles == {
        "Persistently absent": "8",
        "Severely absent": "1",
        "Near the line": "2",
        "Too early to say": "1",
    }


def test_the_nearest_to_the_line_stand_first(open_app, bands):
    table = listed(open_app(bands, PAGE))

    assert list(table["Missed"][:3]) == ["10 of 100", "2 of 20", "9 of 100"]
    assert len(table) == 14


def test_a_band_is_told_in_words_beside_its_symbol(open_app, bands):
    table = listed(open_app(bands, PAGE)).set_index("Missed")["Absence band"]

    assert table["9 of 100"] == "◑ Near, 5% to 10%"
    assert table["10 of 100"] == "◕ Persistent, 10% to 15%"
    assert table["50 of 100"] == "■ Severe, 50% or more"


def test_a_rate_of_few_sessions_is_called_early_and_unstable(open_app, bands):
    table = listed(open_app(bands, PAGE)).set_index("Missed")["Absence band"]

    assert table["2 of 20"] == "◕ Early, unstable: 10% to 15%"


def test_the_last_six_weeks_are_told_week_by_week(open_app, bands):
    """jan joined on 3 November, two weeks ago, and was ill that Monday."""
    table = listed(open_app(bands, PAGE)).set_index("Missed")["Last 6 weeks"]

    assert list(table["2 of 20"]) == [0, 0, 0, 0, 2, 0]


def test_nothing_but_what_is_shown_is_sent(open_app, bands):
    app = open_app(bands, PAGE)

    assert list(listed(app).columns) == [
        "Pupil",
        "Year",
        "Class",
        "Absence band",
        "Missed",
        "Absence",
        "Outlook",
        "Last 6 weeks",
        "SEND",
        "FSM",
    ]
    assert not any(pupil["upn"].encode() in everything_sent(app) for pupil in BANDS.files["pupils.csv"])


def test_a_selected_row_opens_that_pupil_by_number(open_app, bands):
    app = open_app(bands, PAGE)
    first = listed(app)["Pupil"].iloc[0]
    app.session_state["pupils_at_risk_list"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    app.run()

    assert app.title[0].value == "Pupil"
    assert ", ".join(reversed(app.header[0].value.split(" ", 1))) == first
    assert app.query_params["pupil"].isdigit()


@pytest.mark.parametrize("tab", ["FSM with SEND", "SEND", "FSM", "Bands"])
def test_every_summary_has_a_chart_with_counts_and_rates(at_risk, tab):
    open_tab(at_risk, "at_risk_tabs", tab)

    assert not at_risk.exception
    assert len(at_risk.get("plotly_chart")) == 1
    if tab != "Bands":
        assert {"Pupils", "Absence", "Persistently absent"} <= set(at_risk.table[0].value.columns)


def test_summaries_count_the_pupils_of_the_list(at_risk):
    """Of every age and on roll now, where the figures of other pages are of 5 to 15 year olds."""
    open_tab(at_risk, "at_risk_tabs", "Bands")

    assert f"of {len(listed(at_risk))} pupils" in captions(at_risk)
    assert f"of {len(listed(at_risk))} pupils" in at_risk.header[-1].value
    assert "pupils of every age" in captions(at_risk)


def test_a_group_with_no_pupils_says_what_to_try_next(open_app, bands):
    app = open_app(bands, PAGE, fsm="Yes")

    assert not app.exception
    assert "Widen the dates or clear a filter" in app.info[0].value
    assert not app.metric


def test_with_names_hidden_no_name_and_no_upn_is_sent(open_app, bands):
    app = open_app(bands, PAGE)
    assert b"Band10" in everything_sent(app)
    app.sidebar.toggle(key="hide_names").set_value(True).run()
    app.session_state["pupils_at_risk_figures"] = True
    app.run()
    sent = everything_sent(app)

    assert all(name.startswith("Pupil ") for name in listed(app)["Pupil"])
    assert not any(pupil["surname"].encode() in sent for pupil in BANDS.files["pupils.csv"])
    assert not any(pupil["upn"].encode() in sent for pupil in BANDS.files["pupils.csv"])


def test_untrusted_names_are_shown_as_they_are_written_and_shortened(open_app, untrusted):
    names = list(listed(open_app(untrusted, PAGE))["Pupil"])

    assert "<b>Bold</b>, Test" in names
    assert "[x](y), Test" in names
    assert "'=cmd(), Test" in names  # an apostrophe, for a table is copied and downloaded
    assert max(map(len, names)) == 60


def test_a_download_has_no_formula(open_app, untrusted):
    surnames = pd.DataFrame({"surname": ["=cmd()", "Hall"]})

    read_back = pd.read_csv(io.BytesIO(to_csv(surnames)))
    assert list(read_back["surname"]) == ["'=cmd()", "Hall"]
