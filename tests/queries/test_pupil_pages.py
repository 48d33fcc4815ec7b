"""The queries of the pages about pupils, by the stories of a few of them."""

from tests.pupils import AUTUMN, BANDS, CAS, CME, DOT, HAL, HUG, JAN, LEA, LOU, NIL, OPE, PAT, RUNS, TWO_YEARS
from tests.school import Pupil, Run, attends, marked, pick, register, run_query

KINDS = ("present", "late", "authorised", "unauthorised", "unexplained", "not_possible", "missing")


def number_of(store, pupil: Pupil) -> int:
    (found,) = [
        row["pupil_id"]
        for row in run_query(store, "pupil_names", from_date="2023-08-01")
        if row["upn"] == pupil.upn
    ]
    return found


def kinds(store, pupil: Pupil) -> dict[str, int]:
    marks = run_query(store, "pupil_marks", pupil_id=number_of(store, pupil))
    counts = {kind: sum(mark["kind"] == kind for mark in marks) for kind in KINDS}
    return {kind: count for kind, count in counts.items() if count}


# --- pupil_marks


def test_every_session_of_a_pupil_is_listed_by_its_kind(opened):
    store = opened(AUTUMN)

    assert kinds(store, PAT) == {"present": 135, "authorised": 15}
    assert kinds(store, LOU) == {"present": 148, "late": 1, "unauthorised": 1}
    assert kinds(store, DOT) == {"present": 140, "unexplained": 8, "not_possible": 2}
    assert kinds(store, HAL) == {"present": 149, "missing": 1}
    assert kinds(store, NIL) == {"not_possible": 150}


def test_a_session_without_a_mark_stands_in_its_week(opened):
    store = opened(AUTUMN)
    (missing,) = [
        mark
        for mark in run_query(store, "pupil_marks", pupil_id=number_of(store, HAL))
        if mark["kind"] == "missing"
    ]

    columns = ("session_date", "session", "week_commencing", "weekday", "attendance_code", "is_possible")
    assert pick(missing, *columns) == ("2025-09-08", "PM", "2025-09-08", 1, None, False)


def test_marks_are_those_of_the_dates_asked_for(opened):
    store = opened(AUTUMN)
    marks = run_query(
        store, "pupil_marks", pupil_id=number_of(store, PAT), from_date="2025-09-15", to_date="2025-09-16"
    )

    assert [pick(mark, "session_date", "attendance_code") for mark in marks] == [
        ("2025-09-15", "I"),
        ("2025-09-15", "I"),
        ("2025-09-16", "I"),
        ("2025-09-16", "I"),
    ]


# --- pupil_clocks, pupil_runs


def test_an_open_week_without_reason_stands_on_every_clock_it_counts_for(opened):
    """ope: five days of O up to the last day."""
    store = opened(RUNS)
    clocks = {
        clock["rule"]: pick(clock, "counted", "threshold", "counted_from")
        for clock in run_query(store, "pupil_clocks", pupil_id=number_of(store, OPE))
    }

    assert clocks == {
        "policy_unexplained": (5, 10, "2025-12-15"),
        "la_return": (5, 10, "2025-12-15"),
        "deletion_20_day": (5, 20, "2025-12-15"),
        "illness": (0, 15, None),
        "penalty_notice": (10, 10, "2025-12-15"),
        "any_reason": (5, 10, "2025-12-15"),
    }


def test_illness_counts_half_days_over_the_year(opened):
    """hug: ill on thirty mornings, and in school every afternoon."""
    store = opened(TWO_YEARS)
    (illness,) = [
        clock
        for clock in run_query(store, "pupil_clocks", pupil_id=number_of(store, HUG))
        if clock["rule"] == "illness"
    ]

    assert pick(illness, "counted", "threshold", "longest_run") == (15, 15, None)


