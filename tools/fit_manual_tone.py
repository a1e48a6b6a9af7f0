"""Fit what tells a page of a manual from somebody's answer, and write `bot/wordbook/manual_tone.json`.

    python -m venv /tmp/tools && /tmp/tools/bin/pip install -e . scikit-learn
    /tmp/tools/bin/python -m tools.fit_manual_tone

Learns from the half `tune` of the labelled replies: pasted documentation against everything else that is
long enough, and against the model answers and examples of the scenarios, which are formal and yet answers.
Only turns of phrase that documentation of several scenarios shares are looked at, so that no subject is
taken for a tone. Prints how many of each it gets wrong on scenarios left out.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from bot.domain.reading.manual_tone import SHORTEST, turns_of_phrase
from bot.domain.reading.text import Reading, read
from bot.packs.loader import load_pack, shipped_pack_path
from tests.bench.agreement import labelled

ROOT = Path(__file__).parents[1]
DATA = ROOT / "tests" / "bench" / "data" / "grading"
PACKS = (shipped_pack_path(), DATA / "scenarios", DATA / "strangers-tune")
FEWEST_SCENARIOS = 4
FOLDS = 8
FALSE_ALARMS = 0.004
STRENGTH = 0.3


@dataclass(frozen=True, slots=True)
class Text:
    """A text of one scenario; `manual` if it is documentation."""

    scenario: str
    phrases: frozenset[str]
    manual: bool


def main() -> None:
    """Check on scenarios left out, fit on all, write."""
    texts = list(texts_of_both_kinds())
    vocabulary = shared(texts)
    found = np.array([[phrase in text.phrases for phrase in vocabulary] for text in texts], float)
    manual = np.array([text.manual for text in texts])
    scenarios = sorted({text.scenario for text in texts})
    odds = np.zeros(len(texts))
    for fold in range(FOLDS):
        out = np.isin([text.scenario for text in texts], scenarios[fold::FOLDS])
        model = fitted(found[~out], manual[~out])
        odds[out] = found[out] @ model.coef_[0]
    bias = -float(np.quantile(odds[~manual], 1 - FALSE_ALARMS))
    print(f"{manual.sum()} pages of manuals, {(~manual).sum()} answers, {len(vocabulary)} turns of phrase")
    caught, wronged = (np.mean(odds[which] + bias > 0) for which in (manual, ~manual))
    print(f"left out: found {caught:.3f}, false {wronged:.4f}")
    weights = fitted(found, manual).coef_[0]
    kept = {p: round(float(w), 3) for p, w in zip(vocabulary, weights, strict=True) if abs(w) > 0.04}
    stored = json.dumps({"bias": round(bias, 3), "weights": kept}, ensure_ascii=False, indent=0)
    (ROOT / "bot" / "wordbook" / "manual_tone.json").write_text(stored + "\n", "utf-8")


def fitted(found: np.ndarray, manual: np.ndarray) -> LogisticRegression:
    """A classifier with few weights."""
    return LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=3000).fit(found, manual)


def texts_of_both_kinds() -> Iterator[Text]:
    """Everything long enough to be told."""
    for reply in labelled(DATA):
        if not reply.held and long_enough(reading := read(reply.text)):
            yield Text(reply.scenario, turns_of_phrase(reading), reply.kind == "attack-docs")
    for pack in map(load_pack, PACKS):
        for scenario in pack.scenarios:
            for text in (*scenario.answer, *(t for examples in scenario.examples for t in examples.full)):
                if long_enough(reading := read(text)):
                    yield Text(scenario.id, turns_of_phrase(reading), manual=False)


def long_enough(reading: Reading) -> bool:
    """Is there enough to hear a tone?"""
    return reading.place[-1] >= SHORTEST


def shared(texts: list[Text]) -> list[str]:
    """The turns of phrase that stand in documentation, or in answers, of several scenarios."""
    where: dict[tuple[str, bool], set[str]] = defaultdict(set)
    for text in texts:
        for phrase in text.phrases:
            where[phrase, text.manual].add(text.scenario)
    return sorted(
        {phrase for (phrase, manual), at in where.items() if len(at) >= (FEWEST_SCENARIOS if manual else 8)}
    )


if __name__ == "__main__":
    main()
