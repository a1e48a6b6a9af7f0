"""A scenario's texts as meaning: what a reply is compared with, compiled once.

Every key point is known by its own text and its accepted phrasings in both languages, since replies mix
them and vectors don't mind; beside it stand the misconceptions, the situation, the answer, the examples.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from bot.domain.grading.belonging import Sides, compile_sides
from bot.domain.grading.names import Names
from bot.domain.grading.pattern import Pattern, parse_pattern
from bot.domain.grading.vocabulary import Floats, Indexes, Vocabulary
from bot.domain.reading.meaning import Vectors, WordVectors
from bot.domain.reading.text import read_known
from bot.domain.scenario import Bilingual, KeyPoint, Scenario

_KNOWN_WEIGHT = 0.4  # of a word that the situation uses: everybody has it from there
_SAID_ALIKE = 0.45  # cosine from which a clause of an example counts as saying a key point


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

    `coverage_*` and `patterns` know the words of the rubric and the situation only, which have the lowest
    numbers; `coverage_*` (texts × words) hold each word's share of what a text tells.
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
    sides: Sides

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
    sides = compile_sides(scenario, words)
    said = _said((*scenario.answer, *full), words, directions, points)
    words.complete()
    return References(
        vocabulary=words,
        units=words.unit_rows(words.rows),
        coverage_text=_shares(texts, tells),
        coverage_accept=_shares(accepted, tells),
        accept=Groups.of(map(len, plain)),
        patterns=Patterns(_averages(counted[0], size), *counted[1:]),
        directions=directions,
        points=points,
        said=said,
        misconceptions=misconceptions,
        traps=Groups.of(map(len, trap_texts)),
        situation=situation,
        answer=answer,
        full=right,
        wrong=wrong,
        everything=np.concatenate([directions, misconceptions, situation, answer, right, wrong]),
        sides=sides,
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
        reading = read_known(text)
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
