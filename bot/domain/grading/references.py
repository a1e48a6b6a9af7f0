"""A scenario's texts as meaning: what a reply is compared with, compiled once.

Every key point is known by its own text and its accepted phrasings in both languages, since replies mix
them and vectors don't mind; beside it stand the misconceptions, the situation, the answer, the examples.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from bot.domain.grading.belonging import Sides, compile_sides
from bot.domain.grading.groups import Groups
from bot.domain.grading.names import Names
from bot.domain.grading.pattern import Pattern, parse_pattern
from bot.domain.grading.trapping import TrapWords, compile_trap_words
from bot.domain.grading.vocabulary import Floats, Indexes, Vocabulary
from bot.domain.reading.meaning import Vectors, WordVectors
from bot.domain.reading.text import read_known
from bot.domain.scenario import Bilingual, KeyPoint, Scenario

_KNOWN_WEIGHT = 0.4  # of a word that the situation uses: everybody has it from there
_SAID_ALIKE = 0.45  # cosine from which a clause of an example counts as saying a key point


@dataclass(frozen=True, slots=True, eq=False)
class Patterns:
    """Accepted phrasings: the numbers of their `words`, in `phrases`, in `elements`, in `patterns`, in
    `points`."""

    words: Indexes
    phrases: Groups
    elements: Groups
    patterns: Groups
    points: Groups


@dataclass(frozen=True, slots=True, eq=False)
class References:
    """Matrices over the numbered words, or over directions; `points` groups rows by key point.

    `clauses` are those of right answers, in `said` by the key point that they speak of. `coverage_*` and
    `patterns` know the words of the rubric and the situation only, which have the lowest
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
    clauses: Vectors
    said: Groups
    misconceptions: Vectors
    traps: Groups
    situation: Vectors
    answer: Vectors
    full: Vectors
    wrong: Vectors
    everything: Vectors
    sides: Sides
    trap_words: TrapWords | None
    weights: Floats  # how much each word tells

    def nearest(self, directions: Vectors) -> Floats:
        """The highest cosine between each of these directions and any text of the scenario."""
        nearest: Floats = (self.everything @ directions.T).max(axis=0, initial=0.0)
        return nearest


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
    points = Groups(2 + len(phrasings) for phrasings in plain)
    trap_texts = [(*trap.text, *_plain(trap.accept)) for trap in scenario.misconceptions]
    full = tuple(reply for examples in scenario.examples for reply in examples.full)
    tells = words.weights.copy()
    tells[list(known)] *= _KNOWN_WEIGHT
    misconceptions = words.means(text for texts in trap_texts for text in texts)
    situation, answer = words.means(scenario.situation), words.means(scenario.answer)
    right = words.means(full)
    wrong = words.means(reply for examples in scenario.examples for reply in examples.wrong)
    sides = compile_sides(scenario, words)
    trap_words = compile_trap_words(scenario, words)
    clauses, said = _said((*scenario.answer, *full), words, directions, points)
    words.complete()
    return References(
        vocabulary=words,
        units=words.unit_rows(words.rows),
        coverage_text=_shares(texts, tells),
        coverage_accept=_shares(accepted, tells),
        accept=Groups(map(len, plain)),
        patterns=counted,
        directions=directions,
        points=points,
        clauses=clauses,
        said=said,
        misconceptions=misconceptions,
        traps=Groups(map(len, trap_texts)),
        situation=situation,
        answer=answer,
        full=right,
        wrong=wrong,
        everything=np.concatenate([directions, misconceptions, situation, answer, right, wrong]),
        sides=sides,
        trap_words=trap_words,
        weights=words.weights,
    )


def _plain_phrasings(point: KeyPoint) -> tuple[str, ...]:
    return tuple(_plain(point.accept))


def _plain(accept: Bilingual[tuple[str, ...]]) -> Iterator[str]:
    """Each phrasing as a plain text: the first way to say each of its elements."""
    for phrasings in accept:
        for phrasing in phrasings:
            yield " ".join(element[0] for element in parse_pattern(phrasing).elements)


def _patterns(scenario: Scenario, words: Vocabulary) -> Patterns:
    """All accepted phrasings. An element with nothing but function words asks for nothing."""
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
    return Patterns(
        np.array([number for phrase in phrases for number in phrase], np.int64),
        Groups(map(len, phrases)),
        Groups(per_element),
        Groups(per_pattern),
        Groups(per_point),
    )


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


def _said(
    texts: Iterable[str], words: Vocabulary, directions: Vectors, points: Groups
) -> tuple[Vectors, Groups]:
    """The clauses of right answers, given to the key points that they speak of."""
    clauses = []
    for text in texts:
        reading = read_known(text)
        clauses += [reading.plain[start:end] for start, end in reading.clauses]
    meant = words.means(dict.fromkeys(clauses))
    near = points.top(directions @ meant.T, 3)
    best = near.argmax(axis=0)
    heard = near.max(axis=0) >= _SAID_ALIKE
    said = [meant[heard & (best == point)] for point in range(len(points))]
    return np.concatenate(said), Groups(map(len, said))
