"""The sample school's publications: in the forms that the audit decides, with the figures of its register."""

import os

import pytest

from dashboard.publishing.sample import kept_decisions
from dashboard.registers.sample_store import sample_store
from dashboard.store.governors import governors_store
from dashboard.store.reading import open_store
from tests.publishing.sample_forms import decided_anew, import_sample

EVERYTHING = os.environ.get("ATTENDANCE_WHOLE_SAMPLE") == "1"  # minutes; else one term


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return sample_store(tmp_path_factory.mktemp("sample"))


def seen(store, name, **parameters):
    return governors_store(store).frame(name, parameters).to_dict("records")


def test_every_ended_term_and_whole_year_is_published(store):
    ended = [row[1:3] for row in open_store(store).frame("publishable_terms").query("is_ended").values]
    published = [(row["academic_year"], row["term"]) for row in seen(store, "governor_publications")]

    assert [(f"{year}/{year % 100 + 1}", term) for year, term in ended] == [
        one for one in published if one[1] != "Year"
    ]
    assert [year for year, term in published if term == "Year"] == ["2023/24", "2024/25", "2025/26"]


def test_what_is_published_is_the_headline_rounded(store):
    for term in open_store(store).frame("publishable_terms").query("is_ended").to_dict("records"):
        dates = {"from_date": term["first_date"].date(), "to_date": term["last_date"].date()}
        (true,) = open_store(store).frame("absence_headline", dates).to_dict("records")
        year = f"{term['academic_year']}/{term['academic_year'] % 100 + 1}"
        (published,) = seen(store, "governor_headline", academic_year=year, term=term["term"])
        for rate in ("attendance_rate", "absence_rate", "authorised_rate", "unauthorised_rate"):
            assert abs(published[rate] - true[rate]) <= 0.0005 + 1e-9
        assert published["persistent_absentees"] == str(true["persistent_absentees"])


def test_groups_published_are_those_of_the_query(store):
    rows = seen(store, "governor_groups", academic_year="2025/26", term="Autumn")
    terms = open_store(store).frame("publishable_terms")
    (term,) = terms.query("academic_year == 2025 and term == 'Autumn'").to_dict("records")
    dates = {"from_date": term["first_date"].date(), "to_date": term["last_date"].date()}
    by_group = open_store(store).frame("absence_by_group", {**dates, "dimension": "sex"})
    true = by_group.set_index("group_value")
    by_sex = [row for row in rows if row["dimension"] == "sex"]

    assert {row["group_value"] for row in by_sex} == {"F", "M"}
    for row in by_sex:
        truly = true.loc[row["group_value"], "absence_rate"]
        assert abs(row["absence_rate"] - truly) <= 0.0005 + 1e-9


def test_every_possible_session_is_attended_or_absent(store):
    pupils = open_store(store).frame("publication_pupils")

    missed = pupils["authorised_sessions"] + pupils["unauthorised_sessions"]
    assert (pupils["attended_sessions"] + missed == pupils["possible_sessions"]).all()


def test_forms_are_those_that_the_audit_decides(tmp_path):
    """After a change of the sample or the audit, `python -m tests.publishing.sample_forms` decides anew."""
    import_sample(tmp_path / "store")

    decided = decided_anew(tmp_path / "store", None if EVERYTHING else 1)

    assert decided == {period: kept_decisions()[period] for period in decided}
