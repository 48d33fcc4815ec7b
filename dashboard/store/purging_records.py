"""What people recorded that is older than the retention period: entries with every version of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import RowMapping, Table, select

from dashboard.store import records_tables as tables
from dashboard.store.forgetting import delete_versions
from dashboard.store.held_pupils import NAMED_RECORDS
from dashboard.store.recorded import has_records
from dashboard.store.records import school_names_of_today
from dashboard.store.records_database import reading, writing

if TYPE_CHECKING:
    import duckdb

# When an entry of each kind was over; a case while it is open, and so its actions, never is.
ENDED = {
    tables.cme_cases: ("closed_date",),
    tables.support_actions: ("ended_date", "action_date"),
    tables.penalty_notices: ("issued_date",),
}


@dataclass
class OldRecords:
    """What is too old: `recorded_id`s by table, and case keys ("1 C7": school and case) over or still known.

    `names_kept` are the UPNs and admission numbers in the records that stay.
    """

    ids: dict[str, set[int]] = field(default_factory=dict)
    cases_over: set[str] = field(default_factory=set)
    cases_known: set[str] = field(default_factory=set)
    names_kept: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class _Entry:
    """An entry: its newest version, and the ids of all of them."""

    newest: RowMapping
    ids: frozenset[int]


def old_records(folder: Path, connection: "duckdb.DuckDBPyConnection", cutoff: date) -> OldRecords:
    """What of the records ended before the cutoff. `connection` sees the register's tables by plain names."""
    old = OldRecords()
    if not has_records(folder):
        return old
    schools = {
        name or "": school_id
        for school_id, name in connection.execute("select school_id, name from schools").fetchall()
    }
    imported = connection.execute(
        "select school_id, case_id, coalesce(closed_date < $cutoff, false) from imported_cme_cases",
        {"cutoff": cutoff},
    ).fetchall()
    with reading(folder) as records:
        today = school_names_of_today(records, set(schools))

        def case_key(row: RowMapping) -> str:
            name = today.get(row["school_name"], row["school_name"])
            return (
                f"{next(iter(schools.values())) if len(schools) == 1 else schools.get(name)} {row['case_id']}"
            )

        kept: list[_Entry] = []
        for table in NAMED_RECORDS:
            entries = _entries(records.execute(select(table).order_by(table.c.recorded_id)).mappings())
            gone = [entry for entry in entries if _is_over(entry, ENDED[table], cutoff)]
            old.ids[table.name] = {one for entry in gone for one in entry.ids}
            kept += [entry for entry in entries if entry not in gone]
            if table is tables.cme_cases:
                standing = [entry for entry in entries if not entry.newest["is_withdrawn"]]
                old.cases_known = {case_key(entry.newest) for entry in standing}
                old.cases_over = {case_key(entry.newest) for entry in standing if entry in gone}
        over = old.cases_over | {
            key
            for key, is_closed in ((f"{school} {case}", is_closed) for school, case, is_closed in imported)
            if is_closed and key not in old.cases_known
        }
        of_cases = records.execute(select(tables.cme_actions).order_by(tables.cme_actions.c.recorded_id))
        actions = _entries(of_cases.mappings())
        old.ids["cme_actions"] = {
            one for entry in actions if case_key(entry.newest) in over for one in entry.ids
        }
    columns = ("upn", "admission_number")
    old.names_kept = {entry.newest[name] for entry in kept for name in columns if entry.newest[name]}
    return old


def purge_records(folder: Path, old: OldRecords) -> None:
    """Delete what is too old."""
    if not any(old.ids.values()):
        return
    with writing(folder) as connection:
        for name, ids in old.ids.items():
            table: Table = tables.metadata.tables[name]
            delete_versions(connection, table, table.c.recorded_id.in_(ids))


def _entries(versions: Iterable[RowMapping]) -> list[_Entry]:
    """The entries whose versions these are, a version after the one it corrects."""
    chains: dict[int, list[RowMapping]] = {}
    for version in versions:
        chain = [*chains.pop(version["corrects_id"], []), version]
        chains[version["recorded_id"]] = chain
    return [
        _Entry(chain[-1], frozenset(version["recorded_id"] for version in chain)) for chain in chains.values()
    ]


def _is_over(entry: _Entry, ended: tuple[str, ...], cutoff: date) -> bool:
    if entry.newest["is_withdrawn"]:
        return bool(entry.newest["recorded_at"].date() < cutoff)
    end = next((entry.newest[name] for name in ended if entry.newest[name]), None)
    return end is not None and end < cutoff
