"""Sentences about everyday life in a text about systems: weather, lunch, the cat.

A linear classifier over a sentence's direction (logistic regression), fitted on everyday sentences and on
talk about security.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.domain.reading.meaning import Vectors


@dataclass(frozen=True, slots=True)
class SmallTalk:
    """The classifier: `weights` as long as a word's vector, and the log-odds to begin with."""

    weights: tuple[float, ...]
    bias: float

    def are_everyday(self, directions: Vectors) -> NDArray[np.bool_]:
        """Which texts that point in these directions are about everyday life?"""
        everyday: NDArray[np.bool_] = directions @ np.asarray(self.weights, np.float32) + self.bias > 0
        return everyday
