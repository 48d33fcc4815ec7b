"""What changed since the same term a year before, and whether a school of this size sees as much by chance.

Both figures are the published, rounded ones, and the number of pupils is the lower end of the published
range, so nothing new is told. A change is more than chance if it is over 1.96 standard errors of a
difference between two independent years (95%, a normal approximation). For persistent absence the standard
error of a year is that of a proportion, sqrt(p (1 - p) / n). For absence it is sqrt(p^2 / n): pupils'
absence rates spread about as widely as their mean. DfE's distribution for primary schools in 2022/23 (56.1%
of pupils under 5% absence, 27.7% from 5 to 10, 16.2% over; mean 5.9%; domain.md 2.5) is close to an
exponential one with that mean (57%, 25%, 18%), whose standard deviation is its mean.
"""

from collections.abc import Mapping
from math import sqrt
from typing import Any

from dashboard.domain import words
from dashboard.publishing.figures import LEAST_PUPILS

NORMAL_95 = 1.96
MEASURES = {"absence_rate": "Absence", "persistent_absence_rate": "Persistent absence"}


def changes(now: Mapping[str, Any], before: Mapping[str, Any], period_before: str) -> list[dict[str, Any]]:
    """A row for each measure that both headlines give."""
    rows = []
    pupils = min(_fewest(now["pupils"]), _fewest(before["pupils"]))
    for measure, name in MEASURES.items():
        value, value_before = now[measure], before[measure]
        if value is None or value_before is None:
            continue
        change = round(value - value_before, 3)
        by_chance = NORMAL_95 * sqrt(
            _variance(measure, value, pupils) + _variance(measure, value_before, pupils)
        )
        is_more = abs(change) > by_chance
        rows.append(
            {
                "measure": measure,
                "value": value,
                "value_before": value_before,
                "change": change,
                "is_more_than_chance": is_more,
                "sentence": _sentence(name, value, change, by_chance, is_more, period_before),
            }
        )
    return rows


def _variance(measure: str, rate: float, pupils: int) -> float:
    return (rate**2 if measure == "absence_rate" else rate * (1 - rate)) / pupils


def _fewest(pupils: str) -> int:
    first = pupils.split(" ")[0]
    return int(first) if first.isdigit() else LEAST_PUPILS


def _sentence(
    name: str, value: float, change: float, by_chance: float, is_more: bool, period_before: str
) -> str:
    if change == 0:
        return f"{name} was {words.percent(value)}, the same as in {period_before}."
    direction = "higher" if change > 0 else "lower"
    compared = (
        f"{name} was {words.percent(value)}, {words.points(change)} {direction} than in {period_before}."
    )
    if is_more:
        return (
            f"{compared} That is more than a school of this size sees by chance, "
            f"seldom over {words.points(by_chance)}."
        )
    return (
        f"{compared} That is no more than a school of this size sees by chance, "
        f"up to about {words.points(by_chance)}."
    )
