"""The governors' page: nothing but what was published, and words where nothing is."""

import json
import re

import pytest

from dashboard.publishing import publish, withdraw
from dashboard.store.governors import GOVERNORS_TABLES, governors_store
from tests.app_pages.sent import captions
from tests.publishing.schools import FIVE_OF_TWELVE, ONE_CASE, SCHOOL_OF_44, autumn, pupils
from tests.school import import_runs

AUTUMN = "2025/26 Autumn"
COMMENTARY = "Illness fell after half-term.\n<b>We</b> rang every home."
# Numbers that explain: thresholds, ages, days, and the limits of suppression.
EXPLAINED = {"10", "50", "5", "15", "4", "31", "1"}


@pytest.fixture(scope="module")
def school_of_44(tmp_path_factory):
    folder = tmp_path_factory.mktemp("store")
    import_runs(folder, SCHOOL_OF_44)
    publish(folder, AUTUMN, commentary=COMMENTARY)
    return folder


@pytest.fixture
def governors_page(open_app):
    def open_on(folder):
        app = open_app(folder)
        app.session_state["governors_eyes"] = True
        app.run()
        app.switch_page("app_pages/governors.py").run()
        assert not app.exception
        return app

    return open_on


def texts(app):
    """Everything the page says in words: text, tiles, tables and charts' own text."""
    said = [
        element.value for kind in ("markdown", "caption", "header", "info") for element in getattr(app, kind)
    ]
    said += [f"{tile.label} {tile.value}" for tile in app.metric]
    for table in app.table:
        said += [str(cell) for cell in table.value.to_numpy().ravel()]
    for chart in app.get("plotly_chart"):
        said += list(_chart_texts(json.loads(chart.proto.spec)))
    return "\n".join(said).replace("\\", "")


def _chart_texts(part):
    if isinstance(part, dict):
        for key, value in part.items():
            if key in ("text", "ticktext", "name"):
                yield from [value] if isinstance(value, str) else [str(one) for one in value]
            else:
                yield from _chart_texts(value)
    elif isinstance(part, list):
        for one in part:
            yield from _chart_texts(one)


def published_numbers(folder):
    """Every number in the governors' queries, as it may be written: plain, and a rate as a percentage."""
    numbers = set()
    for name in GOVERNORS_TABLES:
        for row in governors_store(folder).rows(name).rows:
            for value in row:
                numbers |= set(re.findall(r"\d+(?:\.\d+)?", str(value)))
                if isinstance(value, float):
                    numbers.add(f"{100 * value:.1f}")
                if hasattr(value, "year"):
                    numbers |= {str(value.day), str(value.year)}
    return numbers


def test_headlines_stand_in_plain_sentences(school_of_44, governors_page):
    said = texts(governors_page(school_of_44))

    assert "Persistently absent, missing a tenth or more: **10 pupils (22.7%)**" in said
    assert "Severely absent, missing half or more: **0 pupils (0.0%)**" in said
    assert "No pupil missed half or more of their sessions." in said
    # all of the 3.0% is unauthorised; England's of the term are 3.79% and 1.41%
    assert "Authorised absence was **0.0%**; England 3.8% (daily series, 2025/26 autumn term)." in said
    assert "Unauthorised absence was **3.0%**; England 1.4%" in said


def test_the_page_says_when_what_was_published_from_which_register(school_of_44, governors_page):
    said = captions(governors_page(school_of_44))

    assert "Version 1, published on" in said
    assert "register as at Friday 19 December 2025" in said
    assert "Data health: 0 missing marks" in said


def test_no_number_stands_on_the_page_that_is_not_in_the_governors_queries(school_of_44, governors_page):
    said = texts(governors_page(school_of_44))
    found = set(re.findall(r"\d+(?:\.\d+)?", said))

    assert found - published_numbers(school_of_44) - EXPLAINED == set()


def test_a_commentary_is_marked_and_its_text_is_harmless(school_of_44, governors_page):
    app = governors_page(school_of_44)

    assert "Written by the school's leaders. It is not checked as the figures are." in captions(app)
    assert any("\\<b\\>We\\<\\/b\\>" in element.value for element in app.markdown)


def test_what_is_not_said_is_said_in_words_with_the_reason(school_of_44, governors_page):
    said = texts(governors_page(school_of_44))

    assert "What is not said, and why" in said
    assert "SEND: Merged" in said or "SEND: Withheld" in said


def test_every_chart_has_questions_and_its_published_rows(school_of_44, governors_page):
    app = governors_page(school_of_44)
    charts = len(app.get("plotly_chart"))

    assert charts == 5
    assert sum("Questions to ask" in element.value for element in app.markdown) == charts + 1  # CME has none
    assert len(app.table) == charts + 1


