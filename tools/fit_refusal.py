"""Fit what tells refusals from answers, and write `bot/wordbook/refusal.json`.

    python -m venv /tmp/tools && /tmp/tools/bin/pip install -e . scikit-learn
    /tmp/tools/bin/python -m tools.fit_refusal

First a tone (logistic regression over the turns of phrase of `bot.domain.reading.course`), learnt from
`tools.said.refusing`: replies, ways of saying no or yes, and what stands around whole answers. Then the trees
that weigh the tone and everything else that `bot.domain.grading.refusing` gathers, from the same without the
last (they made long answers suspect: of these left out 2.6 % were doubted, now none). The tone they see was
fitted without the text's scenario or way of saying it, as was the listener (`tools.fit_listener`). Prints,
for scenarios left out, how many are taken for refusals. Fit again after `evidence.json` or `listener.npz`, or
after a change of what they look at; and `mistakes.json` after it, which hears the same tone.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from bot.domain.grading import Grader
from bot.domain.grading.refusing import DOUBTFUL, REFUSED, RefusalEvidence
from bot.domain.reading.course import Course, Phrases, course_of, phrases
from bot.domain.scenario import Pack
from bot.domain.wordbook import WordBook
from bot.packs.loader import load_pack
from bot.wordbook.loader import load_evidence, load_services, load_small_talk, load_tones, load_vectors
from tools.fit_tones import PACKS, ROOT, shared
from tools.frames import FRAME_NAMES
from tools.said import SAYING, heard_left_out, refusing
from tools.stored_trees import stored

FEWEST = (2, 4)  # scenarios or ways of saying it that share a turn of phrase: among refusals, among others
STRENGTH = 0.2
NEGLIGIBLE = 0.03  # weights below it are left out
SAYING_SHARE = 1.5  # how much ways of saying it count beside replies where the trees are fitted
FOLDS = 8
SETTINGS = {
    "max_iter": 300,
    "max_leaf_nodes": 12,
    "learning_rate": 0.06,
    "min_samples_leaf": 20,
    "l2_regularization": 5,
    "random_state": 0,
}


@dataclass(frozen=True, slots=True)
class Text:
    """A reply, or a filled way of saying it, of one scenario or way of saying it; `kind` is for the report.
    `evidence` is None where nothing hangs on it, since it earns next to nothing anyway, and where the trees
    don't learn from it."""

    group: str
    phrases: Phrases
    refuses: bool
    weight: float
    kind: str
    evidence: RefusalEvidence | None = None


def main() -> None:
    """Check on scenarios left out, fit on all, write."""
    packs = {pack.id: pack for pack in map(load_pack, PACKS)}
    texts = list(texts_of(packs))
    print(len(texts), "texts")
    report(texts)
    tone = weights_of(texts)
    rows = [text for text in texts if text.evidence]
    refusal = {
        "tone": {"bias": 0.0, "shortest": 0.0, "weights": tone},
        "trees": trees_of(rows, courses_left_out(texts)),
    }
    path = ROOT / "bot" / "wordbook" / "refusal.json"
    path.write_text(json.dumps(refusal, ensure_ascii=False, indent=0) + "\n", "utf-8")


def texts_of(packs: Mapping[str, Pack]) -> Iterator[Text]:
    """Everything that says yes or no, with what the listener hears in it."""
    graders, heard = graders_of(packs), heard_left_out()
    for said in refusing(packs):
        scenario, grader = packs[said.pack].scenario(said.scenario), graders[said.pack]
        if found := grader.refusing(scenario, said.text):
            turns, evidence = found
            odds = heard[said.name, said.text]
            evidence = evidence._replace(heard_refusing=odds.refuses, heard_leaving_open=odds.leaves_open)
            weighed = None if said.name in FRAME_NAMES else evidence
            yield Text(said.name, turns, said.does, said.weight, said.kind, weighed)
        elif said.kind == SAYING:
            turns = phrases(*grader.answering(scenario, said.text))
            yield Text(said.name, turns, said.does, said.weight, said.kind)


def graders_of(packs: Mapping[str, Pack]) -> dict[str, Grader]:
    """Graders that hear nobody refuse."""
    book = WordBook(load_vectors(), load_evidence(), load_small_talk(), load_tones(), load_services())
    return {pack.id: Grader(pack.glossary, book) for pack in packs.values()}


def matrix(found: Sequence[frozenset[str]], vocabulary: Mapping[str, int]) -> csr_matrix:
    """Which text (row) has which turn of phrase (column)."""
    at = [(row, vocabulary[p]) for row, turns in enumerate(found) for p in turns if p in vocabulary]
    rows, columns = np.array(at, int).reshape(-1, 2).T
    return csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(found), len(vocabulary)))


def vocabulary_of(texts: Sequence[Text]) -> dict[str, int]:
    """The turns of phrase that several share."""
    found = shared(((text.phrases.whole, text.refuses, text.group) for text in texts), FEWEST)
    return {phrase: column for column, phrase in enumerate(found)}


