"""English negation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.domain.grading.lexicon import ENGLISH_VERBS
from bot.domain.grading.reading import Reading, Script, Span, Word
from bot.domain.grading.ruling import Ruling

_AFFIRMATIVE = re.compile(  # these only look like negations
    r"\bnot (?:only|just|merely|simply|to mention)\b|\b(?:don'?t|do not|never) (?:forget|hesitate|miss|skip)\b"
    r"|\bwhy (?:not|don'?t)\b|\bwhether or not\b|\bno (?:doubt|matter|problem)\b|\bif not\b|\bcan'?t go wrong\b"
    r"|\bnot (?:sure|certain)\b(?=[,. ]+(?:but|though|maybe))"
)
_DIRECTIVE = re.compile(
    r"\b(?:don'?t|do not|never|should(?:n'?t| not)|must(?:n'?t| not)|would(?:n'?t| not)|instead of|rather than"
    r"|avoid(?:ing)?|refrain from|skip(?:ping)?|in place of|not)\b"
)
_WEAK = re.compile(
    r"\b(?:(?:does|is|are|was|were|did|has|have|need|ca|could|wo)n'?t|cannot|can not"
    r"|(?:does|is|are|was|were|did|has|have|need|could|will) not|unless|nor|no longer)\b"
)
_NARROW = re.compile(r"\b(?:without|except(?: for)?|excluding|no|other than)\b")
_CONDITION = re.compile(r"\b(?:if|when|unless|until|because|since|so that|so|where|which|that|who)\b[^,.;]{0,40}$")
_DISMISSED = re.compile(
    r"\b(?:(?:is|are|was|would be|will be|seems?)(?: just| simply| a bit)? (?:overkill|unnecessary|pointless|useless"
    r"|wrong here|(?:a |the )?(?:bad|wrong|poor|terrible) (?:idea|answer|tool|choice|approach|option|service|way)"
    r"|a mistake)"
    r"|(?:is|are|do|does|will|would|should|wo|ca|could)(?:n'?t| not)(?: be| really| even)*"
    r" (?:needed|necessary|required|right|the (?:right|answer|way)|an? (?:option|answer|good|solution)|enough|correct"
    r"|good|appropriate|suitable|recommended|used|use|work|help|apply|solve|fit|do it|cut it)"
    r"|not (?:needed|necessary|required))\b"
)
_STOP_WORDS = frozenset(
    "but instead however though although because since so when while if until only as rather whereas".split()
)
_STOP_PUNCTUATION = re.compile(r"[!?。;:\n(]|\.(?=\s|$)|\s[-–]+>?\s|[—→]|->|=>")
_CONJUNCTION = re.compile(r"\b(?:and|but|so|because|since|that|as)\b")
_FAR, _NEAR = 16, 5  # words
_LIST = re.compile(r",\s*(?:[\w'-]+\s+){0,3}[\w'-]+(?=,|\s+(?:or|nor)\b)|,\s*(?:or|nor|then)\b")


def english_negations(reading: Reading) -> Iterator[Ruling]:
    """A cue rules out what follows it, up to where something else begins; a dismissal ("is overkill")
    rules out its subject."""
    plain = reading.plain
    idle = [found.span() for found in _AFFIRMATIVE.finditer(plain)]
    taken: list[Span] = list(idle)
    for regex, strong, reach in ((_DIRECTIVE, True, _FAR), (_WEAK, False, _FAR), (_NARROW, False, _NEAR)):
        for found in regex.finditer(plain):
            cue = found.span()
            if any(start <= cue[0] < end for start, end in taken):
                continue
            taken.append(cue)
            conditional = _CONDITION.search(plain, max(0, cue[0] - 60), cue[0]) is not None
            yield Ruling((cue[0], _end_of_scope(reading, cue, reach)), cue, strong and not conditional)
    for found in _DISMISSED.finditer(plain):
        if not any(start <= found.start() < end for start, end in idle):
            yield Ruling((_subject_start(reading, found.start()), found.end()), found.span(), strong=True)


def _end_of_scope(reading: Reading, cue: Span, reach: int) -> int:
    plain = reading.plain
    words = [word for word in reading.words if word.start >= cue[1]][: reach + 1]
    end = cue[1]
    for count, word in enumerate(words):
        gap = plain[end : word.start]
        if count >= reach or _STOP_PUNCTUATION.search(gap + " ") or word.script is not Script.LATIN:
            break
        if "," in gap and not _LIST.match(plain, end + gap.index(",")):
            break
        if count and _starts_anew(words, count, narrow=reach == _NEAR):
            break
        end = word.end
    return end


def _starts_anew(words: list[Word], count: int, *, narrow: bool) -> bool:
    """Does something else begin at this word? "… but", "… and just", "don't use this use that"."""
    word = words[count].text
    if word in _STOP_WORDS or word == "use":
        return True
    if word != "and":
        return narrow and word in ("then", "to")
    following = words[count + 1].text if count + 1 < len(words) else ""
    return following in ("use", "instead", "just", "only", "simply") or (narrow and following in ENGLISH_VERBS)


def _subject_start(reading: Reading, at: int) -> int:
    """Where the clause starts whose subject is dismissed: after a comma or a conjunction."""
    start = max((start for start, _ in reading.clauses if start <= at), default=0)
    joints = _CONJUNCTION.finditer(reading.plain, start, at)
    return max((found.end() for found in joints), default=start)
