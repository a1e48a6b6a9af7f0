"""Gradient-boosted decision trees (Friedman 2001): each adds its leaf's value to the log-odds.

Only the answering; fitting them is a developer's tool.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Floats = NDArray[np.float64]


class Nodes(NamedTuple):
    """The nodes of all trees in a row; a tree begins at each of `roots`. Node i asks
    `values[feature[i]] <= threshold[i]`, no goes to `children[2 * i]`, yes to the one behind. A leaf leads to
    itself; what it adds is in `value`.
    `depth` is the length of the longest way."""

    roots: Numbers
    feature: Numbers
    threshold: Floats
    children: Numbers
    value: Floats
    depth: int


@dataclass(frozen=True, slots=True, eq=False)
class BoostedTrees:
    """The fitted trees, the log-odds to begin with, and the names of the values they look at."""

    features: tuple[str, ...]
    baseline: float
    nodes: Nodes

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> BoostedTrees:
        """From what the file holds: per tree its lists `feature` (-1 for a leaf), `threshold` (of a leaf its
        value), `left` and `right`."""
        return cls(tuple(stored["features"]), stored["baseline"], _nodes(stored["trees"]))

    def probabilities(self, rows: Sequence[Sequence[float]]) -> list[float]:
        """The probability of yes, 0..1, for each row of values in the order of `features`."""
        values = np.array(rows, np.float64).reshape(len(rows), -1)
        nodes = self.nodes
        row = np.arange(len(values))[:, None]
        at = np.broadcast_to(nodes.roots, (len(values), len(nodes.roots)))
        for _ in range(nodes.depth):
            yes = values[row, nodes.feature[at]] <= nodes.threshold[at]
            at = nodes.children[2 * at + yes]
        log_odds = self.baseline + nodes.value[at].sum(axis=1)
        found: list[float] = (1 / (1 + np.exp(-log_odds))).tolist()
        return found


def _nodes(trees: Sequence[Mapping[str, Sequence[float]]]) -> Nodes:
    first = np.cumsum([0, *(len(tree["feature"]) for tree in trees)])

    def joined(part: str) -> Floats:
        return np.concatenate([np.zeros(0), *(np.array(tree[part], np.float64) for tree in trees)])

    def children(part: str) -> Numbers:
        shift = np.repeat(first[:-1], np.diff(first))
        return np.where(leaf, own, joined(part).astype(np.int64) + shift)

    feature, threshold, own = joined("feature").astype(np.int64), joined("threshold"), np.arange(first[-1])
    leaf = feature < 0
    return Nodes(
        roots=first[:-1].astype(np.int64),
        feature=np.where(leaf, 0, feature),
        threshold=threshold,
        children=np.stack([children("right"), children("left")], axis=1).ravel(),
        value=np.where(leaf, threshold, 0.0),
        depth=max((_depth(tree, 0) for tree in trees), default=0),
    )


def _depth(tree: Mapping[str, Sequence[float]], node: int) -> int:
    if tree["feature"][node] < 0:
        return 0
    return 1 + max(_depth(tree, int(tree[side][node])) for side in ("left", "right"))
