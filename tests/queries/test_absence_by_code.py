"""Which codes were used: possible ones in sessions held, others wherever they are stored."""

import pytest

from tests.pupils import AUTUMN, THREE_YEARS
from tests.school import YEAR_2023, YEAR_2025, Pupil, attends, marked, pick, register, run_query


@pytest.fixture(scope="module")
def autumn(opened):
    return opened(AUTUMN)


def codes(store, **parameters):
    rows = run_query(store, "absence_by_code", **parameters)
    return {row["attendance_code"]: row for row in rows}


def test_a_code_is_a_share_of_possible_sessions(autumn):
    pat = codes(autumn, classes=["pat"])

    assert pick(pat["I"], "category", "sessions") == ("authorised_absence", 14)
    assert pat["I"]["rate"] == pytest.approx(14 / 150)
    assert pat["M"]["rate"] == pytest.approx(1 / 150)
    assert pick(pat["/"], "category", "sessions") == ("attending", 75 - 8)
    assert pat["\\"]["sessions"] == 75 - 7


def test_a_code_that_is_not_possible_has_no_rate(autumn):
    dot = codes(autumn, classes=["dot"])

    assert pick(dot["D"], "category", "sessions", "rate") == ("not_possible", 2, None)


def test_a_code_without_any_possible_session_beside_it_still_shows(autumn):
    nil = codes(autumn, classes=["nil"])

    assert list(nil) == ["D"]
    assert pick(nil["D"], "sessions", "rate") == (150, None)


def test_a_possible_code_on_a_closed_day_is_not_counted(autumn):
    assert set(codes(autumn, classes=["clo"])) == {"/", "\\"}


def test_retired_codes_are_described_as_on_their_last_day(autumn):
    sam = codes(autumn, classes=["sam"])

    assert pick(sam["H"], "category", "sessions") == ("authorised_absence", 2)
    assert sam["H"]["description"] == "Family holiday agreed by the school"
    assert pick(sam["J"], "category", "sessions") == ("approved_educational_activity", 1)
    assert pick(sam["Y"], "category", "sessions", "rate") == ("not_possible", 2, None)


def test_a_code_used_before_and_after_august_2024_is_one_row_with_its_last_meaning(opened):
    # C before the change only, T before and after it; # in half-term; I01 and X05 out of their time
    kim = Pupil(
        "kim",
        "4",
        attends("2025-09-01", "2025-09-12")
        | marked("CC", "2024-07-15")
        | marked("TT", "2024-07-16", "2025-09-02")
        | marked("I01 X05", "2025-09-03")
        | marked("##", "2024-02-13"),
    )
    store = opened(register([kim], [*YEAR_2023, *YEAR_2025], "2025-09-01"))

    kims = codes(store, **THREE_YEARS, age_cohort="all")

    assert kims["C"]["description"].startswith("Authorised absence in other circumstances")
    assert pick(kims["T"], "description", "sessions") == (
        "Mobile child: parent travelling for occupational purposes",
        4,
    )
    assert pick(kims["#"], "sessions", "rate") == (2, None)
    assert kims["I"]["sessions"] == 1
    assert kims["X"]["sessions"] == 1
    assert "I01" not in kims
