"""The log in the store's folder: what kind of mistake happened where in the code, never a row or a name."""

import traceback
from datetime import datetime
from pathlib import Path

from dashboard.errors import RefusedError
from dashboard.store.folders import private_folder

LOG_FILE = "dashboard.log"


def note_mistake(folder: Path, mistake: Exception) -> str:
    """Add a mistake to the log, without its message, which could hold a pupil's data; says where."""
    steps = [
        f"    {Path(step.filename).name}:{step.lineno} {step.name}"
        for step in traceback.extract_tb(mistake.__traceback__)
    ]
    entry = "\n".join([f"{datetime.now():%Y-%m-%d %H:%M:%S} {type(mistake).__name__}", *steps, ""])
    try:
        log = private_folder(folder) / LOG_FILE
        log.touch(mode=0o600)
        with log.open("a", encoding="utf-8") as file:
            file.write(entry)
    except (OSError, RefusedError):
        return f"It is a {type(mistake).__name__}, and the log in {folder} cannot be written."
    return f"Where it happened is noted in {log}"