def test_there_is_no_filter_but_the_term(school_of_44, governors_page):
    app = governors_page(school_of_44)

    assert [box.label for box in app.selectbox] == ["Term or year"]
    assert [widget.label for widget in app.toggle] == ["See what governors see"]
    assert len(app.multiselect) + len(app.get("pills")) + len(app.text_input) == 0


def test_before_any_publication_the_page_says_whom_to_ask(open_app, governors_page, tmp_path):
    import_runs(tmp_path / "store", SCHOOL_OF_44)
    app = governors_page(tmp_path / "store")

    assert "Nothing has been published to governors yet" in app.info[0].value
    assert "Ask the head teacher" in app.info[0].value
    assert len(app.metric) == 0


def test_without_a_concern_nothing_is_said_of_how_fast_it_was_acted_on(school_of_44, governors_page):
    said = texts(governors_page(school_of_44))

    assert "Opened: 0. Closed: 0. Open at the end: 0." in said
    assert "Acted on" not in said


def test_no_caption_tells_of_a_year_before_that_is_not_drawn(school_of_44, governors_page):
    said = captions(governors_page(school_of_44))

    assert "Share of possible sessions missed" in said
    assert "Grey:" not in said
    assert "Ring:" not in said


def test_the_table_of_terms_ends_with_the_year_on_show(sample_folder, governors_page):
    app = governors_page(sample_folder)
    app.selectbox(key="published_term").set_value("Academic year 2024/25").run()
    of_terms = next(table.value for table in app.table if "Term" in table.value.columns)

    assert list(of_terms["Term"])[-4:] == ["Autumn", "Spring", "Summer", "Year"]
    (tile,) = [tile.value for tile in app.metric if tile.label == "Attendance"]
    year = float(list(of_terms["Absence"])[-1].replace("\\", "").rstrip("%"))
    assert round(100 - float(tile.rstrip("%")), 1) == year


def test_england_s_figures_come_with_their_source(school_of_44, governors_page):
    app = governors_page(school_of_44)
    app.session_state["governor_benchmarks_figures"] = True
    app.run()
    (beside,) = [frame.value for frame in app.dataframe if "source" in frame.value.columns]

    assert set(beside["area"]) == {"England"}
    assert beside["source"].str.startswith("DAILY: DfE Pupil attendance in schools").all()


def test_a_governor_reads_the_accessibility_statement_of_the_school(sample_folder, governors_page):
    app = governors_page(sample_folder)
    app.session_state["accessibility"] = True
    app.switch_page("app_pages/governors_about.py").run()
    said = "\n".join(element.value for element in app.markdown)

    assert not app.exception
    assert "For **St Bede's Sample Primary" in said.replace("\\", "")
    assert "What is not accessible" in said


def test_what_is_withheld_whole_stands_in_one_place_with_the_reason(governors_page, tmp_path):
    import_runs(tmp_path / "store", autumn(pupils("few", 9)))
    publish(tmp_path / "store", AUTUMN)
    app = governors_page(tmp_path / "store")
    said = texts(app)

    assert [header.value for header in app.header].count("Not shown") == 1
    assert len(app.metric) + len(app.get("plotly_chart")) == 0
    assert "Headline figures are withheld" in said
    assert "nothing is said of fewer than 10 pupils" in said
    for table in ("Headline figures", "How much pupils missed", "Free school meals", "FSM with SEND"):
        assert said.count(f"- {table}") + said.count(f", {table}") + said.count(f"and {table}") == 1


def test_a_withdrawn_term_is_gone(governors_page, tmp_path):
    import_runs(tmp_path / "store", SCHOOL_OF_44)
    publish(tmp_path / "store", AUTUMN)
    withdraw(tmp_path / "store", AUTUMN)

    assert "Nothing has been published" in governors_page(tmp_path / "store").info[0].value


def test_a_term_published_again_says_what_moved(governors_page, tmp_path):
    import_runs(tmp_path / "store", SCHOOL_OF_44)
    publish(tmp_path / "store", AUTUMN)
    import_runs(tmp_path / "store", FIVE_OF_TWELVE)
    publish(tmp_path / "store", AUTUMN)
    app = governors_page(tmp_path / "store")

    assert "Version 2" in captions(app)
    said = texts(app).replace("\N{WORD JOINER}", "")
    (first,) = re.findall(r"What moved since the version before\*\*\n- (.*)", said)
    # two more pupils, both away for the last ten days: 240 of 46 times 150 sessions
    assert first.startswith("Whole school: Attendance 97.0% to 96.5%, Absence 3.0% to 3.5%")


def test_one_concern_is_fewer_than_five_and_has_no_rate(governors_page, tmp_path):
    import_runs(tmp_path / "store", ONE_CASE)
    publish(tmp_path / "store", AUTUMN)
    said = texts(governors_page(tmp_path / "store"))

    assert "Opened: fewer than 5." in said
    assert "given only of five concerns or more" in said
