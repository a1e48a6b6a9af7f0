"""Fit what tells sentences about something else from those about a scenario, and write
`bot/wordbook/asides.json`.

    python -m venv /tmp/tools && /tmp/tools/bin/pip install -e . scikit-learn
    /tmp/tools/bin/python -m tools.fit_asides

First a tone (logistic regression over turns of phrase, few of them kept), learnt from `data/everyday.txt` and
`data/everyday_near.txt`, which uses words that systems have too, against sentences of the part `tune` of the
labelled replies and sayings. Then a regression over that tone, the odds of small talk and the share that the
scenario says; the tone it sees was fitted without the sentence's scenario. Who turns the answer down or
decides nothing sounds like chat: those replies teach little, for the grader takes the lower score anyway.
Prints how much of everyday life is found where few other sentences are taken for it.
"""

from __future__ import annotations

import json
import random
import zlib
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from bot.domain.grading import Grader
from bot.domain.grading.comparer import Comparer
from bot.domain.grading.rubric import Rubric
from bot.domain.reading.course import turns_and_opening
from bot.domain.reading.text import read
from bot.packs.loader import load_pack
from bot.wordbook.loader import load_small_talk, load_word_book
from tests.bench.agreement import MIXED, REJECTING, REPLIES, labelled
from tools.fit_tones import DATA, PACKS, ROOT

TEXTS = ROOT / "tools" / "data"
MORE = (REJECTING, MIXED, "strangers-tune-refusing.jsonl", "strangers-tune-arguing.jsonl")
MOST_REPLIES, MOST_SAYINGS = 4000, 9000
SCENARIOS = {"everyday.txt": 2, "everyday_near.txt": 8}  # beside which each sentence is put
WEIGHTS = {
    "everyday.txt": 0.5,
    "everyday_near.txt": 0.25,
    "sayings": 0.5,
    "negated": 0.0,
    "hedge": 0.5,
    "contradictory": 0.5,
}
FEWEST = 5  # sentences with a turn of phrase
STRENGTH = 2.0
NEGLIGIBLE = 0.005  # weights below it are left out
FOLDS = 4


class Sentence(NamedTuple):
    """A sentence beside a scenario: where it is from, the odds of small talk and the share that is said."""

    kind: str
    group: str
    text: str
    everyday: float = 0.0
    said: float = 0.0

    @property
    def is_aside(self) -> bool:
        """Is it about something else?"""
        return self.kind in SCENARIOS


def main() -> None:
    """Fit, report on what was left out, write."""
    found = [*sentences(), *sayings()]
    asides = np.array([each.is_aside for each in found])
    weights = np.array([WEIGHTS.get(each.kind, 1.0) for each in found])
    groups = [zlib.crc32(each.group.encode()) for each in found]
    vectorizer = DictVectorizer()
    turns = vectorizer.fit_transform([dict.fromkeys(turns_and_opening(each.text), 1) for each in found])
    common = np.asarray((turns > 0).sum(axis=0)).ravel() >= FEWEST
    turns, names = turns[:, common], vectorizer.get_feature_names_out()[common]

    def fit(rows: NDArray[np.int64]) -> LogisticRegression:
        model = LogisticRegression(
            C=STRENGTH,
            l1_ratio=1.0,
            solver="liblinear",
            max_iter=1000,
            class_weight="balanced",
            random_state=0,
        )
        return model.fit(turns[rows], asides[rows], sample_weight=weights[rows])

    heard = left_out(turns, groups, fit)
    compared = np.array([each.kind != "sayings" for each in found])
    values = np.array([[each.everyday, each.said] for each in found])
    values = np.column_stack([values, heard])
    weighing = LogisticRegression(C=10.0, class_weight="balanced").fit(
        values[compared], asides[compared], sample_weight=weights[compared]
    )
    report(found, weighing.decision_function(values))
    everyday, said, share = (float(each) for each in weighing.coef_[0])
    tone = fit(np.arange(len(found)))
    kept = {
        str(name): round(float(weight) * share, 3)
        for name, weight in zip(names, tone.coef_[0], strict=True)
        if abs(weight) * share > NEGLIGIBLE
    }
    bias = float(tone.intercept_[0]) * share + float(weighing.intercept_[0])
    stored = {
        "tone": {"bias": round(bias, 3), "shortest": 0.0, "weights": kept},
        "everyday": round(everyday, 3),
        "said": round(said, 3),
    }
    path = ROOT / "bot" / "wordbook" / "asides.json"
    path.write_text(json.dumps(stored, ensure_ascii=False, indent=0) + "\n", "utf-8")


