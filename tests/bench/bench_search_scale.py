"""What a question costs as the pack grows, side by side with peers over the same scenarios in the same run.

The scenarios are made up (`synthetic.py`), the questions a sample of the part `tune`: how long they take is
measured here, how well they are answered in `bench_search.py`. Every question is put to all in turns, a few
rounds, and its best time counts. A peer leaves the processor's caches full of its own, so ours is also shown
alone, and alone the first time that a question is put. Hostile input is shown as a multiple of our median
alone at that size. Every size has a process of its own, in which our index comes first, so that what the
process grows by is the index. At 100,000 the peers take some seven minutes to build, and bm25s 11 GB.

`SCS_BENCH_SIZES=400,2000 make bench` chooses other sizes than 400, 10,000 and 100,000. One size alone:

    python -m tests.bench.bench_search_scale 2000
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from random import Random
from statistics import median

import pytest

from bot.domain.scenario import Pack, Scenario
from bot.domain.search import SearchIndex
from bot.packs.loader import load_pack, shipped_pack_path
from bot.wordbook.loader import load_vectors
from tests.bench.bench_search import questions
from tests.bench.memory import Clocked, footprint, timed
from tests.bench.peers import (
    GramIndex,
    Peer,
    SparseMatrix,
    TitleScan,
    TrigramTable,
    build_ours,
    title,
    whole_text,
)
from tests.bench.synthetic import scenarios
from tests.bench.timing import in_turns, percentile

ROOT = Path(__file__).parents[2]
SIZES = os.environ.get("SCS_BENCH_SIZES", "400,10000,100000")
PEERS: tuple[type[Peer], ...] = (TitleScan, TrigramTable, SparseMatrix, GramIndex)
QUESTIONS = 200
ROUNDS = {1_000: 5, 20_000: 3}
"""Up to which size a question is put how often; once more warms up. Above these, once."""

TAIL = 5
"""How many medians the 99th percentile and hostile input may take."""


@pytest.mark.parametrize("size", SIZES.split(","))
def test_time_and_memory_beside_peers(size: str) -> None:
    subprocess.run([sys.executable, "-m", "tests.bench.bench_search_scale", size], cwd=ROOT, check=True)


def compare(size: int) -> None:
    """Print the tables of one size."""
    pack, asked = load_pack(shipped_pack_path()), sample()
    rounds = next((times for most, times in ROUNDS.items() if size <= most), 1)
    print(f"\n\n{size:,} scenarios, {len(asked)} questions, best of {rounds}; wanted: p99 in {TAIL} medians")
    load_vectors()
    source = Clocked(scenarios(pack, size))
    (index, took), memory = footprint(partial(timed, lambda: build_ours(source, pack.glossary)))
    built = {"ours": took - source.seconds}
    print(f"memory of ours: {memory or 'not known here'}")
    peers = {kind.name: kind() for kind in PEERS if kind.installed()}
    corpus = Corpus(scenarios(pack, size))
    for name, peer in peers.items():
        built[name] = timed(partial(corpus.build, peer))[1]
    del corpus
    gc.collect()
    usual = print_times(index, peers, built, asked, rounds)
    print_hostile(index, usual, hostile(pack, asked))


def sample() -> list[str]:
    tune = [question.text for question in questions() if not question.held]
    return Random(0).sample(tune, QUESTIONS)


class Corpus:
    """What the peers read of scenarios."""

    def __init__(self, read: Iterable[Scenario]) -> None:
        self._ids: list[str] = []
        self._titles: list[str] = []
        self._texts: list[str] = []
        for scenario in read:
            self._ids.append(scenario.id)
            self._titles.append(title(scenario))
            self._texts.append(whole_text(scenario))

    def build(self, peer: Peer) -> None:
        peer.build(self._ids, self._titles if isinstance(peer, TitleScan) else self._texts)


def print_times(
    index: SearchIndex,
    peers: Mapping[str, Peer],
    built: Mapping[str, float],
    asked: Sequence[str],
    rounds: int,
) -> float:
    """A row for each ranker; gives our median in seconds when nothing else runs. Below a ratio of 1 ours is
    the faster."""
    first = [timed(partial(index.search, text))[1] for text in asked]
    alone = in_turns(asked, [index.search], rounds)[0]
    ways: dict[str, Callable[[str], object]] = {
        "ours": index.search,
        **{name: peer.search for name, peer in peers.items()},
    }
    times = dict(zip(ways, in_turns(asked, list(ways.values()), rounds), strict=True))
    ours = times["ours"]
    print(f"{'':24} median ms      p95      p99  p99/median   build s   ours/peer: median      p99")
    for name, seconds in {"ours alone, first time": first, "ours alone": alone, **times}.items():
        middle, tail = median(seconds), percentile(seconds, 0.99)
        print(
            f"{name:24}{middle * 1e3:10.2f}{percentile(seconds, 0.95) * 1e3:9.2f}{tail * 1e3:9.2f}"
            f"{tail / middle:12.1f}"
            + (f"{built[name]:10.1f}" if name in built else "")
            + (f"{median(ours) / middle:20.2f}{percentile(ours, 0.99) / tail:9.2f}" if name in peers else "")
        )
    for kind in PEERS:
        if not kind.installed():
            print(f"{kind.name:24} not installed")
    return median(alone)


def print_hostile(index: SearchIndex, usual: float, inputs: Mapping[str, str]) -> None:
    """What each input takes, in our medians."""
    print(f"hostile input, in medians of ours alone; <- where it takes more than {TAIL}")
    texts = list(inputs.values())
    for name, seconds in zip(inputs, in_turns(texts, [index.search])[0], strict=True):
        over = "  <-" if seconds > TAIL * usual else ""
        print(f"  {name:36}{seconds / usual:8.1f}{seconds * 1e3:10.2f} ms{over}")


def hostile(pack: Pack, asked: list[str]) -> dict[str, str]:
    """What nobody in their right mind would ask."""
    chance = Random(0)
    garbage = chance.randbytes(5_000)
    japanese = "".join(scenario.situation.ja for scenario in pack.scenarios)
    words = dict.fromkeys(word for text in asked for word in text.split() if word.isascii())
    misspelt = [word[:1] + word[2:3] + word[1:2] + word[3:] for word in words if len(word) > 5]
    return {
        "40,000 characters": "share the subnets with the OU " * 1334,
        "40,000 characters of questions": " ".join(asked * 10)[:40_000],
        "garbage, decoded as UTF-8": garbage.decode("utf-8", "replace"),
        "garbage, decoded as Latin-1": garbage.decode("latin-1"),
        "garbage, decoded as UTF-16": garbage.decode("utf-16", "replace"),
        "halves of characters": garbage.decode("utf-8", "surrogateescape"),
        "control characters": "".join(map(chr, range(32))) * 150,
        "combining marks": "a" + "\u0301" * 10_000,
        "one endless token": "subnet" * 6_000,
        "one endless katakana word": "サブネット" * 1_000,
        "5,000 Japanese characters": japanese[:5_000],
        "40,000 kanji": "共有" * 20_000,
        "punctuation only": "?!.,;:-()[]{}\"'`~@#$%^&*+=/\\|<>、。「」・" * 100,
        "one word 500 times": "subnet " * 500,
        "different words": " ".join(words),
        "different words, misspelt": " ".join(misspelt),
        "single letters": " ".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=500)),
        "emoji": "😀👩‍👩‍👧‍👦🇯🇵" * 500,
        "nothing": "",
    }


if __name__ == "__main__":
    compare(int(sys.argv[1]))
