import threading
from datetime import date

import duckdb
import pytest

from dashboard.errors import RefusedError, RoleRefused, UsageError
from dashboard.store import records, register
from dashboard.store.reading import open_store, store_for
from dashboard.store.register import current_register, register_history, undo
from tests.store.small_store import COLOUR, add_school, query_folder


@pytest.fixture
def folder(tmp_path):
    add_school(tmp_path / "store", 1, "Ash")
    return tmp_path / "store"


@pytest.fixture
def own_queries(tmp_path):
    return query_folder(tmp_path / "queries")


def names(store):
    return [row[1] for row in store.rows("known_schools").rows]


def ask(store, sql):
    with store._connection.cursor() as cursor:
        return cursor.execute(sql).fetchall()


def test_a_query_answers_as_rows_and_as_a_frame(folder, own_queries):
    store = open_store(folder, own_queries)

    rows = store.rows("known_schools", {"as_known_on": "2025-09-01", "school_ids": [1, 2]})

    assert rows.columns == ("school_id", "name", "as_known_on", "remark")
    assert rows.rows == [(1, "Ash", date(2025, 9, 1), "costs $5")]
    assert list(store.frame("known_schools")["name"]) == ["Ash"]


def test_a_frame_holds_texts_also_of_what_is_stored_as_one_of_a_few(folder, own_queries):
    (own_queries / "schools" / "codes_known.sql").write_text(
        "-- question: Which codes are there?\n-- grain: one row a code\n-- columns: attendance_code\n\n"
        "select attendance_code from attendance_codes where attendance_code in ('L', 'U')\n"
        "union all select null\norder by attendance_code\n"
    )

    codes = open_store(folder, own_queries).frame("codes_known")["attendance_code"]

    assert codes.dtype == "str"
    assert codes.dropna().tolist() == ["L", "U"]


def test_an_empty_store_says_what_to_do(tmp_path, own_queries):
    with pytest.raises(RefusedError, match="Nothing has been imported yet"):
        open_store(tmp_path / "new", own_queries)


def test_a_parameter_that_a_query_has_not_is_wrong_usage(folder, own_queries):
    with pytest.raises(UsageError, match="no parameter 'sex'"):
        open_store(folder, own_queries).rows("known_schools", {"sex": "F"})


def test_a_query_is_refused_to_a_role_that_may_not_run_it(folder, own_queries):
    store = open_store(folder, own_queries)

    with pytest.raises(RoleRefused):
        store.rows("known_schools", role="governor")
    assert store.rows("own_dimension", {"dimension": "sex"}, role="governor").rows == [("sex",)]


def test_many_threads_ask_one_store_at_once(folder, own_queries):
    store = open_store(folder, own_queries)
    answers = []

    def ask_often():
        answers.extend(tuple(names(store)) for _ in range(10))

    threads = [threading.Thread(target=ask_often) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == [("Ash",)] * 80


@pytest.mark.parametrize(
    "forbidden",
    [
        "select * from read_csv('/etc/passwd')",
        "select * from read_text('/etc/passwd')",
        "select * from glob('/*')",
        "attach 'other.duckdb' as other",
        "copy (select 1) to 'out.csv'",
        "export database 'out'",
        "install httpfs",
        "load 'httpfs'",
        "set threads = 1",
        "set enable_external_access = true",
        "delete from register.schools",
        "create table register.more (number integer)",
    ],
)
def test_the_door_is_locked(folder, own_queries, forbidden):
    store = open_store(folder, own_queries)

    with pytest.raises(duckdb.Error):
        ask(store, forbidden)


def test_every_cursor_finds_views_macros_records_and_benchmarks(folder, own_queries):
    store = open_store(folder, own_queries)

    assert ask(store, "select twice(school_id) from schools") == [(2,)]
    assert ask(store, "select count(*) from recorded.cme_cases") == [(0,)]
    assert ask(store, "select count(*) > 0 from local_benchmarks") == [(True,)]


def test_an_import_is_seen_by_whoever_asks_for_the_store_again(folder, own_queries):
    before = store_for(folder, own_queries)
    assert store_for(folder, own_queries) is before

    add_school(folder, 2, "Birch")
    after = store_for(folder, own_queries)

    assert (names(before), names(after)) == (["Ash"], ["Ash", "Birch"])
    assert before.version != after.version
    undo(folder)
    assert names(store_for(folder, own_queries)) == ["Ash"]


def test_a_page_that_holds_an_older_store_can_finish(folder, own_queries, monkeypatch):
    monkeypatch.setenv("ATTENDANCE_REGISTERS_KEPT", "1")
    before = store_for(folder, own_queries)
    for number in (2, 3):
        add_school(folder, number, f"School {number}")
    store_for(folder, own_queries)

    assert len(register_history(folder)) == 1
    assert names(before) == ["Ash"]


def test_a_store_in_use_sees_what_is_recorded_without_opening_the_register_again(folder, own_queries):
    store = store_for(folder, own_queries)
    before = store.version
    case = records.Case("Ash", "no_show", date(2026, 9, 3), upn="A123456789012")
    case_id = records.record_case(folder, case, "slt")

    again = store_for(folder, own_queries)

    assert again is store
    assert again.version != before
    assert ask(again, "select case_id, upn, opened_date from recorded.cme_cases") == [
        (case_id, "A123456789012", date(2026, 9, 3))
    ]


def test_records_of_a_school_follow_it_under_its_new_name_and_back(folder, own_queries):
    records.record_case(folder, records.Case("Ash", "no_show", date(2026, 9, 3), upn="A1"), "slt")
    records.rename_school(folder, "Ash", "Ash Primary")
    with register.import_run(folder, "Details") as run:
        run.connection.execute("update schools set name = 'Ash Primary'")

    store = store_for(folder, own_queries)
    assert ask(store, "select school_name from recorded.cme_cases") == [("Ash Primary",)]
    undo(folder)
    store = store_for(folder, own_queries)
    assert ask(store, "select school_name from recorded.cme_cases") == [("Ash",)]


def test_reading_brings_an_older_file_to_this_release_and_undo_still_undoes_imports(
    folder, own_queries, monkeypatch
):
    add_school(folder, 2, "Birch")
    monkeypatch.setattr(register, "MIGRATIONS", (*register.MIGRATIONS, COLOUR))

    store = open_store(folder, own_queries)

    assert ask(store, "select colour from schools") == [(None,), (None,)]
    assert len(register_history(folder)) == 2
    undo(folder)
    assert names(open_store(folder, own_queries)) == ["Ash"]


def test_a_damaged_register_says_what_to_do(folder, own_queries):
    current_register(folder).write_bytes(b"not a database")

    with pytest.raises(RefusedError, match="cannot be opened"):
        open_store(folder, own_queries)
