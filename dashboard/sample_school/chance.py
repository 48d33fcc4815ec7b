"""Chances that come out evenly, so that a school of 210 pupils is as typical as one of 2,000."""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from typing import TypeVar

import numpy as np

T = TypeVar("T")


class Chance:
    """One school's dice: the same seed throws the same numbers."""

    def __init__(self, seed: int, school: int) -> None:
        self.random = np.random.default_rng([seed, school])
        self._owed: dict[Hashable, float] = defaultdict(self.random.random)

    def happens(self, share: float, *, to: Hashable) -> bool:
        """True for `share` of those asked under the same heading, spread as evenly as can be."""
        self._owed[to] += share
        if self._owed[to] < 1:
            return False
        self._owed[to] -= 1
        return True

    def pick(self, options: Sequence[T]) -> T:
        """One of the options, each as likely as the others."""
        return options[int(self.random.random() * len(options))]

    def number(self, least: int, most: int) -> int:
        """A whole number between the two, both included."""
        return least + int(self.random.random() * (most - least + 1))
