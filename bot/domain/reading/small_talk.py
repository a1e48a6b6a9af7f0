"""Sentences about everyday life in a text about systems: weather, lunch, the cat.

A linear classifier over a sentence's direction (logistic regression), fitted on everyday sentences and on
talk about security.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class SmallTalk:
    """The classifier: `weights` as long as a word's vector, and the log-odds to begin with."""

    weights: tuple[float, ...]
    bias: float

    def odds(self, direction: NDArray[np.float32]) -> float:
        """The log-odds that a text that points in this direction is about everyday life."""
        return float(direction @ self._table) + self.bias

    @cached_property
    def _table(self) -> NDArray[np.float32]:
        return np.asarray(self.weights, np.float32)

    def all_odds(self, directions: NDArray[np.float32]) -> NDArray[np.float32]:
        """The same for several texts, one direction a row."""
        odds: NDArray[np.float32] = directions @ self._table + np.float32(self.bias)
        return odds
