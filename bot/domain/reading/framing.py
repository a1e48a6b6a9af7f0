"""What stands around something that a text quotes: "Rejected yesterday: …", "… Or shall we wait?".

Few words, and what they do hangs on how they begin and end and on which side they stand; so the turns of
phrase of the first and the last sentence, and how all of it ends, count as ones of their own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.domain.reading.text import Span
from bot.domain.reading.tone import IT, begins_with, pointing, turns_of_phrase

_QUOTED = re.compile(rf"\s*{IT}(?:[\s.。、,:;\"'「」()>-]*{IT})*[.。]?\s*")
_SENTENCE = re.compile(r"(?<=[.!?。;\n])\s*")
_NO_ENDING = re.compile(r"[\s.。!]+$")
_FIRST, _LAST, _ENDS = "F:", "L:", "$"
_ENDING = (2, 3)  # characters at the end
_LAST_WORDS = 2


def around(plain: str, quoted: Sequence[Span]) -> str:
    """The plain text with one sign for each thing quoted, whatever punctuation that has."""
    return _QUOTED.sub(IT, pointing(plain, quoted, (0, len(plain))))


def turns_around(text: str) -> frozenset[str]:
    """By which turns of phrase such a text is heard."""
    found = turns_of_phrase(text) | begins_with(text)
    sentences = [sentence for sentence in _SENTENCE.split(text) if sentence.strip()]
    if len(sentences) > 1:
        found |= {_FIRST + turn for turn in turns_of_phrase(sentences[0])}
        found |= {_LAST + turn for turn in turns_of_phrase(sentences[-1])}
    ending = _NO_ENDING.sub("", text)
    last = " ".join(ending.replace(IT, f" {IT} ").split()[-_LAST_WORDS:])
    return found | {_ENDS + ending[-count:] for count in _ENDING} | {_ENDS * 2 + last}