def test_runs_are_listed_from_the_length_asked_for(opened):
    store = opened(RUNS)
    number = number_of(store, DOT)
    every = run_query(store, "pupil_runs", pupil_id=number)
    unexplained = [
        pick(run, "first_date", "last_date", "school_days", "is_open", "trigger_date")
        for run in every
        if run["rule"] == "policy_unexplained"
    ]

    assert unexplained == [
        ("2025-09-11", "2025-09-12", 2, False, None),
        ("2025-09-08", "2025-09-09", 2, False, None),
    ]
    assert run_query(store, "pupil_runs", pupil_id=number, min_days=3) == []


# --- pupil_details, pupil_characteristics_history


def two_lists() -> tuple[Pupil, tuple[Run, Run]]:
    """SEN support from January; FSM throughout; nobody ever said anything of EAL."""
    pupil = Pupil(
        "sue",
        "3",
        attends("2025-09-01", "2026-01-16"),
        traits={"send_provision": "N", "fsm": "Y"},
        on_roll=(("2025-01-06", ""),),
    )
    (line,) = pupil.list_lines
    return pupil, (
        register([pupil], as_at="2025-09-01"),
        Run({"pupils.csv": [line | {"send_provision": "K"}]}, "2026-01-05"),
    )


SUE, SUES_LISTS = two_lists()


def test_characteristics_are_told_as_they_were_at_the_time(opened):
    store = opened(*SUES_LISTS)
    history = run_query(store, "pupil_characteristics_history", pupil_id=number_of(store, SUE))
    stretches = {
        name: [
            pick(row, "value", "valid_from", "valid_until", "known_from")
            for row in history
            if row["trait"] == name
        ]
        for name in ("year_group", "send_provision", "fsm")
    }

    assert stretches == {
        "year_group": [
            ("3", "2025-08-01", None, "2025-08-01"),
            ("2", "2025-01-06", "2025-07-31", None),  # worked out: no list of that year
        ],
        "send_provision": [
            ("K", "2026-01-05", None, "2026-01-05"),
            ("N", "2025-01-06", "2026-01-04", "2025-09-01"),  # carried back to entry
        ],
        "fsm": [("true", "2025-01-06", None, "2025-09-01")],
    }
    assert not any(row["trait"] == "eal" for row in history)


def test_details_are_those_of_the_last_day_with_a_mark(opened):
    store = opened(*SUES_LISTS)
    (details,) = run_query(store, "pupil_details", pupil_id=number_of(store, SUE))

    assert pick(details, "as_of", "send_provision", "is_on_roll_now", "on_roll_until") == (
        "2026-01-16",
        "K",
        True,
        None,
    )


def test_details_of_a_leaver_are_those_of_the_last_day_on_roll(opened):
    store = opened(BANDS)
    (details,) = run_query(store, "pupil_details", pupil_id=number_of(store, LEA))

    assert pick(details, "year_group", "is_on_roll_now", "on_roll_until") == ("4", False, "2025-10-24")


def test_there_is_no_such_pupil(opened):
    store = opened(BANDS)

    assert run_query(store, "pupil_details", pupil_id=999999) == []
    assert run_query(store, "pupil_marks", pupil_id=999999) == []
    assert run_query(store, "pupil_clocks", pupil_id=999999) == []


# --- pupil_cases, pupil_actions


def test_a_case_is_told_with_its_actions_and_how_long_it_was_open(opened):
    """cas: opened on 23 September, closed on the first day after half-term: 3 + 4 x 5 + 1 school days."""
    store = opened(*CME)
    (cas,) = run_query(store, "pupil_cases", pupil_id=number_of(store, CAS))

    assert pick(cas, "case_id", "closed_date", "actions", "last_action_date", "school_days_open") == (
        "C1",
        "2025-11-03",
        2,
        "2025-09-30",
        24,
    )


