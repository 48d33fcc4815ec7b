"""Purging takes out what is too old, and changes no figure of the years that stay."""

import json
from datetime import date

import duckdb
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.cli import commands
from dashboard.errors import RefusedError
from dashboard.registers import import_files
from dashboard.registers.files import NamedBytes
from dashboard.store import retention
from dashboard.store.purging import purge
from dashboard.store.reading import open_store
from dashboard.store.records import (
    Action,
    Case,
    SupportAction,
    correct_case,
    recent_activity,
    record_action,
    record_case,
    record_support_action,
)
from dashboard.store.register import current_register, kept_stores, register_history
from tests.school import Pupil, csv_text

TODAY = date(2026, 11, 24)  # in 2026/27: 2020/21 is the first year kept
GONE = Pupil("gone")  # left in July 2019, and everything about them ended then
STAYS = Pupil("stays")  # from Reception in 2018 until now
OPEN = Pupil("open")  # left in 2019 with a case that is still open
REOPENED = Pupil("reopened")  # left in 2019; the case was imported as closed, and opened again here
EVERYONE = (GONE, STAYS, OPEN, REOPENED)
OF_ALL = {"ethnicity": "WBRI", "year_group": "R", "fsm": "Y"}
EVERYTHING = {"age_cohort": "all", "from_date": "2000-01-01", "to_date": "2100-01-01"}


def take(folder, as_at, **files):
    named = [NamedBytes(f"{name}.csv", csv_text(lines).encode()) for name, lines in files.items()]
    import_files(folder, named, as_at=date.fromisoformat(as_at), today=TODAY, accept=True)


def listed(pupil, **traits):
    return {"upn": pupil.upn, "surname": pupil.name.title(), "entry_date": "2018-09-03", **traits}


def no_show(case_id, pupil, closed):
    opened = {"case_type": "no_show", "opened_date": "2019-07-08"}
    return {"case_id": case_id, "upn": pupil.upn, "closed_date": closed} | opened


def mark(pupil, day, code):
    return {"upn": pupil.upn, "date": day, "session": "AM", "mark": code}


@pytest.fixture
def folder(tmp_path):
    store = tmp_path / "store"
    leaving = {STAYS: ""}
    take(
        store,
        "2018-09-10",
        pupils=[listed(one, leaving_date=leaving.get(one, "2019-07-19"), **OF_ALL) for one in EVERYONE],
        marks=[mark(one, "2019-07-08", "N") for one in EVERYONE],
        cme_cases=[
            no_show("C1", GONE, "2019-07-19"),
            no_show("C2", OPEN, ""),
            no_show("C3", REOPENED, "2019-07-19"),
        ],
        cme_actions=[
            {"case_id": case, "action_date": "2019-07-09", "action": "phone"} for case in ("C1", "C2", "C3")
        ],
        support_actions=[
            {"upn": STAYS.upn, "action_date": "2019-07-09", "action": "meeting", "ended_date": "2019-07-19"},
            {"upn": STAYS.upn, "action_date": "2019-07-10", "action": "plan", "ended_date": "2020-09-01"},
        ],
        penalty_notices=[{"upn": STAYS.upn, "issued_date": day} for day in ("2020-07-31", "2020-08-01")],
    )
    take(store, "2019-07-08", marks=[mark(GONE, "2019-07-08", "O"), mark(STAYS, "2019-07-09", "ZZ")])
    take(store, "2019-09-09", pupils=[{"upn": STAYS.upn, "surname": "Stays", "year_group": "1", "fsm": "N"}])
    take(store, "2026-11-20", marks=[mark(STAYS, "2020-07-31", "/"), mark(STAYS, "2020-08-01", "/")])
    take(store, "2026-11-20", marks=[mark(STAYS, "2026-11-20", "/")])
    return store


