"""Fit what tells pages of manuals from answers, and write `bot/wordbook/pages.json`.

    python -m venv /tmp/tools && /tmp/tools/bin/pip install -e . scikit-learn
    /tmp/tools/bin/python -m tools.fit_pages

First a tone (logistic regression over turns of phrase), learnt from the part `tune` of the labelled replies:
pages against everything else, and against the scenarios' own answers and examples. Then the trees that weigh
the tone and everything else that `bot.domain.grading.pasting` gathers, from the same; the tone they see was
fitted without the text's scenario. Right answers written like a page count for many, since chat has few.
Prints, for scenarios left out, how many are taken for pages.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from bot.domain.grading import Grader
from bot.domain.grading.pasting import LIKE_ONE, PAGE, PageEvidence
from bot.domain.reading.tone import turns_of_phrase
from bot.domain.wordbook import WordBook
from bot.packs.loader import load_pack
from bot.wordbook.loader import load_services, load_small_talk, load_tones, load_vectors
from tests.bench.agreement import (
    CHOOSING,
    DENYING,
    FAITHFUL,
    MIXED,
    PAGES,
    REJECTING,
    TOGETHER,
    UNDECIDED,
    labelled,
)
from tools.fit_tones import DATA, NO_TREES, PACKS, ROOT, matrix, shared
from tools.said import promised
from tools.stored_trees import stored

SHORTEST = 8.0  # words, and pauses as words: nobody pastes less
FEWEST = (4, 12)  # scenarios that share a turn of phrase: among pages, among others
STRENGTH = 0.3
NEGLIGIBLE = 0.03  # weights below it are left out
WRITTEN_LIKE_ONE = 10.0  # the weight of a right answer written like a page
FOLDS = 8
SIGNS = {"manual": 1, "situation": -1}  # what only raises the probability, or lowers it
PASTED = ("attack-docs", "page")  # kinds of texts
SETTINGS = {
    "max_iter": 250,
    "max_leaf_nodes": 6,
    "learning_rate": 0.06,
    "min_samples_leaf": 30,
    "l2_regularization": 5,
    "random_state": 0,
}


@dataclass(frozen=True, slots=True)
class Text:
    """A text about a scenario, its turns of phrase and what else tells, the tone left out; `kind` is for the
    report."""

    scenario: str
    turns: frozenset[str]
    evidence: PageEvidence
    is_page: bool
    kind: str
    weight: float = 1.0


def main() -> None:
    """Check on scenarios left out, fit on all, write."""
    texts = list(texts_of())
    print(len(texts), "texts")
    odds = odds_left_out(texts)
    report(texts, odds)
    vocabulary = vocabulary_of(texts)
    (weights,), (bias,) = (model := tone_of(texts, vocabulary)).coef_, model.intercept_
    tone = {p: round(float(w), 3) for p, w in zip(vocabulary, weights, strict=True) if abs(w) > NEGLIGIBLE}
    pages = {
        "tone": {"bias": round(float(bias), 3), "shortest": SHORTEST, "weights": tone},
        "trees": stored(trees_of(texts, odds), PageEvidence._fields),
    }
    path = ROOT / "bot" / "wordbook" / "pages.json"
    path.write_text(json.dumps(pages, ensure_ascii=False, indent=0) + "\n", "utf-8")


def texts_of() -> Iterator[Text]:
    """Everything long enough to be told."""
    packs = {pack.id: pack for pack in map(load_pack, PACKS)}
    book = WordBook(load_vectors(), NO_TREES, load_small_talk(), load_tones(), load_services())
    graders = {pack.id: Grader(pack.glossary, book) for pack in packs.values()}

    def read(pack: str, scenario: str, text: str, kind: str, weight: float = 1.0) -> Iterator[Text]:
        found = graders[pack].paging(packs[pack].scenario(scenario), text)
        if found and found[0].length >= SHORTEST:
            reading, evidence = found
            yield Text(scenario, turns_of_phrase(reading.plain), evidence, kind in PASTED, kind, weight)

    for reply in (
        *labelled(DATA),
        *labelled(DATA, CHOOSING, DENYING, FAITHFUL, UNDECIDED, TOGETHER, REJECTING, MIXED),
    ):
        if not reply.held:
            yield from read(reply.pack, reply.scenario, reply.text, reply.kind)
    for reply in labelled(DATA, PAGES):
        if reply.kind == "attack-docs":
            yield from read(reply.pack, reply.scenario, reply.text, "page")
        else:
            kind = f"{reply.kind} like one"
            yield from read(reply.pack, reply.scenario, reply.text, kind, WRITTEN_LIKE_ONE)
    for pack in packs.values():
        for scenario in pack.scenarios:
            for text in promised(scenario):
                yield from read(pack.id, scenario.id, text, "example")


def vocabulary_of(texts: Sequence[Text]) -> dict[str, int]:
    """The turns of phrase that several share."""
    found = shared(((text.turns, text.is_page, text.scenario) for text in texts), FEWEST)
    return {phrase: column for column, phrase in enumerate(found)}


def tone_of(texts: Sequence[Text], vocabulary: dict[str, int]) -> LogisticRegression:
    """How pages sound."""
    is_page, weight = balanced(texts)
    model = LogisticRegression(C=STRENGTH, max_iter=3000)
    return model.fit(matrix([text.turns for text in texts], vocabulary), is_page, sample_weight=weight)


def trees_of(texts: Sequence[Text], odds: np.ndarray) -> HistGradientBoostingClassifier:
    """The trees on these texts."""
    is_page, weight = balanced(texts)
    signs = [SIGNS.get(feature, 0) for feature in PageEvidence._fields]
    model = HistGradientBoostingClassifier(monotonic_cst=signs, **SETTINGS)
    return model.fit(values(texts, odds), is_page, sample_weight=weight)


def balanced(texts: Sequence[Text]) -> tuple[np.ndarray, np.ndarray]:
    """Which texts are pages, and how much each counts: pages as much as all others together; 1 on average."""
    is_page, weight = np.array([text.is_page for text in texts]), np.array([text.weight for text in texts])
    for half in (is_page, ~is_page):
        weight[half] *= len(texts) / 2 / weight[half].sum()
    return is_page, weight


def values(texts: Sequence[Text], odds: np.ndarray) -> np.ndarray:
    """Everything that tells, the tone in its place."""
    return np.array([text.evidence._replace(manual=said) for text, said in zip(texts, odds, strict=True)])


def odds_left_out(texts: Sequence[Text]) -> np.ndarray:
    """For each text, the tone as it is without its scenario."""
    vocabulary, odds = vocabulary_of(texts), np.zeros(len(texts))
    for out in folds(texts):
        model = tone_of([text for text, left in zip(texts, out, strict=True) if not left], vocabulary)
        left_out = [text.turns for text, left in zip(texts, out, strict=True) if left]
        odds[out] = model.decision_function(matrix(left_out, vocabulary))
    return odds


def folds(texts: Sequence[Text]) -> Iterator[np.ndarray]:
    """The texts of some scenarios, in parts."""
    names = sorted({text.scenario for text in texts})
    random.Random(0).shuffle(names)
    return (np.isin([text.scenario for text in texts], names[fold::FOLDS]) for fold in range(FOLDS))


def report(texts: Sequence[Text], odds: np.ndarray) -> None:
    """How many of each kind are taken for pages, by tone and trees that don't know the scenario."""
    probable = np.zeros(len(texts))
    for out in folds(texts):
        kept = [text for text, left in zip(texts, out, strict=True) if not left]
        model = trees_of(kept, odds[~out])
        probable[out] = model.predict_proba(values(texts, odds)[out])[:, 1]
    taken = (probable >= PAGE) & (odds >= LIKE_ONE)
    for kind in sorted({text.kind for text in texts}):
        which = np.array([text.kind == kind for text in texts])
        print(f"  {kind}: {which.sum()}, taken for pages {taken[which].mean():.4f}")


if __name__ == "__main__":
    main()
