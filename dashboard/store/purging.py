"""Purging what is older than the retention period, by academic year, out of everything that is stored."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dashboard.errors import RefusedError
from dashboard.store import marts
from dashboard.store.forgetting import (
    Tell,
    forget_in_old_notes,
    forget_older_records,
    older_files,
    say_nothing,
)
from dashboard.store.held_pupils import NUMBERED
from dashboard.store.purging_lists import purge_names_beside_marks, purge_pupil_lists
from dashboard.store.purging_records import OldRecords, old_records, purge_records
from dashboard.store.recorded import has_records
from dashboard.store.records import record_activity
from dashboard.store.register import import_run
from dashboard.store.retention import Retention, retention_of

if TYPE_CHECKING:
    import duckdb

DESCRIPTION = "Purge of years no longer kept"

# The register's rows that age by themselves; pupils, their lists and their cases go as said below.
AGED = {
    "session_marks": "session_date < $cutoff",
    "mark_changes": "session_date < $cutoff",
    "calendar_entries": "session_date < $cutoff",
    "cme_triggers": "last_date < $cutoff",
    "imported_support_actions": "coalesce(ended_date, action_date) < $cutoff",
    "imported_penalty_notices": "issued_date < $cutoff",
    "import_problems": """import_id in (
        select imports.import_id from imports where coalesce(imports.last_date, imports.as_at) < $cutoff
    )""",
}
# A case is over as it was last recorded here, else as it was imported. Actions go with their case.
CASES_OVER = """
list_contains($over, concat(school_id, ' ', case_id))
or (closed_date < $cutoff and not list_contains($known, concat(school_id, ' ', case_id)))
"""
ACTIONS_OVER = f"""
list_contains($over, concat(school_id, ' ', case_id))
or (
    not list_contains($known, concat(school_id, ' ', case_id))
    and (school_id, case_id) in (select (school_id, case_id) from imported_cme_cases where {CASES_OVER})
)
or (
    action_date < $cutoff
    and not list_contains($known, concat(school_id, ' ', case_id))
    and (school_id, case_id) not in (select (school_id, case_id) from imported_cme_cases)
)
"""  # noqa: S608
NOTHING_LEFT = """
create temp table purged_pupils as
select distinct pupil_aliases.school_id, pupil_aliases.pupil_id
from pupil_aliases
anti join session_marks
    on pupil_aliases.school_id = session_marks.school_id and pupil_aliases.pupil_id = session_marks.pupil_id
anti join (
    select pupil_list_rows.school_id, pupil_list_rows.pupil_id
    from pupil_list_rows
    left join pupils
        on pupil_list_rows.school_id = pupils.school_id and pupil_list_rows.pupil_id = pupils.pupil_id
    where
        (pupil_list_rows.as_at >= $cutoff and coalesce(pupils.on_roll_until, date '9999-12-31') >= $cutoff)
        or try_cast(pupil_list_rows.leaving_date as date) >= $cutoff
) as listed
    on pupil_aliases.school_id = listed.school_id and pupil_aliases.pupil_id = listed.pupil_id
anti join (
    select named.school_id, named.pupil_id
    from pupil_aliases as named
    where
        list_contains($recorded, named.value)
        or named.value in (
            select unnest([upn, admission_number]) from imported_cme_cases
            union all select unnest([upn, admission_number]) from imported_support_actions
            union all select unnest([upn, admission_number]) from imported_penalty_notices
        )
) as written_of
    on pupil_aliases.school_id = written_of.school_id and pupil_aliases.pupil_id = written_of.pupil_id
"""


@dataclass(frozen=True)
class Purge:
    """What was, or in a dry run would be, purged: rows by table, whole pupils, older files."""

    retention: Retention
    pupils: int
    rows: Mapping[str, int]
    older_files: tuple[str, ...]
    is_dry_run: bool


class _NothingToPurge(Exception):
    """Ends the run without a new state of the store."""


def purge(
    folder: Path,
    role: str,
    first_year: int | None = None,
    dry_run: bool = False,
    tell: Tell = say_nothing,
) -> Purge:
    """Take out what is older than the retention period, or than `first_year` where that keeps more.

    A closed case goes with its actions, an open one stays; a pupil of whom nothing is left goes wholly, and
    of older pupil lists only what still holds is kept. It cannot be undone: the older states of the store go
    too, after `tell` was given their names. Where nothing is too old nothing is changed.
    """
    rows: Counter[str] = Counter()
    going = older_files(folder)
    pupils, is_begun = 0, False
    try:
        with import_run(folder, DESCRIPTION, dry_run=dry_run, forget=True) as run:
            retention = retention_of(run.connection, first_year)
            old = old_records(folder, run.connection, retention.cutoff)
            pupils = _purge_register(run.connection, retention.cutoff, old, rows)
            rows.update({f"recorded {name}": len(ids) for name, ids in old.ids.items()})
            if not rows.total():
                raise _NothingToPurge
            if not dry_run:
                tell(going)
                purge_records(folder, old)
                if has_records(folder):
                    left = run.connection.execute("select value from pupil_aliases").fetchall()
                    known = {value for (value,) in left} | old.names_kept
                    forget_in_old_notes(folder, retention.cutoff, known)
                is_begun = True
                forget_older_records(folder)
    except _NothingToPurge:
        going = ()
    except RefusedError as problem:
        if is_begun:
            raise RefusedError(f"The records are purged, the register not yet. {problem}") from problem
        raise
    if not dry_run and rows.total():
        kept = f"kept from {retention.year_name} on"
        record_activity(folder, role, "purge", f"{rows.total()} rows, {pupils} pupils wholly; {kept}")
    return Purge(retention, pupils, {table: count for table, count in rows.items() if count}, going, dry_run)


def _purge_register(
    connection: "duckdb.DuckDBPyConnection", cutoff: date, old: OldRecords, rows: Counter[str]
) -> int:
    """How many whole pupils went; `rows` is added to."""

    def delete(table: str, condition: str, **parameters: Any) -> None:
        found = connection.execute(f"delete from {table} where {condition}", parameters).fetchone()  # noqa: S608
        rows[table] += int(found[0]) if found else 0

    for table, condition in AGED.items():
        delete(table, condition, cutoff=cutoff)
    cases = {"over": list(old.cases_over), "known": list(old.cases_known), "cutoff": cutoff}
    delete("imported_cme_actions", ACTIONS_OVER, **cases)
    delete("imported_cme_cases", CASES_OVER, **cases)
    connection.execute(NOTHING_LEFT, {"cutoff": cutoff, "recorded": list(old.names_kept)})
    for table in NUMBERED:
        delete(table, "(school_id, pupil_id) in (select (school_id, pupil_id) from purged_pupils)")
    rows["pupil_list_rows"] += purge_pupil_lists(connection, cutoff)
    rows["names_beside_marks"] += purge_names_beside_marks(connection, cutoff)
    found = connection.execute("select count(*) from purged_pupils").fetchone()
    connection.execute("drop table temp.purged_pupils")
    for (school_id,) in connection.execute("select school_id from schools order by school_id").fetchall():
        marts.rebuild(connection, school_id)
    return int(found[0]) if found else 0
