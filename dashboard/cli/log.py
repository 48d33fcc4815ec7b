"""The log in the store's folder: what kind of mistake happened where in the code, never a row or a name."""

import traceback
from datetime import datetime
from pathlib import Path

from dashboard.store.folders import private_folder

LOG_FILE = "dashboard.log"


def note_mistake(folder: Path, mistake: Exception) -> Path:
    """Add a mistake to the log, without its message, which could hold a pupil's data; returns its path."""
    log = private_folder(folder) / LOG_FILE
    log.touch(mode=0o600)
    steps = [
        f"    {Path(step.filename).name}:{step.lineno} {step.name}"
        for step in traceback.extract_tb(mistake.__traceback__)
    ]
    with log.open("a", encoding="utf-8") as file:
        file.write("\n".join([f"{datetime.now():%Y-%m-%d %H:%M:%S} {type(mistake).__name__}", *steps, ""]))
    return log
