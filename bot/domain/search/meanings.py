"""What scenarios and questions mean: directions of the word book, compared by their cosine.

Finds what shares no word with a question. A scenario has one direction for everything it says, and up to a
dozen for its ways of asking. Its words are kept, too: they tell whether there is something in the question
that the scenario has nothing like.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, islice, zip_longest
from typing import NamedTuple, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from bot.domain.reading.meaning import Vectors, WordVectors, unit
from bot.domain.reading.sounds import Sounds
from bot.domain.reading.spelling import stem
from bot.domain.reading.text import plain
from bot.domain.scenario import Scenario

Number = TypeVar("Number", bound=np.generic)
Numbers: TypeAlias = NDArray[np.int64]

MOST_QUESTIONS = 40  # of a scenario are read, of both languages by turns
MOST_DIRECTIONS = 12  # are kept of them; more find nothing more
NEAREST = 3
ALIKE = 0.5  # a cosine: in meaning, two forms of a word
_PLACES = np.arange(MOST_DIRECTIONS)
WEIGHT_OF_QUESTIONS, WEIGHT_OF_ALL = 0.5, 0.65  # beside the share of a question's words that are found
_DIGITS = 6  # beyond them, sums depend on the order of their terms
_SCALE = 127  # of directions stored in 8 bits


class Meaning(NamedTuple):
    """What a text means: its known words as rows of the word book, each once, with their directions and how
    much each tells; and where it points, zeros if none is known."""

    rows: list[int]
    units: Vectors
    told: NDArray[np.float32]
    direction: Vectors


class Meanings:
    """The directions and words of an index's scenarios, by number."""

    def __init__(self, vectors: WordVectors) -> None:
        self._vectors = vectors
        self._table = np.zeros((0, vectors.dimensions), np.float32)
        self._questions = np.zeros((1, vectors.dimensions), np.int8)  # the first stands for none
        self._edges = np.zeros(1, np.int64)
        self._words = np.zeros(0, np.min_scalar_type(vectors.size))
        self._word_edges = np.zeros(1, np.int64)
        # Flat, and not an array for each scenario: small pieces would leave the memory in shreds.
        self._added_table = bytearray()
        self._added_questions = bytearray()
        self._added_words = bytearray()
        self._added_counts: list[tuple[int, int]] = []

    def add(self, scenario: Scenario) -> None:
        """Add a scenario."""
        by_turns = chain.from_iterable(zip_longest(scenario.questions.en, scenario.questions.ja))
        asked = self._meanings(islice(filter(None, by_turns), MOST_QUESTIONS))
        claims = (text for point in scenario.rubric for text in point.text)
        said = (asked, self._meanings((*scenario.answer, *claims)), self._meanings(scenario.situation))
        directions = [self._table_of(part) for part in said]
        whole = unit(np.sum([unit(part.sum(0)) for part in directions], axis=0))
        words = {row for part in said for meaning in part for row in meaning.rows}
        self._added_table += whole.tobytes()
        kept = gathered(directions[0], MOST_DIRECTIONS)
        self._added_questions += np.round(kept * _SCALE).astype(np.int8).tobytes()
        self._added_words += np.array(sorted(words), self._words.dtype).tobytes()
        self._added_counts.append((len(kept), len(words)))

    def seal(self) -> None:
        """Make the scenarios added last searchable."""
        self._edges = _extended(self._edges, (asked for asked, _ in self._added_counts))
        self._word_edges = _extended(self._word_edges, (words for _, words in self._added_counts))
        self._table = _grown(self._table, self._added_table)
        self._questions = _grown(self._questions, self._added_questions)
        self._words = _grown(self._words, self._added_words)
        self._added_table, self._added_questions, self._added_words = bytearray(), bytearray(), bytearray()
        self._added_counts = []

    def meaning(self, text: str) -> Meaning:
        """What a text means."""
        rows = self._vectors.rows(plain(text))
        if not rows:
            zeros = np.zeros((1, self._vectors.dimensions), np.float32)
            return Meaning([], zeros[:0], zeros[0, :0], zeros[0])
        units, told = self._vectors.known(rows)
        direction = unit(np.add.reduce(units * told[:, None]))
        if len(once := dict.fromkeys(rows)) < len(rows):
            rows = list(once)
            units, told = self._vectors.known(rows)
        return Meaning(rows, units, told, direction)

    def everyday(self, meaning: Meaning) -> float:
        """The log-odds that it is about everyday life, and not about systems; 0 if nothing is known of it."""
        return self._vectors.small_talk.odds(meaning.direction) if meaning.rows else 0.0

    @property
    def sounds(self) -> Sounds:
        """Which kanji sound alike."""
        return self._vectors.sounds

    def knows(self, word: str) -> bool:
        """Whether the word book has the word, as it is written."""
        return word in self._vectors

    def is_other(self, word: str, than: str) -> bool:
        """Whether both are words of the word book, in Latin letters, and mean different things: then neither
        is a misspelling of the other, however near they are."""
        stems = (stem(word), stem(than))
        if not all(each in self._vectors for each in stems):
            return False
        one, two = self._vectors.entries(stems)
        return float(one @ two) < ALIKE

    def nearness(self, words: Sequence[str], text: str) -> list[float]:
        """How near each of these words of the word book is to what a text means: cosines."""
        cosines = self._vectors.entries(words) @ self.meaning(text).direction
        return [round(float(cosine), _DIGITS) for cosine in cosines]

    def strays(self, meaning: Meaning, scenario: int) -> NDArray[np.float32]:
        """How much of what each word tells is like nothing the scenario says."""
        said = self._words[self._word_edges[scenario] : self._word_edges[scenario + 1]]
        return meaning.told * (1 - self._vectors.nearest(meaning.units, said))

    def of_every(self, direction: Vectors) -> Vectors:
        """How near every scenario is by all it says, cosines."""
        return self._table @ direction

    def likeness(self, direction: Vectors, scenarios: Numbers) -> Vectors:
        """How near these scenarios are: by their nearest ways of asking, and by all they say. Shape
        (scenarios, 2), cosines."""
        found = np.empty((len(scenarios), 2), np.float32)
        found[:, 0] = self._of_questions(direction, scenarios)
        found[:, 1] = self._table.take(scenarios, 0) @ direction
        return found

    def _of_questions(self, direction: Vectors, scenarios: Numbers) -> Vectors:
        at = self._edges.take(scenarios)[:, None] + _PLACES
        rows = np.where(at < self._edges.take(scenarios + 1)[:, None], at + 1, 0)
        said = self._questions.take(rows.ravel(), 0).astype(np.float32)
        cosines = (said @ (direction / np.float32(_SCALE))).reshape(rows.shape)
        cosines.partition(MOST_DIRECTIONS - NEAREST, axis=1)
        nearest: Vectors = np.add.reduce(cosines[:, -NEAREST:], axis=1) / np.float32(NEAREST)
        return nearest

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """Everything, to be stored; `restored` is the way back."""
        return {
            "meanings": self._table,
            "asked": self._questions,
            "edges": self._edges,
            "said": self._words,
            "said_edges": self._word_edges,
        }

    @classmethod
    def restored(cls, vectors: WordVectors, stored: dict[str, NDArray[np.generic]]) -> Meanings:
        """Meanings as they were stored."""
        meanings = cls(vectors)
        meanings._table = stored["meanings"].astype(np.float32, copy=False)
        meanings._questions = stored["asked"].astype(np.int8, copy=False)
        meanings._edges = stored["edges"].astype(np.int64, copy=False)
        meanings._words = stored["said"].astype(meanings._words.dtype, copy=False)
        meanings._word_edges = stored["said_edges"].astype(np.int64, copy=False)
        return meanings

    def _meanings(self, texts: Iterable[str]) -> list[Meaning]:
        return [self.meaning(text) for text in texts]

    def _table_of(self, meanings: Iterable[Meaning]) -> Vectors:
        directions = [meaning.direction for meaning in meanings]
        return np.array(directions, np.float32).reshape(-1, self._vectors.dimensions)


def gathered(directions: Vectors, most: int) -> Vectors:
    """At most so many directions: again and again the two nearest to each other become the one between
    them, the nearer to the one that stands for more."""
    weights = [1] * len(directions)
    while len(directions) > most:
        cosines = np.round(directions @ directions.T, _DIGITS)
        np.fill_diagonal(cosines, -2.0)
        one, other = sorted(map(int, np.unravel_index(cosines.argmax(), cosines.shape)))
        between = unit(directions[one] * weights[one] + directions[other] * weights[other])
        directions = np.delete(directions, other, axis=0)
        directions[one] = between
        weights[one] += weights.pop(other)
    return directions


def _grown(rows: NDArray[Number], added: bytearray) -> NDArray[Number]:
    """The rows and, below them, those that were added."""
    return np.concatenate([rows, np.frombuffer(added, rows.dtype).reshape(-1, *rows.shape[1:])])


def _extended(edges: Numbers, counts: Iterable[int]) -> Numbers:
    return np.concatenate([edges, edges[-1] + np.cumsum(list(counts), dtype=np.int64)])
