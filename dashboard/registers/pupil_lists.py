"""Pupil lists as they are stored, and what was in force on a day according to them."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from dashboard.store.reference import insert_rows

if TYPE_CHECKING:
    import duckdb

LIST_COLUMNS = (
    "upn", "former_upn", "admission_number", "surname", "forename", "date_of_birth", "sex", "household",
    "enrolment_status", "entry_date", "leaving_date", "destination", "year_group", "class", "send_provision",
    "send_need", "fsm", "fsm_basis", "pupil_premium", "eal", "ethnicity", "looked_after", "social_worker",
    "child_protection_plan", "young_carer", "service_child", "mental_health_need", "near_threshold",
)  # fmt: skip
COLUMN_TYPES = {
    "school_id": "integer",
    "pupil_id": "integer",
    "as_at": "date",
    "line": "integer",
    "import_id": "integer",
    **dict.fromkeys(LIST_COLUMNS, "varchar"),
}
YEAR_GROUPS = ("N1", "N2", "R", *(str(year) for year in range(1, 15)))
Values = dict[str, str | None]


@dataclass(frozen=True)
class ListRow:
    """A line of a list about a pupil. None: the list had no such column; '': the cell was blank."""

    pupil_id: int
    as_at: date
    line: int
    import_id: int
    values: Values


def read_lists(connection: "duckdb.DuckDBPyConnection", school_id: int) -> dict[int, list[ListRow]]:
    """Every line about every pupil of a school, oldest list first."""
    rows = connection.execute(
        f"""
        select pupil_id, as_at, line, import_id, {", ".join(LIST_COLUMNS)}
        from pupil_list_rows where school_id = $school_id order by as_at, line
        """,  # noqa: S608
        {"school_id": school_id},
    ).fetchall()
    lists: dict[int, list[ListRow]] = defaultdict(list)
    for pupil_id, as_at, line, import_id, *values in rows:
        told = dict(zip(LIST_COLUMNS, values, strict=True))
        lists[pupil_id].append(ListRow(pupil_id, as_at, line, import_id, told))
    return lists


def replace_list_rows(
    connection: "duckdb.DuckDBPyConnection",
    school_id: int,
    as_at: date,
    pupil_ids: Collection[int],
    rows: Sequence[ListRow],
) -> None:
    """Put these rows in place of what the list of that day said of these pupils."""
    if not pupil_ids:
        return
    connection.execute(
        """
        delete from pupil_list_rows
        where school_id = $school_id and as_at = $as_at and list_contains($pupil_ids::integer[], pupil_id)
        """,
        {"school_id": school_id, "as_at": as_at, "pupil_ids": sorted(pupil_ids)},
    )
    insert_rows(
        connection,
        "pupil_list_rows",
        COLUMN_TYPES,
        [
            {
                "school_id": school_id,
                "pupil_id": row.pupil_id,
                "as_at": row.as_at,
                "line": row.line,
                "import_id": row.import_id,
                **row.values,
            }
            for row in rows
        ],
    )


def in_force(earlier: Sequence[ListRow], as_at: date, entry_date: str) -> Values | None:
    """What the lists up to a day say of a pupil on it; None if no list reaches back so far.

    A column that the newest list lacks keeps what an older one said. In an academic year after the newest
    list the year group has gone up and the class is not known.
    """
    if not earlier:
        return None
    newest = [row for row in earlier if row.as_at == earlier[-1].as_at]
    told = _of_period(newest, entry_date)
    values = dict(told.values)
    for row in reversed(earlier):
        for name, value in row.values.items():
            if values[name] is None:
                values[name] = value
    years = academic_year(as_at) - academic_year(told.as_at)
    if years > 0:
        values["year_group"] = _year_group_after(values["year_group"] or "", years)
        values["class"] = ""
    return values


def _of_period(rows: Sequence[ListRow], entry_date: str) -> ListRow:
    """The row of the same period on roll, or the last there is."""
    return next((row for row in rows if (row.values["entry_date"] or "") == entry_date), rows[-1])


def _year_group_after(year_group: str, years: int) -> str:
    if year_group not in YEAR_GROUPS:
        return year_group
    return YEAR_GROUPS[min(YEAR_GROUPS.index(year_group) + years, len(YEAR_GROUPS) - 1)]


def academic_year(day: date) -> int:
    """The year in which the academic year of a day began, on 1 August."""
    return day.year if day.month >= 8 else day.year - 1
