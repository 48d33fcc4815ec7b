import pytest

from tests.pupils import AUTUMN
from tests.school import import_runs

TILES = ["Attendance", "Persistent absence", "Severe absence", "CME concerns open"]


def text_of(app):
    return "\n".join(element.value for kind in ("markdown", "caption") for element in getattr(app, kind))


def test_the_sample_school_is_shown_with_a_way_to_import_ones_own(app):
    assert not app.exception
    assert "This is an invented school" in text_of(app)
    assert next(link.proto.label for link in app.main.get("page_link")) == "Import your own register"


def test_four_tiles_stand_beside_last_year_england_and_our_authority(app):
    assert [tile.label for tile in app.metric] == TILES
    captions = [caption.value for caption in app.caption]
    beside = [text for text in captions if text.startswith("Last year")]

    assert len(beside) == 4
    assert "England 94.8% (2025/26 autumn term)" in beside[0]
    assert "Solihull 94.6% (2025/26 year to date)" in beside[0]
    assert "2024/25 full year" in beside[2]
    assert "England" not in beside[3]


def test_the_page_says_period_cohort_and_as_at(app):
    said = next(caption.value for caption in app.caption if "register as at" in caption.value)

    assert "Academic year 2026/27 so far" in said
    assert "aged 5 to 15" in said
    assert "Friday 20 November 2026" in said


def test_three_to_five_sentences_say_what_changed(app):
    changes = next(element.value for element in app.markdown if "Absence is" in element.value)

    assert 3 <= changes.count("\n") + 1 <= 5


def test_names_can_be_hidden_before_they_are_sent(app):
    names = [element.value for element in app.markdown if ", day" in element.value]
    assert names
    app.sidebar.toggle(key="hide_names").set_value(True).run()
    hidden = next(element.value for element in app.markdown if ", day" in element.value)

    assert "**Pupil " in hidden
    assert all(line.split("**")[1].startswith("Pupil ") for line in hidden.splitlines() if "**" in line)


def test_a_filter_changes_the_figures_and_is_spelled_out(app):
    before = [tile.value for tile in app.metric]
    app.sidebar.pills(key="year_groups").select("1").run()

    assert [tile.value for tile in app.metric] != before
    assert any("Year 1 ·" in caption.value for caption in app.caption)


def test_an_address_with_filters_opens_the_same_view(open_app, sample_folder, app):
    app.sidebar.pills(key="year_groups").select("1").run()
    opened = open_app(sample_folder, year_groups="1")

    assert [tile.value for tile in opened.metric] == [tile.value for tile in app.metric]


def test_clear_filters_goes_back_to_every_pupil(app):
    before = [tile.value for tile in app.metric]
    app.sidebar.pills(key="year_groups").select("1").run()
    next(button for button in app.sidebar.button if button.label == "Clear filters").click().run()

    assert [tile.value for tile in app.metric] == before
    assert app.sidebar.pills(key="year_groups").value == []


@pytest.mark.parametrize("period", ["Autumn term 2026/27", "Autumn 1 2026/27", "Same point last year"])
def test_every_kind_of_period_can_be_chosen(app, period):
    app.sidebar.selectbox(key="period").select(period).run()

    assert not app.exception
    assert any(period in caption.value for caption in app.caption)


def test_a_term_is_compared_with_the_same_term(app):
    app.sidebar.selectbox(key="period").select("Autumn term 2026/27").run()

    assert any("autumn term" in caption.value for caption in app.caption if "England" in caption.value)


def test_custom_dates_the_wrong_way_round_are_said_and_do_no_harm(app):
    app.sidebar.selectbox(key="period").select("Custom dates").run()
    app.sidebar.date_input(key="from_date").set_value("2026-12-01").run()

    assert not app.exception
    assert "after the last" in app.sidebar.warning[0].value


def test_a_group_with_no_pupils_says_what_to_try_next(app):
    app.sidebar.pills(key="year_groups").select("N2").run()

    assert "Widen the dates or clear a filter" in app.info[0].value


def test_only_the_open_tab_draws_its_chart(app):
    assert len(app.get("plotly_chart")) == 1


def test_a_real_import_takes_the_place_of_the_sample(open_app, tmp_path):
    import_runs(tmp_path / "store", AUTUMN)
    app = open_app(tmp_path / "store")

    assert not app.exception
    assert "invented school" not in text_of(app)
    assert any("Friday 19 December 2025" in caption.value for caption in app.caption)
