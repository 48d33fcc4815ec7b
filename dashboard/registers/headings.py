"""Which column is which: headings compared with every name a field is known by."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from dashboard.domain.upn import clean_upn, first_school
from dashboard.registers.dates import NO_DATE, date_readings
from dashboard.registers.kinds import KINDS, SYSTEM_NUMBERS, Kind
from dashboard.registers.ledger import count_text
from dashboard.registers.tables import Row

UNIT = re.compile(r"\([^()]*\)\s*:?\s*$")
SPACED = re.compile(r"_x0020_", re.IGNORECASE)
JUNK = re.compile(r"[^\w/\\%#,+]|_")
ROWS_SEARCHED = 30
MOST_COLUMNS_NAMED = 12


@dataclass(frozen=True)
class Columns:
    """Where each field stands, under which heading; what was not used, and what was there twice."""

    positions: Mapping[str, int]
    headings: Mapping[str, str]
    unused: Sequence[str] = ()
    doubled: Sequence[str] = ()
    notices: Sequence[str] = field(default=())

    def heading(self, name: str) -> str:
        """The heading as the file has it, for messages."""
        return self.headings.get(name, name)


@dataclass(frozen=True)
class HeadingRow:
    """The row that names the columns: where it stands among the first rows, and its cells."""

    index: int
    line: int
    cells: list[str]


def normal_heading(text: str) -> str:
    """A heading with what does not matter taken away: case, spaces, points, underscores."""
    spaced = SPACED.sub(" ", unicodedata.normalize("NFKC", text)).lower()
    return JUNK.sub("", spaced)


@cache
def _aliases(kind: Kind) -> dict[str, tuple[str, int]]:
    found: dict[str, tuple[str, int]] = {}
    for name, others in kind.fields.items():
        own = name.replace("_", " ")
        for rank, alias in enumerate(others if own in others else (own, *others)):
            found.setdefault(normal_heading(alias), (name, rank))
    return found


SYSTEM_HEADINGS = frozenset(normal_heading(alias) for alias in SYSTEM_NUMBERS)


def match_columns(cells: Sequence[str], kind: Kind) -> Columns:
    """Find the fields of a kind among the headings."""
    ranks: dict[str, int] = {}
    positions: dict[str, int] = {}
    doubled: list[str] = []
    unused: list[str] = []
    for position, cell in enumerate(cells):
        name, rank = _field(cell, kind)
        if name is None:
            if cell.strip():
                unused.append(cell.strip())
            continue
        if name in positions:
            doubled.append(name)
            if ranks[name] <= rank:
                unused.append(cell.strip())
                continue
            unused.append(cells[positions[name]].strip())
        positions[name], ranks[name] = position, rank
    notices = []
    number = positions.get("admission_number")
    if number is not None and normal_heading(cells[number]) in SYSTEM_HEADINGS:
        if normal_heading(cells[number]) == "id" and "upn" in positions:
            del positions["admission_number"]
            unused.append(cells[number].strip())
        else:
            notices.append(f"'{cells[number].strip()}' was taken as the admission number.")
    headings = {name: cells[position].strip() for name, position in positions.items()}
    return Columns(positions, headings, unused, doubled, notices)


@lru_cache(maxsize=1 << 14)  # a wide register asks for the same few words many thousand times
def _field(cell: str, kind: Kind) -> tuple[str | None, int]:
    aliases = _aliases(kind)
    for text in (cell, UNIT.sub("", cell)):
        found = aliases.get(normal_heading(text))
        if found:
            return found
    return None, 0


def headings_found(cells: Sequence[str]) -> str:
    """The headings, for a message; of a row that may be about a pupil only those we know."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    shown = [cell for cell in filled if fields_in([cell])] if _may_be_of_a_pupil(filled) else filled
    if not shown:
        return f"none of the headings is known (the first line has {len(filled)} cells)"
    return f"the columns found are {', '.join(repr(cell) for cell in shown)[:300]}"


def columns_not_used(cells: Sequence[str]) -> str:
    """The headings of columns that were not used, for a warning; only their number if they look like data."""
    if any(_looks_like_data(cell) for cell in cells):
        return f"{count_text(len(cells), 'column was', 'columns were')} not used."
    return f"Columns not used: {', '.join(cells[:MOST_COLUMNS_NAMED])}."


def _may_be_of_a_pupil(cells: Sequence[str]) -> bool:
    return not fields_in(cells) or any(_looks_like_data(cell) for cell in cells)


def _looks_like_data(cell: str) -> bool:
    return '"' in cell or bool(first_school(clean_upn(cell))) or date_readings(cell) != NO_DATE


def fields_in(cells: Sequence[str]) -> int:
    """How many fields the cells name, of the kind of which they name most."""
    return max(len(match_columns(cells, kind).positions) for kind in KINDS)


def heading_row(rows: Sequence[Row]) -> HeadingRow | None:
    """The row among the first thirty that names most fields; of equals the first."""
    best, best_score = None, 0
    for index, row in enumerate(rows[:ROWS_SEARCHED]):
        score = fields_in(row.cells)
        if score > best_score:
            best, best_score = HeadingRow(index, row.line, row.cells), score
    return best


def recognise_kind(cells: Sequence[str]) -> tuple[Kind, Columns] | None:
    """The kind whose needs the headings meet; a file that also names a pupil is no calendar."""
    for kind in KINDS:
        columns = match_columns(cells, kind)
        if not kind.is_met_by(columns.positions):
            continue
        if kind.name == "calendar" and _names_a_pupil_or_mark(cells):
            continue
        return kind, columns
    return None


def _names_a_pupil_or_mark(cells: Sequence[str]) -> bool:
    marks = next(kind for kind in KINDS if kind.name == "marks")
    found = match_columns(cells, marks).positions
    return bool({"upn", "admission_number", "mark", "am_mark", "pm_mark"} & set(found))
