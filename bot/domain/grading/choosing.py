"""Does a reply as a whole leave the choice open? Everything that tells, weighed by trees.

Who hedges names the right answer beside others and takes none, in more ways than anybody lists. What all of
them have in common is not a turn of phrase: a few words come near the answer and near what is wrong here as
well, and nothing sets either aside. So the tone of indecision, and what the listener hears, are weighed
together with that.
"""

from __future__ import annotations

from typing import NamedTuple

from bot.domain.grading.attempt import Attempt
from bot.domain.grading.judging import meets_required, share_met
from bot.domain.grading.score import Remark
from bot.domain.reading.listener import Heard
from bot.domain.trees import BoostedTrees

OPEN = 0.97  # probability from which a reply counts as a hedge
SEEMS_OPEN = 0.75  # and from which it might be one
SAID_TO_BE = 0.2  # the same, where some words say so
SOUNDS_OPEN = 0.9  # the same, where talk that was set aside is heard, too


class ChoiceEvidence(NamedTuple):
    """What tells whether a reply settles on something: tone and listener (log-odds), what is met, and its
    `Bearings`."""

    indecision: float
    heard_refusing: float
    heard_leaving_open: float
    matched: float  # share of the key points
    required_matched: float

    options: float
    answer: float
    misconception: float
    wrong_example: float
    strange: float
    most_astray: float
    strict_answer: float
    strict_misconception: float
    strict_wrong_example: float
    strict_strange: float
    words: float
    sentences: float


def choice_evidence(attempt: Attempt, heard: Heard) -> ChoiceEvidence:
    """What tells whether the reply settles on something."""
    verdicts = attempt.verdicts(attempt.lists)
    return ChoiceEvidence(
        indecision=attempt.indecision,
        heard_refusing=heard.refuses,
        heard_leaving_open=heard.leaves_open,
        matched=share_met(verdicts),
        required_matched=float(meets_required(verdicts)),
        **attempt.bearings._asdict(),
    )


def open_choice(
    trees: BoostedTrees,
    evidence: ChoiceEvidence,
    *,
    sets_aside: bool,
    says_so: bool = False,
    plainly: bool = False,
) -> Remark | None:
    """`HEDGED` or `OPEN` if the reply settles on nothing or probably doesn't. Who sets another option aside
    has taken a side, unless all the rest says otherwise, or words for a choice left open do (`says_so`):
    these may be about a detail, so the rest has to make it likely, unless it is said `plainly`."""
    (probability,) = trees.probabilities([evidence])
    if probability >= OPEN:
        return Remark.HEDGED
    seems_so = probability >= SEEMS_OPEN and not sets_aside
    return Remark.OPEN if seems_so or plainly or (says_so and probability >= SAID_TO_BE) else None


def sounds_open(trees: BoostedTrees, evidence: ChoiceEvidence) -> bool:
    """Does the reply settle on nothing, heard with the talk around it?"""
    return trees.probabilities([evidence])[0] >= SOUNDS_OPEN
