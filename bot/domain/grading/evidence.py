"""How much speaks for each key point in a reply: words that match, and words near in meaning.

Nothing is decided here. Each number lies between the noise and 1, is the best that any stretch of the reply
offers, and grows with what speaks for the point, so that more text never hides what was said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.domain.grading.belonging import (
    NO_BELONGING,
    NO_STRANGENESS,
    Belonging,
    Strangeness,
    belonging,
)
from bot.domain.grading.references import References, top
from bot.domain.grading.ruling import Ruling
from bot.domain.grading.vocabulary import Floats
from bot.domain.reading.meaning import UNKNOWN, Token, unit
from bot.domain.reading.small_talk import SmallTalk
from bot.domain.reading.spelling import same_spelling
from bot.domain.reading.text import Reading, Span

_RELATED = 0.45  # cosine from which a sentence has to do with a scenario
_CONNECTED = 0.55  # the same for a sentence that sounds like small talk
_FAR = 0.3  # the same for a sentence's end only
_LONGEST_END = 8  # words at a sentence's end that may belong to another one
_FEWEST_WORDS = 3  # of shorter sentences ("scratch that") nobody can tell
_NOISE = 0.4  # likenesses below this are no different from none at all
_FAINT = 0.4  # cosines below this are chance
_MISSPELT = 0.95  # a word with typing errors is nearly the word
_MOST_STRETCHES = 48
_JOINT = re.compile(r"\b(?:and|then|so|because|with)\b|[てで](?=[、一-龥ァ-ヶa-z])|ので|から")
_WORST, _MEAN = 0.6, 0.4  # of a phrasing's elements


Mask = NDArray[np.bool_]


class Likeness(NamedTuple):
    """How a reply's stretches compare with one key point."""

    text: float
    phrasing: float
    phrasings: float
    pattern: float
    patterns: float
    coverage: float
    coverages: float
    coverage_of_text: float
    said: float
    margin: float


class Topic(NamedTuple):
    """How a reply compares with the scenario as a whole."""

    answer: float
    misconception: float
    situation: float
    full_example: float
    wrong_example: float


NOTHING = Likeness(*([_NOISE] * len(Likeness._fields)))._replace(margin=0.0)
NO_TOPIC = Topic(*([_NOISE] * len(Topic._fields)))


@dataclass(frozen=True, slots=True)
class Comparison:
    """The likeness of each key point, the stretch that came closest to it, the topic, and whose words the
    reply uses."""

    likeness: tuple[Likeness, ...]
    closest: tuple[Span, ...]
    topic: Topic
    belonging: tuple[Belonging, ...]
    strangeness: Strangeness