def test_actions_support_and_notices_are_told_together_the_latest_first(opened):
    pupil = Pupil("act", "3", attends("2025-09-01", "2025-09-26"))
    store = opened(
        register(
            [pupil],
            as_at="2025-09-01",
            cme_cases=[
                {"case_id": "1", "upn": pupil.upn, "case_type": "no_show", "opened_date": "2025-09-02"}
            ],
            cme_actions=[{"case_id": "1", "action_date": "2025-09-03", "action": "phone"}],
            support_actions=[{"upn": pupil.upn, "action_date": "2025-09-05", "action": "attendance_plan"}],
            penalty_notices=[{"upn": pupil.upn, "issued_date": "2025-09-04", "status": "issued"}],
        )
    )
    done = run_query(store, "pupil_actions", pupil_id=number_of(store, pupil))

    assert [pick(row, "action_date", "kind", "action") for row in done] == [
        ("2025-09-05", "support_action", "attendance_plan"),
        ("2025-09-04", "penalty_notice", "issued"),
        ("2025-09-03", "cme_action", "phone"),
    ]


# --- pupil_names


def test_who_was_on_roll_in_the_period_can_be_chosen_those_on_roll_now_first(opened):
    store = opened(BANDS)
    names = run_query(store, "pupil_names")
    after_half_term = run_query(store, "pupil_names", from_date="2025-11-03")

    assert names[-1]["upn"] == LEA.upn
    assert not names[-1]["is_on_roll_now"]
    assert len(names) == 15
    assert len(after_half_term) == 14
    assert len(run_query(store, "pupil_names", roll="current")) == 14


# --- pupils_by_band, pupil_recent_weeks


def test_pupils_are_counted_in_bands_from_their_lower_edge(opened):
    """Of 100 sessions 0 2 | 3 4 | 5 9 | 10 14 and jan's 2 of 20 | 15 38 39 49 | 50; lea has left."""
    bands = run_query(opened(BANDS), "pupils_by_band")

    assert [pick(row, "band", "pupils") for row in bands] == [
        ("under_3", 2),
        ("3_to_5", 2),
        ("5_to_10", 2),
        ("10_to_15", 3),
        ("15_to_50", 4),
        ("50_plus", 1),
    ]


def test_the_last_six_weeks_are_school_weeks(opened):
    """jan joined two weeks before the end, and missed the first Monday."""
    store = opened(BANDS)
    weeks = run_query(store, "pupil_recent_weeks")
    number = number_of(store, JAN)

    assert {row["weeks_ago"] for row in weeks} == {0, 1, 2, 3, 4, 5}
    assert [
        pick(row, "weeks_ago", "possible_sessions", "absent_sessions")
        for row in weeks
        if row["pupil_id"] == number
    ] == [(1, 10, 2), (0, 10, 0)]


# --- absence_by_reason


def test_codes_are_grouped_by_kind_of_reason(opened):
    store = opened(AUTUMN)
    reasons = {
        name: [
            pick(row, "reason_group", "codes", "sessions", "share")
            for row in run_query(store, "absence_by_reason", classes=name)
        ]
        for name in ("pat", "dot", "leo", "sam")
    }

    assert reasons == {
        "pat": [("illness", "I, M", 15, 1.0)],
        "dot": [("other_unauthorised", "O", 8, 1.0)],
        "leo": [("holiday", "G", 20, 1.0)],
        "sam": [("holiday", "H", 2, 1.0)],
    }


def test_a_reasons_rate_is_of_possible_sessions(opened):
    (illness,) = run_query(opened(AUTUMN), "absence_by_reason", classes="pat")

    assert pick(illness, "rate", "authorised_sessions", "unauthorised_sessions") == (0.1, 15, 0)


def test_pupils_marked_in_every_session_have_no_reason(opened):
    ill = Pupil("well", "3", attends("2025-09-01", "2025-09-05") | marked("VB", "2025-09-02"))

    assert run_query(opened(register([ill], as_at="2025-09-01")), "absence_by_reason") == []
