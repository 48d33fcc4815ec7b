"""Publishing on its page: looked at first, then done, seen, and taken back."""

import pytest

from dashboard.store.governors import GOVERNORS_FILE, governors_store
from tests.app_pages.sent import captions
from tests.publishing.schools import FIVE_OF_TWELVE, SCHOOL_OF_44, autumn, pupils
from tests.school import import_runs

PAGE = "app_pages/publish.py"


@pytest.fixture
def folder(tmp_path):
    import_runs(tmp_path / "store", SCHOOL_OF_44)
    return tmp_path / "store"


@pytest.fixture
def app(open_app, folder):
    return open_app(folder, PAGE)


def markdown(app):
    return "\n".join(element.value for element in app.markdown)


def previewed(app):
    app.button(key="see_preview").click().run()
    assert not app.exception
    return app


def is_box(app, start):
    return next(box for box in app.checkbox if box.label.startswith(start))


def published(app, commentary=""):
    previewed(app)
    app.text_area[0].set_value(commentary)
    is_box(app, "I have looked through").check().run()
    app.button(key="publish").click().run()
    assert not app.exception
    return app


def test_data_health_stands_before_the_button(app):
    assert "0 missing marks" in app.success[0].value
    assert [button.label for button in app.main.button][:1] == ["See what governors would see"]


def test_looking_shows_every_table_and_publishes_nothing(app, folder):
    previewed(app)

    labels = [box.label for box in app.main.get("expandable")] or [box.label for box in app.expander]
    assert any(label.startswith("Headline figures: shown") for label in labels)
    assert any(label.startswith("SEND: ") for label in labels)
    assert not (folder / GOVERNORS_FILE).exists()


def test_a_table_opens_on_the_figures_that_governors_would_see(app):
    previewed(app)
    app.session_state["preview 2025/26 Autumn governor_headline"] = True
    app.run()

    shown = app.table[0].value
    assert "10" in shown["Persistently absent"].tolist()
    assert "22.7%" in [text.replace("\\", "") for text in shown["Persistent absence"]]


def test_the_button_waits_for_the_tick_and_the_commentary_is_warned_of(app):
    previewed(app)

    assert app.button(key="publish").disabled
    assert any("must name no child" in warning.value for warning in app.warning)


def test_what_was_published_is_what_was_seen_and_is_kept_in_the_history(app, folder):
    published(app, "Illness fell.")

    (row,) = governors_store(folder).rows("governor_commentary").rows
    assert row[-1] == "Illness fell."
    assert "Published: 2025\\/26 Autumn" in app.success[0].value
    history = app.dataframe[-1].value
    assert history[["What", "Version", "By role"]].values.tolist() == [["Published", 1, "slt"]]


def test_publishing_again_keeps_the_commentary_and_says_what_moves(app, folder):
    published(app, "Illness fell.")
    import_runs(folder, FIVE_OF_TWELVE)
    app.run()
    previewed(app)

    assert app.text_area[0].value == "Illness fell."
    assert "What moves since the version before" in [box.label for box in app.expander]
    assert "- Whole school\\:" in markdown(app)


def test_a_term_is_withdrawn_only_when_ticked(app, folder):
    published(app)
    app.session_state["withdraw_box"] = True
    app.run()
    assert app.button(key="withdraw").disabled
    is_box(app, "Yes, take it").check().run()
    app.button(key="withdraw").click().run()

    assert not app.exception
    assert not (folder / GOVERNORS_FILE).exists()
    assert app.dataframe[-1].value["What"].tolist() == ["Withdrawn", "Published"]


def test_a_term_that_has_not_ended_is_listed_with_why(open_app, tmp_path):
    unfinished = autumn(pupils("never", 12))
    last_day = [line for line in unfinished.files["marks.csv"] if line["date"] == "2025-12-19"]
    for line in last_day:
        unfinished.files["marks.csv"].remove(line)
    import_runs(tmp_path / "store", unfinished)
    app = open_app(tmp_path / "store", PAGE)

    assert "Not yet: Autumn term 2025/26. Its last school day is 19 December 2025" in captions(app)
    assert "nothing to publish yet" in app.info[0].value
