"""Boosted trees answer by adding up leaves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp, fsum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.trees import MOST_LEAVES, BoostedTrees

STORED = {
    "features": ["near", "far"],
    "baseline": -1.0,
    "trees": [
        {"feature": [0, -1, -1], "threshold": [0.5, -2.0, 3.0], "left": [1, 0, 0], "right": [2, 0, 0]},
        {"feature": [-1], "threshold": [0.25], "left": [0], "right": [0]},
    ],
}


def log_odds(value: float) -> float:
    return 1 / (1 + exp(-value))


@pytest.mark.parametrize(
    ("near", "expected"), [(0.5, -1.0 - 2.0 + 0.25), (0.51, -1.0 + 3.0 + 0.25)], ids=["left", "right"]
)
def test_each_tree_adds_the_leaf_that_the_values_fall_into(near: float, expected: float) -> None:
    trees = BoostedTrees.of(STORED)
    assert trees.probabilities([(near, 0.0)]) == [pytest.approx(log_odds(expected))]


def test_several_rows_are_answered_at_once_and_each_for_itself() -> None:
    trees = BoostedTrees.of(STORED)
    rows = [(0.1, 0.0), (0.9, 0.0), (0.5, 7.0)]
    assert trees.probabilities(rows) == [trees.probabilities([row])[0] for row in rows]


def test_no_trees_leave_the_baseline() -> None:
    stored = {"features": ["x"], "baseline": 0.0, "trees": []}
    assert BoostedTrees.of(stored).probabilities([(1.0,)]) == [0.5]


def test_a_tree_of_too_many_leaves_is_refused() -> None:
    with pytest.raises(ValueError, match="64 leaves"):
        BoostedTrees.of({"features": ["x"], "baseline": 0.0, "trees": [ladder(MOST_LEAVES + 1)]})


def test_a_tree_of_as_many_leaves_as_allowed_finds_each_of_them() -> None:
    trees = BoostedTrees.of({"features": ["x"], "baseline": 0.0, "trees": [ladder(MOST_LEAVES)]})
    expected = [pytest.approx(log_odds(leaf / 100)) for leaf in range(MOST_LEAVES)]
    assert trees.probabilities([(float(leaf),) for leaf in range(MOST_LEAVES)]) == expected


def ladder(leaves: int) -> dict[str, list[float]]:
    """Asks whether x is 0, whether it is 1 and so on; leaf n adds n / 100."""
    tree: dict[str, list[float]] = {"feature": [], "threshold": [], "left": [], "right": []}
    for step in range(leaves - 1):
        add(tree, (0, step, 2 * step + 1, 2 * step + 2), (-1, step / 100, 0, 0))
    add(tree, (-1, (leaves - 1) / 100, 0, 0))
    return tree


def add(tree: dict[str, list[float]], *nodes: tuple[float, float, float, float]) -> None:
    for node in nodes:
        for part, number in zip(("feature", "threshold", "left", "right"), node, strict=True):
            tree[part].append(number)


VALUES = st.floats(-2, 2, width=16)
Drawn = tuple[int, float, Any, Any] | float
DRAWN: st.SearchStrategy[Drawn] = st.recursive(
    VALUES, lambda inner: st.tuples(st.integers(0, 2), VALUES, inner, inner), max_leaves=20
)


@given(st.lists(DRAWN, max_size=5), st.lists(st.tuples(VALUES, VALUES, VALUES), min_size=1, max_size=4))
def test_trees_answer_as_who_goes_down_them_one_by_one(
    drawn: Sequence[Drawn], rows: Sequence[tuple[float, ...]]
) -> None:
    stored = {"features": ["a", "b", "c"], "baseline": 0.5, "trees": [flat(tree) for tree in drawn]}
    expected = [log_odds(0.5 + fsum(leaf(tree, row) for tree in drawn)) for row in rows]
    assert BoostedTrees.of(stored).probabilities(rows) == pytest.approx(expected)


def leaf(tree: Drawn, row: Sequence[float]) -> float:
    while isinstance(tree, tuple):
        feature, threshold, left, right = tree
        tree = left if row[feature] <= threshold else right
    return tree


def flat(tree: Drawn) -> Mapping[str, list[float]]:
    """The tree as the file holds it: each node before those below it."""
    nodes: dict[str, list[float]] = {"feature": [], "threshold": [], "left": [], "right": []}

    def placed(node: Drawn) -> int:
        at = len(nodes["feature"])
        if not isinstance(node, tuple):
            add(nodes, (-1, node, 0, 0))
            return at
        add(nodes, (node[0], node[1], 0, 0))
        nodes["left"][at], nodes["right"][at] = placed(node[2]), placed(node[3])
        return at

    placed(tree)
    return nodes
