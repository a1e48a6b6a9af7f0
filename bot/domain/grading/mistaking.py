"""Which misconceptions does a reply assert? Everything that tells, weighed by trees.

Right replies name a misconception to turn it down, and wrong ones put it in words that nobody listed. So its
accepted phrasings are one sign among others: how near the reply comes in meaning, how many of its own words
it has, the tone in which they are spoken of, and whether they stand in stretches that are turned down, denied
or argued against.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.domain.grading.attempt import Attempt
from bot.domain.grading.judging import Caught, in_one_clause, meets_required, share_met
from bot.domain.grading.matching import Index
from bot.domain.grading.rejection import proposals
from bot.domain.grading.rubric import Trap
from bot.domain.grading.ruling import Ruling
from bot.domain.grading.trapping import NOT_LIKE, TrapLikeness
from bot.domain.reading.course import course
from bot.domain.reading.text import Span, share_in
from bot.domain.reading.tone import Tone
from bot.domain.trees import BoostedTrees

ASSERTED = 0.5  # probability from which a misconception costs points
WORTH_ASKING = 0.6  # cosine below which no phrasing and no meaning speaks for it


class MistakeEvidence(NamedTuple):
    """What speaks for and against one misconception in one reply; shares, likenesses and flags 0..1, the
    tone as log-odds."""

    caught: float  # words show it, and nothing rules them out
    phrased: float  # an accepted phrasing is met, whatever is said about it
    near: float  # `TrapLikeness` of the reply as a whole, then of what is not denied or argued against
    nearest: float
    near_text: float
    margin: float
    coverage: float
    coverage_of_text: float
    own: float
    strict_near: float
    strict_nearest: float
    strict_near_text: float
    strict_margin: float
    strict_coverage: float
    strict_coverage_of_text: float
    strict_covered: float
    strict_own: float
    covered: float
    rank: float  # share of the other misconceptions that the reply is nearer to

    tone: float  # that of turning down, towards its words: `Course`
    mildest: float
    harshest: float
    dismissed: float  # share of its words in stretches that are turned down
    denied: float
    argued_against: float
    offered: float  # in lists and options
    proposed: float
    place: float  # where the last of its words ends
    about: float  # share of the sentences that have any of them

    answer: float  # the reply beside the scenario, as in `Evidence`
    wrong_example: float
    strange: float
    most_astray: float
    words: float
    matched: float  # share of the key points
    required_matched: float


@dataclass(frozen=True, slots=True)
class Suspect:
    """A misconception that a reply may assert: what speaks for it, and the words that show it."""

    trap: Trap
    evidence: MistakeEvidence
    words: tuple[Span, ...]


def asserted(trees: BoostedTrees, tone: Tone, attempt: Attempt) -> list[Caught]:
    """The misconceptions that the reply asserts, the likeliest first."""
    found = list(suspects(attempt, tone))
    if not found:
        return []
    probable = trees.probabilities([suspect.evidence for suspect in found])
    ranked = sorted(zip(probable, found, strict=True), key=lambda pair: -pair[0])
    return [
        Caught(suspect.trap.misconception, suspect.words, suspect.words)
        for probability, suspect in ranked
        if probability >= ASSERTED
    ]


def suspects(attempt: Attempt, tone: Tone) -> Iterator[Suspect]:
    """Every misconception that some phrasing or its meaning speaks for, and that words show: what can't be
    explained isn't charged. `tone` is that of turning down."""
    comparer, against = attempt.comparer, (*attempt.negations, *attempt.rejections)
    near = comparer.left(attempt.idle).trap_nearness
    if near is None:
        return
    phrased = [_phrased(trap, attempt.index) for trap in attempt.rubric.traps]
    asked = [
        at for at, words in enumerate(phrased) if words or attempt.caught[at] or near.near[at] >= WORTH_ASKING
    ]
    if not asked:
        return
    whole = comparer.left(attempt.idle).trap_likeness
    strict = comparer.left((*against, *attempt.idle)).trap_likeness or (NOT_LIKE,) * len(whole)
    nearer = comparer.trapped_words()
    for at in asked:
        caught = attempt.caught[at]
        words = sorted({*nearer[at], *phrased[at], *(caught.words if caught else ())})
        if words:
            evidence = _evidence(attempt, tone, whole, strict, at, words, phrased=bool(phrased[at]))
            yield Suspect(attempt.rubric.traps[at], evidence, tuple(words))


def _phrased(trap: Trap, index: Index) -> list[Span]:
    """The words that meet its accepted phrasings, whatever is said about them."""
    return [
        word
        for target in trap.targets
        for finding in index.find(target)
        if in_one_clause(index, finding)
        for word in finding.words
    ]


def _evidence(
    attempt: Attempt,
    tone: Tone,
    whole: Sequence[TrapLikeness],
    strict: Sequence[TrapLikeness],
    at: int,
    words: Sequence[Span],
    *,
    phrased: bool,
) -> MistakeEvidence:
    reading, comparer = attempt.comparer.reading, attempt.comparer
    all_in_all = comparer.left((*attempt.negations, *attempt.rejections, *attempt.idle))
    heard = course(tone, reading, words)
    mine, theirs = whole[at], strict[at]
    others = [other.nearest for i, other in enumerate(strict) if i != at]
    verdicts = attempt.verdicts(attempt.idle)
    about = sum(any(start <= word < end for word, _ in words) for start, end in reading.sentences)
    return MistakeEvidence(
        caught=float(attempt.caught[at] is not None),
        phrased=float(phrased),
        **mine._asdict(),
        **{f"strict_{name}": value for name, value in theirs._asdict().items()},
        rank=sum(other > theirs.nearest for other in others) / len(others) if others else 0.0,
        tone=heard.whole,
        mildest=heard.mildest,
        harshest=heard.harshest,
        dismissed=_within(words, attempt.dismissals),
        denied=_within(words, attempt.negations),
        argued_against=_within(words, attempt.rejections),
        offered=_within(words, attempt.idle),
        proposed=share_in(words, proposals(reading)),
        place=max(end for _, end in words) / len(reading.plain),
        about=about / max(1, len(reading.sentences)),
        answer=all_in_all.topic.answer,
        wrong_example=all_in_all.topic.wrong_example,
        strange=all_in_all.strangeness.strange,
        most_astray=all_in_all.strangeness.most_astray,
        words=all_in_all.strangeness.words,
        matched=share_met(verdicts),
        required_matched=float(meets_required(verdicts)),
    )


def _within(words: Sequence[Span], rulings: Sequence[Ruling]) -> float:
    return share_in(words, [ruling.scope for ruling in rulings])
