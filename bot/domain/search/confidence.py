"""How sure a search may be of its first match, and what follows from that.

A logistic regression over a few figures that don't depend on the size of the pack. The coefficients that
ship were fitted on the pack that ships (`tools/fit_search.py`); a pack that brings its own replaces them,
none has to.
"""

from __future__ import annotations

from math import exp
from typing import NamedTuple

from bot.domain.calibration import Calibration
from bot.domain.search.found import Verdict


class Evidence(NamedTuple):
    """What speaks for and against the first match.

    `coverage`: share of the question's weight (rarity times importance) that the match holds, 0..1.
    `score`: its score: that share as BM25F has it, and what its meaning adds.
    `lead`: how far that is above the mean of the next four.
    `asked`: how near it is in meaning to its nearest ways of asking, a cosine.
    `strangers`: share of the glossary names in the question that the match does not hold, 0..1.
    `missing`: weight of the rarest thing in the question that it does not hold; 1 is a word of no scenario.
    `substance`: the question's weight; 1 is five words of no scenario. At most 2.
    `stray`: share of what its words tell that is like nothing the match says, 0..1.
    `strayest`: the most of that in one word, 0..1.
    `told`: how much its words tell together, 1 for a rare one. At most 12.
    """

    coverage: float
    score: float
    lead: float
    asked: float
    strangers: float
    missing: float
    substance: float
    stray: float
    strayest: float
    told: float


def confidence(calibration: Calibration, evidence: Evidence) -> float:
    """The estimated chance, 0..1, that the index holds an answer to the question."""
    terms = zip(calibration.slopes, evidence, strict=True)
    return 1 / (1 + exp(-calibration.intercept - sum(slope * figure for slope, figure in terms)))


def verdict(calibration: Calibration, chance: float) -> Verdict:
    """What to do with a question whose first match has this chance."""
    if chance >= calibration.answer_from:
        return Verdict.ANSWER
    return Verdict.UNSURE if chance >= calibration.offer_from else Verdict.NOTHING
