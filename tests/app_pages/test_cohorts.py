"""A cohort is saved by name, used again on any page, and forgotten."""

import pytest


@pytest.fixture
def app(open_app, tmp_path):
    from dashboard.registers.sample_store import sample_store

    sample_store(tmp_path / "store")
    return open_app(tmp_path / "store")


def button(app, label):
    return next(one for one in app.sidebar.button if one.label == label)


def open_box(app):
    app.session_state["saved_cohorts_box"] = True
    return app.run()


def save(app, name):
    next(box for box in app.sidebar.text_input if box.label == "Name").set_value(name).run()
    button(app, "Save these filters").click().run()


def test_a_saved_cohort_sets_its_filters_again(app):
    app.sidebar.pills(key="year_groups").set_value(["1", "2"]).run()
    app.sidebar.pills(key="fsm").set_value(True).run()
    open_box(app)
    save(app, "Infants <b>with</b> [FSM](x)")
    absence = next(tile for tile in app.metric if tile.label == "Attendance").value
    button(app, "Clear filters").click().run()
    assert app.sidebar.pills(key="year_groups").value == []

    button(app, "Use it").click().run()

    assert app.sidebar.pills(key="year_groups").value == ["1", "2"]
    assert app.sidebar.pills(key="fsm").value is True
    assert next(tile for tile in app.metric if tile.label == "Attendance").value == absence
    assert not app.exception


def test_a_forgotten_cohort_is_offered_no_more(app):
    app.sidebar.pills(key="year_groups").set_value(["3"]).run()
    open_box(app)
    save(app, "Year 3")

    button(app, "Forget it").click().run()

    assert not [one for one in app.sidebar.button if one.label == "Use it"]


def test_with_nothing_chosen_it_says_what_to_do(app):
    open_box(app)

    assert any("Choose filters above" in caption.value for caption in app.sidebar.caption)
