"""The tab Reconcile of the Data page: why a figure does not match the MIS."""

import re

import pytest

from dashboard.components.reconciler import RULES, SYMPTOMS
from tests.queries.test_persistent_absence_by_rule import EVERYONE
from tests.school import YEAR_2025, Pupil, attends, days, import_runs, marked, register

PAGE = "app_pages/data.py"
# 12 of 100 missed, with a name that a spreadsheet would run
EVIL = Pupil(
    "evil",
    "3",
    attends("2025-09-01", "2025-11-14") | marked("NN", *days("2025-09-08", "2025-09-15")),
    traits={"surname": "=cmd|' /C calc'!A0", "forename": "<b>Bo"},
)


@pytest.fixture
def own_school(tmp_path):
    import_runs(tmp_path / "store", register([*EVERYONE, EVIL], YEAR_2025, "2025-09-01"))
    return tmp_path / "store"


@pytest.fixture
def reconcile(open_app):
    def open_tab(folder, rule=None, **query_params):
        app = open_app(folder, PAGE, **query_params)
        app.session_state["data_tabs"] = "Reconcile"
        app.run()
        if rule:
            app.selectbox(key="compared_rule").select(rule).run()
        assert not app.exception
        return app

    return open_tab


def whys(app):
    return dict(zip(app.dataframe[0].value["Pupil"], app.dataframe[0].value["Why"], strict=True))


def test_every_rule_is_a_line_with_its_pupils_and_who_moves(reconcile, own_school):
    lines = reconcile(own_school).table[0].value

    # the eight aged five: ten, sev, nel, leo, joy and evil missed 10% or more
    assert lines.iloc[0].tolist() == ["Ours, as DfE: 10% or more", 8, 6, "75.0%", 0, 0]
    below = lines[lines["Rule"].str.startswith("Attendance below 90%")]
    assert below.iloc[0].tolist()[1:] == [8, 5, "62.5%", 0, 1]


@pytest.mark.parametrize(
    ("rule", "pupil", "why"),
    [
        ("below_90", "Ten, Test", "exactly 10.0%: 15 of 150"),
        ("severe_apart", "Sev, Test", "53.3%: 50% or more is severe"),
        ("without_n", "Nel, Test", "2 of 16 absences are N"),
        ("activity_absent", "Ace, Test", "6 sessions at an educational activity"),
        ("with_reception", "Ren, Test", "4 on 31 August"),
        ("compulsory_age", "Age, Test", "of compulsory school age, counted from 31 December 2025"),
        ("current_roll", "Leo, Test", "left on 24 October 2025"),
        ("minimum_sessions", "Joy, Test", "30 possible sessions, fewer than 60"),
    ],
)
def test_a_rule_names_who_moves_and_says_why(reconcile, own_school, rule, pupil, why):
    assert whys(reconcile(own_school, rule))[pupil] == why


def test_a_name_is_text_in_the_list_and_no_formula(reconcile, own_school):
    names = list(whys(reconcile(own_school, "without_n")))

    assert any(name.startswith("'=cmd") for name in names)


def test_hidden_names_leave_no_name_and_no_number_in_the_list(reconcile, own_school):
    app = reconcile(own_school, "below_90")
    app.sidebar.toggle(key="hide_names").set_value(True).run()

    assert not app.exception
    assert all(name.startswith("Pupil ") for name in whys(app))


def test_where_nobody_moves_it_says_so(reconcile, own_school):
    app = reconcile(own_school, "below_90", year_groups="4")

    assert any("Nobody moves" in markdown.value for markdown in app.markdown)


def test_without_a_pupil_it_says_what_to_do(reconcile, own_school):
    app = reconcile(own_school, fsm="Yes")

    assert "Widen the dates" in app.info[0].value


def test_what_usually_lies_behind_it_is_told_by_symptom(reconcile, own_school):
    assert any("Bromcom" in expander.label for expander in reconcile(own_school).expander)


def test_every_rule_that_a_symptom_names_is_in_the_table():
    named = {name for cause in SYMPTOMS.values() for name in re.findall(r"\*\*(.+?)\*\*", cause)}

    assert named
    assert {name for name in named if not any(rule.startswith(name) for rule in RULES.values())} == set()
