"""What moved between two versions of a publication: figures before and after, in words."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dashboard.domain import published, words

Figures = Mapping[str, Sequence[Mapping[str, Any]]]
COMPARED = ("governor_headline", "governor_weeks", "governor_bands", "governor_groups", "governor_cme")
NAMES = ("week_commencing", "band_label", "dimension_label", "group_label")
OF_THE_SCHOOL = {"governor_headline": "Whole school", "governor_cme": "Concerns"}
IDENTIFIERS = (*NAMES, "band", "dimension", "group_value")


def moved(before: Figures, after: Figures) -> str:
    """Every published figure that is not what it was, or that it was: a line for each row of a table."""
    lines = []
    for table in COMPARED:
        old = {_name(table, row): row for row in before.get(table, [])}
        new = {_name(table, row): row for row in after.get(table, [])}
        for name in dict.fromkeys([*old, *new]):
            moves = _row_moves(old.get(name, {}), new.get(name, {}))
            lines += [f"{name}: {', '.join(moves)}"] if moves else []
    return published.MOVES_APART.join(lines) if lines else "Nothing moved."


def _row_moves(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    columns = [column for column in {**old, **new} if column not in IDENTIFIERS]
    return [
        f"{words.column(column)} {_text(old.get(column))} to {_text(new.get(column))}"
        for column in columns
        if old.get(column) != new.get(column)
    ]


def _name(table: str, row: Mapping[str, Any]) -> str:
    if row.get("week_commencing"):
        return f"Week of {words.day(date.fromisoformat(str(row['week_commencing'])))}"
    return ", ".join(str(row[column]) for column in NAMES if row.get(column)) or OF_THE_SCHOOL[table]


def _text(value: Any) -> str:
    if value is None:
        return "not shown"
    return words.percent(value) if isinstance(value, float) else str(value)
