"""What must hold for every school, tried on small ones made up at random."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.queries import plain_loops
from tests.school import Pupil, days, open_school, register, run_query

DAYS = [
    *days("2025-09-15", "2025-10-03"),
    *days("2025-10-23", "2025-11-07"),
]  # three weeks, and over half-term
CODES = ["/", "/", "/", "L", "O", "O", "N", "U", "G", "I", "I", "M", "X", "#", "Y1", "Y4", "D", "-"]
SESSIONS = [
    *("possible_sessions", "attended_sessions", "authorised_sessions", "unauthorised_sessions"),
    *("absent_sessions", "late_sessions", "missing_marks"),
]
DIMENSIONS = [
    *(
        "year_group",
        "class",
        "sex",
        "send_provision",
        "ethnicity",
        "fsm",
        "pupil_premium",
        "eal",
        "looked_after",
    ),
    *("social_worker", "child_protection_plan", "young_carer", "service_child", "mental_health_need"),
    *("near_threshold", "fsm_and_send", "school"),
]
SOME_FILTERS = (
    {"fsm": True},
    {"fsm": False},
    {"sexes": ["F"]},
    {"send_provisions": ["K", "E"]},
    {"year_groups": ["3"]},
    {"age_cohort": "statistical"},
    {"age_cohort": "compulsory"},
    {"roll": "current"},
    {"from_date": "2025-09-22", "to_date": "2025-10-24"},
)
EVERYONE = {"age_cohort": "all"}

small_schools_only = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


@dataclass(frozen=True)
class SmallSchool:
    """A few pupils; the sessions its calendar lists, or None without a calendar."""

    pupils: list[Pupil]
    listed: set[tuple[str, str]] | None

    @property
    def held(self) -> list[tuple[str, str]]:
        return plain_loops.held_sessions(self.pupils, self.listed)

    def open(self, folder: str):
        lines = [{"date": date, "session": session} for date, session in sorted(self.listed or ())]
        return open_school(Path(folder) / "store", register(self.pupils, as_at=DAYS[0], calendar=lines))


@st.composite
def marks(draw) -> dict[str, str]:
    """Stretches of one mark, so that runs are long enough to be worth finding; the first is never blank."""
    sessions: list[str] = []
    while len(sessions) < 2 * len(DAYS):
        code = draw(st.sampled_from(CODES if sessions else [code for code in CODES if code != "-"]))
        sessions += [code] * draw(st.integers(1, 12))
    return {day: f"{sessions[2 * n]} {sessions[2 * n + 1]}" for n, day in enumerate(DAYS)}


@st.composite
def small_schools(draw) -> SmallSchool:
    always_there = Pupil("always", "4", dict.fromkeys(DAYS, "/\\"))
    pupils = [
        Pupil(
            name,
            draw(st.sampled_from(["R", "3"])),
            draw(marks()),
            traits={
                "sex": draw(st.sampled_from(["F", "M"])),
                "fsm": draw(st.sampled_from(["Y", "N", ""])),
                "send_provision": draw(st.sampled_from(["N", "K", "E"])),
                "eal": draw(st.sampled_from(["Y", "N"])),
            },
        )
        for name in ("abe", "bob", "cat")[: draw(st.integers(1, 3))]
    ]
    every_session = {(day, session) for day in DAYS for session in ("AM", "PM")}
    within = sorted(session for session in every_session if DAYS[0] < session[0] < DAYS[-1])
    closed = draw(st.sets(st.sampled_from(within), max_size=4))
    has_calendar = draw(st.booleans())
    return SmallSchool([always_there, *pupils], every_session - closed if has_calendar else None)


def total(rows, columns=SESSIONS):
    return {column: sum(row[column] for row in rows) for column in columns}


@small_schools_only
@given(small_schools())
def test_sessions_add_up_within_a_row_over_every_dimension_and_under_every_filter(school):
    with TemporaryDirectory() as folder:
        store = school.open(folder)
        (whole,) = run_query(store, "absence_headline", **EVERYONE)

        check_one_row(whole)
        for dimension in DIMENSIONS:
            groups = run_query(store, "absence_by_group", dimension=dimension, **EVERYONE)
            assert total(groups) == total([whole]), dimension
            for row in groups:
                check_one_row(row)
        assert total(run_query(store, "absence_by_week", **EVERYONE)) == total([whole])
        assert total(run_query(store, "absence_by_weekday", **EVERYONE)) == total([whole])
        for narrower in SOME_FILTERS:
            (part,) = run_query(store, "absence_headline", **EVERYONE | narrower)
            check_one_row(part)
            assert all(part[column] <= whole[column] for column in ("pupils", *SESSIONS)), narrower
        store.close()


def check_one_row(row):
    assert row["absent_sessions"] == row["authorised_sessions"] + row["unauthorised_sessions"]
    assert row["possible_sessions"] == row["attended_sessions"] + row["absent_sessions"]
    assert row["severe_absentees"] <= row["persistent_absentees"] <= row["pupils"]
    if row["possible_sessions"]:
        assert row["attendance_rate"] + row["absence_rate"] == pytest.approx(1)
        assert row["authorised_rate"] + row["unauthorised_rate"] == pytest.approx(row["absence_rate"])
    else:
        assert row["attendance_rate"] is row["absence_rate"] is row["persistent_absence_rate"] is None


@small_schools_only
@given(small_schools())
def test_plain_loops_over_the_marks_agree(school):
    with TemporaryDirectory() as folder:
        store = school.open(folder)
        (row,) = run_query(store, "absence_headline", **EVERYONE)

        assert plain_loops.headline(school.pupils, school.held) == {
            "pupils": row["pupils"],
            "possible": row["possible_sessions"],
            "attended": row["attended_sessions"],
            "authorised": row["authorised_sessions"],
            "unauthorised": row["unauthorised_sessions"],
            "late": row["late_sessions"],
            "missing": row["missing_marks"],
            "persistent": row["persistent_absentees"],
            "severe": row["severe_absentees"],
        }
        for rule in plain_loops.COUNTING:
            assert runs_found(store, rule) == runs_expected(school, rule), rule
        store.close()


def runs_found(store, rule):
    return {
        (row["upn"], *(row[column] for column in ("first_date", "last_date", "school_days", "is_open")))
        for row in run_query(store, "continuous_absences", rule=rule)
    }


def runs_expected(school, rule):
    return {
        (pupil.upn, run.first_date, run.last_date, run.school_days, run.is_open)
        for pupil in school.pupils
        for run in plain_loops.continuous_runs(plain_loops.marks_of(pupil), school.held, DAYS[-1], rule)
    }


@small_schools_only
@given(small_schools())
def test_who_is_severely_absent_is_persistently_absent_and_in_the_band_that_says_so(school):
    with TemporaryDirectory() as folder:
        store = school.open(folder)
        rows = run_query(store, "pupils_at_risk")
        (whole,) = run_query(store, "absence_headline", **EVERYONE)

        for row in rows:
            assert row["is_persistent_absentee"] or not row["is_severe_absentee"]
            assert row["is_severe_absentee"] == (row["band"] == "50_plus")
            assert row["is_persistent_absentee"] == (row["band"] in {"10_to_15", "15_to_50", "50_plus"})
            assert (row["recovery_days"] == 0) == (not row["is_persistent_absentee"])
        assert sum(row["is_persistent_absentee"] for row in rows) == whole["persistent_absentees"]
        assert total(rows, ["possible_sessions", "absent_sessions"]) == total(
            [whole], ["possible_sessions", "absent_sessions"]
        )
        store.close()


@small_schools_only
@given(small_schools())
def test_our_rule_is_the_headline_and_each_other_rule_is_ours_with_those_who_move(school):
    with TemporaryDirectory() as folder:
        store = school.open(folder)
        for chosen in ({}, EVERYONE, *SOME_FILTERS[::4]):
            (headline,) = run_query(store, "absence_headline", **chosen)
            ours, *others = run_query(store, "persistent_absence_by_rule", **chosen)

            counted = ("pupils", "persistent_absentees", "persistent_absence_rate")
            assert [ours[column] for column in counted] == [headline[column] for column in counted]
            for rule in others:
                moved = [
                    row["moved"]
                    for row in run_query(store, "pupils_between_rules", rule=rule["rule"], **chosen)
                ]
                assert (moved.count("in"), moved.count("out")) == (rule["moved_in"], rule["moved_out"])
                assert rule["persistent_absentees"] == (
                    ours["persistent_absentees"] + rule["moved_in"] - rule["moved_out"]
                )
        store.close()
