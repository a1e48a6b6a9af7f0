"""Rows of a matrix that belong together, reduced group by group without a loop over groups."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate

import numpy as np

from bot.domain.grading.vocabulary import Floats, Indexes


class Groups:
    """Groups of these sizes, one after the other; some may be empty. Group i is
    `starts[i]:starts[i + 1]`."""

    def __init__(self, sizes: Iterable[int]) -> None:
        self.starts = (0, *accumulate(sizes))
        self.sizes = np.diff(self.starts)
        self._filled = np.flatnonzero(self.sizes)
        self._begins: Indexes = np.asarray(self.starts[:-1], np.int64)
        # Each group as long as the longest: what is missing points at a row behind the last.
        places = np.arange(max(self.sizes, default=0))
        beyond = places >= self.sizes[:, None]
        self._padded = np.where(beyond, self.starts[-1], self._begins[:, None] + places)

    def __len__(self) -> int:
        return len(self.sizes)

    def highest(self, values: Floats) -> Floats:
        """The highest of each group along the first axis; 0 if there are none."""
        return self._reduced(np.maximum, values)

    def lowest(self, values: Floats) -> Floats:
        """The lowest of each group along the first axis; 0 if there are none."""
        return self._reduced(np.minimum, values)

    def total(self, values: Floats) -> Floats:
        """The sum of each group along the first axis."""
        return self._reduced(np.add, values)

    def mean(self, values: Floats) -> Floats:
        """The mean of each group along the first axis; 0 if there are none."""
        sizes = np.maximum(self.sizes, 1).astype(np.float32)
        means: Floats = self.total(values) / sizes.reshape(-1, *(1,) * (values.ndim - 1))
        return means

    def top(self, values: Floats, count: int) -> Floats:
        """The mean of the highest `count` of each group along the first axis; 0 if there are none."""
        if not values.size:
            return np.zeros((len(self), *values.shape[1:]), np.float32)
        nothing = np.full((1, *values.shape[1:]), -np.inf, np.float32)
        highest = np.sort(np.concatenate([values, nothing])[self._padded], axis=1)[:, -count:]
        there = np.maximum(np.minimum(self.sizes, count), 1).astype(np.float32)
        total = np.where(np.isneginf(highest), np.float32(0.0), highest).sum(axis=1)
        means: Floats = total / there.reshape(-1, *(1,) * (values.ndim - 1))
        return means

    def _reduced(self, by: np.ufunc, values: Floats) -> Floats:
        if len(self._filled) == len(self.sizes) > 0:
            every: Floats = by.reduceat(values, self._begins, axis=0)
            return every
        found = np.zeros((len(self), *values.shape[1:]), np.float32)
        if len(self._filled):  # reduceat knows no empty groups
            found[self._filled] = by.reduceat(values, self._begins[self._filled], axis=0)
        return found
