"""Fit how sure the search may be, and write it into `content/scs/pack.yaml`.

    python -m venv /tmp/tools && /tmp/tools/bin/pip install -e . scikit-learn
    /tmp/tools/bin/python -m tools.fit_search

Learns from the part `tune` of the questions in `tests/bench/data/search`, and never opens the part `held`.
Two logistic regressions: one tells questions that some scenario answers from those that none does, the other
those whose first match is the answer from all others. Questions of everyday life count half: they are easily
written by the dozen. The chance from which to answer is the one that `REFUSED` of the answerable fall short
of, the one from which to call a match good the least from which `RIGHT` of the matches are right; scenarios
left out of the fitting. Prints how well it tells them apart on those, and a second set of figures for
`bot/domain/calibration.py`, which serves packs without their own: they don't look at the lead over other
scenarios, since how many of those are near depends on the size of the pack.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import numpy as np
import yaml
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from bot.domain.search import Match, SearchIndex
from bot.domain.search.confidence import Evidence
from bot.packs.loader import load_pack, shipped_pack_path
from bot.wordbook.loader import load_vectors
from tests.bench.bench_search import Asked, questions

REFUSED = 0.052  # of the questions that a scenario answers
OFFERED = 0.01  # of them fall short of being offered the nearest scenarios
RIGHT = 0.96  # of what is called a good match, a little more than is promised
STRENGTH = 0.1  # of what the questions say beside the wish for small figures
EVERYDAY = 0.5  # what a question of everyday life counts beside others
FOLDS = 10
FILES = ("questions", "everyday")
KINDS = frozenset(question.kind for question in questions())


class Seen(NamedTuple):
    """A question, what speaks for its first match, and its matches."""

    asked: Asked
    evidence: Any
    matches: tuple[Match, ...]


def main() -> None:
    """Fit, check on scenarios left out, write."""
    pack = load_pack(shipped_pack_path())
    index = SearchIndex.build(pack.scenarios, pack.glossary, load_vectors())
    asked = [question for file in FILES for question in questions(file) if not question.held]
    seen = [Seen(each, index.evidence(each.text), index.search(each.text).matches) for each in asked]
    seen = [each for each in seen if each.evidence]
    block = yaml.safe_dump({"search": calibrated(seen)}, sort_keys=False)
    print(block)
    path = shipped_pack_path() / "pack.yaml"
    kept = re.sub(r"^search:\n(?:  .*\n)*", "", path.read_text("utf-8"), flags=re.MULTILINE)
    path.write_text(kept.rstrip("\n") + "\n" + block, "utf-8")
    print("for packs of any size:")
    print(calibrated([each._replace(evidence=each.evidence._replace(lead=0.0, gap=0.0)) for each in seen]))


def calibrated(seen: list[Seen]) -> dict[str, Any]:
    """The figures of a calibration."""
    of_any_kind = np.array([each.asked.kind in KINDS for each in seen])
    everyday = np.array([each.asked.kind == "everyday" for each in seen])
    weights = np.where(everyday, EVERYDAY, 1.0)
    answered = np.array([each.asked.scenario is not None for each in seen])
    usual = [each for each, kept in zip(seen, of_any_kind | everyday, strict=True) if kept]
    weighed, odds = weighing(usual, answered[of_any_kind | everyday], weights[of_any_kind | everyday])
    reached = odds[[each.asked.scenario is not None for each in usual]]
    right = np.array(
        [bool(each.matches) and each.matches[0].scenario_id == each.asked.scenario for each in seen]
    )
    # What no scenario answers may lean to one of them by a single word, ahead of all others.
    alone = [each._replace(evidence=each.evidence._replace(gap=0.0)) for each in seen]
    told, sure = weighing(alone, right, weights)
    return {
        **weighed,
        "answer_from": round(chance(np.quantile(reached, REFUSED)), 3),
        "offer_from": round(chance(np.quantile(reached, OFFERED)), 3),
        "right": {**told, "good_from": round(chance(least(sure, right, weights)), 3)},
    }


def least(odds: np.ndarray, right: np.ndarray, weights: np.ndarray) -> float:
    """The least log-odds from which `RIGHT` of the matches are right."""
    order = np.argsort(-odds)
    shares = np.cumsum((right * weights)[order]) / np.cumsum(weights[order])
    return float(odds[order][np.flatnonzero(shares >= RIGHT)[-1]])


def weighing(seen: list[Seen], true: np.ndarray, weights: np.ndarray) -> tuple[dict[str, float], np.ndarray]:
    """The figures that tell what is true, and the log-odds of every question by a regression that has seen
    none about its scenario."""
    evidence = np.array([each.evidence for each in seen])
    about = np.array([each.asked.scenario or f"none {at % FOLDS}" for at, each in enumerate(seen)])
    names = sorted(set(about))
    odds = np.zeros(len(seen))
    for fold in range(FOLDS):
        out = np.isin(about, names[fold::FOLDS])
        odds[out] = fitted(evidence[~out], true[~out], weights[~out]).decision_function(evidence[out])
    print(f"{len(seen)} questions, {true.sum()} true; left out: AUC {roc_auc_score(true, odds):.3f}")
    scaler, model = (step for _, step in fitted(evidence, true, weights).steps)
    slopes = model.coef_[0] / scaler.scale_
    figures = {
        "intercept": float(model.intercept_[0] - slopes @ scaler.mean_),
        **dict(zip(Evidence._fields, map(float, slopes), strict=True)),
    }
    return {name: round(figure, 3) for name, figure in figures.items()}, odds


def fitted(evidence: np.ndarray, true: np.ndarray, weights: np.ndarray) -> Pipeline:
    """The regression, its figures brought to one scale first."""
    regression = make_pipeline(StandardScaler(), LogisticRegression(C=STRENGTH, max_iter=5000))
    return regression.fit(evidence, true, logisticregression__sample_weight=weights)


def chance(odds: float) -> float:
    """The probability that these log-odds stand for."""
    return float(1 / (1 + np.exp(-odds)))


if __name__ == "__main__":
    main()
