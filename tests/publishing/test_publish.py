"""Publishing a term: what governors see of a school small enough to work out by hand."""

import shutil

import pytest

from dashboard.errors import RefusedError, RoleRefused, UsageError
from dashboard.publishing import publish, withdraw
from dashboard.store.governors import GOVERNORS_FILE, governors_store
from dashboard.store.publications import read_publications
from tests.publishing.schools import FIVE_OF_TWELVE, ONE_CASE, SCHOOL_OF_44, autumn, pupils
from tests.school import import_runs

AUTUMN = "2025/26 Autumn"


@pytest.fixture(scope="session")
def school_of_44(tmp_path_factory):
    folder = tmp_path_factory.mktemp("school-of-44") / "store"
    import_runs(folder, SCHOOL_OF_44)
    publish(folder, AUTUMN)
    return folder


@pytest.fixture
def own_copy(school_of_44, tmp_path):
    return shutil.copytree(school_of_44, tmp_path / "store")


def seen(folder, name, **parameters):
    answer = governors_store(folder).rows(name, parameters)
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]


def test_the_headline_is_what_ten_of_44_make_it(school_of_44):
    (row,) = seen(school_of_44, "governor_headline")

    assert (row["school"], row["academic_year"], row["term"]) == ("", "2025/26", "Autumn")
    assert row["pupils"] == "fewer than 50"
    # 10 pupils x 10 days x 2 sessions of 44 x 150: 200 / 6600 = 3.03%, all of it unauthorised
    assert (row["absence_rate"], row["attendance_rate"]) == (0.03, 0.97)
    assert (row["authorised_rate"], row["unauthorised_rate"]) == (0.0, 0.03)
    assert (row["persistent_absentees"], row["persistent_absence_rate"]) == ("10", 0.227)
    assert (row["severe_absentees"], row["severe_absence_rate"]) == ("0", 0.0)


def test_four_that_would_follow_stay_hidden(school_of_44):
    # 10 less the 6 of N is the 4 of K and E. Nor may the rates be given: 2.7% of the 4500 sessions of N are
    # at most 123, and 15 each for the persistent ones makes that 8 pupils, so at least 2 of K and E.
    (send,) = [
        row for row in seen(school_of_44, "governor_tables") if row["table_name"].endswith("send_provision")
    ]

    assert (send["status"], send["hidden"]) == ("withheld", 16)
    assert "send_provision" not in {row["dimension"] for row in seen(school_of_44, "governor_groups")}


def test_two_pupils_with_a_plan_are_merged_into_those_with_support(tmp_path):
    import_runs(tmp_path / "store", FIVE_OF_TWELVE)

    outcomes = {one.table: one for one in publish(tmp_path / "store", AUTUMN)}

    assert outcomes["governor_groups send_provision"].status == "merged"
    assert outcomes["governor_groups send_provision"].hidden == 0
    rows = [
        row for row in seen(tmp_path / "store", "governor_groups") if row["dimension"] == "send_provision"
    ]
    # N: 6 of 30, 120 of 4500 sessions; K and E: 6 of 14, 120 of 2100
    assert [(row["group_value"], row["persistent_absentees"]) for row in rows] == [
        ("none", "6"),
        ("send", "6"),
    ]
    assert [row["absence_rate"] for row in rows] == [0.027, 0.057]


def test_every_table_says_what_became_of_it(school_of_44):
    tables = {row["table_name"]: row["status"] for row in seen(school_of_44, "governor_tables")}

    assert tables == {
        "governor_headline": "published",
        "governor_weeks": "published",
        "governor_bands": "published",
        "governor_groups fsm": "published",
        "governor_groups send_provision": "withheld",
        "governor_groups sex": "published",
        "governor_groups year_group": "published",
        "governor_groups fsm_and_send": "withheld",
        "governor_cme": "published",
    }


def test_weeks_add_up_to_the_rate_of_the_term_and_carry_no_persistent_absence(school_of_44):
    weeks = seen(school_of_44, "governor_weeks")

    assert len(weeks) == 15
    assert {row["absence_rate"] for row in weeks[:13]} == {0.0}
    assert [row["absence_rate"] for row in weeks[13:]] == [0.227, 0.227]  # 10 of 44 for the last two weeks
    assert not {"persistent_absentees", "severe_absentees"} & set(weeks[0])


def test_england_s_figures_of_the_same_term_stand_beside_those_of_the_school(school_of_44):
    england = {row["measure"]: row for row in seen(school_of_44, "governor_benchmarks")}

    # national_benchmarks.csv, DAILY, autumn 2025/26; persistent absence of that term is not published
    assert {measure: round(row["value"], 4) for measure, row in england.items()} == {
        "attendance_rate": 0.9481,
        "overall_absence_rate": 0.0519,
        "authorised_absence_rate": 0.0379,
        "unauthorised_absence_rate": 0.0141,
    }
    assert {(row["area"], row["covers"]) for row in england.values()} == {("England", "2025/26 autumn term")}


