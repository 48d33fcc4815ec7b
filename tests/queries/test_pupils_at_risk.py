"""Who is, or nearly is, a persistent absentee, and what is left of the year for them."""

import pytest

from tests.pupils import (
    AUTUMN,
    BAND,
    BANDS,
    BANDS_TO_CHRISTMAS,
    JAN,
    LEA,
    NAN,
    NIL,
    NOD,
    PAT,
    REN,
    RIA,
    SPRING,
    STU,
)
from tests.school import of, pick, run_query


@pytest.fixture(scope="module")
def bands(opened):
    return opened(BANDS)


def only(store, pupil, **parameters):
    (row,) = of(run_query(store, "pupils_at_risk", **parameters), pupil)
    return row


@pytest.mark.parametrize(
    ("absent", "band"),
    [
        (0, "under_3"),
        (2, "under_3"),
        (3, "3_to_5"),
        (4, "3_to_5"),
        (5, "5_to_10"),
        (9, "5_to_10"),
        (10, "10_to_15"),
        (14, "10_to_15"),
        (15, "15_to_50"),
        (49, "15_to_50"),
        (50, "50_plus"),
    ],
)
def test_a_band_holds_its_lower_edge(bands, absent, band):
    row = only(bands, BAND[absent])

    assert pick(row, "possible_sessions", "absent_sessions", "band") == (100, absent, band)
    assert row["is_persistent_absentee"] is (absent >= 10)
    assert row["is_severe_absentee"] is (absent >= 50)


@pytest.mark.parametrize(("absent", "left"), [(0, 38), (9, 29), (10, 28), (38, 0), (39, 0), (50, 0)])
def test_sessions_left_before_persistent_are_of_the_whole_calendared_year(bands, absent, left):
    # 100 so far and 144 days to come: 388 sessions; the 39th missed would be 10%
    assert only(bands, BAND[absent])["sessions_before_persistent"] == left


@pytest.mark.parametrize(
    ("absent", "school_days"), [(9, 0), (10, 1), (15, 26), (38, 141), (39, None), (50, None)]
)
def test_recovery_is_the_days_of_full_attendance_it_takes_if_so_many_are_left(bands, absent, school_days):
    # 10 absent < 100 + 2 d; 144 days are left, 39 absent would need 146
    assert only(bands, BAND[absent])["recovery_days"] == school_days


def test_a_calendar_that_ends_at_christmas_leaves_what_380_leaves(opened):
    store = opened(BANDS_TO_CHRISTMAS)

    # 100 + 280 = 380 sessions: the 38th missed would be 10%; 140 days are left, 38 absent would need 141
    rows = [only(store, BAND[absent]) for absent in (10, 15, 38)]
    assert [pick(row, "sessions_before_persistent", "recovery_days") for row in rows] == [
        (27, 1),
        (22, 26),
        (0, None),
    ]


def test_a_joiner_has_their_own_year(bands, opened):
    # 2 of 20; 20 + 288 = 308 sessions: the 31st missed would be 10%
    row = only(bands, JAN)
    assert pick(row, "is_persistent_absentee", "sessions_before_persistent", "recovery_days") == (True, 28, 1)

    # without the end of the year 20 + 280 = 300: the 30th
    assert only(opened(BANDS_TO_CHRISTMAS), JAN)["sessions_before_persistent"] == 27


def test_what_is_left_of_the_year_does_not_depend_on_the_period(bands):
    # in the first week: 10 of 10 missed by band10; in the last: none
    first = only(bands, BAND[10], from_date="2025-09-01", to_date="2025-09-05")
    last = only(bands, BAND[10], from_date="2025-11-10", to_date="2025-11-14")

    assert pick(first, "absent_sessions", "band") == (10, "50_plus")
    assert pick(last, "absent_sessions", "band") == (0, "under_3")
    for row in (first, last):
        assert pick(row, "sessions_before_persistent", "recovery_days") == (28, 1)


def test_leavers_are_listed_only_when_everyone_who_was_on_roll_is_asked_for(bands):
    assert of(run_query(bands, "pupils_at_risk"), LEA) == []
    assert only(bands, LEA, roll="ever")["possible_sessions"] == 80


def test_a_pupil_without_a_possible_session_is_not_listed(opened):
    assert of(run_query(opened(AUTUMN), "pupils_at_risk"), NIL) == []


def test_every_age_is_listed_and_says_whether_it_is_compulsory(opened):
    store = opened(AUTUMN)

    ages = [only(store, pupil)["is_compulsory_age"] for pupil in (PAT, NAN, NOD, REN)]
    assert ages == [True, True, False, False]


def test_age_is_that_of_the_last_day_of_the_period(opened):
    store = opened(SPRING)

    assert only(store, RIA)["is_compulsory_age"] is True
    assert only(store, RIA, to_date="2025-12-30")["is_compulsory_age"] is False


def test_a_pupil_comes_with_name_and_traits(opened):
    row = only(opened(AUTUMN), PAT)

    assert pick(row, "surname", "forename", "year_group", "class") == ("Pat", "Test", "2", "pat")
    assert pick(row, "send_provision", "fsm", "absence_rate") == ("K", True, 0.1)


def test_a_stub_has_no_traits(opened):
    row = only(opened(AUTUMN), STU, roll="ever")

    assert pick(row, "surname", "year_group", "class", "fsm") == (None, None, None, None)
    assert pick(row, "possible_sessions", "is_compulsory_age") == (9, False)
