"""Fit how sure the search may be, and write it into `content/scs/pack.yaml`.

    python -m venv /tmp/tools && /tmp/tools/bin/pip install -e . scikit-learn
    /tmp/tools/bin/python -m tools.fit_search

Learns from the part `tune` of the questions in `tests/bench/data/search`, and never opens the part `held`: a
logistic regression that tells questions that some scenario answers from those that none does. The chance
from which to answer is the one that `REFUSED` of the former fall short of, scenarios left out of the
fitting. Prints how well it tells them apart on those, and a second set of figures for
`bot/domain/calibration.py`, which serves packs without their own: they don't look at the lead over other
scenarios, since how many of those are near depends on the size of the pack.
"""

from __future__ import annotations

import re

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from bot.domain.search import SearchIndex
from bot.domain.search.confidence import Evidence
from bot.packs.loader import load_pack, shipped_pack_path
from bot.wordbook.loader import load_vectors
from tests.bench.bench_search import Asked, questions

REFUSED = 0.05  # of the questions that a scenario answers
OFFERED = 0.01  # of them fall short of being offered the nearest scenarios
FOLDS = 10


def main() -> None:
    """Fit, check on scenarios left out, write."""
    pack = load_pack(shipped_pack_path())
    index = SearchIndex.build(pack.scenarios, pack.glossary, load_vectors())
    asked = [question for question in questions() if not question.held]
    pairs = [(question, found) for question in asked if (found := index.evidence(question.text))]
    block = "search:\n" + "".join(f"  {name}: {figure:.3f}\n" for name, figure in calibrated(pairs).items())
    print(block)
    path = shipped_pack_path() / "pack.yaml"
    kept = re.sub(r"^search:\n(?:  .*\n)*", "", path.read_text("utf-8"), flags=re.MULTILINE)
    path.write_text(kept.rstrip("\n") + "\n" + block, "utf-8")
    print("for packs of any size:")
    print(calibrated([(question, found._replace(lead=0.0)) for question, found in pairs]))


def calibrated(pairs: list[tuple[Asked, Evidence]]) -> dict[str, float]:
    """The figures of a calibration."""
    evidence = np.array([found for _, found in pairs])
    answered = np.array([question.scenario is not None for question, _ in pairs])
    odds = left_out(pairs, evidence, answered)
    answer_from, offer_from = (chance(np.quantile(odds[answered], q)) for q in (REFUSED, OFFERED))
    declined = np.mean(odds[~answered] < np.quantile(odds[answered], REFUSED))
    print(f"{len(pairs)} questions, {answered.sum()} with an answer")
    print(f"  left out: AUC {roc_auc_score(answered, odds):.3f}, declined {declined:.3f}")
    scaler, model = (step for _, step in fitted(evidence, answered).steps)
    slopes = model.coef_[0] / scaler.scale_
    figures = {
        "intercept": float(model.intercept_[0] - slopes @ scaler.mean_),
        **dict(zip(Evidence._fields, map(float, slopes), strict=True)),
        "answer_from": answer_from,
        "offer_from": offer_from,
    }
    return {name: round(figure, 3) for name, figure in figures.items()}


def left_out(pairs: list[tuple[Asked, Evidence]], evidence: np.ndarray, answered: np.ndarray) -> np.ndarray:
    """The log-odds of every question by a regression that has seen none about its scenario."""
    about = np.array([question.scenario or f"none {at % FOLDS}" for at, (question, _) in enumerate(pairs)])
    names = sorted(set(about))
    odds = np.zeros(len(pairs))
    for fold in range(FOLDS):
        out = np.isin(about, names[fold::FOLDS])
        odds[out] = fitted(evidence[~out], answered[~out]).decision_function(evidence[out])
    return odds


def fitted(evidence: np.ndarray, answered: np.ndarray) -> object:
    """The regression, its figures brought to one scale first."""
    return make_pipeline(StandardScaler(), LogisticRegression(max_iter=5000)).fit(evidence, answered)


def chance(odds: float) -> float:
    """The probability that these log-odds stand for."""
    return float(1 / (1 + np.exp(-odds)))


if __name__ == "__main__":
    main()
