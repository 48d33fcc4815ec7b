"""Register files that older releases wrote: they open, hold what they held, and can be imported into."""

from datetime import date

import duckdb
import pytest

from dashboard.registers import import_files
from dashboard.registers.files import NamedBytes
from dashboard.store.reading import open_store
from dashboard.store.register import current_register, opened_read_only, schema_version

ANN, BOB = "R201100018042", "U502400200093"
HEADING = "upn,date,session,mark\n"
# Bob's sub-code is kept as it was written; his morning of 16 November is corrected by the second file.
FIRST = f"{ANN},2026-11-16,AM,/\n{ANN},2026-11-16,PM,\\\n{BOB},2026-11-16,AM,N\n{BOB},2021-01-11,AM,I01\n"
SECOND = f"{BOB},2026-11-16,AM,I\n"
# The fourth schema version brought what files of marks say of pupils whom no list describes.
AS_THE_THIRD_VERSION = """
drop table names_beside_marks;
update register_version set schema_version = 3;
"""
# The third keeps few texts as such, and raw_mark where it is not the code itself.
AS_THE_SECOND_VERSION = (
    AS_THE_THIRD_VERSION
    + """
create table old_marks as
select * replace (
    session::varchar as session, attendance_code::varchar as attendance_code,
    coalesce(raw_mark, attendance_code::varchar) as raw_mark
) from session_marks;
drop table session_marks;
alter table old_marks rename to session_marks;
update mark_changes
set old_raw_mark = coalesce(old_raw_mark, old_code), new_raw_mark = coalesce(new_raw_mark, new_code);
create table old_sessions as
select * replace (session::varchar as session, attendance_code::varchar as attendance_code)
from pupil_sessions;
drop table pupil_sessions;
alter table old_sessions rename to pupil_sessions;
alter table attendance_codes alter column attendance_code type varchar;
alter table school_days alter column session type varchar;
drop type half_day;
drop type mark_code;
update register_version set schema_version = 2;
"""
)
# The second brought the numbers that are never given again.
AS_THE_FIRST_VERSION = (
    AS_THE_SECOND_VERSION
    + """
drop table pupil_numbers;
update register_version set schema_version = 1;
"""
)
TABLES = "select table_name from duckdb_tables() where database_name = 'register' order by table_name"
COLUMNS = """
select table_name, column_name, data_type from duckdb_columns() where database_name = 'register' order by all
"""


def take(folder, marks):
    files = [NamedBytes("marks.csv", (HEADING + marks).encode())]
    return import_files(folder, files, accept=True, today=date(2026, 11, 24)).files[0]


def whole(folder):
    """Everything that the register holds, and in which form."""
    with opened_read_only(current_register(folder)) as connection:
        tables = [table for (table,) in connection.execute(TABLES).fetchall()]
        rows = {
            table: connection.execute(f"select * from register.{table} order by all").fetchall()
            for table in tables
        }
        return rows, connection.execute(COLUMNS).fetchall()


@pytest.fixture(
    params=[AS_THE_FIRST_VERSION, AS_THE_SECOND_VERSION, AS_THE_THIRD_VERSION],
    ids=["first", "second", "third"],
)
def older(request, tmp_path):
    """A store that an older release could have left, and all that it held before it was made older."""
    folder = tmp_path / "store"
    take(folder, FIRST)
    take(folder, SECOND)
    held = whole(folder)
    with duckdb.connect(str(current_register(folder))) as connection:
        connection.execute(request.param)
    return folder, held


def test_reading_brings_a_file_of_an_older_release_to_this_form_with_all_it_held(older):
    folder, held = older

    open_store(folder).close()

    assert whole(folder) == held
    assert held[0]["register_version"] == [(schema_version(),)]


def test_the_marks_of_an_older_release_are_known_when_they_come_again(older):
    folder, _ = older

    again = take(folder, f"{ANN},2026-11-16,AM,/\n{BOB},2026-11-16,AM,N\n{BOB},2026-11-17,AM,/\n")

    assert (again.rows_read, again.rows_unchanged, again.rows_superseded, again.rows_accepted) == (3, 1, 1, 2)
    rows, _ = whole(folder)
    assert [row[4:8] for row in rows["mark_changes"]] == [("I", None, None, 2), ("N", None, None, 1)]
    assert [row[5:7] for row in rows["session_marks"]] == [
        ("I", "I01"), ("/", None), ("\\", None), ("N", None), ("/", None),
    ]  # fmt: skip


def test_a_pupil_whom_an_older_release_knew_by_number_alone_is_named_by_a_file_of_marks(older):
    folder, _ = older
    content = f"upn,surname,date,session,mark\n{ANN},Archer,2026-11-17,AM,/\n"

    import_files(folder, [NamedBytes("register.csv", content.encode())], today=date(2026, 11, 24))

    rows, _ = whole(folder)
    assert sorted((row[2], row[5]) for row in rows["pupils"]) == [(ANN, "Archer"), (BOB, None)]


def test_a_pupil_number_of_an_older_release_is_not_given_again(older):
    folder, _ = older

    take(folder, "P207000016049,2026-11-18,AM,/\n")

    rows, _ = whole(folder)
    assert rows["pupil_numbers"] == [(3,)]
