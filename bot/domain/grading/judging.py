"""One key point, or one misconception, against one reply."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from bot.domain.grading.lexicon import ENGLISH_VERBS, FUNCTION_WORDS
from bot.domain.grading.matching import Finding, Index
from bot.domain.grading.reading import Script, Span
from bot.domain.grading.rubric import Point, Trap
from bot.domain.grading.ruling import Ruling
from bot.domain.scenario import KeyPoint

_CLAIM_SHARE = 0.75  # of a key point's own words, where no accepted phrasing is met
_TRAP_SHARE = 0.5  # of a misconception's words
_MOST_FINDINGS = 12  # looked at for one pattern


@dataclass(frozen=True, slots=True)
class Verdict:
    """`words` made the point, or would have, had `ruled_by` not ruled them out."""

    point: KeyPoint
    words: tuple[Span, ...] = ()
    ruled_by: Ruling | None = None
    contradicted: bool = False

    @property
    def hit(self) -> bool:
        return bool(self.words) and self.ruled_by is None


def judge(point: Point, index: Index, negations: Sequence[Ruling], others: Sequence[Ruling]) -> Verdict:
    """Did the reply make the point? A pattern that itself denies something is not ruled out by
    `negations`; `others` (lists, hedges) rule out every pattern."""
    affirmed: Finding | None = None
    ruled: tuple[Finding, Ruling] | None = None
    denied: Ruling | None = None
    for target in point.targets:
        rulings = others if target.negative else (*negations, *others)
        for finding in islice(index.find(target), _MOST_FINDINGS):
            ruling = next((r for r in rulings if r.covers(finding.words)), None)
            if ruling is None:
                affirmed = affirmed or finding
                break
            ruled = ruled or (finding, ruling)
            if ruling in negations and _denies_nothing_else(index, ruling, finding):
                denied = denied or ruling
    if affirmed is None:
        return _by_claim(point, index, (*negations, *others), ruled)
    if denied:
        return Verdict(point.key_point, affirmed.words, denied, contradicted=True)
    return Verdict(point.key_point, affirmed.words)


def _by_claim(
    point: Point, index: Index, rulings: Sequence[Ruling], ruled: tuple[Finding, Ruling] | None
) -> Verdict:
    if ruled:
        return Verdict(point.key_point, ruled[0].words, ruled[1])
    for claim in point.claims:
        if words := claim.found_in(index, rulings, _CLAIM_SHARE):
            return Verdict(point.key_point, words)
    return Verdict(point.key_point)


def _denies_nothing_else(index: Index, ruling: Ruling, finding: Finding) -> bool:
    """"Don't use RAM" denies RAM; "don't share the whole network with RAM" denies something else."""
    if not ruling.strong:
        return False
    rest = (
        word
        for word in index.reading.words_in(ruling.scope)
        if not any(start <= word.start < end for start, end in (*finding.words, ruling.cue))
    )
    return all(
        word.text in FUNCTION_WORDS or word.text in ENGLISH_VERBS
        if word.script is Script.LATIN
        else word.script is Script.HIRAGANA or word.text == "使"
        for word in rest
    )


def trap_words(trap: Trap, index: Index, negations: Sequence[Ruling]) -> tuple[Span, ...]:
    """The words that show the misconception, () if it isn't there or is denied."""
    for target in trap.targets:
        rulings = () if target.negative else negations
        for finding in islice(index.find(target), _MOST_FINDINGS):
            if not any(ruling.covers(finding.words) for ruling in rulings):
                return finding.words
    for claim in trap.claims:
        if words := claim.found_in(index, negations, _TRAP_SHARE):
            return words
    return ()
