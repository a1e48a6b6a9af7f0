"""Fit what tells tones apart, and write `bot/wordbook/tones.json`.

    python -m venv /tmp/tools && /tmp/tools/bin/pip install -e . scikit-learn
    /tmp/tools/bin/python -m tools.fit_tones

Learns from the part `tune` of the labelled replies: pages of manuals against everything else that is long
enough; replies that decide nothing against those that do; replies that reject the right answer against
those that give it; and all of them against the scenarios' model answers and right examples. Only turns of
phrase that several scenarios share are looked at, so that no subject is taken for a tone. Prints how many
of each it gets wrong on scenarios left out.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from bot.domain.reading.text import read
from bot.domain.reading.tone import Tones, turns_of_phrase
from bot.packs.loader import load_pack, shipped_pack_path
from bot.wordbook.loader import load_tones
from tests.bench.agreement import Labelled, labelled

ROOT = Path(__file__).parents[1]
DATA = ROOT / "tests" / "bench" / "data" / "grading"
PACKS = (shipped_pack_path(), DATA / "scenarios", DATA / "strangers-tune")
FEWEST_SCENARIOS, FEWEST_OTHERWISE = 4, 12  # that share a turn of phrase
FOLDS = 8
CLEAR = 0.4  # of the false alarms remain where a tone is clear
NEGLIGIBLE = 0.03  # weights below it are left out


@dataclass(frozen=True, slots=True)
class Lesson:
    """What to tell apart: `has` and `lacks` choose replies, `false_alarms` sets the threshold."""

    has: Callable[[Labelled], bool]
    lacks: Callable[[Labelled], bool]
    shortest: float
    false_alarms: float
    strength: float


LESSONS = {
    "manual": Lesson(
        has=lambda reply: reply.kind == "attack-docs",
        lacks=lambda reply: reply.kind != "attack-docs",
        shortest=25.0,
        false_alarms=0.004,
        strength=0.3,
    ),
    "undecided": Lesson(
        has=lambda reply: reply.kind == "hedge",
        lacks=lambda reply: reply.gold > 25 and reply.kind not in ("hedge", "contradictory"),
        shortest=0.0,
        false_alarms=0.002,
        strength=0.3,
    ),
    "against": Lesson(
        has=lambda reply: reply.kind == "negated",
        lacks=lambda reply: reply.gold > 20 and reply.kind not in ("negated", "contradictory", "hedge"),
        shortest=0.0,
        false_alarms=0.008,
        strength=0.5,
    ),
}


@dataclass(frozen=True, slots=True)
class Text:
    """A text of one scenario, and whether it has the tone."""

    scenario: str
    phrases: frozenset[str]
    has: bool


def without(scenarios: Container[str]) -> Tones:
    """The tones of the word book, but that of advice against fitted without the replies to these
    scenarios: what it says of them is what it would say of any."""
    lesson, tones = LESSONS["against"], load_tones()
    texts = [text for text in texts_of(lesson) if text.scenario not in scenarios]
    return replace(tones, against=replace(tones.against, weights=weights_of(texts, lesson)))


def main() -> None:
    """Check on scenarios left out, fit on all, write."""
    tones = {name: tone(name, lesson) for name, lesson in LESSONS.items()}
    stored = json.dumps(tones, ensure_ascii=False, indent=0)
    (ROOT / "bot" / "wordbook" / "tones.json").write_text(stored + "\n", "utf-8")


def tone(name: str, lesson: Lesson) -> dict[str, Any]:
    """One of them as the word book stores it."""
    texts = list(texts_of(lesson))
    vocabulary = {phrase: column for column, phrase in enumerate(shared(texts))}
    found = matrix(texts, vocabulary)
    has = np.array([text.has for text in texts])
    scenarios = sorted({text.scenario for text in texts})
    odds = np.zeros(len(texts))
    for fold in range(FOLDS):
        out = np.isin([text.scenario for text in texts], scenarios[fold::FOLDS])
        model = fitted(found[~out], has[~out], lesson.strength)
        odds[out] = found[out] @ model.coef_[0]
    bias = -float(np.quantile(odds[~has], 1 - lesson.false_alarms))
    clear = bias + float(np.quantile(odds[~has], 1 - CLEAR * lesson.false_alarms))
    caught, wronged = (np.mean(odds[which] + bias > 0) for which in (has, ~has))
    print(f"{name}: {has.sum()} have it, {(~has).sum()} lack it, {len(vocabulary)} turns of phrase")
    print(f"  left out: found {caught:.3f}, false {wronged:.4f}")
    return {
        "bias": round(bias, 3),
        "clear": round(clear, 3),
        "shortest": lesson.shortest,
        "weights": weights_of(texts, lesson),
    }


def weights_of(texts: Sequence[Text], lesson: Lesson) -> dict[str, float]:
    """How much each turn of phrase speaks for the tone, negligible ones left out."""
    vocabulary = {phrase: column for column, phrase in enumerate(shared(texts))}
    has = np.array([text.has for text in texts])
    weights = fitted(matrix(texts, vocabulary), has, lesson.strength).coef_[0]
    return {p: round(float(w), 3) for p, w in zip(vocabulary, weights, strict=True) if abs(w) > NEGLIGIBLE}


def fitted(found: csr_matrix, has: np.ndarray, strength: float) -> LogisticRegression:
    """A classifier in which the rare kind counts as much as the other."""
    return LogisticRegression(C=strength, class_weight="balanced", max_iter=3000).fit(found, has)


def texts_of(lesson: Lesson) -> Iterator[Text]:
    """Everything long enough to be told."""
    for reply in labelled(DATA):
        if not reply.held and (lesson.has(reply) or lesson.lacks(reply)):
            yield from long_enough(reply.scenario, reply.text, lesson, has=lesson.has(reply))
    for pack in map(load_pack, PACKS):
        for scenario in pack.scenarios:
            promised = (
                text for examples in scenario.examples for text in (*examples.full, *examples.partial)
            )
            for text in (*scenario.answer, *promised):
                yield from long_enough(scenario.id, text, lesson, has=False)


def long_enough(scenario: str, text: str, lesson: Lesson, *, has: bool) -> Iterator[Text]:
    """The text, if there is enough to hear a tone."""
    reading = read(text)
    if reading.place[-1] >= lesson.shortest:
        yield Text(scenario, turns_of_phrase(reading), has)


def shared(texts: Sequence[Text]) -> list[str]:
    """The turns of phrase that several scenarios have, with the tone or without."""
    where: dict[tuple[str, bool], set[str]] = defaultdict(set)
    for text in texts:
        for phrase in text.phrases:
            where[phrase, text.has].add(text.scenario)
    return sorted(
        {
            phrase
            for (phrase, has), at in where.items()
            if len(at) >= (FEWEST_SCENARIOS if has else FEWEST_OTHERWISE)
        }
    )


def matrix(texts: Sequence[Text], vocabulary: Mapping[str, int]) -> csr_matrix:
    """Which text (row) has which turn of phrase (column)."""
    at = [(row, vocabulary[p]) for row, text in enumerate(texts) for p in text.phrases if p in vocabulary]
    rows, columns = zip(*at, strict=True)
    return csr_matrix((np.ones(len(at)), (rows, columns)), shape=(len(texts), len(vocabulary)))


if __name__ == "__main__":
    main()
