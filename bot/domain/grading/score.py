"""What grading says: a score of 100 and the reason for every part of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

FULL_FROM = 80
PARTIAL_FROM = 40


class Outcome(StrEnum):
    """What a person is told first. "None detected", never "wrong": the grader may have missed it."""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"


class Remark(StrEnum):
    """Why something in a reply was not counted as it stands; each is a text of the catalogue."""

    BLANK = "blank"  # nothing to grade, or "I don't know"
    COPIED = "copied"  # text taken over from the question was set aside
    CUT = "cut"  # longer than the grader reads
    KEYWORDS = "keywords"  # a list of names is not an answer
    HEDGED = "hedged"  # "A or B or C" commits to nothing
    OPEN = "open"  # probably commits to nothing
    CONTRADICTED = "contradicted"  # says a thing and its opposite
    INSTRUCTIONS = "instructions"  # text addressed to the grader
    PASTED = "pasted"  # reads like a manual, not like an answer
    UNRELATED = "unrelated"  # several services that have nothing to do with it
    REJECTED = "rejected"  # advises against what would be right
    DOUBTED = "doubted"  # probably does
    ASTRAY = "astray"  # about something else altogether
    ASIDE = "aside"  # so is a part of it, and the rest was graded alone
    BESIDE = "beside"  # side points without any of the required ones


@dataclass(frozen=True, slots=True)
class PointResult:
    """One key point: did the reply make it, and which words show that.

    `earned` is in points of 100: the weight if `hit`, half of it if only `near` (also where the reply as a
    whole is doubted and takes nothing back) or if the point was one of several options (`ruled_out_by` holds
    the words that made it one), else 0. `evidence` are the reply's own words that matched or came closest in
    meaning. When words matched but a negation rules them out, `evidence` still names them and `ruled_out_by`
    holds the words that did it.
    A point that was `granted` on appeal counts as made; its `evidence` is what the grader had found, if
    anything.
    """

    id: str
    weight: int
    required: bool
    hit: bool
    earned: int
    evidence: tuple[str, ...] = ()
    ruled_out_by: str | None = None
    near: bool = False
    granted: bool = False


@dataclass(frozen=True, slots=True)
class MisconceptionFound:
    """A known wrong answer in the reply: the words that show it, and its price in points.

    The price is never higher than what the reply still had to lose, so it may be 0.
    """

    id: str
    evidence: tuple[str, ...]
    price: int


@dataclass(frozen=True, slots=True)
class Score:
    """The grade of one reply.

    `value` is 0..100 and equals the points earned, less the prices of the misconceptions, less
    `withheld` (what guards took away, ≥ 0), never below 0. `points` are in the rubric's order.
    """

    value: int
    outcome: Outcome
    points: tuple[PointResult, ...]
    misconceptions: tuple[MisconceptionFound, ...] = ()
    remarks: tuple[Remark, ...] = ()
    withheld: int = 0

    @property
    def missing(self) -> tuple[PointResult, ...]:
        """The points not earned, required ones first."""
        return tuple(sorted((p for p in self.points if not p.hit), key=lambda p: not p.required))


def outcome_of(value: int, points: tuple[PointResult, ...]) -> Outcome:
    """Full needs `FULL_FROM` points and every required key point; partial needs `PARTIAL_FROM`."""
    if value >= FULL_FROM and all(point.hit for point in points if point.required):
        return Outcome.FULL
    return Outcome.PARTIAL if value >= PARTIAL_FROM else Outcome.NONE


# The most points that a reply can get, whatever else it says.
_CAPS = {
    Remark.BESIDE: 0,
    Remark.PASTED: 0,
    Remark.HEDGED: 20,
    Remark.DOUBTED: 30,
    Remark.OPEN: 30,
    Remark.CONTRADICTED: 45,
    Remark.UNRELATED: 60,
}


def settled(
    points: tuple[PointResult, ...], traps: Sequence[MisconceptionFound], remarks: Sequence[Remark]
) -> Score:
    """Add up: earned − prices − withheld. No price is higher than what is left to lose."""
    left = sum(point.earned for point in points)
    found = []
    for trap in traps:
        price = min(trap.price, left)
        left -= price
        found.append(replace(trap, price=price))
    kept = left // 2 if Remark.CONTRADICTED in remarks else left
    value = min(kept, min((_CAPS.get(remark, 100) for remark in remarks), default=100))
    outcome = outcome_of(value, points)
    return Score(value, outcome, points, tuple(found), tuple(remarks), withheld=left - value)


def grantable(score: Score) -> tuple[PointResult, ...]:
    """What an appeal may give, required points first: those that the reply lacks. A reply that has them all
    and yet less than 100 lost the rest to prices or guards; there, all that it made may be given in full."""
    return score.missing or (score.points if score.value < 100 else ())


def with_granted(score: Score, granted: Collection[str]) -> Score:
    """The score once the key points with these ids are given on appeal; ids that it doesn't have are passed
    over, and to give a point twice changes nothing.

    A given point counts as made, at its whole weight. Prices and what guards withheld stay as they were: they
    were reckoned without it. They only give way where less than the given points together would be left,
    for a person has read what the guards guess at. So the value never falls, and the parts still add up.
    """
    points = tuple(_given(point) if point.id in granted else point for point in score.points)
    if points == score.points:
        return score
    earned = sum(point.earned for point in points)
    priced = sum(found.price for found in score.misconceptions)
    least = sum(point.weight for point in points if point.id in granted)
    value = max(earned - priced - score.withheld, least)
    left = earned - value  # for guards and prices to take, in this order
    withheld = min(score.withheld, left)
    left -= withheld
    misconceptions = []
    for found in score.misconceptions:
        price = min(found.price, left)
        left -= price
        misconceptions.append(replace(found, price=price))
    essential = any(point.required and point.hit for point in points)
    idle = _WITHOUT_ESSENCE if essential and not withheld else frozenset()
    remarks = tuple(remark for remark in score.remarks if remark not in idle)
    return Score(value, outcome_of(value, points), points, tuple(misconceptions), remarks, withheld)


def better_of(old: Score, new: Score) -> Score:
    """`new` if it gains something and loses nothing, neither points nor outcome; else `old`."""
    ranks = list(Outcome)
    gain = new.value - old.value
    rise = ranks.index(old.outcome) - ranks.index(new.outcome)
    return new if gain >= 0 and rise >= 0 and (gain or rise) else old


_WITHOUT_ESSENCE = frozenset({Remark.BLANK, Remark.ASTRAY, Remark.BESIDE})
"""Remarks that the heart of the answer is missing, which a given required point makes untrue."""


def _given(point: PointResult) -> PointResult:
    return replace(point, hit=True, earned=point.weight, ruled_out_by=None, near=False, granted=True)
