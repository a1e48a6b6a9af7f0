"""Gradient-boosted decision trees (Friedman 2001): each adds its leaf's value to the log-odds.

Only the answering; fitting them is a developer's tool.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp
from typing import Any


@dataclass(frozen=True, slots=True)
class Tree:
    """Node i asks `values[feature[i]] <= threshold[i]`, yes goes `left`; a leaf has feature -1 and its
    value as threshold."""

    feature: tuple[int, ...]
    threshold: tuple[float, ...]
    left: tuple[int, ...]
    right: tuple[int, ...]

    def value(self, values: Sequence[float]) -> float:
        """The value of the leaf that they fall into."""
        node = 0
        while (feature := self.feature[node]) >= 0:
            node = self.left[node] if values[feature] <= self.threshold[node] else self.right[node]
        return self.threshold[node]


@dataclass(frozen=True, slots=True)
class BoostedTrees:
    """The fitted trees, the log-odds to begin with, and the names of the values they look at."""

    features: tuple[str, ...]
    baseline: float
    trees: tuple[Tree, ...]

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> BoostedTrees:
        """From what the file holds."""
        trees = tuple(
            Tree(tuple(t["feature"]), tuple(t["threshold"]), tuple(t["left"]), tuple(t["right"]))
            for t in stored["trees"]
        )
        return cls(tuple(stored["features"]), stored["baseline"], trees)

    def probability(self, values: Sequence[float]) -> float:
        """The probability of yes, 0..1; `values` in the order of `features`."""
        return 1.0 / (1.0 + exp(-(self.baseline + sum(tree.value(values) for tree in self.trees))))
