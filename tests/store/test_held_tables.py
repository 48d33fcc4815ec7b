"""No table that names pupils is forgotten when a pupil is erased or exported, or old rows are purged."""

import duckdb
import pytest

from dashboard.store import held_pupils, purging_records
from dashboard.store import records_tables as tables
from dashboard.store.purging import AGED
from dashboard.store.register import SCHEMA_FILE

NAMING = {"pupil_id", "upn", "admission_number", "case_id"}
COVERED = {
    *held_pupils.NUMBERED,
    *held_pupils.NAMED,
    *held_pupils.OF_CASES,
    *held_pupils.DERIVED,
    *held_pupils.REPEATED,
}


@pytest.fixture(scope="module")
def register_columns():
    with duckdb.connect(":memory:") as connection:
        connection.execute(SCHEMA_FILE.read_text(encoding="utf-8"))
        found = connection.execute("select table_name, list(column_name) from duckdb_columns() group by all")
        return {table: set(columns) for table, columns in found.fetchall()}


def test_every_table_of_the_register_that_names_pupils_is_known_to_erasing_and_exporting(register_columns):
    assert {table for table, columns in register_columns.items() if columns & NAMING} == COVERED


def test_every_table_of_the_records_that_names_pupils_is_known_to_erasing_and_exporting():
    naming = {table for table in tables.metadata.sorted_tables if set(table.c.keys()) & NAMING}

    assert naming == {*held_pupils.NAMED_RECORDS, *held_pupils.RECORDS_OF_CASES, held_pupils.NOTES}


def test_every_such_table_knows_when_its_rows_are_too_old():
    # go with their pupil, and by what later lists or files said
    by_pupil = {"pupil_aliases", "pupil_list_rows", "names_beside_marks"}
    by_case = {"imported_cme_cases"}  # go when they were closed

    assert {*held_pupils.NUMBERED, *held_pupils.NAMED} == {*AGED, *by_pupil, *by_case} - {
        "calendar_entries",
        "import_problems",
    }
    assert set(purging_records.ENDED) == set(held_pupils.NAMED_RECORDS)
