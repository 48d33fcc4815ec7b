PAGE = "app_pages/about_figures.py"


def test_every_code_stands_with_what_it_counts_as(open_app, sample_folder):
    app = open_app(sample_folder, PAGE)
    codes = app.dataframe[0].value

    assert not app.exception
    assert len(codes) > 40
    assert codes.loc[codes["attendance_code"] == "N", "is_unexplained"].item()


def test_definitions_say_that_exactly_ten_per_cent_counts(open_app, sample_folder):
    app = open_app(sample_folder, PAGE)

    assert any("exactly 10% counts" in element.value for element in app.markdown)


def test_clocks_come_from_the_rules_in_force(open_app, sample_folder):
    app = open_app(sample_folder, PAGE)
    app.session_state["about_tabs"] = "Clocks and thresholds"
    app.run()
    said = "\n".join(element.value for element in app.markdown)

    assert (
        "**Penalty notice threshold** (statutory, from 19/08/2024): 10 sessions in ten school weeks" in said
    )
    assert "Counts: `G N O U`" in said
