"""CME cases and actions, support, penalty notices and targets: small tables, each row known by its key."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from dashboard.domain.cme import OUTCOMES, OUTCOMES_IN_FILES
from dashboard.registers.cleaning import Record
from dashboard.registers.identities import Identities
from dashboard.registers.keyed import Entry, Key, KeyedTable, Values, stored_rows, take_entries
from dashboard.registers.ledger import FileReport, count_text, lines_text

if TYPE_CHECKING:
    import duckdb

CASE_TYPES = (
    "at_risk_on_roll",
    "whereabouts_unknown",
    "no_show",
    "left_destination_unknown",
    "ehe_concern",
)
PUPIL_COLUMNS = {"upn": "varchar", "admission_number": "varchar"}
TABLES = {
    "cme_cases": KeyedTable(
        "imported_cme_cases",
        {
            "case_id": "varchar",
            **PUPIL_COLUMNS,
            "case_type": "varchar",
            "opened_date": "date",
            "trigger": "varchar",
            "owner_role": "varchar",
            "stage": "varchar",
            "next_step": "varchar",
            "next_step_due": "date",
            "la_notified_date": "date",
            "la_reference": "varchar",
            "closed_date": "date",
            "outcome": "varchar",
            "returned_date": "date",
        },
    ),
    "cme_actions": KeyedTable(
        "imported_cme_actions",
        {
            "case_id": "varchar",
            "action_date": "date",
            "action": "varchar",
            "occurrence": "integer",
            "by_role": "varchar",
            "result": "varchar",
        },
    ),
    "support_actions": KeyedTable(
        "imported_support_actions",
        {
            **PUPIL_COLUMNS,
            "action_date": "date",
            "action": "varchar",
            "occurrence": "integer",
            "by_role": "varchar",
            "ended_date": "date",
        },
    ),
    "penalty_notices": KeyedTable(
        "imported_penalty_notices",
        {
            **PUPIL_COLUMNS,
            "issued_date": "date",
            "parent": "integer",
            "occurrence": "integer",
            "status": "varchar",
        },
    ),
    "targets": KeyedTable(
        "imported_targets", {"academic_year": "integer", "measure": "varchar", "target": "double"}
    ),
}
KEY_COLUMNS: dict[str, tuple[str, ...]] = {
    "cme_cases": ("case_id",),
    "cme_actions": ("case_id", "action_date", "action"),
    "support_actions": ("pupil", "action_date", "action"),
    "penalty_notices": ("pupil", "issued_date", "parent"),
    "targets": ("academic_year", "measure"),
}
MOST_CASES_NAMED = 5
FIRST_DATES = {
    "cme_cases": "opened_date",
    "cme_actions": "action_date",
    "support_actions": "action_date",
    "penalty_notices": "issued_date",
}


@dataclass(frozen=True)
class CaseLoad:
    """Where rows of one of these kinds go, and how their pupils are found."""

    connection: "duckdb.DuckDBPyConnection"
    school_id: int
    import_id: int
    identities: Identities


def take_case_rows(load: CaseLoad, kind: str, records: Sequence[Record], report: FileReport) -> bool:
    """Take in the rows of a kind; says whether anything changed."""
    table = TABLES[kind]
    key_of = _key_maker(kind, load.identities)
    stored = {}
    for row in stored_rows(load.connection, table, load.school_id):
        stored[key_of(row.values, row.values.get("occurrence"))] = row
    entries = []
    times: Counter[Key] = Counter()
    counts_occurrences = "occurrence" in table.columns
    for record in _in_order(records, kind, report):
        values = _typed(record, table)
        if counts_occurrences:
            times[key_of(values, 0)] += 1
            values["occurrence"] = times[key_of(values, 0)]
        entries.append(Entry(record.line, {key_of(values, values.get("occurrence")): values}))
    if kind in FIRST_DATES:
        days = [values[FIRST_DATES[kind]] for entry in entries for values in entry.values.values()]
        report.first_date, report.last_date = min(days, default=None), max(days, default=None)
    if kind == "cme_actions":
        _warn_of_unknown_cases(load, entries, report)
    changed = take_entries(load.connection, table, load.school_id, load.import_id, stored, entries, report)
    if kind == "cme_cases":
        _warn_of_outcomes(entries, report)
        _ask_of_two_open_cases(load, report)
    return changed


def _key_maker(kind: str, identities: Identities) -> Callable[[Values, int | None], Key]:
    columns = KEY_COLUMNS[kind]

    def key(values: Values, occurrence: int | None) -> Key:
        found = [
            identities.find(values.get("upn") or "", values.get("admission_number") or "")
            or (values.get("upn"), values.get("admission_number"))
            if column == "pupil"
            else values.get(column)
            for column in columns
        ]
        return (*found, occurrence)

    return key


def _typed(record: Record, table: KeyedTable) -> Values:
    converters: dict[str, Callable[[str], Any]] = {
        "date": date.fromisoformat,
        "integer": int,
        "double": float,
        "varchar": str,
    }
    return {
        name: converters[table.columns[name]](value) if value else None
        for name, value in record.values.items()
        if value is not None and name in table.columns
    }


def _in_order(records: Sequence[Record], kind: str, report: FileReport) -> list[Record]:
    """The records whose last date is not before their first."""
    first, last = {
        "cme_cases": ("opened_date", "closed_date"),
        "support_actions": ("action_date", "ended_date"),
    }.get(kind, ("", ""))
    kept = []
    for record in records:
        if record.get(last) and record.get(last) < record.get(first):
            said = f"{last.replace('_', ' ')} is before {first.replace('_', ' ')}: correct one of them"
            report.reject(record.line, last, said)
        else:
            kept.append(record)
    return kept


def _warn_of_outcomes(entries: Sequence[Entry], report: FileReport) -> None:
    cases = [(entry.line, values) for entry in entries for values in entry.values.values()]
    undated = [
        line
        for line, values in cases
        if values.get("outcome") not in {None, "open"}
        and not values.get("closed_date")
        and "closed_date" in values
    ]
    if undated:
        report.warnings.append(
            f"{count_text(len(undated), 'case has', 'cases have')} an outcome and no closed date "
            f"({lines_text(undated)}): taken as still open."
        )
    strange = [line for line, values in cases if values.get("outcome") not in {None, *OUTCOMES_IN_FILES}]
    if strange:
        report.warnings.append(
            f"{count_text(len(strange), 'case has', 'cases have')} an outcome in other words than ours "
            f"({lines_text(strange)}): kept as written. Ours are {', '.join(OUTCOMES)}; "
            "say on the Data page which is meant, and it is remembered."
        )


def _ask_of_two_open_cases(load: CaseLoad, report: FileReport) -> None:
    found = load.connection.execute(
        """
        select list(case_id order by case_id) from imported_cme_cases
        where school_id = $school_id and closed_date is null
        group by coalesce(upn, admission_number)
        having count(*) > 1 and max(import_id) = $import_id
        """,
        {"school_id": load.school_id, "import_id": load.import_id},
    ).fetchall()
    if found:
        ids = ", ".join(sorted(" and ".join(case_ids) for (case_ids,) in found)[:MOST_CASES_NAMED])
        report.ask(
            f"{count_text(len(found), 'pupil has', 'pupils have')} more than one open case ({ids}): "
            "close one, or accept that both are open."
        )


def _warn_of_unknown_cases(load: CaseLoad, entries: Sequence[Entry], report: FileReport) -> None:
    known = {
        case_id
        for (case_id,) in load.connection.execute(
            "select case_id from imported_cme_cases where school_id = $school_id",
            {"school_id": load.school_id},
        ).fetchall()
    }
    strange = {
        values["case_id"]
        for entry in entries
        for values in entry.values.values()
        if values["case_id"] not in known
    }
    if strange:
        report.warnings.append(
            f"{count_text(len(strange), 'case is', 'cases are')} named here but not known: "
            "import cme_cases too."
        )
