"""Files in: reading, checks, cleaning, importing."""

from dashboard.registers.importing import import_files

__all__ = ["import_files"]
