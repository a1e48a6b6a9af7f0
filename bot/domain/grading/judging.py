"""One key point, or one misconception, against one reply."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.grading.matching import Finding, Index, Place
from bot.domain.grading.rubric import TRAP_SHARE, Point, Trap
from bot.domain.grading.ruling import Ruling
from bot.domain.reading.lexicon import ENGLISH_VERBS, FUNCTION_WORDS
from bot.domain.reading.text import Script, Span
from bot.domain.scenario import KeyPoint, Misconception

_IDLE = FUNCTION_WORDS | ENGLISH_VERBS  # they deny nothing of their own
_CLAIM_SHARE = 0.6  # of a key point's own words, where no accepted phrasing is met


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
    `negations`, nor by weak ones a point that does; `others` (lists, hedges) rule out every pattern."""
    applicable = [ruling for ruling in negations if ruling.strong or not point.denies]
    affirmed: Finding | None = None
    ruled: tuple[Finding, Ruling] | None = None
    denied: list[tuple[Finding, Ruling]] = []
    for target in point.targets:
        denying = () if target.negative else applicable
        for finding in index.find(target):
            words = finding.words
            ruling = next((r for r in denying if r.covers(words) and not r.is_among(words)), None)
            ruling = ruling or next((r for r in others if r.covers(words)), None)
            if ruling is None:
                affirmed = affirmed or finding
                continue
            ruled = ruled or (finding, ruling)
            if ruling.strong and ruling in negations:
                denied.append((finding, ruling))
    if affirmed is None:
        return _by_claim(point, index, (*applicable, *others), ruled)
    contradicted = any(_says_no_more(index, *no, affirmed) for no in denied)
    return Verdict(point.key_point, affirmed.words, contradicted=contradicted)


def denies_essential(verdicts: Sequence[Verdict]) -> bool:
    """Do words for a required point stand in something that rules them out, and for none outside it?"""
    needed = [verdict for verdict in verdicts if verdict.point.required]
    return any(v.ruled_by for v in needed) and not any(v.hit for v in needed)


def share_met(verdicts: Sequence[Verdict]) -> float:
    """The share of the key points that are met."""
    return sum(verdict.hit for verdict in verdicts) / len(verdicts)


def meets_required(verdicts: Sequence[Verdict]) -> bool:
    """Is some required point met?"""
    return any(verdict.hit and verdict.point.required for verdict in verdicts)


def _by_claim(
    point: Point, index: Index, rulings: Sequence[Ruling], ruled: tuple[Finding, Ruling] | None
) -> Verdict:
    if ruled:
        return Verdict(point.key_point, ruled[0].words, ruled[1])
    for claim in point.claims:
        if words := claim.found_in(index, rulings, _CLAIM_SHARE):
            return Verdict(point.key_point, words)
    return Verdict(point.key_point)


def _says_no_more(index: Index, denied: Finding, ruling: Ruling, affirmed: Finding) -> bool:
    """ "Use RAM. Don't use RAM." takes back; who denies more than the same words says something else."""
    if not in_one_clause(index, denied):
        return False
    said = {word.text for span in affirmed.words for word in index.reading.words_in(span)}
    sentence = next(span for span in index.reading.sentences if span[0] <= denied.span[0] < span[1])
    return all(
        word.text in said
        or word.text in _IDLE
        or word.script is Script.HIRAGANA
        or ruling.cue[0] <= word.start < ruling.cue[1]
        for word in index.reading.words_in(sentence)
    )


@dataclass(frozen=True, slots=True)
class Caught:
    """A misconception in the reply: the words that show it, and those of them that nothing but the
    misconception would use."""

    misconception: Misconception
    words: tuple[Span, ...]
    telling: tuple[Span, ...]


def catch(
    trap: Trap, index: Index, negations: Sequence[Ruling], rejections: Sequence[Ruling]
) -> Caught | None:
    """The misconception, unless it isn't in the reply, is denied there or argued against anywhere."""
    said: list[Place] = []
    for target in trap.targets:
        for finding in index.find(target):
            if not in_one_clause(index, finding):
                continue
            if not target.negative and any(ruling.covers(finding.words) for ruling in rejections):
                return None
            if target.negative or not any(ruling.covers(finding.words) for ruling in negations):
                said.append(finding.words)
    if said:
        return Caught(trap.misconception, said[0], said[0])
    for claim in trap.claims:
        if words := claim.found_in(index, (*negations, *rejections), TRAP_SHARE):
            telling = claim.telling(words, index)
            if not any(ruling.covers((span,)) for ruling in rejections for span in index.again(telling)):
                return Caught(trap.misconception, words, telling)
    return None


def in_one_clause(index: Index, finding: Finding) -> bool:
    """Do its words stand in one clause?"""
    start, end = finding.span
    return any(clause[0] <= start and end <= clause[1] for clause in index.reading.clauses)
