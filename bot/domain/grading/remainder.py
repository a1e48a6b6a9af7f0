"""What is left of a reply when some of its stretches are taken out, compared with what a scenario expects.

Nothing is decided here. A likeness lies between the noise and 1 and is the best that any stretch offers, so
that more text never hides what was said. A margin is the difference of two and may be negative. What a reply
has of misconceptions, and what is strange in it, speaks against the points.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from bot.domain.grading.belonging import (
    NO_BELONGING,
    NO_STRANGENESS,
    Belonging,
    Strangeness,
    belonging,
    strangeness,
)
from bot.domain.grading.likeness import FAINT, NO_TOPIC, NOISE, NOTHING, Likeness, Topic
from bot.domain.grading.references import References
from bot.domain.grading.trapping import Nearness, TrapLikeness, nearness, trap_likeness
from bot.domain.grading.vocabulary import Floats, Indexes, Mask
from bot.domain.reading.meaning import Vectors, unit
from bot.domain.reading.text import Span

_WORST, _MEAN = 0.6, 0.4  # of a phrasing's elements


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """The words of a whole reply beside those of a scenario's references.

    `alike` (words of the references × tokens) are cosines, `alike_known` (tokens × words) those of rubric and
    situation only. `tells` (tokens) is how much each token tells, `weighted` (tokens × dimensions) their
    vectors. `stretches` may say one thing each; `inside`
    (stretches × tokens) says which tokens they have, `joins` which of them join sentences, `related`
    (tokens) what stands in sentences that have to do with the scenario."""

    references: References
    alike: Floats
    alike_known: Floats
    tells: Floats
    weighted: Vectors
    stretches: list[Span]
    inside: Mask
    joins: Mask
    related: Mask


@dataclass(frozen=True, eq=False)
class Kept:
    """The stretches of which something is left: their tokens (stretches × tokens, none empty), which of all
    stretches they are, and where each points."""

    references: References
    tokens: Mask
    which: Indexes
    directions: Vectors

    @cached_property
    def near(self) -> Floats:
        """How near each comes to each way to say a key point, shape (ways, stretches)."""
        near: Floats = self.references.directions @ self.directions.T
        return near

    @cached_property
    def mine(self) -> Floats:
        """How near each comes to the three nearest ways to say each key point, shape (points, stretches)."""
        return self.references.points.top(self.near, 3)

    @cached_property
    def closest(self) -> Indexes:
        """Which of them comes closest to each key point."""
        closest: Indexes = self.mine.argmax(axis=1)
        return closest

    @cached_property
    def astray(self) -> Floats:
        """How near each comes to each way to assert a misconception, shape (ways, stretches)."""
        near: Floats = self.references.misconceptions @ self.directions.T
        return near

    @cached_property
    def traps(self) -> Floats:
        """How near each comes to the two nearest ways to assert each misconception, shape (misconceptions,
        stretches)."""
        return self.references.traps.top(self.astray, 2)

    @cached_property
    def trapped(self) -> Floats:
        """How near each comes to some misconception."""
        nearest: Floats = self.traps.max(axis=0, initial=0.0)
        return nearest


class Remainder:
    """The tokens of a reply that are `kept`, compared with the key points and with the scenario as a whole.
    Every comparison is made once, when it is first asked for."""

    def __init__(self, compared: Compared, kept: Mask) -> None:
        self._compared = compared
        self._references = compared.references
        self._kept = kept

    @cached_property
    def likeness(self) -> tuple[Likeness, ...]:
        """The likeness of each key point."""
        if self._left is None:
            return (NOTHING,) * len(self._references.points)
        return self._likeness(self._left)

    @cached_property
    def closest(self) -> tuple[Span, ...]:
        """The stretch that came closest to each key point."""
        left = self._left
        if left is None:
            return ((0, 0),) * len(self._references.points)
        return tuple(self._compared.stretches[at] for at in left.which[left.closest])

    @cached_property
    def topic(self) -> Topic:
        """How it compares with the scenario as a whole."""
        left, references = self._left, self._references
        if left is None:
            return NO_TOPIC
        return Topic(
            answer=_nearest(references.answer, left.directions),
            misconception=_above_noise(left.trapped.max()),
            situation=_nearest(references.situation, left.directions),
            full_example=_nearest(references.full, left.directions[:1]),
            wrong_example=_nearest(references.wrong, left.directions[:1]),
        )

    @cached_property
    def belonging(self) -> tuple[Belonging, ...]:
        """Whose words it uses, key point by key point."""
        left, compared, kept = self._left, self._compared, self._kept
        if left is None:
            return (NO_BELONGING,) * len(self._references.points)
        near = left.tokens[left.closest][:, kept]
        return belonging(self._references.sides, compared.alike[:, kept], compared.tells[kept], near)

    @cached_property
    def strangeness(self) -> Strangeness:
        """How much of it is in no right text of the scenario."""
        compared, kept = self._compared, self._kept
        if self._left is None:
            return NO_STRANGENESS
        return strangeness(
            self._references.sides, compared.alike[:, kept], compared.tells[kept], compared.related[kept]
        )

    @cached_property
    def trap_nearness(self) -> Nearness | None:
        """How near it comes in meaning to each misconception; None where nothing of it is known, or the
        scenario has none."""
        references, left = self._references, self._left
        if references.trap_words is None or left is None:
            return None
        return nearness(references.traps, left.astray, left.traps, left.mine.max(axis=0))

    @cached_property
    def trap_likeness(self) -> tuple[TrapLikeness, ...]:
        """The same in its words too; () for None."""
        compared, words, near = self._compared, self._references.trap_words, self.trap_nearness
        if words is None or near is None:
            return ()
        return trap_likeness(
            words,
            self._references.weights,
            compared.alike[:, self._kept],
            compared.tells[self._kept],
            near,
        )

    @cached_property
    def _left(self) -> Kept | None:
        """None where nothing is left. What joins sentences keeps only those that are related."""
        compared, kept = self._compared, self._kept
        inside = compared.inside & np.where(compared.joins[:, None], kept & compared.related, kept)
        told = inside.any(axis=1)
        if not told.any():
            return None
        tokens = inside[told]
        token, begins = _runs(tokens)
        directions = unit(np.add.reduceat(compared.weighted[token], begins, axis=0))
        return Kept(self._references, tokens, np.flatnonzero(told), directions)

    def _likeness(self, left: Kept) -> tuple[Likeness, ...]:
        """How these stretches compare with each key point."""
        references = self._references
        best = self._best_met(left)
        clear = np.where(best < FAINT, np.float32(0.0), best)
        patterned = self._patterned(best)
        covered = (references.coverage_accept @ clear).max(axis=1)
        covered_text = (references.coverage_text @ clear).max(axis=1)
        nearest = left.near.max(axis=1)
        # Each point's own text in two languages stands first, then its accepted phrasings.
        texts = np.asarray(references.points.starts[:-1])
        phrased = nearest.copy()
        phrased[texts] = phrased[texts + 1] = 0.0
        said = (references.clauses @ left.directions.T).max(axis=1)
        patterns, accept = references.patterns.points, references.accept
        likenesses = np.stack(
            [
                np.maximum(nearest[texts], nearest[texts + 1]),
                references.points.highest(phrased),
                left.mine.max(axis=1),
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
        margins = (np.maximum(left.mine, NOISE) - np.maximum(left.trapped, NOISE)).max(axis=1)
        rows = zip(*found.tolist(), margins.tolist(), strict=True)
        return tuple(Likeness(*row) for row in rows)

    def _best_met(self, left: Kept) -> Floats:
        """How well each stretch meets each word of rubric and situation, shape (words, stretches)."""
        alike = self._compared.alike_known
        token, begins = _runs(left.tokens)
        listed = alike.take(token, axis=0)
        best = np.empty((len(begins), alike.shape[1]), np.float32)
        # One after the other, since reduceat takes three times as long along this axis.
        for row, start, end in zip(best, begins.tolist(), (*begins[1:].tolist(), len(token)), strict=True):
            np.maximum.reduce(listed[start:end], axis=0, out=row)
        return np.ascontiguousarray(best.T)

    def _patterned(self, best: Floats) -> Floats:
        """How well the best stretch meets each pattern: its worst element counts most."""
        patterns = self._references.patterns
        phrases = patterns.phrases.mean(np.maximum(best, np.float32(0.0))[patterns.words])
        elements = patterns.elements.highest(phrases)
        worst, mean = patterns.patterns.lowest(elements), patterns.patterns.mean(elements)
        met: Floats = (_WORST * worst + _MEAN * mean).max(axis=1)
        return met


def _runs(tokens: Mask) -> tuple[Indexes, Indexes]:
    """The tokens of each stretch one after another, and where each stretch begins among them."""
    stretch, token = np.nonzero(tokens)
    return token, np.searchsorted(stretch, np.arange(len(tokens)))


def _nearest(references: Floats, directions: Floats) -> float:
    return _above_noise((references @ directions.T).max(initial=0.0))


def _above_noise(likeness: np.float32 | Floats) -> float:
    """What is below the noise says nothing: an unrelated sentence must not move a score."""
    return max(NOISE, float(likeness))
