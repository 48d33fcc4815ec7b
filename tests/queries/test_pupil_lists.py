"""What a pupil list says of which days, and what a later one changes."""

from collections.abc import Mapping

import pytest

from tests.school import YEAR_2023, YEAR_2024, YEAR_2025, Pupil, Run, attends, pick, register, run_query

AUTUMN_1 = attends("2025-09-01", "2025-10-24")  # 40 days, 80 sessions
TO_CHRISTMAS = attends("2025-09-01", "2025-12-19")  # and 35 days, 70 sessions


def pupil_list(as_at: str, *lines: Mapping[str, str]) -> Run:
    return Run({"pupils.csv": lines}, as_at)


def line(pupil: Pupil, without: tuple[str, ...] = (), **columns: str) -> dict[str, str]:
    (described,) = pupil.list_lines
    return {column: value for column, value in (described | columns).items() if column not in without}


def marks(*pupils: Pupil, terms=YEAR_2025) -> Run:
    """The marks and the calendar alone."""
    run = register(pupils, terms)
    return Run({name: lines for name, lines in run.files.items() if name != "pupils.csv"})


def sessions(store, dimension: str, **parameters) -> dict[str, int]:
    rows = run_query(store, "absence_by_group", dimension=dimension, age_cohort="all", **parameters)
    return {row["group_value"]: row["possible_sessions"] for row in rows if row["possible_sessions"]}


SEN = Pupil("sen", "3", TO_CHRISTMAS)
KEP = Pupil("kep", "3", TO_CHRISTMAS)


@pytest.fixture(scope="module")
def changed(opened):
    """In November sen gets SEN support; the new list has no column for FSM and says nothing of EAL."""
    return opened(
        pupil_list(
            "2025-09-01",
            line(SEN, send_provision="N", fsm="Y", eal="Y"),
            line(KEP, send_provision="N", fsm="N", eal="N"),
        ),
        marks(SEN, KEP),
        pupil_list(
            "2025-11-03",
            line(SEN, send_provision="K", eal="", **{"class": "new"}),
            line(KEP, send_provision="N", eal="N"),
        ),
    )


def test_a_session_is_in_the_group_of_its_day_when_send_changes_mid_year(changed):
    assert sessions(changed, "send_provision") == {"N": 80 + 150, "K": 70}
    assert sessions(changed, "send_provision", from_date="2025-11-03") == {"N": 70, "K": 70}


def test_a_pupil_who_changed_group_is_in_both_and_judged_within_each(opened):
    # 8 of the 80 sessions before the change missed: exactly 10%; none of the 70 after
    ill = Pupil("mid", "3", TO_CHRISTMAS | dict.fromkeys(list(AUTUMN_1)[:4], "II"))
    store = opened(
        pupil_list("2025-09-01", line(ill, send_provision="N")),
        marks(ill),
        pupil_list("2025-11-03", line(ill, send_provision="K")),
    )

    rows = run_query(store, "absence_by_group", dimension="send_provision")
    counts = {row["group_value"]: pick(row, "pupils", "persistent_absentees") for row in rows}
    assert pick(counts, "N", "K") == ((1, 1), (1, 0))
    (headline,) = run_query(store, "absence_headline")
    assert headline["persistent_absentees"] == 0  # 8 of 150
    (filtered,) = run_query(store, "absence_headline", send_provisions=["N"])
    assert pick(filtered, "possible_sessions", "persistent_absentees") == (80, 1)


def test_a_class_change_counts_from_its_list_on(changed):
    assert sessions(changed, "class") == {"sen": 80, "new": 70, "kep": 150}


def test_a_missing_column_keeps_what_was_known(changed):
    assert sessions(changed, "fsm") == {"true": 150, "false": 150}


def test_a_blank_cell_says_unknown(changed):
    assert sessions(changed, "eal") == {"true": 80, "unknown": 70, "false": 150}


def test_blank_send_means_none_where_the_column_holds_only_k_and_e(opened):
    store = opened(
        pupil_list("2025-09-01", line(SEN, send_provision="K"), line(KEP, send_provision="")),
        marks(SEN, KEP),
    )

    assert sessions(store, "send_provision") == {"K": 150, "N": 150}


def test_blank_send_is_unknown_where_the_column_holds_n(opened):
    store = opened(
        pupil_list("2025-09-01", line(SEN, send_provision="N"), line(KEP, send_provision="")),
        marks(SEN, KEP),
    )

    assert sessions(store, "send_provision") == {"N": 150, "unknown": 150}


@pytest.fixture(scope="module")
def older_arrives_later(opened):
    return opened(
        pupil_list("2025-11-03", line(SEN, send_provision="K", surname="Now")),
        marks(SEN),
        pupil_list("2025-09-01", line(SEN, send_provision="N", surname="Then")),
    )


def test_an_older_list_that_arrives_later_fills_the_past(older_arrives_later):
    assert sessions(older_arrives_later, "send_provision") == {"N": 80, "K": 70}