class Fitted:
    """The tone as fitted on some of the texts."""

    def __init__(self, texts: Sequence[Text], vocabulary: Mapping[str, int]) -> None:
        self._vocabulary = vocabulary
        rows = [(turns, text) for text in texts for turns in (text.phrases.whole, *text.phrases.sentences)]
        refuses = np.array([text.refuses for _, text in rows])
        weight = np.array([text.weight for _, text in rows])
        said = np.array([text.kind == SAYING for _, text in rows])
        balance(weight, refuses, said)
        self.model = LogisticRegression(C=STRENGTH, max_iter=3000)
        self.model.fit(matrix([turns for turns, _ in rows], vocabulary), refuses, sample_weight=weight)

    def courses(self, texts: Sequence[Text]) -> list[Course]:
        """What it hears in others."""
        found = [turns for text in texts for turns in (text.phrases.whole, *text.phrases.sentences)]
        odds = iter((matrix(found, self._vocabulary) @ self.model.coef_[0]).tolist())
        return [
            course_of(next(odds), [next(odds) for _ in text.phrases.sentences], text.phrases.about)
            for text in texts
        ]


def balance(weight: np.ndarray, refuses: np.ndarray, said: np.ndarray) -> None:
    """Let refusals weigh as much as the others, among replies and among sayings; 1 on average."""
    for kind in (said, ~said):
        share = weight[kind].sum() / 2
        for half in (kind & refuses, kind & ~refuses):
            weight[half] *= share / max(weight[half].sum(), 1.0)
    weight *= len(weight) / weight.sum()


def weights_of(texts: Sequence[Text]) -> dict[str, float]:
    """How much each turn of phrase speaks for a refusal."""
    vocabulary = vocabulary_of(texts)
    weights = Fitted(texts, vocabulary).model.coef_[0]
    return {p: round(float(w), 3) for p, w in zip(vocabulary, weights, strict=True) if abs(w) > NEGLIGIBLE}


def courses_left_out(texts: Sequence[Text]) -> list[Course]:
    """For each reply, the tone as it is without its scenario."""
    vocabulary = vocabulary_of(texts)
    found: dict[int, Course] = {}
    for part in folds(texts):
        fitted = Fitted([text for text in texts if text.group not in part], vocabulary)
        out = [text for text in texts if text.evidence and text.group in part]
        found |= {id(text): course for text, course in zip(out, fitted.courses(out), strict=True)}
    return [found[id(text)] for text in texts if text.evidence]


def folds(texts: Sequence[Text]) -> Iterator[frozenset[str]]:
    """The scenarios and ways of saying it, in parts."""
    groups = sorted({text.group for text in texts})
    random.Random(0).shuffle(groups)
    return (frozenset(groups[fold::FOLDS]) for fold in range(FOLDS))


def model_of(rows: Sequence[Text], courses: Sequence[Course]) -> HistGradientBoostingClassifier:
    """The trees on these replies."""
    weight, refuses = np.array([text.weight for text in rows]), np.array([text.refuses for text in rows])
    said = np.array([text.kind == SAYING for text in rows])
    balance(weight, refuses, said)
    weight[said] *= SAYING_SHARE
    return HistGradientBoostingClassifier(**SETTINGS).fit(
        values(rows, courses), refuses, sample_weight=weight
    )


def values(rows: Sequence[Text], courses: Sequence[Course]) -> np.ndarray:
    """Everything that tells, the tone in its place."""
    pairs = ((text.evidence, course) for text, course in zip(rows, courses, strict=True))
    return np.array([(*course, *evidence[len(course) :]) for evidence, course in pairs if evidence])


def trees_of(rows: Sequence[Text], courses: Sequence[Course]) -> dict[str, Any]:
    """As the word book stores them."""
    return stored(model_of(rows, courses), RefusalEvidence._fields)


def report(texts: Sequence[Text]) -> None:
    """How many of each collection are taken for refusals, by tone and trees that don't know the scenario."""
    rows, courses = [text for text in texts if text.evidence], courses_left_out(texts)
    probable = np.zeros(len(rows))
    for part in folds(texts):
        out = np.array([text.group in part for text in rows])
        pairs = list(zip(rows, courses, strict=True))
        kept = [pair for pair, left in zip(pairs, out, strict=True) if not left]
        model = model_of(*zip(*kept, strict=True))
        probable[out] = model.predict_proba(values(rows, courses)[out])[:, 1]
    for kind in sorted({text.kind for text in rows}):
        for refuses in (True, False):
            which = np.array([text.kind == kind and text.refuses is refuses for text in rows])
            if which.any():
                sure, doubtful = ((probable[which] >= least).mean() for least in (REFUSED, DOUBTFUL))
                said = "refuse" if refuses else "don't"
                print(f"  {kind}: {which.sum()} that {said}: refused {sure:.3f}, doubted too {doubtful:.3f}")


if __name__ == "__main__":
    main()
