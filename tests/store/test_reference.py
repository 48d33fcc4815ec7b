import csv
from datetime import date

import duckdb

from dashboard.config import REFERENCE_FOLDER
from dashboard.store.reference import la_codes, load_benchmarks
from dashboard.store.register import import_run


def test_a_register_knows_the_codes_and_what_they_mean_on_every_date(tmp_path):
    with import_run(tmp_path, "Import") as run:
        meanings = run.connection.execute(
            """
            select attendance_code, is_possible, applies_from, applies_until from attendance_codes
            where attendance_code in ('\\', 'D') order by attendance_code, applies_from
            """
        ).fetchall()
        unclear = run.connection.execute(
            """
            select a.attendance_code from attendance_codes as a inner join attendance_codes as b
            on a.attendance_code = b.attendance_code and a.applies_from < b.applies_from
            and a.applies_until >= b.applies_from
            """
        ).fetchall()

    assert meanings == [
        ("D", True, date(1900, 1, 1), date(2011, 8, 31)),
        ("D", False, date(2011, 9, 1), date(9999, 12, 31)),
        ("\\", True, date(1900, 1, 1), date(9999, 12, 31)),
    ]
    assert unclear == []


def test_every_code_is_one_that_marks_can_have(tmp_path):
    """A code that attendance_codes.csv gains needs a migration of the type, in the order of text."""
    with (REFERENCE_FOLDER / "attendance_codes.csv").open(encoding="utf-8", newline="") as file:
        codes = {row["code"] for row in csv.DictReader(file)}
    with import_run(tmp_path, "Import") as run:
        (storable,) = run.connection.execute("select enum_range(null::mark_code)").fetchone()

    assert storable == sorted(codes)


def test_any_reason_counts_every_absence_and_no_presence(tmp_path):
    with import_run(tmp_path, "Import") as run:
        rules = dict(run.connection.execute("select rule, codes from rules").fetchall())

    assert {"I", "M", "O", "N", "G", "U", "E", "T"} < set(rules["any_reason"])
    assert not {"/", "\\", "L", "B", "X", "#"} & set(rules["any_reason"])
    assert rules["la_return"] == ["G", "N", "O", "U"]


def test_reference_data_is_refreshed_not_doubled_by_another_run(tmp_path):
    for _ in range(2):
        with import_run(tmp_path, "Import") as run:
            counts = run.connection.execute(
                "select (select count(*) from rules), (select count(*) from easter_sundays)"
            ).fetchone()

    assert counts == (8, 81)


def test_benchmarks_are_percentages_in_series_that_are_never_mixed():
    with duckdb.connect() as connection:
        load_benchmarks(connection)
        series = connection.execute(
            "select series, count(value) from national_benchmarks group by all order by all"
        ).fetchall()
        local = connection.execute("select distinct series from local_benchmarks order by all").fetchall()

    assert [name for name, _ in series] == ["CENSUS", "CME", "DAILY", "STUDY"]
    assert sum(count for _, count in series) == 779
    assert local == [("CENSUS",), ("DAILY",)]


def test_local_authorities_are_known_by_their_codes():
    assert la_codes()["330"] == "Birmingham"
