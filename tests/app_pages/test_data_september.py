"""The tab September of the Data page: the new pupil list, step by step."""

import pytest

from tests.queries.test_september import CASES, IN_JUNE, IN_SEPTEMBER, MARKS, SAL, UPA, line, pupil_list, up
from tests.school import Run, import_runs

PAGE = "app_pages/data.py"
STEPS = ("leavers", "left", "joined", "moved_up", "looks_wrong", "worries")


@pytest.fixture
def september(open_app, tmp_path):
    """The tab of a school that imported these runs, with all its steps open."""

    def open_tab(*runs, folder=None):
        if runs:
            import_runs(tmp_path / "store", *runs)
        app = open_app(folder or tmp_path / "store", PAGE)
        app.session_state["data_tabs"] = "September"
        for step in STEPS:
            app.session_state[f"september_{step}"] = True
        app.run()
        assert not app.exception
        return app

    return open_tab


def said(app) -> str:
    kinds = (app.header, app.markdown, app.caption, app.info, app.warning)
    return "\n".join(element.value for kind in kinds for element in kind)


def steps(app) -> list[str]:
    return [expander.label for expander in app.expander if " · " in expander.label]


def listed(app, column: str) -> dict[str, str]:
    """Pupil and this column, of the one list that has it."""
    (frame,) = [element.value for element in app.dataframe if column in element.value.columns]
    return dict(zip(frame["Pupil"], frame[column], strict=True))


def test_the_steps_say_how_many_pupils_each_is_about(september):
    app = september(IN_JUNE, MARKS, CASES, IN_SEPTEMBER)

    assert steps(app) == [
        "2 · Leavers to confirm: 2 pupils",
        "2 · Left, with a date: 1 pupil",
        "3 · Joined: 3 pupils",
        "4 · Moved up: 4 pupils",
        "5 · Looks wrong: 5 pupils",
        "6 · Carried forward from last year: 3 pupils",
    ]
    assert "The list of 3 September 2025: 9 pupils." in said(app)
    assert "Compared with the 9 pupils on roll from 1 July to 31 July 2025" in said(app)


def test_each_step_says_what_is_known_of_whom(september):
    app = september(IN_JUNE, MARKS, CASES, IN_SEPTEMBER)

    assert listed(app, "What we know") == {
        "Mia, Test": "marks this year, the last on 2 September 2025: is the list complete?",
        "Lea, Test": "in the oldest year group, so expected",
    }
    assert listed(app, "Destination") == {"Lou, Test": "Other Primary"}
    assert listed(app, "From") == {
        "Joe, Test": "3 September 2025",
        "Ray, Test": "not recorded",
        "Ret, Test": "3 September 2025",
    }
    assert listed(app, "Last year")["Upa, Test"] == "Year 2, Class 2"
    assert listed(app, "Looks wrong")["Oak, Test"] == "Same class as last year, in another year group"
    assert listed(app, "Concern")["Wil, Test"] == "On roll, at risk of CME, since 21 July 2025"
    assert listed(app, "Absence last year")["Sal, Test"] == "8 of 10 (80.0%), severe"


def test_before_the_new_list_it_says_what_to_do(september):
    app = september(IN_JUNE, MARKS)

    assert "The pupil list of 2025/26 is not here yet.** The newest is of 2 June 2025." in said(app)
    assert "with last year's leavers" in said(app)
    assert steps(app) == []


def test_part_of_a_list_is_named_as_such(september):
    app = september(IN_JUNE, MARKS, pupil_list("2025-09-03", up(UPA)))

    assert "This looks like part of a list." in said(app)


def test_rows_that_could_not_be_taken_in_are_told(september):
    app = september(IN_JUNE, MARKS, pupil_list("2025-09-03", up(SAL), up(UPA), up(UPA, forename="Other")))

    assert "2 rows of this list could not be taken in" in said(app)


def test_hidden_names_leave_neither_name_nor_destination(september):
    app = september(IN_JUNE, MARKS, CASES, IN_SEPTEMBER)
    app.sidebar.toggle(key="hide_names").set_value(True).run()

    assert not app.exception
    frames = [element.value for element in app.dataframe]
    assert frames
    assert all(name.startswith("Pupil ") for frame in frames for name in frame["Pupil"])
    assert all("Destination" not in frame.columns for frame in frames)


def test_a_name_is_text(september):
    evil = line(UPA, year_group="3", surname="=HYPERLINK(1)", class_="=1+1")
    app = september(IN_JUNE, MARKS, pupil_list("2025-09-03", evil))

    assert "'=HYPERLINK(1), Test" in listed(app, "Last year")


def test_of_several_schools_one_is_chosen(september):
    here = Run(IN_JUNE.files | MARKS.files, "2025-06-02", "Here")
    there = Run({"pupils.csv": [line(UPA)]}, "2025-06-02", "There")
    app = september(here, there)

    assert app.selectbox(key="september_school").options == ["Here", "There"]
    app.selectbox(key="september_school").select_index(1).run()
    assert not app.exception
    assert "2024/25" in said(app)


def test_the_sample_school_has_a_september(september, sample_folder):
    app = september(folder=sample_folder)

    assert len(steps(app)) == 6
