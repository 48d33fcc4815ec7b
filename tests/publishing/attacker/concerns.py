"""Concerns opened, closed and open: every way to fill in what is hidden, in whole numbers."""

from collections.abc import Mapping
from itertools import product
from typing import Any

from tests.publishing.attacker.schools import YEAR, terms_of
from tests.publishing.attacker.surface import Rows

MOST = 8  # more in a term than any of the invented schools has
COLUMNS = ("opened", "closed", "open_at_end")


def agrees(shown: object, number: int) -> bool:
    """Whether a number of concerns would have been shown so."""
    if shown is None:
        return True
    return 1 <= number <= 4 if shown == "fewer than 5" else number == int(str(shown))


def hidden_concerns_told(shown: list[Mapping[str, Rows]]) -> list[str]:
    """Hidden counts of concerns that can be narrowed, from every row of them that was ever shown."""
    rows: list[dict[str, Any]] = []
    for surface in shown:
        rows += [row for row in surface["governor_cme"] if row not in rows]
    of_year = [term.split()[1] for term in terms_of(YEAR)]
    terms = [term for term in of_year if any(row["term"] == term for row in rows)]
    told = []
    possible: dict[tuple[int, str], set[int]] = {}
    ranges = [
        [n for n in range(MOST + 1) if all(agrees(row[column], n) for row in rows if row["term"] == term)]
        for term in terms
        for column in ("opened", "closed")
    ]
    for numbers in product(range(5), *ranges):  # how many were open before the first, then term by term
        values = concerns_by_term(terms, numbers)
        if values is not None and all(
            agrees(row[column], values[row["term"], column]) for row in rows for column in COLUMNS
        ):
            for place, row in enumerate(rows):
                for column in COLUMNS:
                    possible.setdefault((place, column), set()).add(values[row["term"], column])
    for (place, column), values_left in possible.items():
        if rows[place][column] == "fewer than 5" and not {1, 2, 3, 4} <= values_left:
            told.append(f"{column} of {rows[place]['term']}: only {sorted(values_left)}")
    for row in rows:
        if row["opened"] == "fewer than 5":
            told += [
                f"{rate} of {row['term']}, of fewer than 5"
                for rate in ("acted_in_time_rate", "reported_in_time_rate")
                if row[rate] is not None
            ]
    return told


def concerns_by_term(terms: list[str], numbers: tuple[int, ...]) -> dict[tuple[str, str], int] | None:
    """What opened and closed make of the open ones; none where more would be closed than were open."""
    values: dict[tuple[str, str], int] = {}
    is_open = numbers[0]
    for place, term in enumerate(terms):
        opened, closed = numbers[1 + 2 * place], numbers[2 + 2 * place]
        is_open += opened - closed
        if is_open < 0:
            return None
        values |= {(term, "opened"): opened, (term, "closed"): closed, (term, "open_at_end"): is_open}
    values |= {
        ("Year", "opened"): sum(numbers[1::2]),
        ("Year", "closed"): sum(numbers[2::2]),
        ("Year", "open_at_end"): is_open,
    }
    return values
