"""How near a reply comes to each misconception, in its words and in their meaning.

A misconception shares most of its words with the question and the right answer. So what is asked for is the
few that are its own, and whether some stretch of the reply is nearer to it than to any key point.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from bot.domain.grading.belonging import Own, accepted, numbers_of
from bot.domain.grading.groups import Groups
from bot.domain.grading.likeness import FAINT
from bot.domain.grading.vocabulary import Floats, Indexes, Mask, Vocabulary
from bot.domain.scenario import Scenario

_ALIKE = 0.55  # cosine from which a word counts as one of the misconception's own
_NEARER = 0.02  # cosine by which it is nearer to that than to the right answer
_MOST_OWN = 6.0
_COVERED = 4  # of a misconception's own words, the best met ones
_TEXTS = 2  # in two languages they stand first, then the accepted phrasings


class TrapLikeness(NamedTuple):
    """One misconception: the cosine of the nearest stretch with any way to say it (`near`), with the nearest
    two (`nearest`) and with its text (`near_text`); the most by which a stretch is nearer to it than to any
    key point (`margin`); the shares of its own words that are met, by what they tell, of all ways to say it
    (`coverage`) and of its text; how well the best-met of them are (`covered`), and how much the reply's
    words tell that are nearer to it than to the answer (`own`)."""

    near: float
    nearest: float
    near_text: float
    margin: float
    coverage: float
    coverage_of_text: float
    covered: float
    own: float


NOT_LIKE = TrapLikeness(*([0.0] * len(TrapLikeness._fields)))


@dataclass(frozen=True, slots=True, eq=False)
class TrapWords:
    """Numbers of words: of situation, answer and key points; and of each misconception those that none of
    them uses, of all ways to say it (`alone`) and of its text. Where it has none, what the situation doesn't
    use stands in, or all."""

    answering: Indexes
    alone: Own
    texts: Own


def compile_trap_words(scenario: Scenario, words: Vocabulary) -> TrapWords | None:
    """Number the words; None where the scenario has no misconceptions."""
    if not scenario.misconceptions:
        return None
    asked = numbers_of(words, scenario.situation)
    right = numbers_of(words, scenario.answer).union(
        *(numbers_of(words, (*point.text, *accepted(point))) for point in scenario.rubric)
    )
    alone, texts = [], []
    for trap in scenario.misconceptions:
        said = numbers_of(words, (*trap.text, *accepted(trap)))
        alone.append(said - right - asked or said - asked or said)
        texts.append(numbers_of(words, trap.text) - right or alone[-1])
    return TrapWords(np.array(sorted(right | asked), np.int64), Own.of(alone), Own.of(texts))


def trap_likeness(
    words: TrapWords, weights: Floats, alike: Floats, tells: Floats, near: Nearness
) -> tuple[TrapLikeness, ...]:
    """How near the reply comes. `alike` (words × tokens) compares all words of the scenario with the
    reply's, `weights` is how much each of those tells and `tells` each of these."""
    met = alike.max(axis=1)
    nearer = belongs(words, alike)
    return tuple(
        TrapLikeness(*figures)
        for figures in zip(
            near.near.tolist(),
            near.nearest.tolist(),
            near.near_text.tolist(),
            near.margin.tolist(),
            _covered(words.alone, weights, met).tolist(),
            _covered(words.texts, weights, met).tolist(),
            words.alone.points.top(met[words.alone.words], _COVERED).tolist(),
            np.minimum(nearer @ tells, np.float32(_MOST_OWN)).tolist(),
            strict=True,
        )
    )


class Nearness(NamedTuple):
    """Of each misconception, over all stretches of the reply; see `TrapLikeness`."""

    near: Floats
    nearest: Floats
    near_text: Floats
    margin: Floats


def nearness(traps: Groups, found: Floats, nearest: Floats, rival: Floats) -> Nearness:
    """How near the stretches of a reply come to the misconceptions. `found` (ways × stretches) are their
    cosines with each way to say one, grouped by `traps`, `nearest` (misconceptions × stretches) those with
    the nearest ways, and `rival` (stretches) those with a key point."""
    texts = np.asarray(traps.starts[:-1])
    return Nearness(
        traps.highest(found).max(axis=1),
        nearest.max(axis=1),
        np.maximum(found[texts], found[texts + _TEXTS - 1]).max(axis=1),
        (nearest - rival).max(axis=1),
    )


def belongs(words: TrapWords, alike: Floats) -> Mask:
    """Which of the reply's words are nearer to each misconception's own than to the answer's, shape
    (misconceptions, tokens)."""
    own = words.alone.nearest(alike)
    right = alike[words.answering].max(axis=0)
    nearer: Mask = (own > _ALIKE) & (own > right + _NEARER)
    return nearer


def _covered(own: Own, weights: Floats, met: Floats) -> Floats:
    tells = weights[own.words]
    clear: Floats = np.clip((met[own.words] - np.float32(FAINT)) / np.float32(1 - FAINT), 0.0, 1.0)
    whole: Floats = np.maximum(own.points.total(tells), np.float32(1e-9))
    share: Floats = own.points.total(clear * tells) / whole
    return share
