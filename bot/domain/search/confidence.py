"""How sure a search may be of its first match, and what follows from that.

A logistic regression over five figures, each 0..1 whatever the size of the pack. The coefficients
are fixed: a pack that brings its own calibration may replace them, none has to.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from math import exp

from bot.domain.search.found import Verdict


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against the first match.

    `coverage`: share of the question's weight (rarity times importance) that the match holds.
    `strength`: its score as a share of the highest score any scenario could reach.
    `margin`: its lead over the second, as a share of its score.
    `strangers`: share of the glossary names in the question that the match does not hold.
    `substance`: how much was matched at all; 1 is two words that a single scenario holds.
    """

    coverage: float
    strength: float
    margin: float
    strangers: float
    substance: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """The coefficients of the regression and the chances from which to answer, and to offer."""

    intercept: float = -7.6
    coverage: float = 4.3
    strength: float = 2.9
    margin: float = 2.1
    strangers: float = -2.2
    substance: float = 5.2
    answer_from: float = 0.5
    offer_from: float = 0.3

    def confidence(self, evidence: Evidence) -> float:
        """The estimated chance, 0..1, that the first match answers the question."""
        figures = astuple(evidence)
        slopes = astuple(self)[1 : 1 + len(figures)]
        return 1 / (1 + exp(-self.intercept - sum(a * b for a, b in zip(slopes, figures, strict=True))))

    def verdict(self, confidence: float) -> Verdict:
        """What to do with a question whose first match has this chance."""
        if confidence >= self.answer_from:
            return Verdict.ANSWER
        return Verdict.UNSURE if confidence >= self.offer_from else Verdict.NOTHING