def sentences() -> Iterator[Sentence]:
    """Everyday life beside scenarios that it has nothing to do with, and replies beside their own."""
    chance = random.Random(2)
    packs = {pack.id: pack for pack in map(load_pack, PACKS)}
    graders = {pack.id: Grader(pack.glossary, load_word_book()) for pack in packs.values()}
    fair = [
        reply
        for reply in (*labelled(DATA, *REPLIES), *labelled(DATA, *MORE))
        if not reply.held and not reply.kind.startswith("attack")
    ]
    replies = chance.sample(fair, MOST_REPLIES)
    scenarios = sorted({(reply.pack, reply.scenario) for reply in replies})

    def rubric(pack: str, scenario: str) -> Rubric:
        return graders[pack].rubric(packs[pack].scenario(scenario))

    for name, count in SCENARIOS.items():
        for line in (TEXTS / name).read_text("utf-8").splitlines():
            for pack, scenario in chance.sample(scenarios, count):
                yield from beside(rubric(pack, scenario), line, name, line)
    for reply in replies:
        yield from beside(rubric(reply.pack, reply.scenario), reply.text, reply.kind, reply.scenario)


def beside(rubric: Rubric, text: str, kind: str, group: str) -> Iterator[Sentence]:
    """The sentences of a text of which some word is known, compared with a scenario."""
    comparer = Comparer(read(text), rubric.references)
    spans = comparer.reading.sentences
    odds = load_small_talk().all_odds(comparer.directions(spans)).tolist() if spans else []
    said = comparer.said_of(spans).tolist() if spans else []
    for (start, end), everyday, share in zip(spans, odds, said, strict=True):
        if any(start <= word.span[0] < end for word in comparer.words):
            yield Sentence(kind, group, comparer.reading.plain[start:end], everyday, share)


def sayings() -> list[Sentence]:
    """Other ways to say things about systems, for the tone alone."""
    lines = (TEXTS / "sayings.tsv").read_text("utf-8").splitlines()
    chosen = random.Random(3).sample([line.split("\t") for line in lines], MOST_SAYINGS)
    return [Sentence("sayings", topic, read(text).plain) for topic, _, _, text in chosen]


def left_out(
    turns: csr_matrix, groups: list[int], fit: Callable[[NDArray[np.int64]], LogisticRegression]
) -> NDArray[np.float64]:
    """The tone of each sentence, fitted without its scenario."""
    heard = np.zeros(len(groups))
    for seen, unseen in GroupKFold(FOLDS).split(turns, groups=groups):
        heard[unseen] = fit(seen).decision_function(turns[unseen])
    return heard


def report(found: list[Sentence], odds: NDArray[np.float64]) -> None:
    """How much is found at odds that few sentences of answers reach."""
    kinds = np.array([each.kind for each in found])
    answers = odds[~np.isin(kinds, [*SCENARIOS, "sayings", "negated", "hedge", "contradictory"])]
    for share in (0.005, 0.01, 0.02, 0.03):
        least = float(np.quantile(answers, 1 - share))
        shares = "   ".join(f"{name} {np.mean(odds[kinds == name] > least):.3f}" for name in SCENARIOS)
        print(f"{share:.1%} of answers from {least:.2f}: {shares}")


if __name__ == "__main__":
    main()
