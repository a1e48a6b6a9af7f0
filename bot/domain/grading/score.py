"""What grading says: a score of 100 and the reason for every part of it."""

from __future__ import annotations

from dataclasses import dataclass
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
    CONTRADICTED = "contradicted"  # says a thing and its opposite
    INSTRUCTIONS = "instructions"  # text addressed to the grader
    PASTED = "pasted"  # reads like a manual, not like an answer
    UNRELATED = "unrelated"  # several services that have nothing to do with it
    REJECTED = "rejected"  # advises against what would be right
    ASTRAY = "astray"  # about something else altogether
    BESIDE = "beside"  # side points without any of the required ones


@dataclass(frozen=True, slots=True)
class PointResult:
    """One key point: did the reply make it, and which words show that.

    `earned` is in points of 100: the weight if `hit`, half of it if only `near` or if the point was
    one of several options (`ruled_out_by` holds the words that made it one), else 0. `evidence` are
    the reply's own words that matched or came closest in meaning. When words matched but a negation
    rules them out, `evidence` still names them and `ruled_out_by` holds the words that did it.
    """

    id: str
    weight: int
    required: bool
    hit: bool
    earned: int
    evidence: tuple[str, ...] = ()
    ruled_out_by: str | None = None
    near: bool = False


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