class Comparer:
    """One reply, prepared to be compared with a scenario's references, whole or without parts of it."""

    def __init__(self, reading: Reading, references: References) -> None:
        self._references = references
        self._tokens = references.vocabulary.tokens(reading)
        spans = [token.span for token in self._tokens]
        self._starts, self._ends = np.array(spans, np.int64).reshape(-1, 2).T
        self._related = [span for span in reading.sentences if self._is_related(span)]
        self._alike = self._likenesses()
        rows = [token.row for token in self._tokens]
        self._weighted = references.vocabulary.weighted(rows)
        self._tells = references.vocabulary.tells(rows)
        self._inside_stretch = [(span, joins, self._mask(span)) for span, joins in stretches(reading)]
        self._inside_related = np.zeros(len(rows), bool)
        for span in self._related:
            self._inside_related |= self._mask(span)
        self._compared_already: dict[bytes, Comparison] = {}

    @property
    def related(self) -> Sequence[Span]:
        """The sentences that have to do with the scenario at all."""
        return self._related

    def _is_related(self, sentence: Span) -> bool:
        """Whatever has nothing to do with the scenario adds nothing to its neighbours; it is still heard
        by itself, since a sentence of few words may be far from everything and yet right."""
        vocabulary = self._references.vocabulary
        tokens = [self._tokens[index] for index in np.flatnonzero(self._mask(sentence))]
        if any(token.row == UNKNOWN and token.key in vocabulary.numbers for token in tokens):
            return True  # a name or a number of the scenario's
        direction = vocabulary.mean_of([token.row for token in tokens if token.row != UNKNOWN])
        return self._references.nearest(direction) >= _RELATED

    def _mask(self, span: Span) -> Mask:
        """Which tokens lie in the span."""
        inside: Mask = (self._starts >= span[0]) & (self._ends <= span[1])
        return inside

    def _outside(self, scopes: Iterable[Span]) -> Mask:
        """Which tokens lie in none of these scopes."""
        left = np.ones(len(self._tokens), bool)
        for scope in scopes:
            left &= ~self._mask(scope)
        return left

    def says_something(self, idle: Sequence[Ruling]) -> bool:
        """Is there a word outside these scopes?"""
        return bool(self._outside({ruling.scope for ruling in idle}).any())

    def compare(self, without: Sequence[Ruling] = ()) -> Comparison:
        """Compare what is left of the reply when everything in these scopes is taken out."""
        kept = self._outside({ruling.scope for ruling in without})
        if (left := kept.tobytes()) not in self._compared_already:
            self._compared_already[left] = self._compare(kept)
        return self._compared_already[left]

    def _compare(self, kept: Mask) -> Comparison:
        related = kept & self._inside_related
        told = [
            (span, inside.tolist())
            for span, joins, mask in self._inside_stretch
            if len(inside := np.flatnonzero(mask & (related if joins else kept)))
        ]
        if not told:
            count = len(self._references.said)
            return Comparison(
                (NOTHING,) * count, ((0, 0),) * count, NO_TOPIC, (NO_BELONGING,) * count, NO_STRANGENESS
            )
        return self._compared(told, np.flatnonzero(kept).tolist(), np.flatnonzero(related).tolist())

    def _compared(
        self, told: Sequence[tuple[Span, list[int]]], kept: list[int], related: list[int]
    ) -> Comparison:
        references = self._references
        known = references.coverage_text.shape[1]
        best = np.stack([self._alike[:known, inside].max(axis=1) for _, inside in told], axis=1)
        directions = unit(np.stack([self._weighted[inside].sum(axis=0) for _, inside in told]))
        clear = np.where(best < _FAINT, np.float32(0.0), best)
        covered_text = (references.coverage_text @ clear).max(axis=1)
        covered = (references.coverage_accept @ clear).max(axis=1)
        patterned = self._patterned(best)
        near = references.directions @ directions.T
        against = references.misconceptions @ directions.T
        trapped = np.zeros(len(told), np.float32)
        for group in references.traps:
            trapped = np.maximum(trapped, top(against[group], 2))
        likeness, closest = [], []
        for index, (group, accept, patterns) in enumerate(
            zip(references.points, references.accept, references.patterns.points, strict=True)
        ):
            mine = top(near[group], 3)
            said = references.said[index] @ directions.T
            found = near[group]
            likeness.append(
                Likeness(
                    text=_heard(found[:2].max()),
                    phrasing=_heard(found[2:].max(initial=0.0)),
                    phrasings=_heard(mine.max()),
                    pattern=_heard(patterned[patterns].max(initial=0.0)),
                    patterns=_heard(top(patterned[patterns], 3)),
                    coverage=_heard(covered[accept].max(initial=0.0)),
                    coverages=_heard(top(covered[accept], 3)),
                    coverage_of_text=_heard(covered_text[2 * index : 2 * index + 2].max()),
                    said=_heard(said.max(initial=0.0)),
                    margin=float((np.maximum(mine, _NOISE) - np.maximum(trapped, _NOISE)).max()),
                )
            )
            closest.append(told[int(np.argmax(mine))])
        at = {index: place for place, index in enumerate(kept)}
        whose, strangeness = belonging(
            references.sides,
            self._alike[:, kept],
            self._tells[kept],
            [[at[index] for index in inside] for _, inside in closest],
            [at[index] for index in related],
        )
        topic = Topic(
            answer=_nearest(references.answer, directions),
            misconception=_heard(trapped.max()),
            situation=_nearest(references.situation, directions),
            full_example=_nearest(references.full, directions[:1]),
            wrong_example=_nearest(references.wrong, directions[:1]),
        )
        return Comparison(tuple(likeness), tuple(span for span, _ in closest), topic, whose, strangeness)

    def _patterned(self, best: Floats) -> Floats:
        """How well the best stretch meets each pattern: its worst element counts most."""
        patterns = self._references.patterns
        if not len(patterns.phrases):
            return np.zeros(0, np.float32)
        phrases = patterns.phrases @ np.maximum(best, np.float32(0.0))
        elements = np.maximum.reduceat(phrases, patterns.elements.reduce, axis=0)
        starts = patterns.patterns.reduce
        worst = np.minimum.reduceat(elements, starts, axis=0)
        sizes = np.diff([*starts, len(elements)]).astype(np.float32)
        mean = np.add.reduceat(elements, starts, axis=0) / sizes[:, None]
        met: Floats = (_WORST * worst + _MEAN * mean).max(axis=1)
        return met

    def _likenesses(self) -> Floats:
        """How alike each word of the references is to each of the reply, shape (words, tokens)."""
        references = self._references
        vocabulary = references.vocabulary
        tokens = self._tokens
        if not tokens:
            return np.zeros((len(references.units), 0), np.float32)
        reply = vocabulary.unit_rows([token.row for token in tokens])
        alike: Floats = references.units @ reply.T
        for column, token in enumerate(tokens):
            if (number := vocabulary.numbers.get(token.key)) is not None:
                alike[number, column] = 1.0
            elif token.row == UNKNOWN:
                for number in _misspelt(token, vocabulary.spelled):
                    alike[number, column] = _MISSPELT
        return alike


