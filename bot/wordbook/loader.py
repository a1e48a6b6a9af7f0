"""Read the word book from its files, once.

`words.txt` has a line `key<TAB>weight` for each row of `vectors.npy`: what a word or phrase is looked up
by, and how much it tells, in hundredths.
`sounds.txt` has a line `reading<TAB>kanji` for each reading that several kanji share.
`services.txt` has a line for each service, its names separated by tabs, today's official one first.
`evidence.json` holds the trees that weigh evidence, `small_talk.json`, `tones.json`, `framing.json`,
`asides.json`, `boundaries.json` and `modesty.json` linear classifiers, `refusal.json` and `pages.json` one
of each kind, `mistakes.json` trees that ask the tone of refusal, and `choices.json` trees that ask that of
indecision and the listener. `listener.npz` and `framing.npz` hold a small convolutional network each, and
its vocabularies.
`tools/` makes them all but the services: see NOTICE.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np

from bot.domain.glossary import Term
from bot.domain.reading.asides import Asides
from bot.domain.reading.listener import DILATIONS, Listener, Network
from bot.domain.reading.meaning import WordVectors
from bot.domain.reading.small_talk import SmallTalk
from bot.domain.reading.sounds import Sounds
from bot.domain.reading.tone import Tone, Tones
from bot.domain.trees import BoostedTrees
from bot.domain.wordbook import Framing, Hearing, WordBook

_FILES = files("bot.wordbook")


@cache
def load_word_book() -> WordBook:
    """The word book that comes along."""
    return WordBook(
        load_vectors(),
        load_evidence(),
        load_small_talk(),
        load_tones(),
        load_services(),
        load_refusal(),
        load_mistakes(),
        load_asides(),
        load_choices(),
        load_listener(),
        load_pages(),
        load_framing(),
        load_modesty(),
    )


@cache
def load_evidence() -> BoostedTrees:
    """What weighs evidence for a key point."""
    return BoostedTrees.of(_stored("evidence.json"))


@cache
def load_choices() -> BoostedTrees:
    """What tells who settles on something from who leaves the choice open."""
    return BoostedTrees.of(_stored("choices.json"))


@cache
def load_services() -> tuple[Term, ...]:
    """Services by their names, for those that a glossary leaves out."""
    lines = (_FILES / "services.txt").read_text("utf-8").splitlines()
    return tuple(
        Term(name, "service", aliases=tuple(others)) for name, *others in (line.split("\t") for line in lines)
    )


@cache
def load_tones() -> Tones:
    """What tells indecision and advice against something from answers."""
    return _tones("tones.json")


@cache
def load_framing() -> Framing:
    """The same, with a listener, for what stands around a quoted answer."""
    return Framing(_tones("framing.json"), _listener("framing.npz"))


@cache
def load_refusal() -> Hearing:
    """What tells refusals from answers."""
    stored = _stored("refusal.json")
    return Hearing(Tone(**stored["tone"]), BoostedTrees.of(stored["trees"]))


@cache
def load_mistakes() -> Hearing:
    """What tells who asserts a misconception from who turns it down: that sounds like turning down an
    answer."""
    return Hearing(load_refusal().tone, BoostedTrees.of(_stored("mistakes.json")))


@cache
def load_pages() -> Hearing:
    """What tells pages of manuals from answers."""
    stored = _stored("pages.json")
    return Hearing(Tone(**stored["tone"]), BoostedTrees.of(stored["trees"]))


@cache
def load_small_talk() -> SmallTalk:
    """What tells everyday life from talk about systems."""
    stored = _stored("small_talk.json")
    return SmallTalk(tuple(stored["weights"]), stored["bias"])


@cache
def load_asides() -> Asides:
    """What tells sentences about something else from those about a scenario."""
    stored = _stored("asides.json")
    boundary = Tone(**_stored("boundaries.json"))
    return Asides(Tone(**stored["tone"]), stored["everyday"], stored["said"], boundary)


@cache
def load_modesty() -> Tone:
    """What tells modest words around an answer."""
    return Tone(**_stored("modesty.json"))


@cache
def load_listener() -> Listener:
    """What hears what a text does."""
    return _listener("listener.npz")


def read_listener(path: Path) -> Listener:
    """The listener in a file. Its arrays hold a vector each for what no vocabulary has and for `tokens` and
    `pairs` in order, and the rest of `Network`."""
    with np.load(path, allow_pickle=False) as stored:
        tokens, pairs = (
            {str(key): row for row, key in enumerate(stored[name], 1)} for name in ("tokens", "pairs")
        )
        numbers = (name for name in stored.files if name not in ("tokens", "pairs"))
        held = {name: stored[name].astype(np.float32) for name in numbers}
    layers = tuple((held[f"weights_{at}"], held[f"bias_{at}"]) for at in range(len(DILATIONS)))
    network = Network(
        held["token"],
        held["pair"],
        held["meaning"],
        layers,
        held["attention"],
        held["answer"],
        held["bias"],
    )
    return Listener(tokens, pairs, network)


@cache
def load_vectors() -> WordVectors:
    """The words and their vectors."""
    with as_file(_FILES) as folder:
        return read_vectors(folder)


def read_vectors(folder: Path) -> WordVectors:
    """The words and vectors in a folder."""
    lines = [line.split("\t") for line in (folder / "words.txt").read_text("utf-8").splitlines()]
    weights = np.array([float(weight) / 100 for _, weight in lines], np.float32)
    vectors = np.load(folder / "vectors.npy", allow_pickle=False)
    words = {key: row for row, (key, _) in enumerate(lines)}
    return WordVectors(words, weights, vectors, load_sounds(), load_small_talk())


@cache
def load_sounds() -> Sounds:
    """Which kanji sound alike."""
    lines = (_FILES / "sounds.txt").read_text("utf-8").splitlines()
    return Sounds(dict(line.split("\t") for line in lines))


def _listener(name: str) -> Listener:
    with as_file(_FILES) as folder:
        return read_listener(folder / name)


def _tones(name: str) -> Tones:
    return Tones(**{tone: Tone(**stored) for tone, stored in _stored(name).items()})


def _stored(name: str) -> dict[str, Any]:
    stored: dict[str, Any] = json.loads((_FILES / name).read_text("utf-8"))
    return stored