@pytest.mark.parametrize("name", ["absence_headline", "pupils_at_risk", "publication_pupils", "pupil_names"])
def test_a_governor_reaches_no_other_query(school_of_44, name):
    with pytest.raises(RoleRefused):
        governors_store(school_of_44).rows(name)


def test_a_governors_store_holds_no_register(school_of_44):
    store = governors_store(school_of_44)
    tables = store._connection.execute("select table_name from duckdb_tables()").fetchall()

    assert {name for (name,) in tables} == {
        "publication_stamp",
        *(f"published_{name}" for name in ("headline", "weeks", "bands", "groups", "cme", "benchmarks")),
        *(f"published_{name}" for name in ("changes", "commentary", "tables", "publications")),
    }
    for reaching in (f"attach '{school_of_44}/records.sqlite'", "select * from read_text('/etc/hostname')"):
        with pytest.raises(Exception, match=r"disabled|locked"):
            store._connection.execute(reaching)


@pytest.mark.parametrize("given", [{"term": "' or 1=1 --"}, {"year_groups": "1"}])
def test_a_crafted_parameter_is_refused(school_of_44, given):
    with pytest.raises(UsageError):
        governors_store(school_of_44).rows("governor_headline", given)


def test_a_withdrawn_term_is_gone_from_the_file_and_kept_in_the_records(own_copy):
    (before,) = read_publications(own_copy)
    tables = [table["table_name"] for table in before.figures["governor_tables"]]
    shown = [table for table in before.figures["governor_tables"] if table["status"] != "withheld"]

    outcomes = withdraw(own_copy, AUTUMN)

    assert [one.table for one in outcomes] == tables
    assert {(one.status, one.reason) for one in outcomes} == {("withheld", "Withdrawn.")}
    assert not (own_copy / GOVERNORS_FILE).exists()
    with pytest.raises(RefusedError, match="Nothing has been published"):
        governors_store(own_copy)
    published, withdrawn = read_publications(own_copy)
    assert (published.action, withdrawn.action) == ("publish", "withdraw")
    assert withdrawn.moved == f"{len(shown)} tables of version 1 no longer shown."
    assert published.figures["governor_headline"]
    with pytest.raises(RefusedError, match="is not published"):
        withdraw(own_copy, AUTUMN)


def test_a_dry_run_changes_nothing(tmp_path):
    import_runs(tmp_path / "store", SCHOOL_OF_44)

    outcomes = publish(tmp_path / "store", AUTUMN, dry_run=True)

    assert outcomes[0].table == "governor_headline"
    assert read_publications(tmp_path / "store") == []
    assert not (tmp_path / "store" / GOVERNORS_FILE).exists()


@pytest.mark.parametrize(
    ("term", "reason"),
    [
        ("2025/26 Spring", "is not in the data"),
        ("1999/00 Autumn", "is not in the data"),
        ("last term", "is not a term like"),
        ("2025/99 Autumn", "is not a term like"),
        ("2025/26", "is not a term like"),
    ],
)
def test_what_is_not_a_term_of_the_data_is_refused(school_of_44, term, reason):
    with pytest.raises(RefusedError, match=reason):
        publish(school_of_44, term)


def test_a_term_whose_last_day_is_to_come_is_refused(tmp_path):
    unfinished = autumn(pupils("never", 12))
    for line in list(unfinished.files["marks.csv"]):
        if line["date"] == "2025-12-19":
            unfinished.files["marks.csv"].remove(line)
    import_runs(tmp_path / "store", unfinished)

    with pytest.raises(RefusedError, match=r"has not ended.*19 December 2025.*18 December 2025"):
        publish(tmp_path / "store", AUTUMN)


def test_nothing_is_said_of_a_school_of_nine(tmp_path):
    import_runs(tmp_path / "store", autumn(pupils("never", 9)))

    outcomes = publish(tmp_path / "store", AUTUMN)

    assert {one.status for one in outcomes if one.table != "governor_cme"} == {"withheld"}
    assert seen(tmp_path / "store", "governor_headline") == []


def test_one_concern_is_fewer_than_five_and_has_no_rate(tmp_path):
    import_runs(tmp_path / "store", ONE_CASE)
    publish(tmp_path / "store", AUTUMN)

    (row,) = seen(tmp_path / "store", "governor_cme")

    # opened 1 and none closed, so one is open: all three could be any number from 1 to 4 but closed
    assert (row["opened"], row["closed"]) == ("fewer than 5", "0")
    assert (row["acted_in_time_rate"], row["median_days_to_first_action"]) == (None, None)
