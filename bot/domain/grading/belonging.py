"""Whose words a reply uses: a key point's own, the right answer's, those of wrong answers, or strange ones.

Likeness asks how near a reply comes to what was accepted; this asks the other way round what of the reply
is left over. A wrong answer in the right answer's words gives itself away by the few that are not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from bot.domain.grading.groups import Groups
from bot.domain.grading.pattern import parse_pattern
from bot.domain.grading.vocabulary import Floats, Indexes, Mask, Vocabulary
from bot.domain.scenario import Bilingual, KeyPoint, Misconception, Scenario

_ALIKE = 0.55  # cosine from which a word counts as one of the point's own
_RELATED = 0.45  # cosine from which a word has to do with the scenario
_STRANGEST = 4  # words
_COVERED = 4  # of a point's own words, the best met ones
_MOST_OWN = 4.0
_MOST_WORDS = 60


class Belonging(NamedTuple):
    """One key point: how much of the stretch closest to it is its own (`nearby`) or nobody's
    (`strange_nearby`), how many of the reply's words are the point's alone (`own`), and how well the
    best-met of the words that are the point's alone are met (`covered`)."""

    nearby: float
    own: float
    covered: float
    strange_nearby: float


class Strangeness(NamedTuple):
    """The whole reply: how much of it is in no right text of the scenario (`strange`, and `strangest` of
    the strangest words), how far its most astray word is nearer to wrong answers, and how many
    `words` that have to do with the scenario stand in sentences that do: who says more makes more points, and
    chatter doesn't count."""

    strange: float
    strangest: float
    most_astray: float
    words: float


NO_BELONGING = Belonging(0.0, 0.0, 0.0, 0.0)
NO_STRANGENESS = Strangeness(0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class Own:
    """Numbers of words, key point by key point."""

    words: Indexes
    points: Groups

    @classmethod
    def of(cls, numbers: Sequence[Iterable[int]]) -> Own:
        """From the numbers of each key point."""
        each = [_indexes(found) for found in numbers]
        return cls(np.concatenate(each), Groups(map(len, each)))

    def nearest(self, alike: Floats) -> Floats:
        """How near each token is to the nearest of each point's words, 0..1; shape (points, tokens)."""
        return np.clip(self.points.highest(alike[self.words]), 0.0, 1.0)


@dataclass(frozen=True, slots=True, eq=False)
class Sides:
    """Numbers of words: of all right texts, of all wrong ones, of each key point, and of each key point
    alone (neither the situation nor another point uses them)."""

    right: Indexes
    wrong: Indexes
    points: Own
    alone: Own


def compile_sides(scenario: Scenario, words: Vocabulary) -> Sides:
    """Number every word of the scenario and tell whose it is."""
    asked = numbers_of(words, scenario.situation)
    points = [numbers_of(words, (*point.text, *accepted(point))) for point in scenario.rubric]
    right = asked.union(
        numbers_of(words, scenario.answer),
        *points,
        *(numbers_of(words, (*examples.full, *examples.partial)) for examples in scenario.examples),
    )
    wrong = set[int]().union(
        *(numbers_of(words, (*trap.text, *accepted(trap))) for trap in scenario.misconceptions),
        *(numbers_of(words, examples.wrong) for examples in scenario.examples),
    )
    alone = [
        mine.difference(asked, *(theirs for j, theirs in enumerate(points) if j != i))
        for i, mine in enumerate(points)
    ]
    return Sides(_indexes(right), _indexes(wrong), Own.of(points), Own.of(alone))


def belonging(sides: Sides, alike: Floats, tells: Floats, stretches: Mask) -> tuple[Belonging, ...]:
    """Whose words these are, key point by key point. `alike` (words × tokens) compares all words of the
    scenario with the reply's; `tells` (tokens) is how much each of those tells, `stretches` (points × tokens)
    which of them are in the stretch closest to each key point."""
    if not len(tells):
        return (NO_BELONGING,) * len(sides.points.points)
    strange = tells * (1 - _nearest(alike, sides.right))
    near, near_alone = sides.points.nearest(alike), sides.alone.nearest(alike)
    length = np.maximum((stretches * tells).sum(axis=1), np.float32(1e-9))
    own = np.where(near_alone > _ALIKE, near_alone, np.float32(0.0)) @ tells
    met = alike.max(axis=1)[sides.alone.words]
    found = zip(
        ((stretches * tells * near).sum(axis=1) / length).tolist(),
        np.minimum(own, np.float32(_MOST_OWN)).tolist(),
        sides.alone.points.top(met, _COVERED).tolist(),
        ((stretches * strange).sum(axis=1) / length).tolist(),
        strict=True,
    )
    return tuple(Belonging(*figures) for figures in found)


def strangeness(sides: Sides, alike: Floats, tells: Floats, related: Mask) -> Strangeness:
    """How much of the reply is nobody's; `related` (tokens) are those in sentences that have to do with the
    scenario, the rest as for `belonging`."""
    if not len(tells):
        return NO_STRANGENESS
    right, wrong = _nearest(alike, sides.right), _nearest(alike, sides.wrong)
    strange = tells * (1 - right)
    return Strangeness(
        strange=float(strange.sum() / max(float(tells.sum()), 1e-9)),
        strangest=float(np.sort(strange)[-_STRANGEST:].mean()),
        most_astray=float((tells * np.clip(wrong - right, 0.0, 1.0)).max()),
        words=float(min(_MOST_WORDS, (alike[:, related].max(axis=0) >= _RELATED).sum())),
    )


def _nearest(alike: Floats, numbers: Indexes) -> Floats:
    """How near each token is to the nearest of these words, 0..1."""
    if not len(numbers):
        return np.zeros(alike.shape[1], np.float32)
    best: Floats = np.clip(alike[numbers].max(axis=0), 0.0, 1.0)
    return best


def numbers_of(words: Vocabulary, texts: Iterable[str]) -> set[int]:
    """The words of these texts by number."""
    return {number for text in texts for number in words.number(text)}


def _indexes(numbers: Iterable[int]) -> Indexes:
    return np.array(sorted(numbers), np.int64)


def accepted(item: KeyPoint | Misconception) -> Iterable[str]:
    """Every way to say every element of every accepted phrasing."""
    accept: Bilingual[tuple[str, ...]] = item.accept
    for phrasings in accept:
        for phrasing in phrasings:
            yield " ".join(phrase for element in parse_pattern(phrasing).elements for phrase in element)
