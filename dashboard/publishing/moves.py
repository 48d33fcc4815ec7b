"""What moved between two versions of a publication: figures before and after, in words."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.domain import words

Figures = Mapping[str, Sequence[Mapping[str, Any]]]
COMPARED = ("governor_headline", "governor_weeks", "governor_bands", "governor_groups", "governor_cme")
NAMES = ("week_commencing", "band_label", "dimension_label", "group_label")
IDENTIFIERS = (*NAMES, "band", "dimension", "group_value")


def moved(before: Figures, after: Figures) -> str:
    """Every published figure that is not what it was, or that it was."""
    moves = []
    for table in COMPARED:
        old = {_name(row): row for row in before.get(table, [])}
        new = {_name(row): row for row in after.get(table, [])}
        for name in dict.fromkeys([*old, *new]):
            moves += _row_moves(name, old.get(name, {}), new.get(name, {}))
    return "; ".join(moves) if moves else "Nothing moved."


def _row_moves(name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    columns = [column for column in {**old, **new} if column not in IDENTIFIERS]
    start = f"{name}: " if name else ""
    return [
        f"{start}{words.column(column)} {_text(old.get(column))} to {_text(new.get(column))}"
        for column in columns
        if old.get(column) != new.get(column)
    ]


def _name(row: Mapping[str, Any]) -> str:
    return ", ".join(str(row[column]) for column in NAMES if row.get(column))


def _text(value: Any) -> str:
    if value is None:
        return "not shown"
    return words.percent(value) if isinstance(value, float) else str(value)
