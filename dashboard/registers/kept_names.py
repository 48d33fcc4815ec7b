"""Names, class and year group from files of marks as they are stored, of pupils whom no list describes."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from dashboard.registers.pupil_lists import LIST_COLUMNS, ListRow, in_force
from dashboard.store.reference import insert_rows

if TYPE_CHECKING:
    import duckdb

KEPT = ("surname", "forename", "year_group", "class")
COLUMN_TYPES = {
    "school_id": "integer",
    "pupil_id": "integer",
    "as_at": "date",
    "import_id": "integer",
    **dict.fromkeys(KEPT, "varchar"),
}


def keep_names(
    connection: "duckdb.DuckDBPyConnection",
    school_id: int,
    import_id: int,
    told: Mapping[int, Mapping[str, str]],
    days: Mapping[int, date],
) -> set[int]:
    """Store what was told of pupils and is not in force on the day of each; the pupils of whom it is new."""
    stored = _read(connection, school_id)
    rows: dict[int, dict[str, object]] = {}
    for pupil_id, values in told.items():
        day = days[pupil_id]
        earlier = [row for row in stored[pupil_id] if row.as_at <= day]
        before = in_force(earlier, day, "")
        if before and all(before[name] == value for name, value in values.items()):
            continue
        same_day = earlier[-1].values if earlier and earlier[-1].as_at == day else {}
        merged = {name: values.get(name) or same_day.get(name) for name in KEPT}
        given = {"school_id": school_id, "pupil_id": pupil_id, "as_at": day, "import_id": import_id}
        rows[pupil_id] = given | merged
    if rows:
        _replace(connection, school_id, list(rows.values()))
    return set(rows)


def forget_described(connection: "duckdb.DuckDBPyConnection", school_id: int) -> None:
    """Drop what files of marks said of pupils whom a list describes by now."""
    connection.execute(
        """
        delete from names_beside_marks
        where
            school_id = $school_id
            and pupil_id in (select pupil_id from pupil_list_rows where school_id = $school_id)
        """,
        {"school_id": school_id},
    )


def _read(connection: "duckdb.DuckDBPyConnection", school_id: int) -> Mapping[int, list[ListRow]]:
    """Every row of a school as one of a list that says no more, the oldest first."""
    found = connection.execute(
        f"""
        select pupil_id, as_at, import_id, {", ".join(KEPT)}
        from names_beside_marks where school_id = $school_id order by as_at
        """,  # noqa: S608
        {"school_id": school_id},
    ).fetchall()
    rows: dict[int, list[ListRow]] = defaultdict(list)
    for pupil_id, as_at, import_id, *values in found:
        told = dict.fromkeys(LIST_COLUMNS) | dict(zip(KEPT, values, strict=True))
        rows[pupil_id].append(ListRow(pupil_id, as_at, 0, import_id, told))
    return rows


def _replace(connection: "duckdb.DuckDBPyConnection", school_id: int, rows: list[dict[str, object]]) -> None:
    connection.execute(
        """
        delete from names_beside_marks
        using (select unnest($pupil_ids::integer[]) as pupil_id, unnest($days::date[]) as as_at) as newer
        where
            names_beside_marks.school_id = $school_id
            and names_beside_marks.pupil_id = newer.pupil_id
            and names_beside_marks.as_at = newer.as_at
        """,
        {
            "school_id": school_id,
            "pupil_ids": [row["pupil_id"] for row in rows],
            "days": [row["as_at"] for row in rows],
        },
    )
    insert_rows(connection, "names_beside_marks", COLUMN_TYPES, rows)
