"""How sure a search may be of its first match, and what follows from that.

Two logistic regressions over a few figures that don't depend on the size of the pack: whether the index holds
an answer, and whether the first match is it. The coefficients that ship were fitted on the pack that ships
(`tools/fit_search.py`); a pack that brings its own replaces them, none has to.
"""

from __future__ import annotations

from math import exp
from operator import mul
from typing import NamedTuple

from bot.domain.calibration import Calibration, Weighing
from bot.domain.search.found import Fit, Verdict

LIKELY_FROM = 0.5  # rather than not


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
    `everyday`: the log-odds that it is about everyday life and not about systems; 0 if no word is known.
    `whole`: how near it is in meaning to all that the match says, a cosine.
    `gap`: how far its score is above the second's.
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
    everyday: float
    whole: float
    gap: float


def chance(weighing: Weighing, evidence: Evidence) -> float:
    """The estimated chance, 0..1, of what the weighing was fitted to tell."""
    return 1 / (1 + exp(-weighing.intercept - sum(map(mul, weighing.slopes, evidence))))


def verdict(calibration: Calibration, answered: float) -> Verdict:
    """What to do with a question for which this is the chance that the index holds an answer."""
    if answered >= calibration.answer_from:
        return Verdict.ANSWER
    return Verdict.UNSURE if answered >= calibration.offer_from else Verdict.NOTHING


def fit(calibration: Calibration, right: float) -> Fit:
    """How well a first match fits that has this chance to be the answer."""
    if right >= calibration.good_from:
        return Fit.GOOD
    return Fit.LIKELY if right >= LIKELY_FROM else Fit.DOUBTFUL
