"""Workbooks in which a stray cell far from the table claims a sheet of a million rows: it is left out.

The reader makes room for every cell up to the last, so such a sheet would not fit into memory.
"""

import io
import re
import zipfile
from typing import BinaryIO

from dashboard.errors import UnreadableFile

MOST_EMPTY = 1000  # rows or columns
MOST_ROOM = 8_000_000  # cells
LARGEST_SHEET = 100_000_000
CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d+)"[^>]*(?<!/)>')  # one with something in it
ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="(\d+)"')
FAR_RIGHT = re.compile(rb'\br="[A-Z]{3}\d')
LAST_NEAR_COLUMN = 702  # ZZ
ANY_CELL = re.compile(
    rb'<(?P<tag>(?:\w+:)?c)\b[^>]*?\br="(?P<column>[A-Z]{1,3})(?P<row>\d+)"[^>]*?(?:/>|>.*?</(?P=tag)>)',
    re.DOTALL,
)


def without_stray_cells(file: BinaryIO) -> BinaryIO:
    """The workbook, its sheets cut at the first thousand empty rows or columns if a cell lies far out."""
    trimmed: dict[str, bytes] = {}
    with zipfile.ZipFile(file) as archive:
        for member in archive.namelist():
            if not member.startswith("xl/worksheets/") or not member.endswith(".xml"):
                continue
            content = archive.read(member)
            cut = _trimmed(content)
            if cut is not None:
                trimmed[member] = cut
        if trimmed:
            file = _rewritten(archive, trimmed)
    file.seek(0)
    return file


def column_number(letters: str) -> int:
    """A is 1, Z 26, AA 27."""
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place


def _trimmed(content: bytes) -> bytes | None:
    """The sheet without its stray cells; None if it fits as it is."""
    last = max(map(int, ROW.findall(content)), default=None)
    if last and last * LAST_NEAR_COLUMN <= MOST_ROOM and not FAR_RIGHT.search(content):
        return None
    filled = {found.groups() for found in CELL.finditer(content)}
    rows = sorted({int(row) for _, row in filled})
    columns = sorted(column_number(letters.decode()) for letters in {letters for letters, _ in filled})
    if not rows or rows[-1] * columns[-1] <= MOST_ROOM:
        return None
    last_row, last_column = _before_gap(rows), _before_gap(columns)
    if last_row * last_column > LARGEST_SHEET:
        raise UnreadableFile(
            f"A sheet of {last_row:,} rows and {last_column:,} columns is too large: export it as CSV."
        )

    def kept(cell: re.Match[bytes]) -> bytes:
        is_near = int(cell["row"]) <= last_row and column_number(cell["column"].decode()) <= last_column
        return cell[0] if is_near else b""

    return ANY_CELL.sub(kept, content)


def _before_gap(places: list[int]) -> int:
    """The last place before a long stretch of nothing."""
    last = 0
    for place in places:
        if place - last > MOST_EMPTY:
            break
        last = place
    return last or places[-1]


def _rewritten(archive: zipfile.ZipFile, changed: dict[str, bytes]) -> BinaryIO:
    copy = io.BytesIO()
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as written:
        for member in archive.namelist():
            written.writestr(member, changed.get(member) or archive.read(member))
    return copy
