"""An office that imports small files into a store of its own."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dashboard.registers import import_files
from dashboard.registers.files import NamedBytes
from dashboard.registers.ledger import FileReport
from dashboard.store.register import current_register

TODAY = date(2026, 11, 24)  # a Tuesday
ANN, BOB, CAI = "R201100018042", "U502400200093", "P207000016049"


class Office:
    """Imports files on 24 November 2026 and looks at what the register then holds."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def take(self, name: str, content: str | bytes, **wishes: Any) -> FileReport:
        """Import one file."""
        return self.take_all({name: content}, **wishes)[0]

    def take_all(self, files: Mapping[str, str | bytes], **wishes: Any) -> list[FileReport]:
        """Import files in one run."""
        named = [
            NamedBytes(name, content.encode("utf-8") if isinstance(content, str) else content)
            for name, content in files.items()
        ]
        return list(import_files(self.folder, named, today=TODAY, **wishes).files)

    def marks(self, *lines: str, **wishes: Any) -> FileReport:
        """Import lines of upn,date,session,mark."""
        return self.take("marks.csv", "\n".join(["upn,date,session,mark", *lines]) + "\n", **wishes)

    def stored(self, sql: str) -> list[tuple[Any, ...]]:
        """What the register holds; nothing while there is none."""
        register = current_register(self.folder)
        if register is None:
            return []
        with duckdb.connect(str(register), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def stored_marks(self) -> list[tuple[str, str, str]]:
        """Date, session and code of every mark, in order."""
        found = self.stored("select session_date, session, attendance_code from session_marks order by all")
        return [(f"{day:%Y-%m-%d}", session, code) for day, session, code in found]


@pytest.fixture
def office(tmp_path):
    return Office(tmp_path / "store")


def counts(report: FileReport) -> dict[str, int]:
    """The counts of a report that are not nothing."""
    names = ("rows_read", "rows_accepted", "rows_unchanged", "rows_superseded", "rows_rejected")
    figures = {name: getattr(report, name) for name in (*names, "rows_skipped", "blank_cells")}
    return {name: figure for name, figure in figures.items() if figure}