def test_an_older_list_that_arrives_later_changes_no_name(older_arrives_later):
    assert [row["surname"] for row in run_query(older_arrives_later, "pupils_at_risk")] == ["Now"]


def test_traits_are_carried_back_before_the_first_list_of_all(opened):
    store = opened(pupil_list("2025-11-03", line(SEN, send_provision="K", fsm="Y")), marks(SEN))

    assert sessions(store, "send_provision") == {"K": 150}
    assert sessions(store, "fsm") == {"true": 150}


@pytest.fixture(scope="module")
def list_in_june_and_october(opened):
    """The first list of 2025/26 is of 6 October: 25 school days after the first."""
    pupil = Pupil("oct", "3", AUTUMN_1)
    return opened(
        pupil_list("2025-06-02", line(pupil, year_group="2", fsm="N", **{"class": "2A"})),
        marks(pupil, terms=[*YEAR_2024, *YEAR_2025]),
        pupil_list("2025-10-06", line(pupil, year_group="3", fsm="Y", **{"class": "3A"})),
    )


def test_the_first_list_of_a_year_holds_for_year_group_and_class_from_august(list_in_june_and_october):
    assert sessions(list_in_june_and_october, "year_group") == {"3": 80}
    assert sessions(list_in_june_and_october, "class") == {"3A": 80}


def test_the_first_list_of_a_year_holds_for_other_traits_from_its_own_date(list_in_june_and_october):
    assert sessions(list_in_june_and_october, "fsm") == {"false": 50, "true": 30}


def test_after_the_last_list_year_groups_go_up_and_class_is_unknown(opened):
    five = Pupil("five", "5", AUTUMN_1)
    six = Pupil("six", "6", AUTUMN_1)
    rec = Pupil("rec", "R", AUTUMN_1)
    store = opened(
        pupil_list("2025-06-02", line(five), line(six), line(rec)),
        marks(five, six, rec, terms=[*YEAR_2024, *YEAR_2025]),
    )

    assert sessions(store, "year_group") == {"6": 80, "7": 80, "1": 80}
    assert sessions(store, "class") == {"unknown": 240}


def test_before_every_list_year_groups_go_down_year_by_year(opened):
    # two days in each of two years before
    one = Pupil(
        "one", "1", attends("2024-07-15", "2024-07-16") | attends("2025-07-15", "2025-07-16") | AUTUMN_1
    )
    store = opened(
        pupil_list("2025-09-01", line(one)), marks(one, terms=[*YEAR_2023, *YEAR_2024, *YEAR_2025])
    )

    years = {"from_date": "2023-08-01", "to_date": "2025-12-19"}
    assert sessions(store, "year_group", **years) == {"N2": 4, "R": 4, "1": 80}
    assert sessions(store, "class", **years) == {"unknown": 8, "one": 80}


def test_statistical_age_is_that_of_the_august_before_the_session(opened):
    # born 15 October 2019: four on 31 August 2024, five on 31 August 2025
    one = Pupil("one", "1", attends("2025-07-15", "2025-07-16") | AUTUMN_1)
    store = opened(pupil_list("2025-09-01", line(one)), marks(one, terms=[*YEAR_2024, *YEAR_2025]))

    (july,) = run_query(store, "absence_headline", from_date="2025-07-01", to_date="2025-07-31")
    (autumn,) = run_query(store, "absence_headline")
    assert (july["possible_sessions"], autumn["possible_sessions"]) == (0, 80)


def test_a_pupil_list_may_name_pupils_by_admission_number(opened):
    described = {
        "admission_number": "001234",
        "surname": "Number",
        "year_group": "3",
        "date_of_birth": "2017-10-15",
    }
    store = opened(
        Run(
            {
                "pupils.csv": [described],
                "marks.csv": [
                    {"admission_number": "001234", "date": "2025-09-01", "session": "AM", "mark": "/"},
                    {"admission_number": "001234", "date": "2025-09-01", "session": "PM", "mark": "I"},
                ],
            },
            "2025-09-01",
        )
    )

    (row,) = run_query(store, "pupils_at_risk")
    assert pick(row, "upn", "surname", "possible_sessions", "absent_sessions") == (None, "Number", 2, 1)
    assert row["admission_number"] == "001234"


def test_a_pupil_with_a_new_upn_is_the_same_pupil(opened):
    before = Pupil("before", "3", attends("2025-09-01", "2025-09-05"))
    after = Pupil("after", "3", attends("2025-09-08", "2025-09-12"))
    store = opened(
        pupil_list("2025-09-01", line(before)),
        marks(before),
        pupil_list("2025-09-08", line(after, former_upn=before.upn)),
        marks(after),
    )

    (row,) = run_query(store, "pupils_at_risk")
    assert pick(row, "upn", "possible_sessions") == (after.upn, 20)
