"""Every clock has a pupil on it, and every stage a case, by design."""

import pandas as pd
import pytest

from dashboard.domain import cme
from dashboard.domain.words import CASE_TYPES

SETS = {"policy_unexplained": "NO", "la_return": "GNOU", "deletion_20_day": "GNO", "illness": "I"}


@pytest.fixture(scope="module")
def days(school) -> list[str]:
    marks = school.marks[school.marks.mark != "Y4"]
    return sorted(marks.date.unique())


@pytest.fixture(scope="module")
def runs(school, days) -> dict[str, pd.DataFrame]:
    """For each rule the runs of whole days coded within its set (no half-days count in these stories)."""
    number = {day: n for n, day in enumerate(days)}
    found = {}
    for rule, codes in SETS.items():
        marks = school.marks[school.marks.mark.isin(list(codes))]
        whole = marks.groupby(["upn", "date"]).size().loc[lambda sessions: sessions == 2].reset_index()
        whole["day"] = whole.date.map(number)
        whole["run"] = whole.day - whole.groupby("upn").cumcount()
        found[rule] = (
            whole.groupby(["upn", "run"])
            .agg(first=("date", "min"), last=("date", "max"), days=("date", "size"))
            .reset_index()
        )
    return found


@pytest.fixture(scope="module")
def cases(school) -> pd.DataFrame:
    return school.table("cme_cases")


def test_unexplained_on_the_latest_day_are_on_days_1_3_5_7_and_24(runs, days):
    open_runs = runs["policy_unexplained"].query("last == @days[-1]")

    assert {1, 3, 5, 7, 24} <= set(open_runs.days)


def test_long_runs_are_those_of_the_stories(runs):
    assert (runs["policy_unexplained"].days >= 10).sum() == 11
    assert (runs["la_return"].days >= 10).sum() == 13
    assert (runs["deletion_20_day"].days >= 20).sum() == 2
    assert (runs["illness"].days >= 15).sum() >= 1


def test_one_trigger_was_missed(runs, cases):
    long = runs["la_return"].query("days >= 10")

    missed = [
        run.upn
        for run in long.itertuples()
        if not ((cases.upn == run.upn) & (cases.opened_date >= run.first)).any()
    ]
    assert len(missed) == 1


def test_one_pupil_relapsed_after_coming_back(runs, cases):
    again = runs["policy_unexplained"].query("days >= 10").groupby("upn").size()

    (relapsed,) = again[again == 2].index
    assert list(cases[cases.upn == relapsed].outcome) == ["returned", "returned"]


def test_the_authority_was_told_late_once(cases, runs, days):
    returns = runs["la_return"].query("days >= 10").merge(cases, on="upn").query("la_notified_date >= first")
    reached = returns["first"].map(days.index) + 9
    told = returns.la_notified_date.map(days.index)
    late = (
        (told - reached > 5)
        & (returns.opened_date >= returns["first"])
        & (returns.opened_date < returns["last"])
    )

    assert late.sum() == 1


def test_cases_are_in_every_stage_and_of_every_type_and_outcome(cases):
    assert set(cases.stage) == set(cme.STAGES)
    assert set(cases.case_type) == set(CASE_TYPES)
    assert set(cases.outcome) - {""} == set(cme.OUTCOMES)
    assert ((cases.closed_date == "") == (cases.stage != "closed")).all()


def test_one_open_case_is_due_a_step(cases):
    due = cases[(cases.closed_date == "") & (cases.next_step_due <= "2026-11-20")]

    assert len(due) >= 1
    assert set(cases.next_step) - {""} <= set(cme.ACTIONS)


def test_actions_belong_to_cases_and_use_the_words_of_the_domain(school, cases):
    actions = school.table("cme_actions").merge(cases, on="case_id", how="left", validate="many_to_one")

    assert actions.upn.notna().all()
    assert (actions.action_date >= actions.opened_date).all()
    assert ((actions.closed_date == "") | (actions.action_date <= actions.closed_date)).all()
    assert set(actions.action) <= set(cme.ACTIONS)
    assert set(actions.result) <= set(cme.RESULTS)
    assert set(actions.by_role) | set(cases.owner_role) <= set(cme.ROLES)


def test_support_and_notices_use_the_words_of_the_domain(school):
    support, notices = school.table("support_actions"), school.table("penalty_notices")

    assert set(support.action) <= set(cme.SUPPORT_ACTIONS)
    assert len(support) > 50
    assert set(notices.status) <= set(cme.NOTICE_STATUSES)
    assert set(notices.parent) == {"1", "2"}
    assert notices.issued_date.between("2024-09-01", "2026-11-20").all()


def test_two_pupils_or_more_reached_the_penalty_threshold_this_term(school):
    unauthorised = school.marks[school.marks.unauthorised & (school.marks.date > "2026-09-20")]

    assert (unauthorised.groupby("upn").size() >= 10).sum() >= 2


def test_one_family_travels_and_one_pupil_is_at_two_schools(school):
    travelling = set(school.marks[school.marks.mark == "T"].upn)
    households = school.lists[school.lists.upn.isin(travelling)].household

    assert households.nunique() == 1
    assert school.marks[school.marks.mark == "D"].upn.nunique() == 1
    assert school.lists[school.lists.enrolment_status == "M"].upn.nunique() == 1
