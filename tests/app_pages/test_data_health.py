"""The Data page's answer to "is this fit for a review?", on a good register, a damaged one, and none."""

from dataclasses import replace

import pytest

from dashboard.domain.fitness import FOUND
from tests.app_pages.sent import everything_sent
from tests.app_pages.test_data import open_tab, press, said
from tests.damaged_school import DAMAGED, GIL, HET, IDA, JAK
from tests.pupils import BANDS_TO_CHRISTMAS
from tests.school import Pupil, Run, Term, attends, import_runs, pick, register, run_query

PAGE = "app_pages/data.py"
TAB = "Fit for a review"
SECTIONS = (
    "health_ages",
    "health_holes",
    "health_unmatched",
    "health_traits",
    "health_codes",
    "health_changes",
)
CORRECTION = Run({"marks.csv": [{"upn": HET.upn, "date": "2025-09-03", "session": "AM", "mark": "O"}]})
GOOD = register(
    [Pupil("eve", "4", attends("2025-09-01", "2025-09-12"))],
    [Term("Autumn", "2025-09-01", "2025-09-12")],
    "2025-09-01",
)
EVIL = Pupil(
    "evil",
    "4",
    on_roll=(("2025-09-01", ""),),
    traits={"surname": "![x](http://evil.test/a.png)", "forename": "<b>"},
)


@pytest.fixture
def damaged(tmp_path):
    import_runs(tmp_path / "store", DAMAGED, CORRECTION)
    return tmp_path / "store"


def open_health(open_app, folder, *sections, **query_params):
    app = open_tab(open_app(folder, PAGE, **query_params), TAB)
    for section in sections:
        app.session_state[section] = True
    app.run()
    assert not app.exception
    return app


def table_with(app, column):
    return next(table.value for table in app.table if column in table.value.columns)


def test_a_good_register_is_fit(open_app, tmp_path):
    import_runs(tmp_path / "store", GOOD)
    app = open_health(open_app, tmp_path / "store")

    assert "**Fit for a review: yes.**" in app.success[0].value
    assert "✔ **Missing marks**: none (at most 1%)" in said(app)
    assert "Every mark is there on all 10 school days" in [header.value for header in app.header]
    assert pick(table_with(app, "Missing").loc["Year 4"], "From", "To", "Marks", "Missing") == (
        "01/09/2025",
        "12/09/2025",
        "20",
        "0",
    )


def test_a_damaged_register_is_not_and_says_why_and_where_to_mend_it(open_app, damaged):
    app = open_health(open_app, damaged)

    (verdict,) = [warning.value for warning in app.warning]
    assert verdict.startswith("**Fit for a review: no**, because 21 marks are missing (37.5% of those due); ")
    assert "1 mark has been N for more than five school days" in verdict
    assert "calendar and marks disagree on 4 days" in verdict
    assert "the register ends 6 school days back" in verdict
    assert "See Calendar" in said(app)


def test_a_reason_leads_to_the_tab_that_mends_it(open_app, damaged):
    app = open_health(open_app, damaged)
    press(app, "Go to Calendar")

    assert app.date_input(key="calendar_date")


def test_what_is_behind_each_line_can_be_opened(open_app, damaged):
    app = open_health(open_app, damaged, *SECTIONS)
    words = said(app)

    assert table_with(app, "N").loc["6 to 10 school days", "N"] == "1"
    holes = table_with(app, "What").to_dict("index")
    assert holes["Tue 09/09/2025"]["What"] == "A school day without a mark (AM and PM)"
    unmatched = table_with(app, "Last mark")
    assert unmatched.loc[IDA.upn, "What"] == "In the marks only"
    assert unmatched.loc["Jak, Test", "What"] == "In the list only"
    assert table_with(app, "Carried back").loc["FSM"].tolist() == ["2 of 4", "1"]
    assert table_with(app, "Last used").loc["H", "Last used"] == "02/09/2025"
    # of 14 and 13 sessions GIL's N, HET's H and HET's N were absences; now HET's morning of the 3rd as well
    assert "**1 mark changed.**" in words
    assert "absence would be **11.11%**; it is **14.81% (4 of 27 sessions)**" in words
    assert table_with(app, "Code now").loc[r"\/", ["Code now", "Marks"]].tolist() == ["O", "1"]


def test_the_lists_hold_no_name_and_no_number_while_names_are_hidden(open_app, damaged):
    app = open_tab(open_app(damaged, PAGE), TAB)
    app.toggle(key="hide_names").set_value(True).run()
    for section in (
        *SECTIONS,
        "pupils_unmatched_figures",
        "marks_changed_figures",
        "pupils_with_traits_missing_figures",
    ):
        app.session_state[section] = True
    app.run()

    assert not app.exception
    everything = everything_sent(app)
    assert not [pupil.name for pupil in (GIL, HET, IDA, JAK) if pupil.upn.encode() in everything]
    assert b"Jak" not in everything


def test_a_name_from_a_file_is_shown_as_it_is_written(open_app, tmp_path):
    import_runs(tmp_path / "store", register([GIL, EVIL], as_at="2025-09-01"))
    app = open_health(open_app, tmp_path / "store", "health_unmatched")

    assert "![x](" not in str(table_with(app, "Last mark").index)


def test_a_pupil_list_alone_is_not_fit_and_says_what_is_missing(open_app, tmp_path):
    import_runs(tmp_path / "store", Run({"pupils.csv": GIL.list_lines}, "2025-09-01"))
    app = open_health(open_app, tmp_path / "store", *SECTIONS)

    assert "there are no marks in this period" in app.warning[0].value


def test_while_nothing_is_imported_the_invented_school_is_judged(open_app, sample_folder):
    app = open_health(open_app, sample_folder, *SECTIONS)

    assert "This is an invented school" in said(app)
    assert "Fit for a review: " in "".join(box.value for box in (*app.warning, *app.success))
    assert "school days back" not in said(app)


def test_a_period_in_the_past_is_not_said_to_be_behind(open_app, tmp_path):
    import_runs(tmp_path / "store", BANDS_TO_CHRISTMAS)
    app = open_health(open_app, tmp_path / "store", period="Autumn 1 2025/26")

    assert "school days back" not in said(app)


def test_every_reason_that_the_query_can_give_has_words(opened):
    (health,) = run_query(opened(DAMAGED), "data_health", on_date="2025-10-01")

    assert set(health["reasons"].split(",")) | {"no_marks"} == set(FOUND)


def test_several_schools_are_judged_each_and_looked_at_one_by_one(open_app, tmp_path):
    import_runs(tmp_path / "store", replace(GOOD, school="Ash *Primary*"), replace(DAMAGED, school="Birch"))
    app = open_health(open_app, tmp_path / "store")

    assert r"Ash \*Primary\*: **Fit for a review: yes.**" in app.success[0].value
    assert "Birch: **Fit for a review: no**" in app.warning[0].value
    assert "✔ **Missing marks**: none" in said(app)

    app.selectbox(key="health_school").select_index(1).run()
    assert "✘ **Missing marks**: 37.5% (at most 1%)" in said(app)


def test_it_says_that_it_is_about_the_whole_school_while_pupils_are_filtered(open_app, damaged):
    assert "about the whole school" in said(open_health(open_app, damaged, year_groups="4"))
    assert "about the whole school" not in said(open_health(open_app, damaged))
