"""How much speaks for each key point in a reply: words that match, and words near in meaning.

Nothing is decided here. Each number lies between the noise and 1, is the best that any stretch of the reply
offers, and grows with what speaks for the point, so that more text never hides what was said.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from bot.domain.grading.belonging import (
    NO_BELONGING,
    NO_STRANGENESS,
    Belonging,
    Strangeness,
    belonging,
)
from bot.domain.grading.likeness import NO_TOPIC, NOISE, NOTHING, Likeness, Topic
from bot.domain.grading.references import References
from bot.domain.grading.ruling import Ruling
from bot.domain.grading.stretches import stretches
from bot.domain.grading.trapping import Nearness, TrapLikeness, belongs, nearness, trap_likeness
from bot.domain.grading.vocabulary import Floats, Indexes, Mask
from bot.domain.reading.meaning import UNKNOWN, Token, Vectors, unit
from bot.domain.reading.spelling import same_spelling
from bot.domain.reading.text import Reading, Span

_RELATED = 0.45  # cosine from which a sentence has to do with a scenario
_FAINT = 0.4  # cosines below this are chance
_MOST_TOLD = 1.5  # no word tells more than this
_MISSPELT = 0.95  # a word with typing errors is nearly the word
_WORST, _MEAN = 0.6, 0.4  # of a phrasing's elements


@dataclass(frozen=True, slots=True)
class Comparison:
    """The likeness of each key point, the stretch that came closest to it, the topic, and whose words the
    reply uses."""

    likeness: tuple[Likeness, ...]
    closest: tuple[Span, ...]
    topic: Topic
    belonging: tuple[Belonging, ...]
    strangeness: Strangeness


class Heard(NamedTuple):
    """What is left of a reply's stretches: their tokens (stretches × tokens, none empty), which of them all
    they are, and where each points."""

    tokens: Mask
    which: Indexes
    directions: Vectors


class Comparer:
    """One reply, prepared to be compared with a scenario's references, whole or without parts of it."""

    def __init__(self, reading: Reading, references: References) -> None:
        self.reading = reading
        self.references = references
        self.mentions = references.vocabulary.mentions(reading)
        self._tokens = references.vocabulary.tokens(reading, self.mentions)
        spans = [token.span for token in self._tokens]
        self._starts, self._ends = np.array(spans, np.int64).reshape(-1, 2).T
        rows = [token.row for token in self._tokens]
        self._weighted = references.vocabulary.weighted(rows)
        self._tells = references.vocabulary.tells(rows)
        self._compared_already: dict[bytes, Comparison] = {}
        self._heard_already: dict[bytes, Heard | None] = {}
        self._near_traps_already: dict[bytes, Nearness | None] = {}
        self._like_traps_already: dict[bytes, tuple[TrapLikeness, ...]] = {}

    def without(self, spans: Iterable[Span]) -> Comparer:
        """The same for the reply without these spans."""
        reading = self.reading.without(spans)
        return self if reading is self.reading else Comparer(reading, self.references)

    @property
    def words(self) -> list[Token]:
        """The words whose meaning is known, in order."""
        return [token for token in self._tokens if token.row != UNKNOWN]

    @property
    def weighted(self) -> Vectors:
        """The vectors of those words, as long as they tell."""
        return self._weighted[[token.row != UNKNOWN for token in self._tokens]]

    def names_in(self, span: Span) -> bool:
        """Does a name of the glossary stand in the span?"""
        return any(not m.weak and span[0] <= m.span[0] < span[1] for m in self.mentions)

    def directions(self, spans: Sequence[Span]) -> Vectors:
        """Where each of these spans points, shape (spans, dimensions)."""
        return unit(self._inside(spans).astype(np.float32) @ self._weighted)

    def said_of(self, spans: Sequence[Span]) -> Floats:
        """How much of what each of these spans tells the scenario says too, 0..1."""
        inside = self._inside(spans)
        tells = np.minimum(self._tells, np.float32(_MOST_TOLD))
        alike = np.clip((self._alike.max(axis=0) - np.float32(_FAINT)) / np.float32(1 - _FAINT), 0.0, 1.0)
        said: Floats = (inside @ (alike * tells)) / np.maximum(inside @ tells, np.float32(1e-9))
        return said

    @cached_property
    def related(self) -> list[Span]:
        """The sentences that have to do with the scenario at all. The others add nothing to their
        neighbours; they are still heard by themselves, since a sentence of few words may be far from
        everything and yet right."""
        sentences = self.reading.sentences
        inside = self._inside(sentences)
        known = self.references.vocabulary.numbers  # a name or a number of the scenario's
        named = np.array([token.row == UNKNOWN and token.key in known for token in self._tokens], bool)
        near = self.references.nearest(self.directions(sentences))
        related = (near >= _RELATED) | (inside & named).any(axis=1)
        return [sentence for sentence, is_related in zip(sentences, related, strict=True) if is_related]

    @cached_property
    def _inside_related(self) -> Mask:
        return _any(self._inside(self.related))

    @cached_property
    def _stretches(self) -> tuple[list[Span], Mask, Mask]:
        """What may say one thing, which of those join sentences, and which tokens each has."""
        found = stretches(self.reading)
        spans = [span for span, _ in found]
        return spans, np.array([joins for _, joins in found], bool), self._inside(spans)

    def _inside(self, spans: Sequence[Span]) -> Mask:
        """Which tokens lie in each span, shape (spans, tokens)."""
        edges = np.array(spans, np.int64).reshape(-1, 2, 1)
        inside: Mask = (self._starts >= edges[:, 0]) & (self._ends <= edges[:, 1])
        return inside

    def _outside(self, rulings: Iterable[Ruling]) -> Mask:
        """Which tokens lie in the scope of none of them."""
        return ~_any(self._inside([*{ruling.scope for ruling in rulings}]))

    def says_something(self, idle: Sequence[Ruling]) -> bool:
        """Is there a word outside these scopes?"""
        return bool(self._outside(idle).any())

    def compare(self, without: Sequence[Ruling] = ()) -> Comparison:
        """Compare what is left of the reply when everything in these scopes is taken out."""
        kept = self._outside(without)
        if (left := kept.tobytes()) not in self._compared_already:
            self._compared_already[left] = self._compare(kept)
        return self._compared_already[left]

    def trap_nearness(self, without: Sequence[Ruling] = ()) -> Nearness | None:
        """How near what is left comes in meaning to each misconception; None where nothing of it is known, or
        the scenario has none."""
        kept = self._outside(without)
        if (left := kept.tobytes()) not in self._near_traps_already:
            self._near_traps_already[left] = self._near_traps(kept)
        return self._near_traps_already[left]

    def _near_traps(self, kept: Mask) -> Nearness | None:
        references, heard = self.references, self._heard(kept)
        if references.trap_words is None or heard is None:
            return None
        return nearness(
            references.misconceptions,
            references.traps,
            heard.directions,
            references.directions,
            references.points,
        )

    def trap_likeness(self, without: Sequence[Ruling] = ()) -> tuple[TrapLikeness, ...]:
        """The same in its words too; () for None."""
        kept = self._outside(without)
        if (left := kept.tobytes()) not in self._like_traps_already:
            words, near = self.references.trap_words, self.trap_nearness(without)
            self._like_traps_already[left] = (
                trap_likeness(words, self.references.weights, self._alike[:, kept], self._tells[kept], near)
                if words and near
                else ()
            )
        return self._like_traps_already[left]

    def trapped_words(self) -> list[list[Span]]:
        """For each misconception, the words that are nearer to it than to the right answer."""
        words = self.references.trap_words
        if words is None or not self._tokens:
            return []
        spans = [token.span for token in self._tokens]
        return [[spans[at] for at in np.flatnonzero(row)] for row in belongs(words, self._alike)]

    def _heard(self, kept: Mask) -> Heard | None:
        """The stretches of which something is kept; None if there are none."""
        if (left := kept.tobytes()) not in self._heard_already:
            self._heard_already[left] = self._hear(kept)
        return self._heard_already[left]

    def _hear(self, kept: Mask) -> Heard | None:
        _, joins, inside = self._stretches
        heard = inside & np.where(joins[:, None], kept & self._inside_related, kept)
        told = heard.any(axis=1)
        if not told.any():
            return None
        tokens = heard[told]
        stretch, token = np.nonzero(tokens)
        begins = np.searchsorted(stretch, np.arange(len(tokens)))
        directions = unit(np.add.reduceat(self._weighted[token], begins, axis=0))
        return Heard(tokens, np.flatnonzero(told), directions)

    def _compare(self, kept: Mask) -> Comparison:
        heard = self._heard(kept)
        if heard is None:
            count = len(self.references.points)
            return Comparison(
                (NOTHING,) * count, ((0, 0),) * count, NO_TOPIC, (NO_BELONGING,) * count, NO_STRANGENESS
            )
        likeness, closest, topic = self._likeness(heard)
        whose, strangeness = belonging(
            self.references.sides,
            self._alike[:, kept],
            self._tells[kept],
            heard.tokens[closest][:, kept],
            self._inside_related[kept],
        )
        spans = self._stretches[0]
        return Comparison(
            likeness, tuple(spans[at] for at in heard.which[closest]), topic, whose, strangeness
        )

    def _likeness(self, heard: Heard) -> tuple[tuple[Likeness, ...], Indexes, Topic]:
        """How these stretches compare with each key point, which of them comes closest to it, and how they
        compare with the whole."""
        references, directions = self.references, heard.directions
        stretch, token = np.nonzero(heard.tokens)
        begins = np.searchsorted(stretch, np.arange(len(heard.tokens)))
        best = np.ascontiguousarray(np.maximum.reduceat(self._alike_known[token], begins, axis=0).T)
        clear = np.where(best < _FAINT, np.float32(0.0), best)
        patterned = self._patterned(best)
        covered = (references.coverage_accept @ clear).max(axis=1)
        covered_text = (references.coverage_text @ clear).max(axis=1)
        near = references.directions @ directions.T
        nearest = near.max(axis=1)
        # Each point's own text in two languages stands first, then its accepted phrasings.
        texts = np.asarray(references.points.starts[:-1])
        phrased = nearest.copy()
        phrased[texts] = phrased[texts + 1] = 0.0
        said = (references.clauses @ directions.T).max(axis=1)
        mine = references.points.top(near, 3)
        trapped = references.traps.top(references.misconceptions @ directions.T, 2).max(axis=0, initial=0.0)
        patterns, accept = references.patterns.points, references.accept
        likenesses = np.stack(
            [
                np.maximum(nearest[texts], nearest[texts + 1]),
                references.points.highest(phrased),
                mine.max(axis=1),
                patterns.highest(patterned),
                patterns.top(patterned, 3),
                accept.highest(covered),
                accept.top(covered, 3),
                covered_text.reshape(-1, 2).max(axis=1),
                references.said.highest(said),
            ]
        )
        # In double precision, or the noise would be another number than the trees were fitted with.
        found = np.maximum(likenesses.astype(np.float64), NOISE)
        margins = (np.maximum(mine, NOISE) - np.maximum(trapped, NOISE)).max(axis=1)
        topic = Topic(
            answer=_nearest(references.answer, directions),
            misconception=_heard(trapped.max()),
            situation=_nearest(references.situation, directions),
            full_example=_nearest(references.full, directions[:1]),
            wrong_example=_nearest(references.wrong, directions[:1]),
        )
        rows = zip(*found.tolist(), margins.tolist(), strict=True)
        return tuple(Likeness(*row) for row in rows), mine.argmax(axis=1), topic

    def _patterned(self, best: Floats) -> Floats:
        """How well the best stretch meets each pattern: its worst element counts most."""
        patterns = self.references.patterns
        phrases = patterns.phrases.mean(np.maximum(best, np.float32(0.0))[patterns.words])
        elements = patterns.elements.highest(phrases)
        worst, mean = patterns.patterns.lowest(elements), patterns.patterns.mean(elements)
        met: Floats = (_WORST * worst + _MEAN * mean).max(axis=1)
        return met

    @cached_property
    def _alike_known(self) -> Floats:
        """The same for the words of rubric and situation only, shape (tokens, words)."""
        return np.ascontiguousarray(self._alike[: self.references.coverage_text.shape[1]].T)

    @cached_property
    def _alike(self) -> Floats:
        """How alike each word of the references is to each of the reply, shape (words, tokens)."""
        references = self.references
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


def _any(inside: Mask) -> Mask:
    """Which columns have a true row."""
    found: Mask = np.logical_or.reduce(inside, axis=0)
    return found


def _misspelt(token: Token, spelled: dict[str, list[tuple[str, int]]]) -> Iterable[int]:
    return (number for word, number in spelled.get(token.key[:1], ()) if same_spelling(token.key, word))


def _nearest(references: Floats, directions: Floats) -> float:
    return _heard((references @ directions.T).max(initial=0.0))


def _heard(likeness: np.float32 | Floats) -> float:
    """What is below the noise says nothing: an unrelated sentence must not move a score."""
    return max(NOISE, float(likeness))
