"""What people wrote, as the reading database holds it: newest versions only, in the schema `recorded`.

The definitions in queries/definitions/ unite these tables with those imported. Nothing here loads SQLAlchemy:
where no records exist, reading does without it.
"""

from contextvars import ContextVar
from pathlib import Path

from dashboard.config import settings

RECORDS_FILE = "records.sqlite"

# Who is at work: whoever is signed in, 'local' on one machine, or somebody at the command line.
acting_person: ContextVar[str] = ContextVar("acting_person", default="command line")

RECORDED_TABLES = {
    "cme_cases": {
        "school_name": "varchar",
        "case_id": "varchar",
        "upn": "varchar",
        "admission_number": "varchar",
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
        "recorded_at": "timestamp",
        "recorded_id": "integer",
    },
    "cme_actions": {
        "school_name": "varchar",
        "case_id": "varchar",
        "action_date": "date",
        "action": "varchar",
        "by_role": "varchar",
        "result": "varchar",
        "recorded_at": "timestamp",
        "recorded_id": "integer",
    },
    "support_actions": {
        "school_name": "varchar",
        "upn": "varchar",
        "admission_number": "varchar",
        "action_date": "date",
        "action": "varchar",
        "by_role": "varchar",
        "ended_date": "date",
        "recorded_at": "timestamp",
        "recorded_id": "integer",
    },
    "penalty_notices": {
        "school_name": "varchar",
        "upn": "varchar",
        "admission_number": "varchar",
        "issued_date": "date",
        "parent": "integer",
        "status": "varchar",
        "recorded_at": "timestamp",
        "recorded_id": "integer",
    },
}


def records_server(folder: Path) -> str | None:
    """The URL of the server with this folder's records, if it is the configured store and one is named."""
    chosen = settings()
    return chosen.records_url if folder.resolve() == chosen.store.resolve() else None


def has_records(folder: Path) -> bool:
    """Whether anything can have been recorded for this folder."""
    return records_server(folder) is not None or (folder / RECORDS_FILE).exists()
