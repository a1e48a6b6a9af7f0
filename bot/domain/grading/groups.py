"""Rows of a matrix that belong together, reduced group by group without a loop over groups."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.domain.grading.vocabulary import Floats, Indexes


class Groups:
    """Groups of these sizes, one after the other; some may be empty. Group i is
    `starts[i]:starts[i + 1]`."""

    def __init__(self, sizes: Iterable[int]) -> None:
        self.starts = (0, *accumulate(sizes))
        self.sizes = np.diff(self.starts)
        self._filled = self.sizes > 0
        begins: Indexes = np.asarray(self.starts[:-1], np.int64)
        # Each group as long as the longest, shape (places, groups): `reduceat` would take six times as long.
        places = np.arange(max(self.sizes, default=0))[:, None]
        self._there = places < self.sizes
        self._places = np.where(self._there, begins + places, np.minimum(begins, max(0, self.starts[-1] - 1)))

    def __len__(self) -> int:
        return len(self.sizes)

    def highest(self, values: Floats) -> Floats:
        """The highest of each group along the first axis; 0 if there are none."""
        return self._of_filled(np.maximum.reduce(self._spread(values), axis=0))

    def lowest(self, values: Floats) -> Floats:
        """The lowest of each group along the first axis; 0 if there are none."""
        return self._of_filled(np.minimum.reduce(self._spread(values), axis=0))

    def total(self, values: Floats) -> Floats:
        """The sum of each group along the first axis."""
        total: Floats = np.add.reduce(self._spread(values) * self._beside(self._there, values), axis=0)
        return total

    def mean(self, values: Floats) -> Floats:
        """The mean of each group along the first axis; 0 if there are none."""
        means: Floats = self.total(values) / self._beside(
            np.maximum(self.sizes, 1).astype(np.float32), values
        )
        return means

    def top(self, values: Floats, count: int) -> Floats:
        """The mean of the highest `count` of each group along the first axis; 0 if there are none."""
        spread = np.where(self._beside(self._there, values), self._spread(values), np.float32(-np.inf))
        highest = np.sort(spread, axis=0)[-count:]
        there = np.maximum(np.minimum(self.sizes, count), 1).astype(np.float32)
        total = np.where(np.isneginf(highest), np.float32(0.0), highest).sum(axis=0)
        means: Floats = total / self._beside(there, values)
        return means

    def _spread(self, values: Floats) -> Floats:
        """The values of each group, shape (places, groups, …); where a group has no more, its first again."""
        if not len(values):
            return np.zeros((1, len(self), *values.shape[1:]), np.float32)
        return values.take(self._places, axis=0)

    def _of_filled(self, found: Floats) -> Floats:
        found[~self._filled] = 0.0
        return found

    def _beside(self, figures: NDArray[Any], values: Floats) -> NDArray[Any]:
        """Figures of the groups in a shape to reckon with values spread."""
        return figures.reshape(*figures.shape, *(1,) * (values.ndim - 1))
