import pytest

from tests.app_pages.sent import captions, everything_sent, open_tab
from tests.pupils import AUTUMN, CME
from tests.school import Pupil, action, attends, case, import_runs, marked, register, run_query

PAGE = "app_pages/pupil.py"
TO_OCTOBER = attends("2025-09-01", "2025-10-24")  # 40 days, 80 sessions
MIA = Pupil(
    "mia",
    "2",
    TO_OCTOBER | marked("OO", "2025-10-23", "2025-10-24") | marked("/-", "2025-09-08"),
    traits={"surname": "Quill", "send_provision": "K", "fsm": "Y", "household": "Quillhouse"},
)
BOB = Pupil(
    "bob", "2", TO_OCTOBER, traits={"surname": "<b>Bold</b>", "forename": "[x](y)", "class": "=cmd()"}
)
TWIN = Pupil("twin", "3", TO_OCTOBER, traits={"surname": "Same", "class": "3B"})
TWIN_TOO = Pupil("twintoo", "3", TO_OCTOBER, traits={"surname": "Same", "class": "3B"})
STORIES = register(
    [MIA, BOB, TWIN, TWIN_TOO],
    as_at="2025-09-01",
    cme_cases=[case("C1", MIA, "2025-10-24", next_step="Ring Mrs Quill", stage="enquiries")],
    cme_actions=[action("C1", "2025-10-24")],
    support_actions=[
        {"upn": MIA.upn, "action_date": "2025-10-01", "action": "Met Mrs Quill", "by_role": "dsl"}
    ],
    penalty_notices=[{"upn": MIA.upn, "issued_date": "2025-10-02", "parent": "1", "status": "paid"}],
)


@pytest.fixture(scope="module")
def stories(tmp_path_factory):
    folder = tmp_path_factory.mktemp("stories") / "store"
    import_runs(folder, STORIES)
    return folder


@pytest.fixture(scope="module")
def number_of(opened):
    """The pupil_id of a pupil: the same in every store made from the same files."""
    numbers = {row["upn"]: row["pupil_id"] for row in run_query(opened(STORIES), "pupil_names")}
    return lambda pupil: str(numbers[pupil.upn])


@pytest.fixture
def open_pupil(open_app, stories, number_of):
    def opened_on(pupil: Pupil, **query_params: str):
        app = open_app(stories, **query_params)
        app.switch_page(PAGE)
        app.query_params["pupil"] = number_of(pupil)
        return app.run()

    return opened_on


def test_without_a_pupil_the_page_says_how_to_choose_one(open_app, stories):
    app = open_app(stories, PAGE)

    assert not app.exception
    assert "Choose a pupil above" in app.info[0].value


def test_choosing_a_pupil_puts_a_number_and_no_name_into_the_address(open_app, stories, number_of):
    app = open_app(stories, PAGE)
    app.selectbox(key="chosen_pupil").select(int(number_of(MIA))).run()

    assert app.query_params["pupil"] == number_of(MIA)
    assert app.header[0].value == "Test Quill"


def test_an_address_opens_its_pupil(open_pupil):
    app = open_pupil(MIA)

    assert not app.exception
    assert app.header[0].value == "Test Quill"
    assert any("Year 2" in text.value and "SEN support" in text.value for text in app.markdown)
    assert f"UPN {MIA.upn}" in captions(app)


@pytest.mark.parametrize("number", ["999999", "1 or 1=1", "-3", "x" * 300])
def test_an_address_with_no_pupil_says_what_to_do(open_app, stories, number):
    app = open_app(stories)
    app.switch_page(PAGE)
    app.query_params["pupil"] = number
    app.run()

    assert not app.exception
    assert "hoose" in app.info[0].value


def test_the_pupil_stands_beside_class_year_and_school(open_pupil):
    """mia: 4 of 79 sessions; the year group 4 of 159, the school 4 of 319."""
    tiles = {tile.label: tile.value for tile in open_pupil(MIA).metric}

    assert tiles["Absence"] == "5.1%"
    assert tiles["Class mia"] == "5.1%"
    assert tiles["Year 2"] == "2.5%"
    assert tiles["School"] == "1.3%"


def test_what_can_still_be_missed_is_told(open_pupil):
    """79 possible and 380 - 80 to come make 379: 37 are below 10%, 4 of them gone. No calendar is given."""
    tiles = {tile.label: tile.value for tile in open_pupil(MIA).metric}

    assert tiles["Can still miss"] == "33"
    assert tiles["To get below 10%"] == "0 days"


def test_the_strip_tells_the_codes_and_what_they_mean(open_pupil):
    app = open_pupil(MIA)

    assert app.header[1].value == "Absent for 4 of 79 sessions, 5.1%"
    assert "O other unauthorised" in captions(app)
    assert "? no mark" in captions(app)
    assert len(app.get("plotly_chart")) == 1


