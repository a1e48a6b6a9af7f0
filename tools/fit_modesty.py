"""Fit what tells modest words around an answer, and write `bot/wordbook/modesty.json`.

    python -m venv /tmp/tools && /tmp/tools/bin/pip install -e . scikit-learn
    /tmp/tools/bin/python -m tools.fit_modesty

A logistic regression over turns of phrase learns them from `data/modest.tsv`, 833 lines by three writers,
against sentences, and how sentences begin and end, of the part `tune` of the labelled replies and of ways of
taking sides (`data/stances.tsv`, `templates.tsv`, `choices.tsv`, `frames.tsv`). Prints how much of what a
fourth writer wrote is found, and how much of the rest that was left out. Some of the others are modest as
well, so what sounds so to a first regression is no counter-example to the second.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from bot.domain.reading.course import turns_and_opening
from bot.domain.reading.text import read
from bot.domain.reading.tone import Tone
from tests.bench.agreement import labelled
from tests.bench.bench_grading import SETS
from tools.fit_boundaries import ENDING
from tools.fit_tones import DATA, ROOT

TEXTS = ROOT / "tools" / "data"
MOST_REPLIES = 20_000
SIDES = ("stances.tsv", "templates.tsv", "choices.tsv", "frames.tsv")
FILLED = re.compile(r"\{[A-Z]+\}")
TURN = re.compile(r"\b(?:but|so)\b")
FEWEST, FEWEST_OTHERS = 2, 40  # texts with a turn of phrase
WEIGHT = 5.0  # of a modest text
STRENGTH = 1.0
NEGLIGIBLE = 0.03  # weights below it are left out
DOUBTING = ("negated", "hedge", "contradictory")
LIMIT, LIMIT_OF_SIDES = -1.0, 2.0  # log-odds
HELD_BACK = 0.2  # share of the others


def main() -> None:
    """Fit, report on what was left out, write."""
    modest, held = (
        [read(line.split("\t")[2]).plain.strip(ENDING) for line in path.read_text("utf-8").splitlines()]
        for path in (TEXTS / "modest.tsv", DATA / "modest-held.tsv")
    )
    others = [
        (said, limit)
        for text, limit in texts()
        for said in (part.strip(ENDING) for part in parts(text))
        if said
    ]
    random.Random(1).shuffle(others)
    back = int(len(others) * HELD_BACK)
    tone = Tone(**fitted_twice(modest, others[back:]))
    for name, found in (("modest", held), ("others", [said for said, _ in others[:back]])):
        odds = [odds_of(tone, text) for text in found]
        print(f"{name}: {np.mean(np.array(odds) > 0.0):.4f} of {len(odds)}")
    path = ROOT / "bot" / "wordbook" / "modesty.json"
    stored = fitted_twice(modest, others)
    path.write_text(json.dumps(stored, ensure_ascii=False, indent=0) + "\n", "utf-8")


def fitted_twice(modest: Sequence[str], others: Sequence[tuple[str, float]]) -> dict[str, Any]:
    """The second time without those of the others that sound more modest than they may."""
    tone = Tone(**fitted(modest, [said for said, _ in others]))
    return fitted(modest, [said for said, limit in others if odds_of(tone, said) < limit])


def odds_of(tone: Tone, text: str) -> float:
    """The log-odds that it is modest."""
    return tone.odds_of(turns_and_opening(text))


def texts() -> Iterator[tuple[str, float]]:
    """Replies, and ways of taking sides, with the odds from which they are no counter-example."""
    replies = [
        (reply.text, LIMIT_OF_SIDES if reply.kind in DOUBTING else LIMIT)
        for name in sorted(SETS)
        if name.startswith("tune")
        for reply in labelled(DATA, *SETS[name])
        if not reply.held and not reply.kind.startswith("attack")
    ]
    yield from random.Random(1).sample(replies, MOST_REPLIES)
    for name in SIDES:
        for line in (TEXTS / name).read_text("utf-8").splitlines():
            text = line.split("\t")[-1]
            yield FILLED.sub("それ" if re.search("[ぁ-ん]", text) else "it", text), LIMIT_OF_SIDES


def parts(text: str) -> Iterator[str]:
    """Sentences, and how they begin and end."""
    reading = read(text)
    plain = reading.plain
    for start, end in reading.sentences:
        edges = [at for at, _ in reading.clauses if start < at < end]
        yield plain[start:end]
        yield from (plain[at:end] for at in edges)
        yield from (plain[start:at] for at in edges)
        yield from (plain[start : turn.end()] for turn in TURN.finditer(plain, start, end))


def fitted(modest: Sequence[str], others: Sequence[str]) -> dict[str, Any]:
    """The regression, as it is stored."""
    turns = [turns_and_opening(text) for text in (*modest, *others)]
    is_modest = np.arange(len(turns)) < len(modest)
    few = Counter(turn for each in turns[: len(modest)] for turn in each)
    many = Counter(turn for each in turns[len(modest) :] for turn in each)
    common = {turn for turn, count in few.items() if count >= FEWEST}
    common |= {turn for turn, count in many.items() if count >= FEWEST_OTHERS}
    vectorizer = DictVectorizer(dtype=np.float32)
    rows = vectorizer.fit_transform([dict.fromkeys(common & each, 1) for each in turns])
    rows.indices, rows.indptr = rows.indices.astype(np.int32), rows.indptr.astype(np.int32)  # liblinear's
    model = LogisticRegression(C=STRENGTH, l1_ratio=1.0, solver="liblinear", max_iter=300, random_state=0)
    model.fit(rows, is_modest, sample_weight=np.where(is_modest, WEIGHT, 1.0))
    weights = {
        str(name): round(float(weight), 3)
        for name, weight in zip(vectorizer.get_feature_names_out(), model.coef_[0], strict=True)
        if abs(weight) > NEGLIGIBLE
    }
    return {"bias": round(float(model.intercept_[0]), 3), "shortest": 0.0, "weights": weights}


if __name__ == "__main__":
    main()
