"""What words mean: each is a direction in space, and near in meaning is near in direction.

The table is data that comes from outside; this module looks words up in it and compares them. It knows
phrases ("turn off") and cuts Japanese, which has no spaces, at the longest entries.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from bot.domain.reading.katakana import Katakana
from bot.domain.reading.lexicon import FUNCTION_WORDS
from bot.domain.reading.small_talk import SmallTalk
from bot.domain.reading.sounds import SILENT, Sounds
from bot.domain.reading.spelling import stem
from bot.domain.reading.text import Reading, Script, Span, Word, runs

Vectors: TypeAlias = NDArray[np.float32]
Phrase = tuple[str, ...]

UNKNOWN = -1


class Token(NamedTuple):
    """A word or phrase of a text: its entry's key, or the word itself with row `UNKNOWN`."""

    key: str
    row: int
    span: Span


class WordVectors:
    """A table of words and phrases with a vector each.

    `words` maps a key to its row; a key is a stem, stems joined by spaces, or Japanese as written.
    `weights` (0..1) say how much a word tells: rare ones more. `vectors` has shape (rows, dimensions).
    `sounds` tells which kanji are read alike, `small_talk` which directions are everyday life; by itself a
    table tells neither.
    """

    def __init__(
        self,
        words: Mapping[str, int],
        weights: NDArray[np.float32],
        vectors: NDArray[np.int8],
        sounds: Sounds = SILENT,
        small_talk: SmallTalk | None = None,
    ) -> None:
        self.sounds = sounds
        self.small_talk = small_talk or SmallTalk((0.0,) * vectors.shape[1], 0.0)
        self._words = words
        self._weights = weights
        self._vectors = vectors
        self._phrases: dict[Phrase, list[Phrase]] = {}  # by their first two words, the longest first
        lengths: dict[str, set[int]] = {}
        for key in words:
            if not key.isascii():
                lengths.setdefault(key[:2], set()).add(len(key))
            elif " " in key:
                phrase = tuple(key.split(" "))
                self._phrases.setdefault(phrase[:2], []).append(phrase)
        for phrases in self._phrases.values():
            phrases.sort(key=lambda phrase: (-len(phrase), phrase))
        self._katakana = Katakana(words)
        # How long the entries in Japanese are that begin with these two characters, the longest first.
        self._lengths_of = {start: sorted(found, reverse=True) for start, found in lengths.items()}

    @cached_property
    def fingerprint(self) -> str:
        """A hash of the whole table."""
        digest = hashlib.sha256("\n".join(self._words).encode())
        digest.update(self._weights.tobytes())
        digest.update(self._vectors.tobytes())
        return digest.hexdigest()

    def __contains__(self, key: object) -> bool:
        return key in self._words

    def entries(self, keys: Iterable[str]) -> Vectors:
        """The vectors of these entries, each of length 1."""
        return self.units([self._words[key] for key in keys])

    @property
    def size(self) -> int:
        """How many rows there are."""
        return len(self._vectors)

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        return int(self._vectors.shape[1])

    def units(self, rows: Sequence[int]) -> Vectors:
        """The vectors of these rows, each of length 1; zeros for `UNKNOWN`. Shape (rows, dimensions)."""
        at = np.asarray(rows, dtype=np.int64)
        found = self._vectors[at].astype(np.float32)
        found[at == UNKNOWN] = 0.0
        return unit(found)

    def nearest(self, units: Vectors, among: NDArray[np.integer]) -> NDArray[np.float32]:
        """The cosine of each of these vectors of length 1 to the nearest of some rows; 0 if that is none."""
        others = self._vectors.take(among, 0).astype(np.float32)
        cosines = units @ others.T / self._lengths.take(among)
        nearest: NDArray[np.float32] = np.maximum.reduce(cosines, axis=1, initial=0.0)
        return nearest

    @cached_property
    def _lengths(self) -> NDArray[np.float32]:
        lengths: NDArray[np.float32] = np.linalg.norm(self._vectors.astype(np.float32), axis=1)
        return np.maximum(lengths, np.float32(1e-9))

    def known(self, rows: Sequence[int]) -> tuple[Vectors, NDArray[np.float32]]:
        """The same as `units` and `weights` of rows that are all known, for less."""
        units = np.divide(self._vectors.take(rows, 0), self._lengths.take(rows)[:, None])
        return units, self._weights.take(rows)

    def weights(self, rows: Sequence[int]) -> NDArray[np.float32]:
        """How much each of these words tells; 1 for `UNKNOWN`, which are names and numbers."""
        at = np.asarray(rows, dtype=np.int64)
        return np.where(at == UNKNOWN, np.float32(1.0), self._weights[at])

    def rows(self, plain: str) -> list[int]:
        """The rows of the known words of a plain text, in order: those that `tokens` finds, for less."""
        found: list[int] = []
        words = runs(plain)
        stems = [stem(latin) if latin else "" for _, latin in words]
        index = 0
        while index < len(words):
            japanese, latin = words[index]
            if japanese:
                found += [self._words[key] for key, _, _ in self._entries(japanese, 0, len(japanese))]
                index += 1
            elif phrase := self._phrase_at(stems, index):
                found.append(self._words[" ".join(phrase)])
                index += len(phrase)
            else:
                row = self._words.get(stems[index])
                if row is not None and latin not in FUNCTION_WORDS:
                    found.append(row)
                index += 1
        return found

    def tokens(self, reading: Reading) -> list[Token]:
        """The words with content, in order; unknown Japanese is passed over."""
        words = reading.words
        stems = [stem(word.text) if word.script is Script.LATIN else "" for word in words]
        found: list[Token] = []
        index = 0
        while index < len(words):
            if words[index].script is Script.LATIN:
                token, index = self._latin(words, stems, index)
                if token.row != UNKNOWN or words[index - 1].text not in FUNCTION_WORDS:
                    found.append(token)
            else:
                start = words[index].start
                while index < len(words) and words[index].script is not Script.LATIN:
                    end = words[index].end
                    index += 1
                    if index < len(words) and words[index].start != end:
                        break
                found += [
                    Token(key, self._words[key], (at, stop))
                    for key, at, stop in self._entries(reading.plain, start, end)
                ]
        return found

    def _latin(self, words: Sequence[Word], stems: Sequence[str], index: int) -> tuple[Token, int]:
        """The longest phrase that starts here, or the word; and where to go on."""
        if phrase := self._phrase_at(stems, index):
            key, end = " ".join(phrase), index + len(phrase)
            return Token(key, self._words[key], (words[index].start, words[end - 1].end)), end
        word, key = words[index], stems[index]
        row = UNKNOWN if word.text in FUNCTION_WORDS else self._words.get(key, UNKNOWN)
        return Token(key, row, (word.start, word.end)), index + 1

    def _phrase_at(self, stems: Sequence[str], index: int) -> Phrase | None:
        """The longest phrase that starts here."""
        for phrase in self._phrases.get(tuple(stems[index : index + 2]), ()):
            if tuple(stems[index : index + len(phrase)]) == phrase:
                return phrase
        return None

    def _entries(self, plain: str, at: int, end: int) -> Iterator[tuple[str, int, int]]:
        """The longest entries in a stretch of Japanese, from the left: keys, and where they start and end. A
        word in katakana may be mistyped."""
        plain = plain[:end]
        while at < end:
            key = self._longest_entry(plain, at, end)
            meant = self._katakana.meant(plain, at, len(key)) if plain[at] < "一" else None
            if meant:
                key, length = meant
                yield key, at, at + length
                at += length
            else:
                if key:
                    yield key, at, at + len(key)
                at += len(key) or 1

    def _longest_entry(self, plain: str, at: int, end: int) -> str:
        """The longest entry that starts here; "" for none."""
        for length in self._lengths_of.get(plain[at : at + 2], ()):
            if at + length <= end and plain[at : at + length] in self._words:
                return plain[at : at + length]
        return plain[at] if plain[at] in self._words else ""


def unit(vectors: Vectors) -> Vectors:
    """Each of the vectors (last axis) at length 1; zeros stay zeros."""
    # What np.linalg.norm comes to, which takes longer to find that out than to do it.
    length = np.sqrt(np.add.reduce(vectors * vectors, axis=-1, keepdims=True))
    scaled: Vectors = np.divide(vectors, np.maximum(length, np.float32(1e-9)))
    return scaled
