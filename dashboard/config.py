"""Settings from the environment; nothing else reads it. A clone runs without any."""

import os
from dataclasses import dataclass
from pathlib import Path

from dashboard.errors import UsageError

PROJECT_FOLDER = Path(__file__).resolve().parent.parent
QUERIES_FOLDER = PROJECT_FOLDER / "queries"
REFERENCE_FOLDER = PROJECT_FOLDER / "data" / "reference"
SAMPLE_FORMS_FILE = PROJECT_FOLDER / "data" / "sample" / "published_forms.json"


@dataclass(frozen=True)
class Settings:
    """What an installation may choose.

    `store` is the folder with everything in it; `records_url` names a PostgreSQL server that holds the
    records instead of a file there; `registers_kept` and `record_copies_kept` are how many backups stay.
    """

    store: Path
    records_url: str | None
    registers_kept: int
    record_copies_kept: int
    lock_wait_seconds: int
    import_memory: str
    reading_memory: str


def settings() -> Settings:
    """The settings of this process."""
    store = os.environ.get("ATTENDANCE_STORE")
    return Settings(
        store=Path(store) if store else PROJECT_FOLDER / "data" / "store",
        records_url=os.environ.get("ATTENDANCE_RECORDS_URL") or None,
        registers_kept=max(1, _whole_number("ATTENDANCE_REGISTERS_KEPT", 10)),
        record_copies_kept=max(1, _whole_number("ATTENDANCE_RECORD_COPIES_KEPT", 30)),
        lock_wait_seconds=_whole_number("ATTENDANCE_LOCK_WAIT_SECONDS", 5),
        import_memory=os.environ.get("ATTENDANCE_IMPORT_MEMORY", "3GB"),
        reading_memory=os.environ.get("ATTENDANCE_READING_MEMORY", "2GB"),
    )


def _whole_number(name: str, default: int) -> int:
    text = os.environ.get(name) or str(default)
    if not text.isdecimal():
        raise UsageError(f"The setting {name} is '{text}': it must be a whole number.")
    return int(text)