def rows(folder, sql):
    with duckdb.connect(str(current_register(folder)), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def reopen(folder):
    case = Case("", "no_show", date(2019, 7, 8), upn=REOPENED.upn, case_id="C3")
    correct_case(folder, case, "slt")
    record_action(folder, Action("", "C3", date(2019, 7, 10), "visit"), "slt")


def test_what_is_older_than_six_years_before_this_one_goes(folder):
    reopen(folder)
    purged = purge(folder, "slt")

    assert purged.retention.first_year == 2020
    assert purged.pupils == 1
    assert rows(folder, "select session_date from session_marks order by 1") == [
        (date(2020, 8, 1),),
        (date(2026, 11, 20),),
    ]
    assert rows(folder, "select case_id from imported_cme_cases order by 1") == [("C2",), ("C3",)]
    assert rows(folder, "select case_id from imported_cme_actions order by 1") == [("C2",), ("C3",)]
    assert rows(folder, "select action from imported_support_actions") == [("plan",)]
    assert rows(folder, "select issued_date from imported_penalty_notices") == [(date(2020, 8, 1),)]
    assert rows(folder, "select count(*) from mark_changes") == [(0,)]
    assert rows(folder, "select count(*) from import_problems where message like '%ZZ%'") == [(0,)]
    assert {upn for (upn,) in rows(folder, "select upn from pupils")} == {
        STAYS.upn,
        OPEN.upn,
        REOPENED.upn,
    }
    assert purged.rows["session_marks"] == 5  # four of 8 July 2019, one of 31 July 2020
    assert purged.rows["imported_cme_actions"] == 1


def test_of_an_old_list_what_still_holds_is_kept_and_what_was_overtaken_is_not(folder):
    now = "select ethnicity, fsm, year_group from pupil_characteristics join pupils using (pupil_id)"
    now += f" where upn = '{STAYS.upn}' and date '2026-11-20' between valid_from and valid_until"
    before = rows(folder, now)

    purge(folder, "slt")

    assert before == rows(folder, now) == [("WBRI", False, "8")]
    oldest = rows(folder, "select fsm, year_group, ethnicity from pupil_list_rows order by as_at, pupil_id")
    assert (oldest[0], oldest[-1]) == ((None, None, "WBRI"), ("false", "1", None))
    assert rows(folder, f"select on_roll_from from pupils where upn = '{STAYS.upn}'") == [(date(2018, 9, 3),)]


def test_a_period_on_roll_that_ended_too_long_ago_goes_and_the_later_one_of_the_pupil_stays(folder):
    periods = [
        listed(STAYS, entry_date="2017-09-04", leaving_date="2019-07-19", surname="Then"),
        listed(STAYS, entry_date="2019-09-02", leaving_date="2020-08-03"),
        listed(STAYS, entry_date="2021-09-06", leaving_date=""),
    ]
    take(folder, "2026-11-20", pupils=periods)
    pupil = f"from pupils where upn = '{STAYS.upn}'"
    of_pupil = f"from enrolments where pupil_id = (select pupil_id {pupil}) order by all"
    before = rows(folder, f"select on_roll_from, on_roll_until {of_pupil}")

    purge(folder, "slt")

    assert [start for start, _ in before] == [date(2017, 9, 4), date(2019, 9, 2), date(2021, 9, 6)]
    assert rows(folder, f"select on_roll_from, on_roll_until {of_pupil}") == before[1:]
    assert rows(folder, f"select surname, on_roll_from {pupil}") == [("Stays", date(2019, 9, 2))]


def test_of_names_beside_old_marks_what_still_holds_is_kept_and_what_was_overtaken_is_not(tmp_path):
    """Two pupils in no list: one has marks until now, one left in 2019."""

    def marked(pupil, day, **columns):
        return mark(pupil, day, "/") | columns

    store = tmp_path / "store"
    for day, year, name in (("2018-11-05", "R", "Then"), ("2019-11-04", "1", "Now")):
        one = marked(STAYS, day, surname=name, year_group=year)
        take(store, day, marks=[one | {"class": "Oak"}])
    take(store, "2019-11-04", marks=[marked(GONE, "2019-11-04", surname="Gone")])
    take(store, "2026-11-20", marks=[marked(STAYS, "2020-11-02"), marked(STAYS, "2026-11-20")])
    now = "select surname, year_group from pupil_characteristics join pupils using (pupil_id)"
    now += f" where upn = '{STAYS.upn}' and date '2026-11-20' between valid_from and valid_until"
    before = rows(store, now)

    purged = purge(store, "slt")

    assert before == rows(store, now) == [("Now", "8")]
    kept = "select surname, year_group, class, as_at from names_beside_marks"
    assert rows(store, kept) == [("Now", "1", None, date(2019, 11, 4))]
    assert purged.rows["names_beside_marks"] == 2


def test_nothing_of_a_pupil_purged_wholly_is_left_in_any_file(folder):
    case_id = record_case(
        folder, Case("", "no_show", date(2019, 7, 8), upn=GONE.upn, closed_date=date(2019, 7, 19)), "slt"
    )
    record_action(folder, Action("", case_id, date(2019, 7, 9), "phone"), "slt")
    record_support_action(folder, SupportAction("", date(2019, 7, 9), "meeting", upn=GONE.upn), "slt")

    purged = purge(folder, "slt")

    assert {name: count for name, count in purged.rows.items() if name.startswith("recorded")} == {
        "recorded cme_cases": 1,
        "recorded cme_actions": 1,
        "recorded support_actions": 1,
    }
    for file in folder.rglob("*"):
        if file.is_file():
            assert GONE.upn.encode() not in file.read_bytes(), file.name
    assert len(register_history(folder)) == 1
    assert kept_stores(folder) == ()


def test_a_dry_run_says_the_same_and_takes_nothing(folder):
    before = rows(folder, "from session_marks order by all")
    kept = register_history(folder)

    dry = purge(folder, "slt", dry_run=True)

    assert rows(folder, "from session_marks order by all") == before
    assert register_history(folder) == kept
    done = purge(folder, "slt")
    assert (dry.rows, dry.pupils) == (done.rows, done.pupils)
    assert {path.name for path in kept} <= set(done.older_files)


def test_where_nothing_is_too_old_nothing_changes_and_undo_still_works(folder):
    purge(folder, "slt")
    take(folder, "2026-11-20", marks=[mark(STAYS, "2026-11-19", "/")])
    kept = register_history(folder)

    again = purge(folder, "slt")

    assert (again.rows, again.pupils, again.older_files) == ({}, 0, ())
    assert register_history(folder) == kept


def test_more_may_be_kept_and_less_than_statute_asks_may_not(folder, monkeypatch):
    assert purge(folder, "slt", 2019, dry_run=True).rows["session_marks"] == 4
    with pytest.raises(RefusedError, match=r"at least 6 years.*2020/21"):
        purge(folder, "slt", 2021)
    rules = [{"kind": "statutory", "years": 6}, {"kind": "policy", "years": 5}]
    rules = [rule | {"valid_from": date(2024, 8, 19), "legal_basis": ""} for rule in rules]
    monkeypatch.setattr(retention, "retention_rules", lambda: rules)
    with pytest.raises(RefusedError, match=r"rules\.toml keeps rows for 5 years"):
        purge(folder, "slt")


def test_what_was_done_is_recorded_as_counts_only(folder):
    purged = purge(folder, "slt")  # the case of REOPENED was not opened again here

    newest = recent_activity(folder)[0]
    assert newest["what"] == "purge"
    assert newest["detail"] == f"{sum(purged.rows.values())} rows, 2 pupils wholly; kept from 2020/21 on"


def test_the_command_says_in_a_dry_run_what_it_then_does(folder):
    def run(*words):
        return CliRunner().invoke(commands, ["purge", *words, "--store", str(folder)])

    dry, done, again = run("--dry-run", "--json"), run("--json"), run()
    refused, wrong = run("--before", "2025"), run("--before", "long ago")

    assert [one.exit_code for one in (dry, done, again, refused, wrong)] == [0, 0, 0, 1, 2]
    assert json.loads(dry.stdout)["rows"] == json.loads(done.stdout)["rows"]
    assert json.loads(done.stdout)["before"] == 2020
    assert "no import before this can be undone" in done.stderr
    assert "Nothing from before the academic year 2020/21" in again.stdout


# --- no figure of the years that stay may change, whatever the lists said

TRAITS = {
    "year_group": ["R", "1", "4", ""],
    "class": ["Oak", "Elm"],
    "fsm": ["Y", "N", ""],
    "sex": ["F", "M"],
}
LIST_DAYS = ("2018-09-10", "2019-01-07", "2019-09-09", "2020-07-31", "2020-08-01", "2021-09-06", "2026-09-07")


@st.composite
def pupil_lists(draw):
    """Lists on some of the days, each with some of the columns."""
    lists = {}
    for day in draw(st.lists(st.sampled_from(LIST_DAYS), min_size=1, max_size=4, unique=True)):
        columns = draw(st.sets(st.sampled_from([*TRAITS, "entry_date", "leaving_date"]), min_size=1))
        on = {"entry_date": ["2018-09-03", "2019-02-04"], "leaving_date": ["", "2021-07-16"]}
        lists[day] = [
            {"upn": pupil.upn, "surname": pupil.name}
            | {column: draw(st.sampled_from((TRAITS | on)[column])) for column in sorted(columns)}
            for pupil in (STAYS, OPEN)
        ]
    return lists


KEPT_YEARS = (
    """
    select pupil_id, greatest(valid_from, date '2020-08-01'), valid_until, columns(* exclude (
        school_id, pupil_id, valid_from, valid_until, period_id
    )) from pupil_periods where academic_year >= 2020 order by all
    """,
    "select pupil_id, upn, surname, sex, on_roll_from, on_roll_until from pupils order by all",
    "from enrolments order by all",
    "select columns(* exclude (period_id)) from pupil_sessions where academic_year >= 2020 order by all",
    "select columns(* exclude (period_id)) from missing_sessions where academic_year >= 2020 order by all",
)


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lists=pupil_lists())
def test_no_figure_of_the_years_that_stay_changes(tmp_path_factory, lists):
    folder = tmp_path_factory.mktemp("store")
    days = ["2018-11-05", "2019-11-04", "2020-11-02", "2021-11-01", "2026-11-20"]
    both = (STAYS, OPEN)  # with an entry date: without one a pupil is on roll from the first mark there is
    marks = [mark(pupil, day, "/") for day in days for pupil in both]
    take(folder, "2018-09-03", pupils=[listed(pupil) for pupil in both], marks=marks)
    for day, lines in lists.items():
        take(folder, day, pupils=lines)
    before = [rows(folder, sql) for sql in KEPT_YEARS]

    purge(folder, "slt")

    assert [rows(folder, sql) for sql in KEPT_YEARS] == before


def test_figures_of_a_kept_year_are_as_they_were(folder):
    wanted = EVERYTHING | {"from_date": "2020-08-01"}
    store = open_store(folder)
    before = store.rows("absence_headline", wanted).rows
    store.close()

    purge(folder, "slt")

    store = open_store(folder)
    assert store.rows("absence_headline", wanted).rows == before
    earlier = store.rows("absence_headline", EVERYTHING | {"to_date": "2020-07-31"}).rows[0]
    assert earlier[:2] == (0, 0)
    store.close()
