"""What stands behind a figure, tried in an app of one chart."""

from streamlit.testing.v1 import AppTest


def one_chart():
    import pandas as pd

    from dashboard.charts.pupils_by_band import pupils_by_band, pupils_by_band_sentence
    from dashboard.components.figures import show_chart

    bands = pd.DataFrame({"band": ["under_3", "10_to_15"], "pupils": [90, 10]})
    show_chart(
        pupils_by_band,
        bands,
        title=pupils_by_band_sentence(bands),
        caption="Source.",
        alt="Bars of pupils by band.",
        query_name="pupils_at_risk",
    )


def opened(*keys):
    app = AppTest.from_function(one_chart, default_timeout=60)
    for key in keys:
        app.session_state[key] = True
    return app.run()


def test_a_chart_has_its_finding_its_source_and_its_words():
    app = opened()

    assert app.header[0].value == "10 of 100 pupils have missed 10% or more"
    assert app.caption[0].value == "Source."
    assert app.get("plotly_chart")[0].proto.alt == "Bars of pupils by band."


def test_the_figures_are_drawn_only_when_opened():
    assert not opened().dataframe
    assert len(opened("pupils_at_risk_figures").dataframe[0].value) == 2


def test_the_query_that_gave_them_stands_below():
    app = opened("pupils_at_risk_figures", "pupils_at_risk_sql")

    assert any("pupils_at_risk" in element.value for element in app.markdown)
    assert app.code[0].value.startswith("-- question:")
