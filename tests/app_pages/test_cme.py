import pytest

from tests.pupils import CME, END, OTH, TO_JANUARY
from tests.school import YEAR_2025, Pupil, Run, case, days, import_runs, marked, register

PAGE = "app_pages/cme.py"
TRICK = "![x](http://evil.test/a.png)"

# one day unexplained, with a social worker; nine days; a name that is markdown
SOC = Pupil("soc", "2", TO_JANUARY | marked("NN", "2026-01-16"), traits={"social_worker": "Y"})
NIN = Pupil("nin", "3", TO_JANUARY | marked("OO", *days("2026-01-06", "2026-01-16")))
# five in the spring term: below compulsory school age
MDN = Pupil(
    "mdn",
    "R",
    TO_JANUARY | marked("NN", *days("2026-01-14", "2026-01-16")),
    born="2021-01-15",
    traits={"surname": TRICK},
)
ILL = Pupil("ill", "4", TO_JANUARY | marked("II", *days("2025-09-08", "2025-09-26")))
LATE_STEP = case(
    "C1", NIN, "2026-01-12", next_step="home_visit", next_step_due="2026-01-14", owner_role="dsl"
)
CLOCKS = register([SOC, NIN, MDN, ILL], YEAR_2025, "2025-09-01", cme_cases=[LATE_STEP])


@pytest.fixture(scope="module")
def cme_school(tmp_path_factory):
    store = tmp_path_factory.mktemp("cme") / "store"
    import_runs(store, *CME)
    return store


@pytest.fixture(scope="module")
def clock_school(tmp_path_factory):
    store = tmp_path_factory.mktemp("clocks") / "store"
    import_runs(store, CLOCKS)
    return store


@pytest.fixture
def own_school(tmp_path):
    """A school to write to."""
    import_runs(tmp_path / "store", CLOCKS)
    return tmp_path / "store"


def tiles(app) -> dict[str, str]:
    return {tile.label: tile.value for tile in app.metric}


def rungs(app) -> dict[str, str]:
    """What stands on each rung, by its heading."""
    texts = [element.value for element in app.markdown]
    return {text: texts[place + 1] for place, text in enumerate(texts) if text.startswith("**Day ")}


def on_day(app, day: int) -> str:
    return next(text for heading, text in rungs(app).items() if heading.startswith(f"**Day {day} "))


def markdown(app) -> str:
    return "\n".join(element.value for element in (*app.markdown, *app.error, *app.caption))


def choose(app, label: str, value):
    next(box for box in app.selectbox if box.label == label).select(value)


def press(app, label: str):
    next(button for button in app.button if button.label == label).click().run()


def test_open_concerns_and_missed_triggers_are_counted(open_app, cme_school):
    app = open_app(cme_school, PAGE)

    assert not app.exception
    assert tiles(app)["Open CME concerns"] == "5"  # C2 C3 C4 C5 C7
    assert app.title[0].value == "CME concerns"


def test_ten_days_unexplained_stand_on_day_10_and_lack_a_concern(open_app, cme_school):
    app = open_app(cme_school, PAGE)

    assert f"**{END.name.title()}" not in on_day(app, 5)
    assert "Test End, Year 4**: day 10 unexplained, day 10 unauthorised (**no concern is open**)" in on_day(
        app, 10
    )


def test_each_pupil_stands_on_the_highest_rung_reached(open_app, clock_school):
    app = open_app(clock_school, PAGE)

    assert "Test Soc, Year 2**: day 1 unexplained" in on_day(app, 1)
    assert "day 3 unexplained (below compulsory school age)" in on_day(app, 3)
    assert "Test Nin, Year 3**: day 9 unexplained, day 9 unauthorised" in on_day(app, 5)
    assert "Test Ill, Year 4**: ill 15 days this year" in on_day(app, 15)
    assert on_day(app, 20) == "Nobody"


def test_a_child_known_to_social_care_goes_to_the_dsl_the_same_day(open_app, clock_school):
    app = open_app(clock_school, PAGE)

    (alert,) = app.error
    assert "designated safeguarding lead today" in alert.value
    assert "Test Soc" in alert.value
    assert "Test Nin" not in alert.value


def test_an_overdue_step_is_said_in_words(open_app, clock_school):
    app = open_app(clock_school, PAGE)

    assert tiles(app)["With a step overdue"] == "1"
    assert "Home visit, due 14 January 2026: **overdue by 2 school days**" in markdown(app)
    assert "Open 4 school days, since 12 January 2026" in markdown(app)


def test_a_name_from_a_file_is_never_markdown(open_app, clock_school):
    app = open_app(clock_school, PAGE)

    assert r"\!\[x\]" in on_day(app, 3)
    assert TRICK not in markdown(app)


def test_names_can_be_hidden(open_app, clock_school):
    app = open_app(clock_school, PAGE)
    app.sidebar.toggle(key="hide_names").set_value(True).run()

    assert not app.exception
    said = markdown(app)
    assert "Pupil " in on_day(app, 1)
    assert not any(name in said for name in ("Soc", "Nin", "x\\]"))


