"""Of pupil lists, what still holds after the retention period: everything older goes."""

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

WHO, WHEN = ("school_id", "pupil_id", "as_at", "line", "import_id"), ("entry_date", "leaving_date")

# A list's word on a trait holds until the next list that has the column, so also after the cutoff.
# A class holds for its academic year only.
OVERTAKEN = """
update {table} set {column} = null
where
    as_at < $cutoff
    and {column} is not null
    and ('{column}' = 'class' or exists (
        select 1 from {table} as later
        where
            later.school_id = {table}.school_id
            and later.pupil_id = {table}.pupil_id
            and later.as_at > {table}.as_at
            and later.as_at < $cutoff
            and later.{column} is not null
    ))
"""
# A period on roll that ended before the cutoff goes where the list names a later one: the pupil came back.
ENDED = """
delete from pupil_list_rows
where
    try_cast(leaving_date as date) < $cutoff
    and exists (
        select 1 from pupil_list_rows as later
        where
            later.school_id = pupil_list_rows.school_id
            and later.pupil_id = pupil_list_rows.pupil_id
            and later.as_at = pupil_list_rows.as_at
            and try_cast(later.entry_date as date) > try_cast(pupil_list_rows.leaving_date as date)
    )
"""
# The newest list with entry dates gives the periods on roll, the newest with leaving dates their ends.
PERIODS_OVERTAKEN = """
update pupil_list_rows set
    entry_date = case when has_later_entry then null else entry_date end,
    leaving_date = case
        when has_later_leaving and (entry_date is null or has_later_entry) then null else leaving_date
    end
from (
    select
        school_id,
        pupil_id,
        as_at as list_date,
        max(as_at) filter (where entry_date is not null) over whole > as_at as has_later_entry,
        max(as_at) filter (where leaving_date is not null) over whole > as_at as has_later_leaving
    from pupil_list_rows
    window whole as (partition by school_id, pupil_id)
    qualify row_number() over (partition by school_id, pupil_id, as_at) = 1
) as lists
where
    pupil_list_rows.as_at < $cutoff
    and pupil_list_rows.school_id = lists.school_id
    and pupil_list_rows.pupil_id = lists.pupil_id
    and pupil_list_rows.as_at = lists.list_date
"""


def purge_pupil_lists(connection: "duckdb.DuckDBPyConnection", cutoff: date) -> int:
    """Delete periods on roll that ended before the cutoff and, of older lists, what a later one overtook."""
    ended = connection.execute(ENDED, {"cutoff": cutoff}).fetchone()
    connection.execute(PERIODS_OVERTAKEN, {"cutoff": cutoff})
    return (int(ended[0]) if ended else 0) + _purge_overtaken(connection, "pupil_list_rows", cutoff)


def purge_names_beside_marks(connection: "duckdb.DuckDBPyConnection", cutoff: date) -> int:
    """Delete what files of marks said before the cutoff and a later one overtook."""
    return _purge_overtaken(connection, "names_beside_marks", cutoff)


def _purge_overtaken(connection: "duckdb.DuckDBPyConnection", table: str, cutoff: date) -> int:
    """Forget what a later row overtook; how many rows said nothing else."""
    described = connection.execute(f"select column_name from (describe {table})").fetchall()  # noqa: S608
    columns = [name for (name,) in described if name not in WHO]
    for column in columns:
        if column not in WHEN:
            connection.execute(OVERTAKEN.format(table=table, column=column), {"cutoff": cutoff})
    says_nothing = " and ".join(f"{column} is null" for column in columns)
    empty = connection.execute(
        f"delete from {table} where as_at < $cutoff and {says_nothing}",  # noqa: S608
        {"cutoff": cutoff},
    ).fetchone()
    return int(empty[0]) if empty else 0
