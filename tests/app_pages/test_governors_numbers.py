"""No number that governors read, wherever it stands, is a figure that the attacker was not told.

The attacker (tests/publishing/attacker) shows of the answers of the governors' queries that no child can be
found in them. Here every number of their pages, downloads and commands is held to those answers.
"""

import json
import random

import pytest
import streamlit as st
from click.testing import CliRunner

from dashboard.cli import commands
from dashboard.publishing import Safeguards
from dashboard.store.governors import governors_store
from tests.publishing.attacker.attack import publish_in_turn
from tests.publishing.attacker.readings import (
    EVERYWHERE,
    Sayable,
    in_csv,
    in_text,
    in_value,
    in_xlsx,
    numbers_in,
    on_page,
    unknown,
)
from tests.publishing.attacker.schools import AUTUMN, Step, random_school, with_concerns
from tests.publishing.attacker.surface import QUERIES, read_surface

BOXES = [
    f"{key}_figures"
    for key in (
        *("governor_weeks", "governor_headline", "governor_bands", "governor_groups"),
        *("governor_groups_persistent", "governor_cme", "governor_benchmarks"),
    )
]
CONCERNS = ["opened", "closed", "open_at_end"]
CRAFTED = (
    ["term=Year' or 'a'='a"],
    ["academic_year=%", "term=Autumn"],
    ["academic_year=2025/26; select * from marks"],
    ["pupil_id=1"],
    ["term="],
)


@pytest.fixture(scope="module")
def small_school(tmp_path_factory):
    """Sixty or so pupils: a term, published twice with marks corrected between, the next, and the year."""
    folder = tmp_path_factory.mktemp("small") / "store"
    rng = random.Random(4)
    school = with_concerns(rng, random_school(rng, "numbers"))
    days = school.days[AUTUMN]
    school.steps = (
        Step("publish", AUTUMN),
        Step("correct", AUTUMN, tuple((place, days[-1], "OO") for place in range(3))),
        *(Step("publish", term) for term in school.days),
    )
    return folder, publish_in_turn(folder, school, Safeguards())[1]


@pytest.fixture
def downloaded(monkeypatch):
    """What every download button of a page would hand over, by file name."""
    made = {}

    def press(_label, data, file_name, **_options):
        made[file_name] = data()

    monkeypatch.setattr(st, "download_button", press)
    return made


def read_pages(open_app, folder, downloaded):
    """All numbers of the governors' page in every period, its boxes open, and of its downloads."""
    app = open_app(folder)
    app.session_state["governors_eyes"] = True
    app.run()
    readings = []
    for period in app.selectbox(key="published_term").options:
        for box in BOXES:
            app.session_state[box] = True
        app.selectbox(key="published_term").set_value(period).run()
        assert not app.exception
        assert len(app.dataframe) >= 3
        readings += on_page(app)
        assert {name.rpartition(".")[2] for name in downloaded} == {"csv", "xlsx"}
        for name, content in downloaded.items():
            is_csv = name.endswith(".csv")
            readings += in_csv(name, content.decode("utf-8-sig")) if is_csv else in_xlsx(content)
        downloaded.clear()
    return readings


def ask(folder, *words):
    """Exit code and everything that the command said."""
    answer = CliRunner().invoke(commands, [*words, "--store", str(folder)])
    return answer.exit_code, answer.output


def read_commands(folder):
    """All numbers that `query --role governor` prints, with and without parameters."""
    readings = []
    periods = governors_store(folder).frame("governor_publications")[["academic_year", "term"]].to_numpy()
    filters = [[f"academic_year={year}", f"term={term}"] for year, term in periods]
    filters += [[f"term={term}"] for term in {term for _, term in periods}]
    for name in QUERIES:
        for form in ("json", "csv", "table"):
            code, said = ask(folder, "query", name, "--role", "governor", "--format", form)
            assert code == 0
            readings += (in_csv if form == "csv" else in_text)(f"{name} as {form}", said)
        for given in filters:
            code, said = ask(folder, "query", name, "--role", "governor", "--format", "json", *given)
            assert code == 0
            readings += in_text(f"{name} {given}", said)
        for given in CRAFTED:
            code, said = ask(folder, "query", name, "--role", "governor", "--format", "json", *given)
            assert code == 0 or "Traceback" not in said
            repeated = {number for word in given for number in word.split()}
            readings += [one for one in in_text(f"{name} {given}", said) if one.number not in repeated]
    return readings


