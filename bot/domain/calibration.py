"""How sure a search of a pack may be: the coefficients that turn evidence into a chance."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic regression over `bot.domain.search.confidence.Evidence`, and the chances from which to
    answer, and to offer the nearest scenarios."""

    intercept: float = -6.191
    coverage: float = 2.314
    score: float = 3.353
    lead: float = 0.0
    asked: float = 5.741
    strangers: float = -2.005
    missing: float = -1.761
    substance: float = 2.798
    stray: float = -2.694
    strayest: float = -2.989
    told: float = 0.592
    answer_from: float = 0.731
    offer_from: float = 0.293

    @property
    def slopes(self) -> tuple[float, ...]:
        """The coefficients, in the order of the evidence."""
        return (
            self.coverage,
            self.score,
            self.lead,
            self.asked,
            self.strangers,
            self.missing,
            self.substance,
            self.stray,
            self.strayest,
            self.told,
        )


SHIPPED = Calibration()
