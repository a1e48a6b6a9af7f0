"""How sure a search of a pack may be: the coefficients that turn evidence into a chance."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic regression over `bot.domain.search.confidence.Evidence`, and the chances from which to
    answer, and to offer the nearest scenarios."""

    intercept: float = -8.853
    coverage: float = 2.417
    score: float = 6.365
    lead: float = 0.0
    asked: float = 6.003
    strangers: float = -1.32
    missing: float = -2.156
    substance: float = 5.24
    answer_from: float = 0.734
    offer_from: float = 0.325

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
        )


SHIPPED = Calibration()
