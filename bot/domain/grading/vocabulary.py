"""The words of a scenario's texts, numbered, with what they mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bot.domain.grading.names import Mention, Names, longest
from bot.domain.reading.meaning import UNKNOWN, Token, Vectors, WordVectors, unit
from bot.domain.reading.text import Reading, read_known

Floats = NDArray[np.float32]
Indexes = NDArray[np.int64]
Mask = NDArray[np.bool_]

_MOST_TOLD = 1.5  # of a word


class Vocabulary:
    """The distinct words of a scenario's texts, numbered, with their vectors."""

    def __init__(self, vectors: WordVectors, names: Names) -> None:
        self._table = vectors
        self._names = names
        self.numbers: dict[str, int] = {}
        self.rows: list[int] = []
        self._known: dict[str, list[Token]] = {}

    def mentions(self, reading: Reading) -> list[Mention]:
        """The glossary's names in a text."""
        return self._names.mentions(reading)

    def tokens(self, reading: Reading, mentions: Sequence[Mention]) -> list[Token]:
        """The words of a text, and each of these names in it once more, as one thing under all its names."""
        tokens = self._table.tokens(reading)
        for mention in longest(mentions):
            if not mention.weak:
                tokens += [Token(f"#{term}", UNKNOWN, mention.span) for term in sorted(mention.terms)]
        return tokens

    def number(self, text: str) -> list[int]:
        """The words of a text by number, each once; new ones get the next numbers."""
        numbers = []
        for token in self._tokens_of(text):
            number = self.numbers.setdefault(token.key, len(self.rows))
            if number == len(self.rows):
                self.rows.append(token.row)
            numbers.append(number)
        return list(dict.fromkeys(numbers))

    def _tokens_of(self, text: str) -> list[Token]:
        """The words and names of a text of the scenario, kept until all is compiled."""
        if (found := self._known.get(text)) is None:
            reading = read_known(text)
            found = self._known[text] = self.tokens(reading, self.mentions(reading))
        return found

    def complete(self) -> None:
        """Every text has been numbered: what was kept of them can go."""
        self._known.clear()

    def weighted(self, rows: Sequence[int]) -> Vectors:
        """The vectors of these rows, as long as they tell."""
        return self._table.units(rows) * self._table.weights(rows)[:, None]

    def tells(self, rows: Sequence[int]) -> Floats:
        """How much each of these rows tells; none tells more than `_MOST_TOLD`."""
        told: Floats = np.minimum(self._table.weights(rows), np.float32(_MOST_TOLD))
        return told

    def means(self, texts: Iterable[str]) -> Vectors:
        """The directions of several texts, shape (texts, dimensions)."""
        # A name as one thing has no vector, and so no part in the direction.
        rows = [[token.row for token in self._tokens_of(text)] for text in texts]
        directions = np.zeros((len(rows), self._table.dimensions), np.float32)
        known = [number for number, found in enumerate(rows) if found]
        if known:
            starts = np.cumsum([0, *(len(rows[number]) for number in known[:-1])])
            weighted = self.weighted([row for found in rows for row in found])
            directions[known] = unit(np.add.reduceat(weighted, starts, axis=0))
        return directions

    def unit_rows(self, rows: Sequence[int]) -> Vectors:
        """The vectors of any rows of the table."""
        return self._table.units(rows)

    @cached_property
    def spelled(self) -> dict[str, list[tuple[str, int]]]:
        """The words in English letters with their numbers, by first letter: for typing errors."""
        found: dict[str, list[tuple[str, int]]] = {}
        for key, number in self.numbers.items():
            if key.isascii() and key.isalpha():
                found.setdefault(key[0], []).append((key, number))
        return found

    @property
    def weights(self) -> Floats:
        """How much each numbered word tells."""
        return self._table.weights(self.rows)
