"""What scenarios and questions mean: directions of the word book, compared by their cosine.

Finds what shares no word with a question. A scenario has one direction for everything it says, and one
for each of its ways of asking.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from bot.domain.reading.meaning import UNKNOWN, Vectors, WordVectors, unit
from bot.domain.reading.text import read
from bot.domain.scenario import Scenario

Numbers: TypeAlias = NDArray[np.int64]

MOST_QUESTIONS = 24  # of a scenario; the nearest of them count
NEAREST = 3
WEIGHT_OF_QUESTIONS, WEIGHT_OF_ALL = 0.5, 0.65  # beside the share of a question's words that are found
_SCALE = 127  # of directions stored in 8 bits


class Meanings:
    """The directions of an index's scenarios, by number."""

    def __init__(self, vectors: WordVectors) -> None:
        self._vectors = vectors
        self._table = np.zeros((0, vectors.dimensions), np.float32)
        self._questions = np.zeros((1, vectors.dimensions), np.int8)  # the first stands for none
        self._edges = np.zeros(1, np.int64)
        self._added: list[tuple[Vectors, NDArray[np.int8]]] = []

    def add(self, scenario: Scenario) -> None:
        """Add a scenario."""
        asked = self._directions((*scenario.questions.en, *scenario.questions.ja)[:MOST_QUESTIONS])
        claims = (text for point in scenario.rubric for text in point.text)
        said = (
            asked,
            self._directions((*scenario.answer, *claims)),
            self._directions(tuple(scenario.situation)),
        )
        whole = unit(np.sum([unit(part.sum(0)) for part in said], axis=0))
        self._added.append((whole, np.round(asked * _SCALE).astype(np.int8)))

    def seal(self) -> None:
        """Make the scenarios added last searchable."""
        counts = np.cumsum([len(asked) for _, asked in self._added], dtype=np.int64)
        self._edges = np.concatenate([self._edges, self._edges[-1] + counts])
        self._table = np.concatenate([self._table, *(whole[None] for whole, _ in self._added)])
        self._questions = np.concatenate([self._questions, *(asked for _, asked in self._added)])
        self._added.clear()

    def direction(self, text: str) -> Vectors:
        """Where a text points; zeros if no word of it is known."""
        rows = [token.row for token in self._vectors.tokens(read(text)) if token.row != UNKNOWN]
        if not rows:
            return np.zeros(self._vectors.dimensions, np.float32)
        weighted = self._vectors.units(rows) * self._vectors.weights(rows)[:, None]
        return unit(weighted.sum(0))

    def nearest(self, direction: Vectors, most: int) -> Numbers:
        """The scenarios nearest by all they say, in no order; there are at least so many."""
        return np.argpartition(-(self._table @ direction), most - 1)[:most]

    def likeness(self, direction: Vectors, scenarios: Numbers) -> Vectors:
        """How near these scenarios are: to their nearest ways of asking, and to all they say. Shape
        (scenarios, 2), cosines."""
        first, last = self._edges[scenarios], self._edges[scenarios + 1]
        at = first[:, None] + np.arange(max(int((last - first).max(initial=0)), NEAREST))
        rows = np.where(at < last[:, None], at + 1, 0)
        cosines = self._questions[rows].astype(np.float32) @ (direction / np.float32(_SCALE))
        best = np.partition(cosines, -NEAREST, axis=1)[:, -NEAREST:].mean(axis=1)
        return np.stack([best, self._table[scenarios] @ direction], axis=1)

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """Everything, to be stored; `restored` is the way back."""
        return {"meanings": self._table, "asked": self._questions, "edges": self._edges}

    @classmethod
    def restored(cls, vectors: WordVectors, stored: dict[str, NDArray[np.generic]]) -> Meanings:
        """Meanings as they were stored."""
        meanings = cls(vectors)
        meanings._table = stored["meanings"].astype(np.float32, copy=False)
        meanings._questions = stored["asked"].astype(np.int8, copy=False)
        meanings._edges = stored["edges"].astype(np.int64, copy=False)
        return meanings

    def _directions(self, texts: Sequence[str]) -> Vectors:
        return np.array([self.direction(text) for text in texts], np.float32).reshape(
            -1, self._vectors.dimensions
        )