def test_the_clocks_tell_where_they_stand(open_pupil):
    clocks = open_pupil(MIA).table[0].value.set_index("Clock")["Now"]

    assert clocks["Unexplained absence (policy)"] == "2 of 10 school days in a row, since 23 Oct 2025"
    assert clocks["Illness"] == "0 of 15 school days this year"
    assert clocks["Penalty notice"] == "4 of 10 sessions in ten school weeks, since 23 Oct 2025"


def test_cases_and_everything_done_are_listed(open_pupil):
    app = open_tab(open_pupil(MIA), "pupil_tabs", "Cases and actions")
    cases, done = app.table[0].value, app.table[1].value

    assert list(cases["Next step"]) == ["Ring Mrs Quill"]
    assert list(cases["Closed"]) == ["open, 0 school days"]
    assert list(done["Date"]) == ["24 Oct 2025", "2 Oct 2025", "1 Oct 2025"]
    assert list(done["What"]) == ["Phone call", "paid", "Met Mrs Quill"]
    assert list(done["By"]) == ["–", "–", "Designated safeguarding lead"]


def test_characteristics_are_told_with_their_dates(open_pupil):
    app = open_tab(open_pupil(MIA), "pupil_tabs", "Characteristics")
    recorded = app.table[0].value.set_index("What")

    assert recorded.loc["SEND", "Recorded"] == "SEN support"
    assert recorded.loc["SEND", "When"] == "since 1 September 2025"
    assert recorded.loc["FSM", "Recorded"] == "Yes"


@pytest.mark.parametrize("tab", ["Clocks", "Cases and actions", "Characteristics"])
def test_with_names_hidden_no_name_no_upn_and_nothing_written_is_sent(open_pupil, tab):
    app = open_pupil(MIA)
    assert b"Quill" in everything_sent(app)
    app.sidebar.toggle(key="hide_names").set_value(True).run()
    open_tab(app, "pupil_tabs", tab)
    sent = everything_sent(app)

    assert app.header[0].value.startswith("Pupil ")
    assert b"Quill" not in sent
    assert MIA.upn.encode() not in sent
    assert b"<b>Bold" not in sent


def test_names_are_shown_as_they_are_written(open_pupil):
    app = open_pupil(BOB)

    assert app.header[0].value == r"\[x\]\(y\) \<b\>Bold\<\/b\>"
    assert any(tile.label == r"Class \=cmd\(\)" for tile in app.metric)


def test_two_pupils_of_one_name_can_both_be_chosen(open_app, stories, number_of):
    app = open_app(stories, PAGE)
    options = app.selectbox(key="chosen_pupil").options

    assert "Same, Test · Year 3 · 3B" in options
    assert "Same, Test · Year 3 · 3B (2)" in options


def test_the_filters_narrow_the_choice_but_never_lose_the_pupil_of_the_address(open_pupil, number_of):
    app = open_pupil(MIA, year_groups="3")

    assert app.header[0].value == "Test Quill"
    assert len(app.selectbox(key="chosen_pupil").options) == 3


def test_filters_without_a_pupil_say_what_to_try_next(open_app, stories):
    app = open_app(stories, PAGE, looked_after="Yes")

    assert "Widen the dates or clear a filter" in app.info[0].value


def test_a_period_without_marks_says_so(open_app, tmp_path_factory, opened):
    folder = tmp_path_factory.mktemp("cme") / "store"
    import_runs(folder, *CME)
    (number,) = [row["pupil_id"] for row in run_query(opened(*CME), "pupil_names") if row["class"] == "cas"]
    app = open_app(folder, period="Custom dates", from_date="2026-01-01", to_date="2026-01-04")
    app.switch_page(PAGE)
    app.query_params["pupil"] = str(number)
    app.run()

    assert not app.exception
    assert [info.value for info in app.info][-1].startswith("No marks of this pupil in these dates")


def test_a_pupil_in_no_list_is_called_so(open_app, tmp_path_factory, opened):
    folder = tmp_path_factory.mktemp("stub") / "store"
    import_runs(folder, AUTUMN)
    (number,) = [
        row["pupil_id"] for row in run_query(opened(AUTUMN), "pupil_names") if row["surname"] is None
    ]
    app = open_app(folder)
    app.switch_page(PAGE)
    app.query_params["pupil"] = str(number)
    app.run()

    assert not app.exception
    assert any("in the marks, not in the pupil list" in text.value for text in app.markdown)
    open_tab(app, "pupil_tabs", "Characteristics")
    assert any("Import a list with them" in text.value for text in app.markdown)