def test_every_number_of_a_small_school_is_a_figure_the_attacker_was_told(
    small_school, open_app, downloaded, tried
):
    folder, shown = small_school
    readings = read_pages(open_app, folder, downloaded) + read_commands(folder)

    assert unknown(readings, Sayable(shown)) == []
    assert len(readings) > 1000
    tried("numbers that governors read of a small school", len(readings))


def test_every_number_of_the_sample_school_is_a_figure_the_attacker_was_told(
    sample_folder, open_app, downloaded, tried
):
    store = sample_folder / "sample"
    readings = read_pages(open_app, sample_folder, downloaded) + read_commands(store)

    assert unknown(readings, Sayable([read_surface(store)])) == []
    assert len(readings) > 5000
    tried("numbers that governors read of the sample school", len(readings))


def test_a_figure_that_the_attacker_was_not_told_is_noticed(small_school):
    _, shown = small_school
    sayable = Sayable(shown)
    (first,) = shown[0]["governor_headline"]
    rate = float(first["absence_rate"])

    assert unknown(in_text("page", f"{100 * rate:.1f}%"), sayable) == []
    assert unknown(in_text("page", f"{100 * rate:.1f}7%"), sayable) != []  # closer than it is published
    assert unknown(in_value("chart", rate + 0.0003), sayable) != []
    assert unknown(in_text("page", "61 pupils missed 2,345 sessions"), sayable) == ["page: 2345", "page: 61"]


def cells_not_shown(surface, row):
    """How many cells of a table on show do not give their figure, by the rows that governors read."""
    table, _, dimension = row["table_name"].partition(" ")
    rows = [
        one
        for one in surface[table]
        if (one["academic_year"], one["term"]) == (row["academic_year"], row["term"])
        and dimension in ("", one.get("dimension"))
    ]
    figures = [column for column in rows[0] if column.endswith(("_rate", "_absentees"))]
    figures = {"governor_bands": ["pupils", "share"], "governor_cme": CONCERNS}.get(table, figures)
    return sum(one[column] in (None, "fewer than 5") for one in rows for column in figures)


def test_what_became_of_a_table_tells_nothing_that_it_does_not_show(small_school, sample_folder):
    for surface in (small_school[1][-1], read_surface(sample_folder / "sample")):
        rows = surface["governor_tables"]

        assert {row["status"] for row in rows} == {"published", "merged", "withheld"}
        for row in rows:
            assert numbers_in(row["reason"]) <= EVERYWHERE
            if row["status"] != "withheld":
                assert row["hidden"] == cells_not_shown(surface, row), row


def test_publish_as_json_says_what_became_of_every_table_and_no_figure(small_school):
    folder, shown = small_school
    code, said = ask(folder, "publish", "--term", "2025/26 Spring", "--dry-run", "--json")
    outcomes = json.loads(said[: said.rindex("]") + 1])

    assert code == 0
    assert all(set(one) == {"period", "table", "status", "hidden", "reason"} for one in outcomes)
    assert {one["status"] for one in outcomes} == {"published", "merged", "withheld"}
    assert {one["period"] for one in outcomes} == {"2025/26 Spring", "2025/26"}
    assert all(isinstance(one["hidden"], int) for one in outcomes)
    of_texts = [f"{one['table']} {one['reason']}" for one in outcomes]
    assert numbers_in(" ".join(of_texts)) <= EVERYWHERE
    assert read_surface(folder) == shown[-1]  # governors see nothing of a dry run
