"""Reference data: what codes and rules mean goes into every register file, the rest into what is read."""

import csv
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from dashboard.config import REFERENCE_FOLDER

if TYPE_CHECKING:
    import duckdb

MEANINGS = ("possible", "attended", "authorised", "unauthorised", "unexplained")
EVER_BEFORE, EVER_AFTER = date(1900, 1, 1), date(9999, 12, 31)
CODE_COLUMNS = {
    "attendance_code": "varchar",
    "description": "varchar",
    "category": "varchar",
    "is_possible": "boolean",
    "is_attended": "boolean",
    "is_authorised": "boolean",
    "is_unauthorised": "boolean",
    "is_unexplained": "boolean",
    "valid_from": "date",
    "valid_until": "date",
    "applies_from": "date",
    "applies_until": "date",
}
RULE_COLUMNS = {
    "rule": "varchar",
    "label": "varchar",
    "kind": "varchar",
    "codes": "varchar[]",
    "neutral_codes": "varchar[]",
    "threshold": "integer",
    "unit": "varchar",
    "legal_basis": "varchar",
    "valid_from": "date",
    "valid_until": "date",
}
REVIEW_LIMIT_COLUMNS = {
    "measure": "varchar",
    "label": "varchar",
    "most": "double",
    "unit": "varchar",
    "meaning": "varchar",
    "valid_from": "date",
    "valid_until": "date",
}
NATIONAL_COLUMNS = ("academic_year", "term", "school_type", "characteristic", "group_name", "measure")
LOCAL_COLUMNS = (
    "academic_year",
    "term",
    "school_type",
    "geographic_level",
    "la_code",
    "region_name",
    "la_name",
    "measure",
)
BENCHMARKS = """
create table {table} as
select {columns}, percentage as value, source, regexp_extract(source, '^[A-Z]+') as series
from read_csv($file, header = true, delim = ',', quote = '"', escape = '"', auto_detect = false,
    columns = {types})
"""


def load_reference(connection: "duckdb.DuckDBPyConnection") -> None:
    """Put the attendance codes, the rules and the Easter Sundays of this release into a register."""
    codes = _attendance_codes()
    for table, columns, rows in (
        ("attendance_codes", CODE_COLUMNS, codes),
        ("rules", RULE_COLUMNS, _rules(codes)),
        ("easter_sundays", {"easter_sunday": "date"}, _read_csv("easter_sundays.csv")),
    ):
        connection.execute(f"delete from {table}")  # noqa: S608
        insert_rows(connection, table, columns, rows)


def load_benchmarks(connection: "duckdb.DuckDBPyConnection") -> None:
    """Make the tables national_benchmarks and local_benchmarks.

    `value` is a percentage; `series` says where it comes from, and two series are never mixed.
    """
    for table, columns, last_columns in (
        ("national_benchmarks", NATIONAL_COLUMNS, ("source", "confidence")),
        ("local_benchmarks", LOCAL_COLUMNS, ("source",)),
    ):
        types = dict.fromkeys((*columns, "percentage", *last_columns), "varchar")
        types["percentage"] = "double"
        sql = BENCHMARKS.format(table=table, columns=", ".join(columns), types=types)
        connection.execute(sql, {"file": str(REFERENCE_FOLDER / f"{table}.csv")})


def load_review_limits(connection: "duckdb.DuckDBPyConnection") -> None:
    """Make the table review_limits: what a register may fall short of and still be fit for a review."""
    columns = ", ".join(f"{name} {kind}" for name, kind in REVIEW_LIMIT_COLUMNS.items())
    connection.execute(f"create table review_limits ({columns})")
    insert_rows(connection, "review_limits", REVIEW_LIMIT_COLUMNS, _read_rules()["review_limit"])


def la_codes() -> dict[str, str]:
    """Every local authority that the benchmarks know: its code and name."""
    return {
        row["la_code"]: row["la_name"] or ""
        for row in _read_csv("local_benchmarks.csv")
        if row["la_code"] and row["geographic_level"] == "Local authority"
    }


def insert_rows(
    connection: "duckdb.DuckDBPyConnection",
    table: str,
    columns: Mapping[str, str],
    rows: Sequence[Mapping[str, Any]],
) -> None:
    """Insert a few rows in one go, without a DataFrame; `columns` names the columns and their types."""
    selected = ", ".join(f"unnest(${name}::{kind}[])" for name, kind in columns.items())
    values = {name: [row.get(name) for row in rows] for name in columns}
    connection.execute(f"insert into {table} ({', '.join(columns)}) select {selected}", values)


def _attendance_codes() -> list[dict[str, Any]]:
    """Every code with its meanings; outside their dates the nearest earlier one applies, else the first."""
    rows = [
        {
            "attendance_code": row["code"],
            "description": row["description"],
            "category": row["category"],
            **{f"is_{meaning}": row[meaning] == "true" for meaning in MEANINGS},
            "valid_from": _date(row["valid_from"]),
            "valid_until": _date(row["valid_to"]),
        }
        for row in _read_csv("attendance_codes.csv")
    ]
    meanings: dict[Any, list[dict[str, Any]]] = {}
    for row in sorted(rows, key=lambda row: str(row["valid_from"] or "")):
        meanings.setdefault(row["attendance_code"], []).append(row)
    for of_one_code in meanings.values():
        later = [row["valid_from"] for row in of_one_code[1:]]
        starts = [EVER_BEFORE, *later]
        ends = [*(start - timedelta(days=1) for start in later), EVER_AFTER]
        for row, start, end in zip(of_one_code, starts, ends, strict=True):
            row["applies_from"], row["applies_until"] = start, end
    return [row for of_one_code in meanings.values() for row in of_one_code]


def retention_rules() -> list[dict[str, Any]]:
    """How many academic years before the current one are kept: kind, years, legal_basis, valid_from."""
    return _read_rules()["retention"]


def _rules(codes: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    rules = _read_rules()["rule"]
    for rule in rules:
        if rule["rule"] == "any_reason":
            absences = {
                row["attendance_code"] for row in codes if row["is_authorised"] or row["is_unauthorised"]
            }
            rule["codes"] = sorted(absences)
    return rules


def _read_rules() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads((REFERENCE_FOLDER / "rules.toml").read_text(encoding="utf-8"))


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _read_csv(name: str) -> list[dict[str, str | None]]:
    with (REFERENCE_FOLDER / name).open(encoding="utf-8", newline="") as file:
        return [{key: value or None for key, value in row.items()} for row in csv.DictReader(file)]
