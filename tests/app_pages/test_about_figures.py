from dashboard.components.papers import as_page

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


def test_the_impact_assessment_names_the_school_and_what_is_held(open_app, sample_folder):
    app = open_app(sample_folder, PAGE)
    app.session_state["about_tabs"] = "Data protection"
    app.run()
    said = "\n".join(element.value for element in app.markdown)

    assert not app.exception
    assert "Sample Primary" in said
    assert "Traits recorded now: Year group, Class" in said
    assert "$" not in said


def test_the_accessibility_statement_says_what_is_not_accessible(open_app, sample_folder):
    app = open_app(sample_folder, PAGE)
    app.session_state["about_tabs"] = "Accessibility"
    app.run()
    said = "\n".join(element.value for element in app.markdown)

    assert not app.exception
    assert "What is not accessible" in said
    assert "WCAG" in said


def test_html_in_a_school_s_name_stays_text_in_the_paper_to_download():
    page = as_page("For **<script>alert(1)</script>**", "statement").decode()

    assert "<script>" not in page
    assert "&lt;script&gt;" in page
