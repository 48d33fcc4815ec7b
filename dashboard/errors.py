"""Every error we raise. Their messages are fit to show a reader: what happened, where, what to do next.

DashboardError
├── UsageError           the command or query was asked for wrongly (exit 2)
└── RefusedError         understood, but not done; nothing changed (exit 1)
    ├── UnreadableFile   a file that cannot be read as a register
    │   └── UnknownHeadings   its columns could be mapped by a person; carries them
    ├── NeedsAcceptance  something a person must confirm first
    ├── ImportRefused    an import that was not done; carries the report of its files
    │   └── ImportNeedsAcceptance   the same, and a person may accept it (also a NeedsAcceptance)
    ├── StoreBusy        another import holds the store
    └── RoleRefused      this role may not see or do that
"""


class DashboardError(Exception):
    """Something a reader can act on."""


class UsageError(DashboardError):
    """The command or query was asked for wrongly."""


class RefusedError(DashboardError):
    """Understood, but not done; nothing changed."""


class UnreadableFile(RefusedError):
    """A file that cannot be read as a register."""


class UnknownHeadings(UnreadableFile):
    """A file whose headings do not say what it is; `columns` as they stand, where they could be mapped."""

    def __init__(self, message: str, columns: object) -> None:
        super().__init__(message)
        self.columns = columns


class NeedsAcceptance(RefusedError):
    """Something a person must confirm first."""


class StoreBusy(RefusedError):
    """Another import holds the store."""


class RoleRefused(RefusedError):
    """What this role may not see or do."""


class ImportRefused(RefusedError):
    """An import that was not done; `report` says of every file what would have become of it."""

    def __init__(self, message: str, report: object) -> None:
        super().__init__(message)
        self.report = report


class ImportNeedsAcceptance(ImportRefused, NeedsAcceptance):
    """An import that a person may accept as it is."""
