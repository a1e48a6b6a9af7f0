"""A scenario's texts as meaning: what a reply is compared with, compiled once.

Every key point is known by its own text and its accepted phrasings in both languages, since replies mix
them and vectors don't mind; beside it stand the misconceptions, the situation, the answer, the examples.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from bot.domain.grading.names import Names, longest
from bot.domain.grading.pattern import Pattern, parse_pattern
from bot.domain.reading.meaning import UNKNOWN, Token, Vectors, WordVectors, unit
from bot.domain.reading.text import Reading, read
from bot.domain.scenario import Bilingual, KeyPoint, Scenario

_KNOWN_WEIGHT = 0.4  # of a word that the situation uses: everybody has it from there
_SAID_ALIKE = 0.45  # cosine from which a clause of an example counts as saying a key point

Floats = NDArray[np.float32]
Indexes = NDArray[np.int64]


class Vocabulary:
    """The distinct words of a scenario's texts, numbered, with their vectors."""

    def __init__(self, vectors: WordVectors, names: Names) -> None:
        self._table = vectors
        self._names = names
        self.numbers: dict[str, int] = {}
        self.rows: list[int] = []

    def tokens(self, reading: Reading) -> list[Token]:
        """The words of a text, and each glossary name in it once more, as one thing under all its names."""
        tokens = self._table.tokens(reading)
        for mention in longest(self._names.mentions(reading)):
            if not mention.weak:
                tokens += [Token(f"#{term}", UNKNOWN, mention.span) for term in sorted(mention.terms)]
        return tokens

    def words(self, reading: Reading) -> list[Token]:
        """The words of a text without the names."""
        return self._table.tokens(reading)

    def names_in(self, reading: Reading, span: tuple[int, int]) -> bool:
        """Does a name stand in the span?"""
        mentions = self._names.mentions(reading)
        return any(not m.weak and span[0] <= m.span[0] < span[1] for m in mentions)

    def number(self, text: str) -> list[int]:
        """The words of a text by number, each once; new ones get the next numbers."""
        numbers = []
        for token in self.tokens(read(text)):
            number = self.numbers.setdefault(token.key, len(self.rows))
            if number == len(self.rows):
                self.rows.append(token.row)
            numbers.append(number)
        return list(dict.fromkeys(numbers))

    def mean(self, text: str) -> Floats:
        """The direction of a whole text; zeros if no word of it is known."""
        return self.mean_of([token.row for token in self._table.tokens(read(text))])

    def mean_of(self, rows: Sequence[int]) -> Floats:
        """The direction of these rows together, telling words first."""
        if not rows:
            return np.zeros(self._table.dimensions, np.float32)
        mean: Floats = unit(self.weighted(rows).sum(axis=0))
        return mean

    def weighted(self, rows: Sequence[int]) -> Vectors:
        """The vectors of these rows, as long as they tell."""
        return self._table.units(rows) * self._table.weights(rows)[:, None]

    def means(self, texts: Iterable[str]) -> Vectors:
        """The directions of several texts, shape (texts, dimensions)."""
        found = [self.mean(text) for text in texts]
        return np.stack(found) if found else np.zeros((0, self._table.dimensions), np.float32)

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


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """Rows of a matrix that belong together: group i is `starts[i]:starts[i + 1]`."""

    starts: tuple[int, ...]

    @classmethod
    def of(cls, sizes: Iterable[int]) -> Groups:
        """Groups of these sizes, one after the other."""
        return cls((0, *accumulate(sizes)))

    def __iter__(self) -> Iterator[slice]:
        return (slice(start, end) for start, end in zip(self.starts, self.starts[1:], strict=False))

    @property
    def reduce(self) -> Indexes:
        """For `ufunc.reduceat`, which knows no empty groups."""
        return np.asarray(self.starts[:-1], dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Patterns:
    """Accepted phrasings as word shares: `phrases` (phrases × words), in `elements`, in `patterns`."""

    phrases: Floats
    elements: Groups
    patterns: Groups
    points: Groups


@dataclass(frozen=True, slots=True, eq=False)
class References:
    """Matrices over the numbered words, or over directions; `points` groups rows by key point.

    `coverage_*` (texts × words) hold each word's share of what a text tells.
    """

    vocabulary: Vocabulary
    units: Vectors
    coverage_text: Floats
    coverage_accept: Floats
    accept: Groups
    patterns: Patterns
    directions: Vectors
    points: Groups
    said: tuple[Vectors, ...]
    misconceptions: Vectors
    traps: Groups
    situation: Vectors
    answer: Vectors
    full: Vectors
    wrong: Vectors
    everything: Vectors

    def nearest(self, direction: Floats) -> float:
        """The highest cosine between this direction and any text of the scenario."""
        return float((self.everything @ direction).max(initial=0.0))


def compile_references(scenario: Scenario, vectors: WordVectors, names: Names) -> References:
    """Compile everything that a reply's meaning is compared with."""
    words = Vocabulary(vectors, names)
    known = {number for text in scenario.situation for number in words.number(text)}
    plain = [_plain_phrasings(point) for point in scenario.rubric]
    texts = [words.number(text) for point in scenario.rubric for text in point.text]
    accepted = [words.number(text) for phrasings in plain for text in phrasings]
    counted = _patterns(scenario, words)
    directions = words.means(
        text
        for point, phrasings in zip(scenario.rubric, plain, strict=True)
        for text in (*point.text, *phrasings)
    )
    points = Groups.of(2 + len(phrasings) for phrasings in plain)
    trap_texts = [(*trap.text, *_plain(trap.accept)) for trap in scenario.misconceptions]
    full = tuple(reply for examples in scenario.examples for reply in examples.full)
    tells = words.weights.copy()
    tells[list(known)] *= _KNOWN_WEIGHT
    size = len(words.rows)
    misconceptions = words.means(text for texts in trap_texts for text in texts)
    situation, answer = words.means(scenario.situation), words.means(scenario.answer)
    right = words.means(full)
    wrong = words.means(reply for examples in scenario.examples for reply in examples.wrong)
    return References(
        vocabulary=words,
        units=words.unit_rows(words.rows),
        coverage_text=_shares(texts, tells),
        coverage_accept=_shares(accepted, tells),
        accept=Groups.of(map(len, plain)),
        patterns=Patterns(_averages(counted[0], size), *counted[1:]),
        directions=directions,
        points=points,
        said=_said((*scenario.answer, *full), words, directions, points),
        misconceptions=misconceptions,
        traps=Groups.of(map(len, trap_texts)),
        situation=situation,
        answer=answer,
        full=right,
        wrong=wrong,
        everything=np.concatenate([directions, misconceptions, situation, answer, right, wrong]),
    )


def _plain_phrasings(point: KeyPoint) -> tuple[str, ...]:
    return tuple(_plain(point.accept))


def _plain(accept: Bilingual[tuple[str, ...]]) -> Iterator[str]:
    """Each phrasing as a plain text: the first way to say each of its elements."""
    for phrasings in accept:
        for phrasing in phrasings:
            yield " ".join(element[0] for element in parse_pattern(phrasing).elements)


def _patterns(scenario: Scenario, words: Vocabulary) -> tuple[list[list[int]], Groups, Groups, Groups]:
    """All phrases by number, and how they group into elements, patterns and points. An element with
    nothing but function words asks for nothing."""
    phrases: list[list[int]] = []
    per_element: list[int] = []
    per_pattern: list[int] = []
    per_point: list[int] = []
    for point in scenario.rubric:
        kept = [
            made
            for accepted in point.accept
            for text in accepted
            if (made := _elements(parse_pattern(text), words))
        ]
        for elements in kept:
            per_pattern.append(len(elements))
            for element in elements:
                per_element.append(len(element))
                phrases += element
        per_point.append(len(kept))
    return phrases, Groups.of(per_element), Groups.of(per_pattern), Groups.of(per_point)


def _elements(pattern: Pattern, words: Vocabulary) -> list[list[list[int]]]:
    numbered = ([n for phrase in element if (n := words.number(phrase))] for element in pattern.elements)
    return [element for element in numbered if element]


def _shares(texts: Sequence[Sequence[int]], tells: Floats) -> Floats:
    """Each text's words with their share of all that it tells, shape (texts, words)."""
    matrix = np.zeros((len(texts), len(tells)), np.float32)
    for row, numbers in zip(matrix, texts, strict=True):
        row[list(numbers)] = tells[list(numbers)]
    shares: Floats = matrix / np.maximum(matrix.sum(axis=1, keepdims=True), np.float32(1e-9))
    return shares


def _averages(phrases: Sequence[Sequence[int]], size: int) -> Floats:
    matrix = np.zeros((len(phrases), size), np.float32)
    for row, numbers in zip(matrix, phrases, strict=True):
        row[list(numbers)] = 1.0 / len(numbers)
    return matrix


def _said(
    texts: Iterable[str], words: Vocabulary, directions: Vectors, points: Groups
) -> tuple[Vectors, ...]:
    """The clauses of right answers, given to the key points that they speak of."""
    clauses = []
    for text in texts:
        reading = read(text)
        clauses += [reading.plain[start:end] for start, end in reading.clauses]
    said: list[list[Floats]] = [[] for _ in points]
    for direction in words.means(dict.fromkeys(clauses)):
        near = [top(directions[group] @ direction, 3) for group in points]
        best = int(np.argmax(near))
        if near[best] >= _SAID_ALIKE:
            said[best].append(direction)
    return tuple(
        np.stack(found) if found else np.zeros((0, directions.shape[1]), np.float32) for found in said
    )


def top(values: Floats, count: int) -> Floats:
    """The mean of the highest `count` along the first axis; 0 if there are none."""
    if not len(values):
        return np.zeros(values.shape[1:], np.float32)
    highest: Floats = np.sort(values, axis=0)[-count:].mean(axis=0)
    return highest
