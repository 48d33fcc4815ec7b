from datetime import date

import pytest

from dashboard.errors import RefusedError
from dashboard.store import records
from dashboard.store.register import register_history
from dashboard.store.schools import School, change_school, find_school, stored_schools
from tests.store.small_store import add_school


def test_the_only_school_needs_no_number(tmp_path):
    add_school(tmp_path, 1, "Ash")

    assert find_school(tmp_path) == School(1, "Ash")


def test_of_several_schools_one_must_be_named(tmp_path):
    add_school(tmp_path, 1, "Ash")
    add_school(tmp_path, 2, "Birch")

    with pytest.raises(RefusedError, match="Say which with --school: 1 Ash, 2 Birch"):
        find_school(tmp_path)
    assert find_school(tmp_path, 2).name == "Birch"
    with pytest.raises(RefusedError, match="no school 3"):
        find_school(tmp_path, 3)


def test_an_empty_store_has_no_school(tmp_path):
    with pytest.raises(RefusedError, match="Nothing has been imported yet"):
        find_school(tmp_path)


def test_details_are_changed_in_an_import_run(tmp_path):
    add_school(tmp_path, 1, "Ash")

    change_school(tmp_path, find_school(tmp_path), urn="123456", la_code="330")

    assert stored_schools(tmp_path) == [School(1, "Ash", "123456", "330")]
    assert len(register_history(tmp_path)) == 2


def test_two_schools_cannot_have_one_name(tmp_path):
    add_school(tmp_path, 1, "Ash")
    add_school(tmp_path, 2, "Birch")

    with pytest.raises(RefusedError, match="Another school"):
        change_school(tmp_path, find_school(tmp_path, 2), name="Ash")


def test_what_was_recorded_follows_a_school_to_its_new_name(tmp_path):
    add_school(tmp_path, 1, "Ash")
    records.record_case(tmp_path, records.Case("Ash", "no_show", date(2026, 9, 3), upn="A1"), "slt")

    change_school(tmp_path, find_school(tmp_path), name="Ash Primary")

    (case,) = records.current_rows(tmp_path, ["Ash Primary"])["cme_cases"]
    assert case["school_name"] == "Ash Primary"


def test_a_school_without_a_name_gets_one_and_keeps_what_was_recorded(tmp_path):
    add_school(tmp_path, 1, None)
    records.record_case(tmp_path, records.Case("", "no_show", date(2026, 9, 3), upn="A1"), "slt")

    named = change_school(tmp_path, change_school(tmp_path, find_school(tmp_path), urn="123456"), name="Ash")

    assert named == School(1, "Ash", "123456")
    (case,) = records.current_rows(tmp_path, ["Ash"])["cme_cases"]
    assert case["school_name"] == "Ash"
