"""A reply beside what a scenario expects: which words are alike, and what is left of it without some."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np

from bot.domain.grading.likeness import FAINT
from bot.domain.grading.references import References
from bot.domain.grading.remainder import Compared, Remainder
from bot.domain.grading.ruling import Ruling
from bot.domain.grading.stretches import stretches
from bot.domain.grading.trapping import belongs
from bot.domain.grading.vocabulary import Floats, Mask
from bot.domain.reading.meaning import UNKNOWN, Token, Vectors, unit
from bot.domain.reading.spelling import same_spelling
from bot.domain.reading.text import Reading, Span

_RELATED = 0.45  # cosine from which a sentence has to do with a scenario
_MISSPELT = 0.95  # a word with typing errors is nearly the word


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
        self._remainders: dict[bytes, Remainder] = {}

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
        alike = np.clip((self._alike.max(axis=0) - np.float32(FAINT)) / np.float32(1 - FAINT), 0.0, 1.0)
        said: Floats = (inside @ (alike * self._tells)) / np.maximum(inside @ self._tells, np.float32(1e-9))
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

    def left(self, without: Sequence[Ruling] = ()) -> Remainder:
        """What is left of the reply when everything in these scopes is taken out."""
        kept = self._outside(without)
        if (key := kept.tobytes()) not in self._remainders:
            self._remainders[key] = Remainder(self._compared, kept)
        return self._remainders[key]

    @cached_property
    def _compared(self) -> Compared:
        found = stretches(self.reading)
        spans = [span for span, _ in found]
        known = self.references.coverage_text.shape[1]
        return Compared(
            references=self.references,
            alike=self._alike,
            alike_known=np.ascontiguousarray(self._alike[:known].T),
            tells=self._tells,
            weighted=self._weighted,
            stretches=spans,
            inside=self._inside(spans),
            joins=np.array([joins for _, joins in found], bool),
            related=_any(self._inside(self.related)),
        )

    def trapped_words(self) -> list[list[Span]]:
        """For each misconception, the words that are nearer to it than to the right answer."""
        words = self.references.trap_words
        if words is None or not self._tokens:
            return []
        spans = [token.span for token in self._tokens]
        return [[spans[at] for at in np.flatnonzero(row)] for row in belongs(words, self._alike)]

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
