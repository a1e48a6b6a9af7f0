"""Does a reply as a whole turn the answer down? Everything that tells, weighed by trees.

No single sign decides: right replies turn down other options, warn, and say what fails without the answer;
refusals may name every step of it in order and say no in three words at the end. So the tone (how the reply
goes about the answer, from the first sentence to the last) is weighed together with what stands in stretches
that are turned down, denied or argued against. How much the reply would earn the trees are not told: those
that say so know the replies that they were fitted on better than others, and these would learn that. The
decision asks only whether anything is left.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from bot.domain.grading.attempt import Attempt
from bot.domain.grading.judging import denies_essential, share_met
from bot.domain.grading.rejection import proposals
from bot.domain.grading.ruling import Ruling
from bot.domain.grading.score import Remark
from bot.domain.reading.course import Course
from bot.domain.reading.lexicon import FUNCTION_WORDS
from bot.domain.reading.listener import Heard
from bot.domain.reading.text import Script, Span, begins_in, share_in
from bot.domain.trees import BoostedTrees

REFUSED = 0.97  # probability from which a reply counts as a refusal
SAID_SO = 0.8  # the same, where all that is required stands in a stretch against it
DOUBTFUL = 0.5  # and from which it might be one
DOUBTFUL_TURNED_DOWN = 0.25  # the same, where all that is required stands in a stretch against it
BY_TONE_ALONE = 0.9  # the same, where no words say so, …
LEAST_HEARD = -1.0  # … and the listener's log-odds that it takes: a topic's own words mislead a tone
THROUGHOUT = 0.95  # of the answer's words stand in stretches that are turned down: no tone has to tell
SUSPECT = 0.2  # the same, where what is left of the reply without all that it opposes earns nothing
FEWEST_ASIDES = 3  # words beside the answer's own, or there is nothing to have a tone


class RefusalEvidence(NamedTuple):
    """Log-odds of the tone (`Course`) and of the listener (`Heard`), then shares 0..1 and flags, then its
    `Bearings`."""

    whole: float
    mildest: float
    harshest: float
    strongest: float
    first: float
    last: float
    heard_refusing: float
    heard_leaving_open: float
    turned_down: float  # all that is required and met stands in such a stretch
    partly_turned_down: float
    sets_another_aside: float  # words that name something else stand in such a stretch
    dismissed: float  # share of the answer's words in stretches that are turned down
    denied: float  # in the scope of a negation
    argued_against: float
    proposed: float  # in a clause that proposes, and in none of these
    denies_essential: float
    matched: float  # share of the key points
    ruled_out: float
    taken_back: float
    place: float  # where the last words of a key point end

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


def refusal_evidence(attempt: Attempt, course: Course, heard: Heard, *, taken_back: bool) -> RefusalEvidence:
    """What tells whether the reply refuses."""
    verdicts = attempt.verdicts(attempt.idle)
    answering = attempt.answering
    made = tuple(word for verdict in verdicts if verdict.hit for word in verdict.words)
    ends = [verdict.words[-1][1] for verdict in verdicts if verdict.words]
    return RefusalEvidence(
        *course,
        *heard,
        turned_down=float(attempt.is_turned_down),
        partly_turned_down=float(attempt.is_partly_turned_down),
        sets_another_aside=float(attempt.sets_another_aside),
        dismissed=_within(answering, attempt.dismissals, made),
        denied=_within(answering, attempt.negations, made),
        argued_against=_within(answering, attempt.rejections, made),
        proposed=_proposed(attempt),
        denies_essential=float(denies_essential(verdicts)),
        matched=share_met(verdicts),
        ruled_out=sum(verdict.ruled_by is not None for verdict in verdicts) / len(verdicts),
        taken_back=float(taken_back),
        place=max(ends, default=0) / max(1, len(attempt.comparer.reading.plain)),
        **attempt.bearings._asdict(),
    )


def refusal(
    trees: BoostedTrees,
    evidence: RefusalEvidence,
    asides: int,
    *,
    all_denied: bool = False,
    earns_nothing_else: Callable[[bool], bool] = lambda sparing_points: False,
) -> Remark | None:
    """`REJECTED` or `DOUBTED` if the reply refuses or probably does. Where nothing of the answer is turned
    down or denied (what is argued against reaches too far to count here), the tone has to be clear, that of
    some words at least beside the answer's own (`asides`), and not against what the listener hears, and it
    raises no more than a doubt; who turns down something else there has taken a side. Where all of the answer
    is denied (`all_denied`), or stands in what is turned down, nobody has to hear a tone: "not X but Y"
    sounds like advice. Who earns nothing but by what he opposes may speak there of the answer in words that
    no accepted phrasing has, and is doubted from `SUSPECT`. `earns_nothing_else` tells, called with whether
    what makes a point by saying no ("don't apply") is spared: from `DOUBTFUL` it needn't be."""
    (probability,) = trees.probabilities([evidence])
    if evidence.dismissed or evidence.denied or evidence.turned_down:
        if probability >= (DOUBTFUL_TURNED_DOWN if evidence.turned_down else DOUBTFUL):
            sure = SAID_SO if evidence.turned_down else REFUSED
            return Remark.REJECTED if probability >= sure else Remark.DOUBTED
        doubtful = all_denied or (evidence.turned_down and evidence.dismissed >= THROUGHOUT)
        doubtful = doubtful or (probability >= SUSPECT and earns_nothing_else(True))
        return Remark.DOUBTED if doubtful else None
    if evidence.sets_another_aside:
        return None
    clear = (
        probability >= BY_TONE_ALONE and evidence.heard_refusing >= LEAST_HEARD and asides >= FEWEST_ASIDES
    )
    suspect = probability >= SUSPECT and earns_nothing_else(probability < DOUBTFUL)
    return Remark.DOUBTED if clear or suspect else None


def sounds_refusing(trees: BoostedTrees, evidence: RefusalEvidence) -> bool:
    """Does the reply refuse, heard with the talk around it?"""
    return trees.probabilities([evidence])[0] >= BY_TONE_ALONE


def asides_of(attempt: Attempt) -> int:
    """How many words of the reply belong neither to the answer nor to grammar."""
    answering = attempt.answering
    return sum(
        not begins_in(word.start, answering)
        for word in attempt.comparer.reading.words
        if word.text not in FUNCTION_WORDS and word.script is not Script.HIRAGANA
    )


def _proposed(attempt: Attempt) -> float:
    spans = proposals(attempt.comparer.reading)
    against = [r.scope for r in (*attempt.dismissals, *attempt.negations, *attempt.rejections)]
    words = attempt.answering
    meant = (begins_in(at, spans) and not begins_in(at, against) for at, _ in words)
    return sum(meant) / len(words) if words else 0.0


def _within(words: Sequence[Span], rulings: Sequence[Ruling], made: tuple[Span, ...]) -> float:
    """The share of the words in these scopes; what a key point itself denies ("don't apply") isn't denied."""
    return share_in(words, [ruling.scope for ruling in rulings if not ruling.is_among(made)])
