import pytest

from tests.app_pages.sent import captions, everything_sent, open_tab
from tests.pupils import AUTUMN
from tests.school import import_runs

PAGE = "app_pages/absence_patterns.py"
TABS = ["Reason", "Every code", "Year group", "Class", "Other groups"]


@pytest.fixture
def patterns(open_app, sample_folder):
    """Absence patterns of the sample school."""
    return open_app(sample_folder, PAGE)


@pytest.fixture(scope="module")
def autumn(tmp_path_factory):
    folder = tmp_path_factory.mktemp("autumn") / "store"
    import_runs(folder, AUTUMN)
    return folder


def test_tiles_tell_absence_its_kinds_the_worst_session_and_lateness(patterns):
    assert not patterns.exception
    assert [tile.label for tile in patterns.metric] == [
        "Absence",
        "Authorised",
        "Unauthorised",
        "Most missed",
        "Late",
    ]


def test_the_tiles_are_the_sums_worked_out_from_one_pupil(open_app, autumn):
    """lou: 150 sessions, late once (L), once after the register closed (U)."""
    tiles = {tile.label: tile.value for tile in open_app(autumn, PAGE, classes="lou").metric}

    assert tiles["Absence"] == "0.7%"
    assert tiles["Authorised"] == "0.0%"
    assert tiles["Unauthorised"] == "0.7%"
    assert tiles["Most missed"] == "Tue AM"
    assert tiles["Late"] == "1"


def test_the_page_says_period_cohort_and_as_at(patterns):
    said = captions(patterns)

    assert "Academic year 2026/27 so far" in said
    assert "aged 5 to 15" in said
    assert "register as at Friday 20 November 2026" in said


def test_three_charts_are_on_show_and_each_has_a_finding_and_a_source(patterns):
    assert len(patterns.get("plotly_chart")) == 3
    assert all(any(character.isdigit() for character in title.value) for title in patterns.header)
    assert captions(patterns).count("Source: the school's register.") == 3


@pytest.mark.parametrize("tab", TABS)
def test_only_the_open_tab_draws_its_chart(patterns, tab):
    open_tab(patterns, "patterns_tabs", tab)

    assert not patterns.exception
    assert [text.label for text in patterns.tabs if text.children] == [tab]
    assert len(patterns.get("plotly_chart")) == 3


def test_other_groups_are_of_the_readers_choice(patterns):
    open_tab(patterns, "patterns_tabs", "Other groups")
    patterns.selectbox(key="patterns_dimension").select("fsm").run()

    assert not patterns.exception
    assert "by Free school meals on the day" in captions(patterns)


def test_a_class_that_no_list_tells_is_said(open_app, autumn):
    """stu is in no list, so their class is unknown: 9 sessions."""
    app = open_tab(open_app(autumn, PAGE, age_cohort="Every age"), "patterns_tabs", "Class")

    assert "For 9 sessions no pupil list of that time says which" in captions(app)


def test_a_group_with_no_pupils_says_what_to_try_next(open_app, sample_folder):
    app = open_app(sample_folder, PAGE, year_groups="N2")

    assert not app.exception
    assert "Widen the dates or clear a filter" in app.info[0].value
    assert not app.metric


def test_no_name_is_sent_to_a_page_of_totals(open_app, autumn):
    app = open_app(autumn, PAGE)

    assert b"Pat" not in everything_sent(app)


def test_a_school_without_an_earlier_year_says_so(open_app, autumn):
    assert "No marks a year earlier" in captions(open_app(autumn, PAGE))