def unconnected(reading: Reading, references: References, small_talk: SmallTalk) -> list[Span]:
    """The sentences about everyday life that are also far from everything in the scenario; and such ends
    of sentences, since chat leaves out full stops."""
    vocabulary = references.vocabulary
    said = [token for token in vocabulary.words(reading) if token.row != UNKNOWN]

    def astray(tokens: Sequence[Token], span: Span, connected: float) -> bool:
        direction = vocabulary.mean_of([token.row for token in tokens])
        return (
            len(tokens) >= _FEWEST_WORDS
            and small_talk.is_everyday(direction)
            and references.nearest(direction) < connected
            and not vocabulary.names_in(reading, span)
        )

    found = []
    for sentence in reading.sentences:
        tokens = [token for token in said if _within(token.span, sentence)]
        if astray(tokens, sentence, _CONNECTED):
            found.append(sentence)
            continue
        end = None
        for count in range(_FEWEST_WORDS, min(_LONGEST_END, len(tokens) - 1) + 1):
            longer = (tokens[-count].span[0], sentence[1])
            if not astray(tokens[-count:], longer, _FAR):
                break
            end = longer
        if end:
            found.append(end)
    return found


def stretches(reading: Reading) -> list[tuple[Span, bool]]:
    """What may say one thing: all of it, sentences, neighbours, clauses and their parts; and whether it
    joins sentences."""
    sentences = [span for span in reading.sentences if reading.words_in(span)]
    joined = [(0, len(reading.plain)), *((left[0], right[1]) for left, right in pairwise(sentences))]
    parts: list[Span] = []
    for clause in reading.clauses:
        parts.append(clause)
        cuts = [clause[0], *(joint.start() for joint in _JOINT.finditer(reading.plain, *clause)), clause[1]]
        parts += pairwise(cuts) if len(cuts) > 2 else ()
    found = {span: True for span in joined if len(sentences) > 1}
    found.update((span, False) for span in (*sentences, *parts) if reading.words_in(span))
    return list(found.items())[:_MOST_STRETCHES]


def _within(span: Span, outer: Span) -> bool:
    return outer[0] <= span[0] and span[1] <= outer[1]


def _misspelt(token: Token, spelled: dict[str, list[tuple[str, int]]]) -> Iterable[int]:
    return (number for word, number in spelled.get(token.key[:1], ()) if same_spelling(token.key, word))


def _nearest(references: Floats, directions: Floats) -> float:
    return _heard((references @ directions.T).max(initial=0.0))


def _heard(likeness: np.float32 | Floats) -> float:
    """What is below the noise says nothing: an unrelated sentence must not move a score."""
    return max(_NOISE, float(likeness))
