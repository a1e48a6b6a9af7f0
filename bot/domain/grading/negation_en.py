"""English negation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.domain.grading.ruling import Ruling, Taken
from bot.domain.reading.lexicon import ENGLISH_VERBS, FUNCTION_WORDS, HOW, one_of, word_set
from bot.domain.reading.text import Reading, Script, Span, Word

_AFFIRMATIVE = re.compile(  # these only look like negations
    r"\b"
    + one_of(
        "not (?:only|just|merely|simply|to mention)",
        "(?:don'?t|do not|never) (?:forget|hesitate|miss|skip)",
        "why (?:not|don'?t)|whether or not|if not|can'?t go wrong",
        "no (?:doubt|matter|problem)",
        # It takes what follows "without": "you won't get there without the log".
        r"(?:(?:ca|wo|could|would|do|does)n'?t|cannot|can ?not|will not|never)(?: [a-z']+){0,6}? without",
        "not (?:sure|certain)(?=[,. ]+(?:but|though|maybe))",
    )
    + r"\b"
)
_SUGGESTION = re.compile(  # a question that expects a yes: "isn't that what it's for?", "shouldn't we use it"
    r"(?:^|(?<=[.!?:;,] )|(?<=\n))(?:(?:so|but|and|well|hm+|um+|er+),? )?"
    + one_of(
        "(?:isn'?t|aren'?t) (?:this|that|it|there|these|those) "
        "(?:what|where|exactly|just|some|already|a|an|the|one)"
        "(?! (?:a )?(?:waste|bad|joke|risk|mistake|wrong|huge|total|theatre|asking|moving))",
        "(?:ca|could|should)n'?t (?:we|you|i)|do(?:n'?t) (?:we|you) (?:just |only )?need",
    )
    + r"\b"
)
_DIAGNOSIS = re.compile(  # what was left undone is to be done: "you never enabled it"
    r"\bnever (?:properly |really |actually )?"
    + one_of(
        "enabled|activated|switched on|turned on|set(?: it| them)? up|configured|attached|associated",
        "added|created|granted|gave|registered|subscribed|told|opened|allowed|shared|ran|started",
    )
    + r"\b"
)
_DIRECTIVE = re.compile(
    r"\b"
    + one_of(
        "don'?t|do not|never|not",
        "(?:should|must|would)(?:n'?t| not)",
        "instead of|rather than|in place of",
        r"forget(?: about)?(?! (?:it|this|that|one)\b[^.!?]{1,80}\b(?:and|or) (?:you|we|they)\b)",
        "avoid(?:ing)?|skip(?:ping)?|refrain from|forgo|by no means|drop the idea of",
        "(?:do|live|manage|get by) without",
        # "Leave out the support calls" may be the answer: only of what would be done.
        r"(?:(?:leave|leaving|rule|ruling) out|(?:abstain|keep(?: well)? away) from|reject|cancel|scrap|quit)"
        r" (?=\w+ing\b)",
        "no (?:need|point|reason|use)(?: to| in| for)?|not possible to|impossible to|no to",
    )
    + r"\b"
)
_WEAK = re.compile(
    r"\b"
    + one_of(
        "(?:does|is|are|was|were|did|has|have|need|ca|could|wo)n'?t",
        "(?:does|is|are|was|were|did|has|have|need|can|could|will) not",
        "cannot|unless|nor|no longer",
    )
    + r"\b"
)
_NARROW = re.compile(r"\b(?:without|except(?: for)?|excluding|no|other than)\b")
_DISMISSED = re.compile(  # says of what precedes that it is no answer
    r"\b"
    + one_of(
        "(?:is|are|was|would be|will be|seems?)(?: just| simply| a bit)? "
        + one_of(
            "overkill|unnecessary|pointless|useless|wrong here|a mistake|a waste|theat(?:re|er)|a rumou?r",
            "(?:an? |the )?(?:bad|wrong|poor|terrible) (?:idea|answer|tool|choice|approach|option|service)",
        ),
        "(?:is|are|do|does|will|would|should|wo|ca|could)(?:n'?t| not)(?: be| really| even)* "
        + one_of(
            "needed|necessary|required|appropriate|suitable|recommended|right|correct|good",
            "the (?:right|answer|way)|an? (?:option|answer|good|solution)",
            f"used?|work|help|apply|solve|fit|do it(?! {HOW})|cut it",
        ),
        "not (?:needed|necessary|required)|(?:gains?|buys?|brings?)(?: us| you)? nothing",
    )
    + r"\b"
)
_PASSIVE = re.compile(r" (?:be |get )?(?:\w+(?:ed|en)\b|be\b)")
# A negation inside a condition or a reason describes; it does not direct.
_CONDITION = re.compile(
    r"\b(?:if|when|unless|until|because|since|so that|where|which|that|who)\b[^,.;]{0,40}$"
)
_CONJUNCTION = re.compile(r"\b(?:and|but|so|because|since|that|as)\b")
_STOP_WORDS = word_set(
    "but instead however though although because since so when while if until only as rather whereas"
)
_STOP_PUNCTUATION = re.compile(r"[!?。;:\n(]|\.(?=\s|$)|\s[-–]+>?\s|[—→]|->|=>")
_PIECE = re.compile(r"[^,.;:!?\n]*")
_ITEM_WORDS = 5
_LONGEST_VERB = 20  # letters
_FAR, _NEAR = 16, 5  # words that a scope reaches at most


def english_negations(reading: Reading) -> Iterator[Ruling]:
    """A cue rules out what follows it, up to where something else begins; a dismissal ("is overkill")
    rules out its subject."""
    plain = reading.plain
    affirmative = (_AFFIRMATIVE, _SUGGESTION, _DIAGNOSIS)
    idle = [found.span() for regex in affirmative for found in regex.finditer(plain)]
    taken = Taken(len(plain), idle)
    for regex, strong, reach in ((_DIRECTIVE, True, _FAR), (_WEAK, False, _FAR), (_NARROW, False, _NEAR)):
        for found in regex.finditer(plain):
            cue = found.span()
            if not taken.take(cue):
                continue
            passive = regex is _WEAK and _PASSIVE.match(plain, cue[1]) is not None
            start = _subject_start(reading, cue[0]) if passive else cue[0]
            conditional = _CONDITION.search(plain, max(0, cue[0] - 60), cue[0]) is not None
            yield Ruling((start, _end_of_scope(reading, cue, reach)), cue, strong and not conditional)
    for found in _DISMISSED.finditer(plain):
        if not any(start <= found.start() < end for start, end in idle):
            yield Ruling((_subject_start(reading, found.start()), found.end()), found.span(), strong=True)


def _end_of_scope(reading: Reading, cue: Span, reach: int) -> int:
    plain = reading.plain
    words = reading.words_from(cue[1], reach + 1)
    end = cue[1]
    for count, word in enumerate(words):
        gap = plain[end : word.start]
        if count >= reach or _STOP_PUNCTUATION.search(gap + " ") or word.script is not Script.LATIN:
            break
        if "," in gap and (reach == _NEAR or not _continues(plain, end + gap.index(","))):
            break
        if count and _starts_anew(words, count, narrow=reach == _NEAR):
            break
        if count and _shares_object(reading, cue, words[0]):
            break
        if count > 1 and words[0].text.endswith("ing") and _is_imperative(words, count):
            break
        end = word.end
    return end


def _continues(plain: str, comma: int) -> bool:
    """Is what follows the comma denied too? "don't use A, B, or C", "don't do this, then that"."""
    at = comma
    while plain[at : at + 1] == ",":
        piece = _PIECE.match(plain, at + 1)
        assert piece is not None
        words = piece[0].split(maxsplit=_ITEM_WORDS + 1)
        if words[:1] in (["or"], ["nor"]) or (at == comma and words[:1] == ["then"]):
            return True
        if len(words) > _ITEM_WORDS:
            return False
        if "or" in words or "nor" in words:
            return True
        at = piece.end()
    return False


def _starts_anew(words: Sequence[Word], count: int, *, narrow: bool) -> bool:
    """Does something else begin at this word? "… but", "… and just", "don't use this use that"."""
    word = words[count].text
    if word in _STOP_WORDS or word == "use":
        return True
    if word != "and":
        return narrow and word in ("then", "to")
    following = words[count + 1].text if count + 1 < len(words) else ""
    return following in ("use", "instead", "just", "only", "simply") or (
        narrow and following in ENGLISH_VERBS
    )


def _shares_object(reading: Reading, cue: Span, verb: Word) -> bool:
    """ "Deactivate rather than delete the key": what follows the second verb belongs to both."""
    if verb.text not in ENGLISH_VERBS or reading.plain[cue[0] : cue[1]] not in ("rather than", "instead of"):
        return False
    before = reading.plain[max(0, cue[0] - _LONGEST_VERB) : cue[0]].split()
    return bool(before) and before[-1] in ENGLISH_VERBS


def _is_imperative(words: Sequence[Word], count: int) -> bool:
    """A bare verb after "instead of building …": the advice itself starts."""
    return words[count].text in ENGLISH_VERBS and words[count - 1].text not in FUNCTION_WORDS


def _subject_start(reading: Reading, at: int) -> int:
    """Where the clause starts whose subject is dismissed: after a comma or a conjunction."""
    start = max((start for start, _ in reading.clauses if start <= at), default=0)
    joints = _CONJUNCTION.finditer(reading.plain, start, at)
    return max((found.end() for found in joints), default=start)