def test_a_filter_leaves_out_other_pupils_and_says_what_to_do(open_app, clock_school):
    app = open_app(clock_school, PAGE, year_groups="4")

    assert tiles(app)["Open CME concerns"] == "0"
    assert "Record one below" in app.info[0].value
    assert {text for heading, text in rungs(app).items() if "Day 15" not in heading} == {"Nobody"}


def test_missed_triggers_are_listed_with_what_was_amended(open_app, cme_school):
    app = open_app(cme_school, PAGE)
    app.session_state["cme_tabs"] = "Missed triggers"
    app.run()
    listed = next(element.value for element in app.markdown if "it fired on" in element.value)

    # PRE TOO MIS TWO END AMD AMP unexplained; those and GHO unauthorised; TWO for twenty days
    assert tiles(app)["Missed triggers"] == "16"
    assert listed.count("it fired on") == 15
    assert "and 1 earlier" in listed
    assert "Test End, Year 4**: unexplained absence, 10 school days to 16 January 2026" in listed
    assert "the register was amended since" in listed


def test_time_to_act_has_medians_and_a_chart(open_app, cme_school):
    app = open_app(cme_school, PAGE)
    app.session_state["cme_tabs"] = "Time to act"
    app.run()

    assert tiles(app)["To the first action"] == "1 day"  # C1 alone: opened on the 23rd, acted on the 24th
    assert tiles(app)["To the local authority"] == "8 days"
    assert len(app.get("plotly_chart")) == 1


def test_a_concern_is_recorded_and_counted_at_once(open_app, own_school):
    app = open_app(own_school, PAGE)
    app.session_state["record_concern"] = True
    app.run()
    pupil = next(box for box in app.selectbox if box.label == "Pupil")
    pupil.select_index(next(i for i, option in enumerate(pupil.options) if "Soc" in option))
    press(app, "Record the concern")

    assert not app.exception
    assert "is recorded" in app.success[0].value
    assert tiles(app)["Open CME concerns"] == "2"
    assert tiles(open_app(own_school, PAGE))["Open CME concerns"] == "2"
    assert "since 16 January 2026" in markdown(app)


def test_a_concern_about_nobody_is_not_saved(open_app, own_school):
    app = open_app(own_school, PAGE)
    app.session_state["record_concern"] = True
    app.run()
    press(app, "Record the concern")

    assert any("choose a pupil" in error.value for error in app.error)
    assert tiles(app)["Open CME concerns"] == "1"


def test_a_child_in_no_list_can_be_a_concern(open_app, own_school):
    app = open_app(own_school, PAGE)
    app.session_state["record_concern"] = True
    app.run()
    next(box for box in app.text_input if "in no list" in box.label).set_value(OTH.upn)
    choose(app, "Type", "no_show")
    press(app, "Record the concern")

    assert tiles(app)["Open CME concerns"] == "2"
    assert "Expected, never arrived" in markdown(app)


def test_an_action_is_recorded_then_corrected_then_withdrawn(open_app, own_school):
    app = open_app(own_school, PAGE)
    choose(app, "Concern", "C1")
    app.run()
    assert "no action recorded" in markdown(app)
    choose(app, "Action", "home_visit")
    press(app, "Add the action")
    assert "1 action, last 16 January 2026: Home visit" in markdown(app)

    corrected = next(
        box for box in app.selectbox if box.key.startswith("correct_action") and box.label == "Action"
    )
    corrected.select("police")
    press(app, "Save the correction")
    assert "1 action, last 16 January 2026: Police asked or told" in markdown(app)

    next(box for box in app.checkbox if "withdraw" in box.label).check()
    press(app, "Save the correction")
    assert "no action recorded" in markdown(app)


def test_a_concern_is_changed_and_closed(open_app, own_school):
    app = open_app(own_school, PAGE)
    choose(app, "Concern", "C1")
    app.run()
    change = next(box for box in app.date_input if box.key.startswith("change_C1") and "due" in box.label)
    change.set_value("2026-01-20")
    press(app, "Save how it stands")
    assert tiles(app)["With a step overdue"] == "0"

    choose(app, "Outcome", "returned")
    press(app, "Close the concern")
    assert tiles(app)["Open CME concerns"] == "0"
    assert "Returned to school" in markdown(app)


def test_without_marks_it_says_what_to_import(open_app, tmp_path):
    import_runs(tmp_path / "store", Run({"pupils.csv": SOC.list_lines}, "2025-09-01"))
    app = open_app(tmp_path / "store", PAGE)

    assert not app.exception
    assert any("Import the register on the Data page" in info.value for info in app.info)


def test_it_works_on_the_sample_school(open_app, sample_folder):
    app = open_app(sample_folder, PAGE)

    assert not app.exception
    assert int(tiles(app)["Open CME concerns"]) > 0
