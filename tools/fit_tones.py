"""Fit what tells tones apart, and write `bot/wordbook/tones.json`.

    python -m venv /tmp/tools && /tmp/tools/bin/pip install -e . scikit-learn
    /tmp/tools/bin/python -m tools.fit_tones

Learns from the part `tune` of the labelled replies: those that decide nothing against those that do; those
that reject the right answer against those that give it; and all of them against the scenarios' model answers
and right examples. Rejecting and proposing is learnt from `data/stances.tsv` too, 2,000 ways of saying no or
yes to something; deciding from `data/choices.tsv`, 1,200 ways of leaving a choice open or of making it. Each
of these is filled with accepted phrasings. Deciding is learnt from plain hedges (`DENYING` and the like)
and from what people put around whole answers (`tools.frames`) as well; the other tone gained nothing by such
texts. Only turns of phrase that several scenarios (or ways of saying it) share are looked at, so that no
subject is taken for a tone. Prints how many of each it gets wrong on scenarios left out.
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from bot.domain.grading import Grader, parse_pattern
from bot.domain.grading.weighing import Evidence
from bot.domain.reading.tone import Tones, pointing, sentences_about, turns_about, turns_of_phrase
from bot.domain.scenario import Language, Pack
from bot.domain.trees import BoostedTrees
from bot.domain.wordbook import WordBook
from bot.packs.loader import load_pack, shipped_pack_path
from bot.wordbook.loader import load_small_talk, load_tones, load_vectors
from tests.bench.agreement import (
    CHOOSING,
    DENYING,
    FAITHFUL,
    REJECTING,
    TOGETHER,
    UNDECIDED,
    Labelled,
    labelled,
)
from tools.frames import FRAME_NAMES, framed

ROOT = Path(__file__).parents[1]
DATA = ROOT / "tests" / "bench" / "data" / "grading"
PACKS = (shipped_pack_path(), *(DATA / name for name in ("scenarios", "strangers-tune", "newcomers-tune")))
FEWEST_SCENARIOS, FEWEST_OTHERWISE = 4, 12  # that share a turn of phrase
FOLDS = 8
NEGLIGIBLE = 0.03  # weights below it are left out
STANCES = Path(__file__).parent / "data" / "stances.tsv"
CHOICES = Path(__file__).parent / "data" / "choices.tsv"
FILLINGS = 4  # phrasings that each way of saying yes or no is filled with
STANCE_WEIGHT = 0.5
LONGEST_FILLING = 40  # characters
NO_TREES = BoostedTrees.of({"features": Evidence._fields, "baseline": 0.0, "trees": ()})


@dataclass(frozen=True, slots=True)
class Lesson:
    """What to tell apart: `has` and `lacks` choose replies, `false_alarms` sets the threshold. A tone
    `towards` the answer looks at where that is spoken of, any other at where any option is named."""

    has: Callable[[Labelled], bool]
    lacks: Callable[[Labelled], bool]
    false_alarms: float
    strength: float
    false_sayings: float  # the same share of ways of saying it, of which many were written to mislead
    towards: bool


LESSONS = {
    "undecided": Lesson(
        has=lambda reply: reply.kind == "hedge",
        lacks=lambda reply: reply.gold > 25 and reply.kind not in ("hedge", "contradictory"),
        false_alarms=0.006,
        false_sayings=0.15,
        strength=0.3,
        towards=False,
    ),
    "against": Lesson(
        has=lambda reply: reply.kind == "negated",
        lacks=lambda reply: reply.gold > 20 and reply.kind not in ("negated", "contradictory", "hedge"),
        false_alarms=0.008,
        false_sayings=0.032,
        strength=0.15,
        towards=True,
    ),
}


@dataclass(frozen=True, slots=True)
class Text:
    """A text of one scenario (or one way of saying it), its turns of phrase and those of its sentences
    about the answer, whether it has the tone, and how much it counts."""

    scenario: str
    phrases: frozenset[str]
    sentences: tuple[frozenset[str], ...]
    has: bool
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Taken:
    """A stance on a key point: one way of saying yes or no, filled with an accepted phrasing."""

    name: str  # of the way of saying it
    pack: str
    scenario: str
    point: str
    text: str
    against: bool


def without(names: Container[str], tone: str = "against") -> Tones:
    """The tones of the word book, but this one fitted without the replies to the scenarios and the ways of
    saying it that have these names: what it says of them is what it would say of any."""
    tones = load_tones()
    texts = [text for text in _texts(tone) if text.scenario not in names]
    fitted_anew = replace(getattr(tones, tone), weights=weights_of(texts, LESSONS[tone]))
    return replace(tones, **{tone: fitted_anew})


@cache
def _texts(tone: str) -> tuple[Text, ...]:
    return tuple(texts_of(LESSONS[tone]))


def main() -> None:
    """Check on scenarios left out, fit on all, write."""
    tones = {name: tone(name, lesson) for name, lesson in LESSONS.items()}
    stored = json.dumps(tones, ensure_ascii=False, indent=0)
    (ROOT / "bot" / "wordbook" / "tones.json").write_text(stored + "\n", "utf-8")


def tone(name: str, lesson: Lesson) -> dict[str, Any]:
    """One of them as the word book stores it."""
    texts = list(texts_of(lesson))
    vocabulary = {phrase: column for column, phrase in enumerate(_shared(texts))}
    has = np.array([text.has for text in texts])
    stances = np.array([text.scenario in SAYINGS for text in texts])
    scenarios = sorted({text.scenario for text in texts})
    odds = np.zeros(len(texts))
    for fold in range(FOLDS):
        out = np.isin([text.scenario for text in texts], scenarios[fold::FOLDS])
        model = fitted([text for text, left in zip(texts, out, strict=True) if not left], vocabulary, lesson)
        odds[out] = [odds_of(text, vocabulary, model) for text, left in zip(texts, out, strict=True) if left]

    def threshold(share: float) -> float:
        quiet = (odds[~has & which] for which in (~stances, stances))
        rates = (share, lesson.false_sayings)
        return max(float(np.quantile(q, 1 - rate)) for q, rate in zip(quiet, rates, strict=True) if len(q))

    bias = -threshold(lesson.false_alarms)
    print(f"{name}: {has.sum()} have it, {(~has).sum()} lack it, {len(vocabulary)} turns of phrase")
    for title, which in (("texts", ~stances), ("ways of saying it", stances)):
        if which.any():
            caught, wronged = (np.mean(odds[which & having] + bias > 0) for having in (has, ~has))
            print(f"  left out, {title}: found {caught:.3f}, false {wronged:.4f}")
    return {
        "bias": round(bias, 3),
        "shortest": 0.0,
        "weights": weights_of(texts, lesson),
    }


def odds_of(text: Text, vocabulary: Mapping[str, int], model: LogisticRegression) -> float:
    """The log-odds without the bias, as `Stance` puts them together."""
    found = [*(text.sentences or [text.phrases]), text.phrases]
    *each, whole = matrix(found, vocabulary) @ model.coef_[0]
    return float(min(each) + whole) / 2


def weights_of(texts: Sequence[Text], lesson: Lesson) -> dict[str, float]:
    """How much each turn of phrase speaks for the tone, negligible ones left out."""
    vocabulary = {phrase: column for column, phrase in enumerate(_shared(texts))}
    weights = fitted(texts, vocabulary, lesson).coef_[0]
    return {p: round(float(w), 3) for p, w in zip(vocabulary, weights, strict=True) if abs(w) > NEGLIGIBLE}


def fitted(texts: Sequence[Text], vocabulary: Mapping[str, int], lesson: Lesson) -> LogisticRegression:
    """A classifier of texts and sentences in which the rare kind counts as much as the other, among
    replies and among ways of saying it."""
    rows = [(found, text) for text in texts for found in (text.phrases, *text.sentences)]
    has, weight = np.array([text.has for _, text in rows]), np.array([text.weight for _, text in rows])
    stances = np.array([text.scenario in SAYINGS for _, text in rows])
    for kind in (stances, ~stances):
        share = weight[kind].sum() / 2
        for half in (kind & has, kind & ~has):
            weight[half] *= share / max(weight[half].sum(), 1)
    weight *= len(rows) / weight.sum()
    model = LogisticRegression(C=lesson.strength, max_iter=3000)
    return model.fit(matrix([found for found, _ in rows], vocabulary), has, sample_weight=weight)


def texts_of(lesson: Lesson) -> Iterator[Text]:
    """Everything that has a tone or lacks it."""
    packs = {pack.id: pack for pack in map(load_pack, PACKS)}
    reader = TextReader(lesson, packs)
    more = (REJECTING,) if lesson.towards else (DENYING, FAITHFUL, UNDECIDED, TOGETHER)
    for reply in (*labelled(DATA), *labelled(DATA, CHOOSING, *more)):
        if not reply.held and (lesson.has(reply) or lesson.lacks(reply)):
            yield reader.read(reply.pack, reply.scenario, reply.text, has=lesson.has(reply))
    for pack in packs.values():
        for scenario in pack.scenarios:
            promised = (
                text for examples in scenario.examples for text in (*examples.full, *examples.partial)
            )
            for text in (*scenario.answer, *promised):
                yield reader.read(pack.id, scenario.id, text, has=False)
    for taken in stances(packs.values(), FILLINGS) if lesson.towards else ():
        found = reader.read(taken.pack, taken.scenario, taken.text, has=taken.against)
        yield replace(found, scenario=taken.name, weight=STANCE_WEIGHT)
    for name, pack_id, scenario_id, text, is_open in choices(packs) if not lesson.towards else ():
        found = reader.read(pack_id, scenario_id, text, has=is_open)
        yield replace(found, scenario=name, weight=STANCE_WEIGHT)
    for frame in framed(packs.values(), ("open", "settled")) if not lesson.towards else ():
        found = reader.read(frame.pack, frame.scenario, frame.text, has=frame.stance == "open")
        yield replace(found, scenario=frame.name, weight=STANCE_WEIGHT)


class TextReader:
    """Reads texts for a lesson: for where they speak of the answer, or of any option."""

    def __init__(self, lesson: Lesson, packs: Mapping[str, Pack]) -> None:
        book = WordBook(load_vectors(), NO_TREES, load_small_talk(), load_tones())
        self._graders = {pack.id: Grader(pack.glossary, book) for pack in packs.values()}
        self._lesson, self._packs = lesson, packs

    def read(self, pack: str, scenario: str, text: str, *, has: bool) -> Text:
        """The text as a lesson."""
        if self._lesson.towards:
            reading, answering = self._graders[pack].answering(self._packs[pack].scenario(scenario), text)
            whole = pointing(reading.plain, answering, (0, len(reading.plain)))
            sentences = map(turns_of_phrase, sentences_about(reading, answering))
            return Text(scenario, turns_of_phrase(whole), tuple(sentences), has)
        reading, options = self._graders[pack].options(self._packs[pack].scenario(scenario), text)
        return Text(scenario, turns_about(reading, options), (), has)


def stances(packs: Iterable[Pack], fillings: int) -> Iterator[Taken]:
    """Every way of saying yes or no, each to some accepted phrasings of required points."""
    chance = random.Random(7)
    phrasings = {language: list(_phrasings(packs, language)) for language in Language}
    for name, (stance, language, template) in STANCE_NAMES.items():
        for pack, scenario, point, phrasing in chance.sample(phrasings[Language(language)], fillings):
            text = template.replace("{X}", phrasing)
            yield Taken(name, pack, scenario, point, text, stance == "against")


def choices(packs: Mapping[str, Pack]) -> Iterator[tuple[str, str, str, str, bool]]:
    """Every way of leaving a choice open or of making it, with its name, pack and scenario: the first option
    is the answer of a scenario, the others are those of scenarios drawn by lot."""
    chance = random.Random(11)
    phrasings = {language: list(_phrasings(packs.values(), language)) for language in Language}
    for name, (label, language, template) in CHOICE_NAMES.items():
        for _ in range(FILLINGS):
            filled = chance.sample(phrasings[Language(language)], 3)
            text = template
            for place, (*_, phrasing) in zip("ABC", filled, strict=True):
                text = text.replace("{" + place + "}", phrasing)
            yield name, *filled[0][:2], text, label == "open"


def _phrasings(packs: Iterable[Pack], language: Language) -> Iterator[tuple[str, str, str, str]]:
    for pack in packs:
        for scenario in pack.scenarios:
            for point in scenario.rubric:
                for accepted in point.accept[language] if point.required else ():
                    phrasing = " ".join(element[0] for element in parse_pattern(accepted).elements)
                    if len(phrasing) <= LONGEST_FILLING:
                        yield pack.id, scenario.id, point.id, phrasing


def _shared(texts: Sequence[Text]) -> list[str]:
    return shared(
        ((text.phrases, text.has, text.scenario) for text in texts), (FEWEST_SCENARIOS, FEWEST_OTHERWISE)
    )


def shared(texts: Iterable[tuple[frozenset[str], bool, str]], fewest: tuple[int, int]) -> list[str]:
    """The turns of phrase that as many scenarios have, with the tone or without."""
    where: dict[tuple[str, bool], set[str]] = defaultdict(set)
    for phrases, has, scenario in texts:
        for phrase in phrases:
            where[phrase, has].add(scenario)
    return sorted({phrase for (phrase, has), at in where.items() if len(at) >= fewest[not has]})


def matrix(texts: Sequence[frozenset[str]], vocabulary: Mapping[str, int]) -> csr_matrix:
    """Which text (row) has which turn of phrase (column)."""
    at = [(row, vocabulary[p]) for row, found in enumerate(texts) for p in found if p in vocabulary]
    rows, columns = zip(*at, strict=True) if at else ((), ())
    return csr_matrix((np.ones(len(at)), (rows, columns)), shape=(len(texts), len(vocabulary)))


STANCE_NAMES = {
    f"stance {number}": line.split("\t")
    for number, line in enumerate(STANCES.read_text("utf-8").splitlines())
}
CHOICE_NAMES = {
    f"choice {number}": line.split("\t")
    for number, line in enumerate(CHOICES.read_text("utf-8").splitlines())
}
SAYINGS = STANCE_NAMES.keys() | CHOICE_NAMES.keys() | FRAME_NAMES.keys()

if __name__ == "__main__":
    main()
