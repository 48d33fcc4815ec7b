"""Another system's totals beside ours: every difference to the session, and the reason where it can be told.

The pupils are those of AUTUMN (tests/pupils.py): 75 days, 150 sessions, up to Christmas.
"""

import pytest

from tests.pupils import AUTUMN, CLO, DOT, GUS, HAL, JOY, LEO, LOU, NIL, PAT, YEAR_2025
from tests.school import Pupil, attends, of, pick, register, run_query

PERIOD = {"from_date": "2025-09-01", "to_date": "2025-12-19"}
OTHER = Pupil("other")
# here for a fortnight in September
IVY = Pupil("ivy", "2", attends("2025-09-15", "2025-09-26"), on_roll=(("2025-09-15", "2025-09-26"),))


def figures(pupil: Pupil, possible=None, attended=None, authorised=None, unauthorised=None) -> list[str]:
    given = {
        "possible": possible,
        "attended": attended,
        "authorised": authorised,
        "unauthorised": unauthorised,
    }
    return [f"7|{pupil.upn}||{name}||{number}" for name, number in given.items() if number is not None]


@pytest.fixture
def beside(opened):
    """The rows of the answer for what a file reports."""

    def ask(*reported: str, **parameters: object):
        return run_query(
            opened(AUTUMN), "reported_totals_beside_ours", **PERIOD, reported=list(reported), **parameters
        )

    return ask


def test_pats_own_totals_agree(beside):
    # ill for 7 days and one morning: 15 of 150
    (pat,) = of(beside(*figures(PAT, 150, 135, 15, 0)), PAT)

    assert pick(pat, "is_different", "reason", "our_possible_sessions", "our_attended_sessions") == (
        False, None, 150, 135,
    )  # fmt: skip
    assert pick(pat, "our_authorised_sessions", "our_unauthorised_sessions") == (15, 0)
    assert (pat["reported_attendance_rate"], pat["our_attendance_rate"]) == (0.9, 0.9)


@pytest.mark.parametrize(
    ("pupil", "reported", "reason"),
    [
        (OTHER, (150, 150, 0, 0), "not_in_our_list"),
        (HAL, (150, 150, 0, 0), "missing_marks"),  # one afternoon of Hal's is not marked
        (DOT, (150, 142, 0, 8), "not_possible_marks"),  # two sessions at the other school
        (NIL, (150, 150, 0, 0), "never_possible_here"),
        (JOY, (150, 149, 1, 0), "joined_later"),  # joined after half-term: 70 of 150
        (LEO, (150, 130, 0, 20), "left_earlier"),  # left at half-term: 80 of 150
        (PAT, (152, 137, 15, 0), "more_sessions_there"),
        (PAT, (148, 133, 15, 0), "fewer_sessions_there"),
        (LOU, (150, 145, 0, 5), "activity_left_out"),  # VV and BP are four sessions of activity
        (LOU, (150, 150, 0, 0), "u_as_attended"),  # one session after the register closed
        (PAT, (150, 135, 10, 5), "other_reasons"),
        (PAT, (150, 140, 10, 0), "other_marks"),
    ],
)
def test_why_a_pupil_differs(pupil, reported, reason, beside):
    (row,) = of(beside(*figures(pupil, *reported)), pupil)

    assert pick(row, "is_different", "reason", "line") == (True, reason, 7)


@pytest.mark.parametrize(
    ("pupil", "reported", "reason"),
    [
        (PAT, (152, 137, 15, 0), "more_sessions_there"),  # here from the first day to the last
        (LEO, (150, 130, 0, 20), "left_earlier"),
        (JOY, (150, 149, 1, 0), "joined_later"),
        (IVY, (150, 150, 0, 0), "here_in_between"),  # on roll for a fortnight: 20 of 150
    ],
)
def test_august_is_before_everyones_first_day_and_july_after_the_last(pupil, reported, reason, opened):
    year = {"from_date": "2025-08-01", "to_date": "2026-07-31"}
    store = opened(register([PAT, LEO, JOY, IVY], YEAR_2025, "2025-09-01"))
    rows = run_query(store, "reported_totals_beside_ours", **year, reported=figures(pupil, *reported))

    assert of(rows, pupil)[0]["reason"] == reason


