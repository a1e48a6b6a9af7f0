"""Fit what tells where a sentence ends that has no full stop, and write `bot/wordbook/boundaries.json`.

    python -m venv /tmp/tools && /tmp/tools/bin/pip install -e . scikit-learn
    /tmp/tools/bin/python -m tools.fit_boundaries

Sentences of the part `tune` of the labelled replies, of sayings and of everyday life (`data/everyday.txt`,
`everyday_near.txt`) are put together two by two without what ended the first: neighbours, a reply's and one
about everyday life, or any two. A logistic regression tells the place where they meet from those around it.
Prints how often that is the likeliest place, for pairs left out.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from bot.domain.reading.boundary import beside, places
from bot.domain.reading.text import read
from tests.bench.agreement import labelled
from tests.bench.bench_grading import SETS
from tools.fit_tones import DATA, ROOT

TEXTS = ROOT / "tools" / "data"
MOST_REPLIES, MOST_SAYINGS = 25_000, 15_000
EVERYDAY = 6  # times that each line about everyday life is met by something
NEIGHBOURS, TALK = 0.4, 0.35  # shares of the pairs
FEWEST = 10  # places with the same beside them
STRENGTH = 0.3
NEGLIGIBLE = 0.02  # weights below it are left out
HELD_BACK = 0.1  # share of the pairs
ENDING = " .。!?！？\n、,;；…」\"'"
JAPANESE = re.compile("[ぁ-ん]")


class Pair(NamedTuple):
    """Two sentences as one text, and where the second begins."""

    text: str
    meet: int


def main() -> None:
    """Fit, report on pairs left out, write."""
    chance = random.Random(1)
    found = list(pairs(chance))
    chance.shuffle(found)
    held = int(len(found) * HELD_BACK)
    report(found[:held], fitted(found[held:]))
    stored = fitted(found)
    path = ROOT / "bot" / "wordbook" / "boundaries.json"
    path.write_text(json.dumps(stored, ensure_ascii=False, indent=0) + "\n", "utf-8")


def pairs(chance: random.Random) -> Iterator[Pair]:
    """Sentences put together."""
    replies = [
        reply.text
        for name in sorted(SETS)
        if name.startswith("tune")
        for reply in labelled(DATA, *SETS[name])
        if not reply.held and not reply.kind.startswith("attack")
    ]
    sayings = [line.split("\t")[-1] for line in (TEXTS / "sayings.tsv").read_text("utf-8").splitlines()]
    everyday = [
        line
        for name in ("everyday.txt", "everyday_near.txt")
        for line in (TEXTS / name).read_text("utf-8").splitlines()
    ]
    texts = [*chance.sample(replies, MOST_REPLIES), *chance.sample(sayings, MOST_SAYINGS)]
    for is_japanese in (False, True):
        spoken = [
            sentences(text)
            for text in (*texts, *everyday * EVERYDAY)
            if bool(JAPANESE.search(text)) is is_japanese
        ]
        talk = [
            each
            for text in everyday
            if bool(JAPANESE.search(text)) is is_japanese
            for each in sentences(text)
        ]
        for own in filter(None, spoken):
            if pair := together(*two(own, talk, spoken, chance)):
                yield pair


def two(
    own: Sequence[str], talk: Sequence[str], spoken: Sequence[Sequence[str]], chance: random.Random
) -> tuple[str, str]:
    """A sentence of these and one behind it."""
    kind = chance.random()
    if kind < NEIGHBOURS and len(own) > 1:
        at = chance.randrange(len(own) - 1)
        return own[at], own[at + 1]
    if kind < NEIGHBOURS + TALK:
        return chance.choice(own), chance.choice(talk)
    other = chance.choice(spoken)
    return chance.choice(own), chance.choice(other or talk)


def sentences(text: str) -> list[str]:
    """Plain, without what ends them."""
    reading = read(text)
    return [found for span in reading.sentences if (found := reading.plain[slice(*span)].strip(ENDING))]


def together(first: str, second: str) -> Pair | None:
    """Both as one text; None where that can't be told apart again."""
    text = read(f"{first} {second}").plain
    return Pair(text, len(text) - len(second)) if text.endswith(second) else None


def candidates(pair: Pair) -> list[int]:
    """Where the second sentence might begin."""
    return list(places(read(pair.text), (0, len(pair.text))))


def fitted(found: Sequence[Pair]) -> dict[str, Any]:
    """The regression, as it is stored."""
    signs: list[list[str]] = []
    meet: list[bool] = []
    for pair in found:
        for at in {*candidates(pair), pair.meet}:
            signs.append(list(beside(pair.text, at)))
            meet.append(at == pair.meet)
    common = {
        sign for sign, count in Counter(sign for each in signs for sign in each).items() if count >= FEWEST
    }
    vectorizer = DictVectorizer(dtype=np.float32)
    rows = vectorizer.fit_transform([dict.fromkeys(common.intersection(each), 1) for each in signs])
    rows.indices, rows.indptr = rows.indices.astype(np.int32), rows.indptr.astype(np.int32)  # liblinear's
    model = LogisticRegression(C=STRENGTH, l1_ratio=1.0, solver="liblinear", max_iter=300, random_state=0)
    model.fit(rows, meet)
    weights = {
        str(name): round(float(weight), 3)
        for name, weight in zip(vectorizer.get_feature_names_out(), model.coef_[0], strict=True)
        if abs(weight) > NEGLIGIBLE
    }
    return {"bias": round(float(model.intercept_[0]), 3), "shortest": 0.0, "weights": weights}


def report(found: Sequence[Pair], stored: dict[str, Any]) -> None:
    """How often the likeliest place is where the sentences meet."""
    weights = stored["weights"]
    for is_japanese in (False, True):
        right = []
        for pair in found:
            if bool(JAPANESE.search(pair.text)) is is_japanese and pair.meet in (near := candidates(pair)):
                odds = {at: sum(weights.get(sign, 0.0) for sign in beside(pair.text, at)) for at in near}
                right.append(max(near, key=odds.__getitem__) == pair.meet)
        print(
            f"{'ja' if is_japanese else 'en'}: {np.mean(right):.3f} of {len(right)}, {len(weights)} weights"
        )


if __name__ == "__main__":
    main()
