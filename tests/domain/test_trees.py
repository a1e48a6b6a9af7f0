"""Boosted trees answer by adding up leaves."""

from __future__ import annotations

from math import exp

import pytest

from bot.domain.trees import BoostedTrees

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