def test_the_sums_have_no_rate_where_a_pupil_has_one_count_only(beside):
    # of 150 possible sessions 135 are known to be attended, of 140 more nothing is
    sums = beside(*figures(PAT, 150, 135), *figures(LOU, 140))[-1]

    assert pick(sums, "is_sum", "reported_possible_sessions", "reported_attended_sessions") == (
        True,
        290,
        135,
    )
    assert sums["reported_attendance_rate"] is None


def test_a_pupil_who_is_not_in_the_file_is_listed_so(beside):
    (clo,) = of(beside(*figures(PAT, 150)), CLO)

    assert pick(clo, "is_different", "reason", "reported_possible_sessions") == (True, "not_in_file", None)


def test_a_guest_who_has_no_possible_session_is_not_asked_for(beside):
    assert of(beside(*figures(PAT, 150)), GUS) == []


def test_attended_follows_from_the_absences_where_a_file_leaves_it_out(beside):
    (pat,) = of(beside(*figures(PAT, 150, None, 15, 0)), PAT)

    assert pick(pat, "reported_attended_sessions", "is_different") == (135, False)


def test_counts_by_code_are_added_up_by_what_the_codes_mean(beside):
    # 20 at school, 4 on a visit, 6 ill, 3 without a reason, 2 at the other school (not possible)
    codes = {"/": 10, "\\": 10, "V": 4, "I": 6, "O": 3, "D": 2}
    (pat,) = of(beside(*(f"7|{PAT.upn}||code|{code}|{number}" for code, number in codes.items())), PAT)

    assert pick(
        pat,
        "reported_possible_sessions",
        "reported_attended_sessions",
        "reported_authorised_sessions",
        "reported_unauthorised_sessions",
    ) == (33, 24, 6, 3)


def test_absences_by_code_leave_the_rest_attended(beside):
    given = [*figures(PAT, 150), f"7|{PAT.upn}||code|I|14", f"7|{PAT.upn}||code|M|1"]
    (pat,) = of(beside(*given), PAT)

    assert pick(pat, "reported_attended_sessions", "reported_authorised_sessions", "is_different") == (
        135, 15, False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("millionths", "half_of_last_digit", "is_different"),
    [
        (900_000, 5_000, False),  # 90%
        (904_000, 5_000, False),  # 90.4% would be shown as 90%
        (906_000, 5_000, True),
        (901_000, 500, True),  # 90.1%
    ],
)
def test_a_percentage_agrees_as_far_as_it_is_rounded(millionths, half_of_last_digit, is_different, beside):
    (pat,) = of(beside(f"7|{PAT.upn}||rate|{half_of_last_digit}|{millionths}"), PAT)

    assert pat["is_different"] is is_different


def test_rows_of_one_pupil_add_up(beside):
    weeks = [f"{line}|{PAT.upn}||possible||{number}" for line, number in ((4, 70), (9, 80))]
    (pat,) = of(beside(*weeks), PAT)

    assert pick(pat, "reported_possible_sessions", "line") == (150, 4)


def test_the_sums_are_those_of_every_pupil_listed(beside):
    rows = beside(*figures(PAT, 150, 135, 15, 0), *figures(OTHER, 10, 9, 1, 0))
    pupils, sums = [row for row in rows if not row["is_sum"]], rows[-1]

    assert sums["is_sum"]
    assert pick(sums, "reported_possible_sessions", "reported_attended_sessions") == (160, 144)
    for column in ("our_possible_sessions", "our_attended_sessions", "missing_marks"):
        assert sums[column] == sum(row[column] for row in pupils)


def test_our_totals_are_those_of_the_other_queries(beside, opened):
    sums = beside()[-1]
    headline = run_query(opened(AUTUMN), "absence_headline", **PERIOD, age_cohort="all")[0]

    names = ("possible_sessions", "attended_sessions", "authorised_sessions", "unauthorised_sessions")
    assert [sums[f"our_{name}"] for name in names] == [headline[name] for name in names]


def test_pupils_who_differ_come_first(beside):
    rows = beside(*figures(PAT, 150, 135, 15, 0), *figures(HAL, 150, 150, 0, 0))

    flags = [row["is_different"] for row in rows if not row["is_sum"]]
    assert flags == sorted(flags, reverse=True)


def test_what_is_no_figure_is_left_out(beside):
    assert [row["line"] for row in beside("none", "a|b|c|d|e|f")] == [row["line"] for row in beside()]
