"""What becomes of each key point, once everything that speaks for and against it is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from bot.domain.grading.judging import Verdict, denies_essential
from bot.domain.grading.rubric import Rubric
from bot.domain.grading.ruling import Ruling

MADE = 0.66  # probability from which a point counts as made
ACCEPTED = 0.38  # the same where an accepted phrasing is met word for word
NEAR = 0.30  # probability from which half the weight is earned
ESSENTIAL = 0.2  # of one required point at least, or nothing else counts
NEARLY_ESSENTIAL = 0.4  # the same, where no point at all is clearly made
DENIED = 0.7  # the same, where the reply's words for a required point stand in a negation only
# What the likeliest required point may lose in probability without what is turned down, or the reply falls.
MOST_LOST = 0.2


class Standing(Enum):
    """How a point stands; the value is the share of its weight that it earns."""

    MADE = ("made", 1.0)
    NEAR = ("near", 0.5)
    OFFERED = ("offered", 0.5)  # one of several options
    BESIDE = ("beside", 0.0)  # said, but beside the point: nothing required was
    MISSING = ("missing", 0.0)

    @property
    def share(self) -> float:
        """What part of the weight it earns."""
        return float(self.value[1])


@dataclass(frozen=True, slots=True)
class Decision:
    """`ruled_by` is what took away words that would have made the point."""

    verdict: Verdict
    standing: Standing
    ruled_by: Ruling | None = None


def decide(
    rubric: Rubric,
    verdicts: Sequence[Verdict],
    probable: Sequence[float],
    offered: Sequence[float],
    hedges: Sequence[Ruling],
) -> list[Decision]:
    """Decide all points. `probable` is how likely each was made; `offered` the same if options counted.

    A scenario's required points are those without which an answer is wrong (the guide for authors): where
    none of them is in sight, side points don't make an answer.
    """
    decisions = []
    for verdict, p, option in zip(verdicts, probable, offered, strict=True):
        ruled_by = verdict.ruled_by
        if p >= NEAR:
            made = p >= (ACCEPTED if verdict.hit else MADE)
            decisions.append(Decision(verdict, Standing.MADE if made else Standing.NEAR))
        elif hedges and option >= NEAR:
            decisions.append(Decision(verdict, Standing.OFFERED, ruled_by or hedges[0]))
        else:
            decisions.append(Decision(verdict, Standing.MISSING, ruled_by))
    essential = [p for point, p in zip(rubric.points, offered, strict=True) if point.key_point.required]
    denied = denies_essential(verdicts)
    clear = any(decision.standing is Standing.MADE for decision in decisions)
    least = DENIED if denied and not hedges else ESSENTIAL if clear or hedges else NEARLY_ESSENTIAL
    if not essential or max(essential) >= least:
        return decisions
    return [
        Decision(d.verdict, Standing.BESIDE) if d.standing in (Standing.MADE, Standing.NEAR) else d
        for d in decisions
    ]


def doubted(decisions: Sequence[Decision]) -> list[Decision]:
    """The same of a reply that probably turns the answer down: its words come near the points, and whether it
    makes them is what is in doubt."""
    return [
        replace(decision, standing=Standing.NEAR) if decision.standing is Standing.MADE else decision
        for decision in decisions
    ]
