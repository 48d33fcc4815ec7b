"""Sentences that governors can read may repeat figures and facts that everyone knows, and no other number."""

import re
from collections.abc import Mapping
from typing import Any

from tests.publishing.attacker.surface import Rows

RULES = {"1", "4", "5", "10"}  # fewer than 5, counts of 1 to 4, groups of fewer than 10
TOLD_IN_TEXT = {
    "governor_tables": "reason",
    "governor_changes": "sentence",
    "governor_commentary": "commentary",
}


def numbers_in(text: str) -> set[str]:
    return set(re.findall(r"\d+(?:\.\d+)?", text))


def ways_to_say(value: Any) -> set[str]:
    """How a figure may be printed: a share also as a percentage, its change also without its sign."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        share = abs(float(value))
        return {f"{share * 100:.1f}", f"{share * 100:.0f}", f"{share:g}", str(value)}
    return numbers_in(str(value))


def numbers_told(surface: Mapping[str, Rows]) -> list[str]:
    """Numbers in a sentence that are no published figure, name of a period or threshold of the rules."""
    figures = {
        said
        for name, rows in surface.items()
        for row in rows
        for column, value in row.items()
        if value is not None and column != TOLD_IN_TEXT.get(name)
        for said in ways_to_say(value)
    }
    return [
        f"{number} in: {row[column]}"
        for name, column in TOLD_IN_TEXT.items()
        for row in surface[name]
        for number in sorted(numbers_in(row[column] or "") - figures - RULES)
    ]
