"""How sure a search of a pack may be: the coefficients that turn evidence into chances."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True)
class Weighing:
    """A logistic regression over `bot.domain.search.confidence.Evidence`: the log-odds before any evidence,
    and what each figure adds."""

    intercept: float
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
    everyday: float = 0.0
    whole: float = 0.0
    gap: float = 0.0

    @cached_property
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
            self.everyday,
            self.whole,
            self.gap,
        )


ANSWERED = Weighing(
    intercept=-6.189,
    coverage=2.302,
    score=4.085,
    lead=0.0,
    asked=2.507,
    strangers=-0.891,
    missing=-1.122,
    substance=2.412,
    stray=-4.28,
    strayest=-1.116,
    told=0.393,
    everyday=-0.138,
    whole=0.567,
    gap=0.0,
)
RIGHT = Weighing(
    intercept=-6.857,
    coverage=2.377,
    score=5.358,
    lead=0.0,
    asked=2.264,
    strangers=-0.292,
    missing=-0.129,
    substance=2.965,
    stray=-5.914,
    strayest=-0.058,
    told=0.146,
    everyday=-0.019,
    whole=-0.505,
    gap=0.0,
)


@dataclass(frozen=True, slots=True)
class Calibration:
    """`answered` gives the chance that the index holds an answer, and from which chances on to answer and to
    offer the nearest scenarios; `right` the chance that the first match is the answer, and from which on to
    call it a good one."""

    answered: Weighing = field(default=ANSWERED)
    answer_from: float = 0.702
    offer_from: float = 0.247
    right: Weighing = field(default=RIGHT)
    good_from: float = 0.852


SHIPPED = Calibration()
