"""Fit what tells everyday life from talk about systems, and write `bot/wordbook/small_talk.json`.

    python -m venv /tmp/tools && /tmp/tools/bin/pip install -e . scikit-learn
    /tmp/tools/bin/python -m tools.fit_small_talk

Learns from `data/everyday.txt` against `data/sayings.tsv`, and prints how many of each it gets wrong on a
fifth left out. The bias is set where few sentences about systems are taken for small talk; the grader looks
at the scenario too before it sets one aside.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

from bot.domain.reading.meaning import UNKNOWN, Vectors, unit
from bot.domain.reading.text import read
from bot.wordbook.loader import load_vectors

DATA = Path(__file__).parent / "data"
BOOK = Path(__file__).parents[1] / "bot" / "wordbook"
FALSE_ALARMS = 0.03


def main() -> None:
    """Fit, report on what was left out, write."""
    everyday = directions((DATA / "everyday.txt").read_text("utf-8").splitlines())
    lines = (DATA / "sayings.tsv").read_text("utf-8").splitlines()
    systems = directions([line.split("\t")[3] for line in lines])
    texts = np.concatenate([everyday, systems])
    kinds = np.array([True] * len(everyday) + [False] * len(systems))
    seen, unseen, is_everyday, unseen_everyday = train_test_split(
        texts, kinds, test_size=0.2, random_state=0, stratify=kinds
    )
    model = LogisticRegression(C=10.0, class_weight="balanced", max_iter=2000).fit(seen, is_everyday)
    weights = model.coef_[0]
    bias = -float(np.quantile(seen[~is_everyday] @ weights, 1 - FALSE_ALARMS))
    odds = unseen @ weights + bias
    print(f"everyday found: {np.mean(odds[unseen_everyday] > 0):.3f}")
    print(f"systems taken for everyday: {np.mean(odds[~unseen_everyday] > 0):.4f}")
    stored = {"weights": [round(float(w), 4) for w in weights], "bias": round(bias, 4)}
    (BOOK / "small_talk.json").write_text(json.dumps(stored) + "\n", "utf-8")


def directions(texts: list[str]) -> Vectors:
    """The direction of each text that has a known word."""
    vectors = load_vectors()
    found = []
    for text in texts:
        rows = [token.row for token in vectors.tokens(read(text)) if token.row != UNKNOWN]
        if rows:
            found.append(unit((vectors.units(rows) * vectors.weights(rows)[:, None]).sum(axis=0)))
    return np.stack(found)


if __name__ == "__main__":
    main()
