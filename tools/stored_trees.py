"""Boosted trees as the word book stores them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier


def stored(model: HistGradientBoostingClassifier, features: Sequence[str]) -> dict[str, Any]:
    """What `bot.domain.trees.BoostedTrees` is made from."""
    return {
        "features": features,
        "baseline": round(float(model._baseline_prediction.ravel()[0]), 4),
        "trees": [_tree(predictor.nodes) for (predictor,) in model._predictors],
    }


def _tree(nodes: np.ndarray) -> dict[str, list[float]]:
    leaf = nodes["is_leaf"].astype(bool)
    feature = np.where(leaf, -1, nodes["feature_idx"].astype(int))
    threshold = np.where(leaf, nodes["value"], nodes["num_threshold"])
    return {
        "feature": [int(index) for index in feature],
        "threshold": [round(float(value), 4) for value in threshold],
        "left": [int(node) for node in nodes["left"]],
        "right": [int(node) for node in nodes["right"]],
    }
