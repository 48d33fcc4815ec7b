"""Cells so usual in a file of marks that DuckDB's reader may take them as dates and numbered words.

That spares handling millions of texts. It is tried where the top of a file looks like it; with one cell
written in another way, wherever it stands, the whole file is read as text.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from dashboard.registers.layouts.shapes import MarksLayout
from dashboard.registers.tables import Row

if TYPE_CHECKING:
    import duckdb

ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")
SESSIONS = frozenset({"AM", "PM"})
MINUTES = frozenset({"", *map(str, range(121))})


def usual_columns(
    desk: "duckdb.DuckDBPyConnection", head: Sequence[Row], layout: MarksLayout, codes: Collection[str]
) -> dict[str, str]:
    """Which fields of a file may be read so, and the type of each, made in the desk's own database."""
    rows = [row.cells for row in head if row.line > layout.heading.line and not row.is_blank]
    halves = layout.halves()
    words = {"session": SESSIONS, "mark": frozenset({"", *codes}), "minutes_late": MINUTES}
    types = {}
    for field in ("date", *words):
        if not all(field in half.columns for half in halves):
            continue
        places = {half.columns[field] for half in halves}
        cells = {cells[place] for cells in rows for place in places if place < len(cells)}
        if field == "date" and all(ISO_DATE.fullmatch(cell) for cell in cells):
            types[field] = "date"
        elif field in words and cells <= words[field]:
            types[field] = f"usual_{field}"
            listed = ", ".join(f"'{word}'" for word in sorted(words[field]))
            desk.execute(f"create type {types[field]} as enum ({listed})")
    return types


def are_plausible(desk: "duckdb.DuckDBPyConnection", layout: MarksLayout, types: Mapping[str, str]) -> bool:
    """Whether the dates read have years of four digits: 05-09-23 also reads as a day in the year 5."""
    if "date" not in types:
        return True
    places = {half.columns["date"] for half in layout.halves()}
    outside = " or ".join(f"year(c{place}) not between 1000 and 9999" for place in places)
    found = desk.execute(f"select 1 from staged where {outside} limit 1").fetchone()  # noqa: S608
    return found is None
