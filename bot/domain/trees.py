"""Gradient-boosted decision trees (Friedman 2001): each adds its leaf's value to the log-odds.

Inference only; fitting them is a developer's tool. Every question of every tree is asked at once, and
each that is answered no strikes out the leaves behind its yes: what is left first is the tree's leaf
(QuickScorer, Lucchese et al. 2015). With an array library that takes a third of going down the trees.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, repeat
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

MOST_LEAVES = 64
"""Of one tree: a bit each."""

Numbers = NDArray[np.int64]
Floats = NDArray[np.float64]
Bits = NDArray[np.uint64]

_ALL = (1 << MOST_LEAVES) - 1


class Nodes(NamedTuple):
    """The questions of all trees, shape (questions, trees): question q of tree t asks
    `values[feature[q, t]] <= threshold[q, t]`; no leaves the leaves of `kept[q, t]`, bit by bit from the
    left. A tree with fewer than others asks some more whose answer is always yes: so all can be answered
    without a loop over trees of unlike sizes, which would take eight times as long. What a leaf adds is in
    `value`, those of a tree from one of `leaves` on."""

    feature: Numbers
    threshold: Floats
    kept: Bits
    leaves: Numbers
    value: Floats


@dataclass(frozen=True, slots=True, eq=False)
class BoostedTrees:
    """The fitted trees, the log-odds to begin with, and the names of the values they look at."""

    features: tuple[str, ...]
    baseline: float
    nodes: Nodes

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> BoostedTrees:
        """From what the file holds: per tree its lists `feature` (-1 for a leaf), `threshold` (of a leaf its
        value), `left` and `right`. Raises `ValueError` for a tree of more than `MOST_LEAVES`."""
        return cls(tuple(stored["features"]), stored["baseline"], _nodes(stored["trees"]))

    def probabilities(self, rows: Sequence[Sequence[float]]) -> list[float]:
        """The probability of yes, 0..1, for each row of values in the order of `features`."""
        values = np.array(rows, np.float64).reshape(len(rows), -1)
        log_odds = self.baseline + self._added(values).sum(axis=1)
        found: list[float] = (1 / (1 + np.exp(-log_odds))).tolist()
        return found

    def _added(self, values: Floats) -> Floats:
        """What each tree adds, shape (rows, trees)."""
        nodes = self.nodes
        yes = values.take(nodes.feature, axis=1) <= nodes.threshold
        left = np.bitwise_and.reduce(np.where(yes, np.uint64(_ALL), nodes.kept), axis=1)
        first = np.bitwise_count((left & -left) - np.uint64(1))  # the place of the lowest bit
        added: Floats = nodes.value.take(nodes.leaves + first)
        return added


def _nodes(trees: Sequence[Mapping[str, Sequence[float]]]) -> Nodes:
    asked, added = zip(*map(_tree, trees), strict=True) if trees else ((), ())
    most = max(map(len, asked), default=0)
    surely = (0, np.inf, _ALL)
    filled = (chain(questions, repeat(surely, most - len(questions))) for questions in asked)
    columns = np.array(
        [*chain.from_iterable(filled)], dtype=[("feature", "i8"), ("threshold", "f8"), ("kept", "u8")]
    )
    questions = columns.reshape(len(trees), most).T
    return Nodes(
        feature=np.ascontiguousarray(questions["feature"]),
        threshold=np.ascontiguousarray(questions["threshold"]),
        kept=np.ascontiguousarray(questions["kept"]),
        leaves=np.array([0, *accumulate(map(len, added))][:-1], np.int64),
        value=np.array([*chain.from_iterable(added)], np.float64),
    )


def _tree(tree: Mapping[str, Sequence[float]]) -> tuple[list[tuple[int, float, int]], list[float]]:
    """The questions of one tree, each with the leaves that its no leaves, and what its leaves add."""
    questions: list[tuple[int, float, int]] = []
    added: list[float] = []

    def under(node: int) -> int:
        """The leaves below a node."""
        feature, threshold = int(tree["feature"][node]), tree["threshold"][node]
        if feature < 0:
            added.append(threshold)
            return 1 << (len(added) - 1)
        yes = under(int(tree["left"][node]))
        questions.append((feature, threshold, _ALL & ~yes))
        return yes | under(int(tree["right"][node]))

    if under(0) > _ALL:
        raise ValueError(f"a tree has more than {MOST_LEAVES} leaves")
    return questions, added
