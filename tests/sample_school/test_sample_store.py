"""What a first run shows: the invented school, imported without a complaint."""

import pytest

from dashboard.registers.sample_store import sample_store
from dashboard.sample_school import SAMPLE_LA_CODE, SAMPLE_SCHOOL_NAME, SAMPLE_URN
from dashboard.store.reading import open_store
from dashboard.store.register import current_register, opened_read_only
from dashboard.store.schools import stored_schools


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return sample_store(tmp_path_factory.mktemp("empty"))


def test_the_sample_lies_in_a_folder_of_its_own_and_is_made_once(store):
    register = current_register(store)

    assert store.name == "sample"
    assert current_register(store.parent) is None
    assert sample_store(store.parent) == store
    assert current_register(store) == register


def test_the_school_has_its_name_urn_and_local_authority(store):
    (school,) = stored_schools(store)

    assert (school.name, school.urn, school.la_code) == (SAMPLE_SCHOOL_NAME, SAMPLE_URN, SAMPLE_LA_CODE)


def test_every_row_was_taken_in_and_nothing_warned_about(store):
    with opened_read_only(current_register(store)) as connection:
        rejected, read, problems = connection.execute(
            "select (select sum(rows_rejected) from register.imports), "
            "(select sum(rows_read) from register.imports), (select count(*) from register.import_problems)"
        ).fetchone()

    assert rejected == problems == 0
    assert read > 250_000


def test_the_dashboard_counts_what_the_files_say(store, school):
    year = {"from_date": "2024-08-01", "to_date": "2025-07-31"}
    headline = open_store(store).frame("absence_headline", year).iloc[0]
    pupils = school.pupil_years[school.pupil_years.year == 2024]

    assert headline.possible_sessions == pupils.possible.sum()
    assert headline.absent_sessions == pupils.absent.sum()
    assert headline.persistent_absentees == pupils.persistent.sum()
    assert headline.severe_absentees == pupils.severe.sum()


@pytest.mark.parametrize(
    ("from_date", "to_date", "reasons"),
    [("2025-09-01", "2025-12-31", "stale_n_marks"), ("2026-01-01", "2026-04-05", "")],
    ids=["an autumn with forgotten N", "a spring whose N were all cleared up"],
)
def test_some_terms_are_fit_for_a_review_and_some_are_not(store, from_date, to_date, reasons):
    health = open_store(store).frame("data_health", {"from_date": from_date, "to_date": to_date}).iloc[0]

    assert (health.reasons, health.is_fit) == (reasons, not reasons)


def test_the_dashboard_misses_the_one_trigger_that_was_missed(store):
    missed = open_store(store).frame(
        "cme_missed_triggers", {"from_date": "2023-09-01", "to_date": "2026-11-20"}
    )

    assert list(missed.rule) == ["la_return"]
