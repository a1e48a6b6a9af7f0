"""What words mean: each is a direction in space, and near in meaning is near in direction.

The table is data that comes from outside; this module looks words up in it and compares them. It knows
phrases ("turn off") and cuts Japanese, which has no spaces, at the longest entries.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from bot.domain.reading.lexicon import FUNCTION_WORDS
from bot.domain.reading.spelling import stem
from bot.domain.reading.text import Reading, Script, Span, Word

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
    """

    def __init__(
        self, words: Mapping[str, int], weights: NDArray[np.float32], vectors: NDArray[np.int8]
    ) -> None:
        self._words = words
        self._weights = weights
        self._vectors = vectors
        self._phrases: dict[str, list[Phrase]] = {}
        self._longest: dict[str, int] = {}  # entry in Japanese, by its first character
        for key in words:
            if not key.isascii():
                self._longest[key[0]] = max(len(key), self._longest.get(key[0], 0))
            elif " " in key:
                phrase = tuple(key.split(" "))
                self._phrases.setdefault(phrase[0], []).append(phrase)
        for phrases in self._phrases.values():
            phrases.sort(key=lambda phrase: (-len(phrase), phrase))

    @cached_property
    def fingerprint(self) -> str:
        """A hash of the whole table."""
        digest = hashlib.sha256("\n".join(self._words).encode())
        digest.update(self._weights.tobytes())
        digest.update(self._vectors.tobytes())
        return digest.hexdigest()

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

    def nearest(self, rows: Sequence[int], among: NDArray[np.integer]) -> NDArray[np.float32]:
        """The cosine of each of these rows to the nearest of others; 0 if that is none."""
        cosines = self.units(rows) @ self._vectors[among].astype(np.float32).T / self._lengths[among]
        nearest: NDArray[np.float32] = cosines.max(axis=1, initial=0.0)
        return nearest

    @cached_property
    def _lengths(self) -> NDArray[np.float32]:
        lengths: NDArray[np.float32] = np.linalg.norm(self._vectors.astype(np.float32), axis=1)
        return np.maximum(lengths, np.float32(1e-9))

    def weights(self, rows: Sequence[int]) -> NDArray[np.float32]:
        """How much each of these words tells; 1 for `UNKNOWN`, which are names and numbers."""
        at = np.asarray(rows, dtype=np.int64)
        return np.where(at == UNKNOWN, np.float32(1.0), self._weights[at])

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
                found += self._japanese(reading.plain, (start, end))
        return found

    def _latin(self, words: Sequence[Word], stems: Sequence[str], index: int) -> tuple[Token, int]:
        """The longest phrase that starts here, or the word; and where to go on."""
        for phrase in self._phrases.get(stems[index], ()):
            end = index + len(phrase)
            if tuple(stems[index:end]) == phrase:
                key = " ".join(phrase)
                return Token(key, self._words[key], (words[index].start, words[end - 1].end)), end
        word, key = words[index], stems[index]
        row = UNKNOWN if word.text in FUNCTION_WORDS else self._words.get(key, UNKNOWN)
        return Token(key, row, (word.start, word.end)), index + 1

    def _japanese(self, plain: str, span: Span) -> Iterator[Token]:
        at, end = span
        while at < end:
            longest = self._longest.get(plain[at], 0)
            for stop in range(min(at + longest, end), at, -1):
                row = self._words.get(plain[at:stop])
                if row is not None:
                    yield Token(plain[at:stop], row, (at, stop))
                    at = stop
                    break
            else:
                at += 1


def unit(vectors: Vectors) -> Vectors:
    """Each of the vectors (last axis) at length 1; zeros stay zeros."""
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    scaled: Vectors = vectors / np.maximum(length, np.float32(1e-9))
    return scaled
