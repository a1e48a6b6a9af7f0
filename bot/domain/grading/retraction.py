"""What a reply takes back in so many words: "Actually, don't use it", ただし … 使わない."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.domain.grading.names import Mention
from bot.domain.reading.lexicon import one_of, word_set
from bot.domain.reading.text import Reading, Span

_IT = "(?:it|this|that|them|one)"
_TAKES_BACK = re.compile(
    one_of(
        r"\b(?:(?:do|would|should|wo|ca)(?:n'?t| not)|never) "
        rf"(?:use|do|want|need|pick|choose|go with|bother with) {_IT}\b"
        r"(?=[\s.,!]*(?:$|[.!?,;\n]|after all|anyway|at all|here))",
        rf"\b(?:scratch|scrap) {_IT}\b|(?<!n't )(?<!never )\bforget {_IT}\b(?=[\s.,!]*(?:$|[.!?,;\n]))",
        "\\bleave (?:it|them|everything|things) (?:where|as|how) (?:it|they|things|everything)\\b",
        "(?:^|[、。,.!?\n]|ので|から)(?:やっぱり|やはり|結局|実際には|でも|ただし?)?"
        "(?:[こそ]れは)?(?:使[わいえ]|採用し|や[らり]|選[ばび])(?:ない|ません)(?=$|[。!?\n]|です|ほうが|方が)",
        "と思ったけ(?:ど|れど)|今のは(?:なし|忘れて)",
    )
)
OBJECTIONS = word_set("however actually mind though second thought wait said")
_ADVERSE = re.compile(
    r"\s*"
    + one_of(
        r"(?:but|however|actually|mind you|though|on second thought|wait|no,|except that|that said)\b",
        "(?:ただし?|でも|しかし|とはいえ|けれども?|いや|やっぱり|やはり|実は|実際に?は|なお)",
    )
)


def is_adverse(reading: Reading, at: int) -> bool:
    """Does the sentence around this place begin by objecting to what was said?"""
    start = max((start for start, _ in reading.sentences if start <= at), default=0)
    return _ADVERSE.match(reading.plain, start) is not None


def takes_back(reading: Reading, made: Sequence[Span], mentions: Sequence[Mention]) -> bool:
    """Is what the words at `made` affirm taken back later? Not if another thing is named in between,
    which then is what is not to be used."""
    if not made:
        return False
    end = max(stop for _, stop in made)
    own = {term for m in mentions if m.span[0] < end for term in m.terms}
    for cue in _TAKES_BACK.finditer(reading.plain, end):
        between = [m for m in mentions if end <= m.span[0] < cue.start()]
        near = sum(end <= start <= cue.start() for start, _ in reading.sentences) <= 2
        if near and all(m.terms & own for m in between):
            return True
    return False
