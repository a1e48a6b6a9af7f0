"""Where a sentence may end without a full stop, as in chat: "put it in the vault I need a coffee".

Looked at is what stands right before and right behind a place; how likely that makes the end of a sentence is
for a linear classifier to say (`Tone`, fitted on sentences put together without what ended the first). Spaces
tell nothing: with or without one between Japanese words it is the same text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.domain.reading.text import CJK, Reading, Span

REACH = 12.0  # words at a sentence's end that may be another sentence, …
FEWEST = 2.4  # … and the fewest: "not that" belongs to what it is said of
_SIDE = 24  # characters that are looked at on either side
_WORD = rf"[^\W_{CJK}]+(?:'[^\W_{CJK}]+)*"
_PIECE = re.compile(rf"[{CJK}]|{_WORD}")  # a Japanese sentence may end inside a run of one script
_LAST_WORDS = re.compile(rf"(?:({_WORD})\W*?)?({_WORD}|[^\w\s])\s*$")
_FIRST_WORDS = re.compile(rf"({_WORD})(?:\W*?({_WORD}))?")
_JAPANESE = re.compile(f"[{CJK}]")
_JAPANESE_BEFORE, _JAPANESE_BEHIND = (1, 2, 3, 4), (1, 2, 3)  # characters


def places(reading: Reading, sentence: Span) -> Iterator[int]:
    """Where, near the end of a sentence that has words, another one may begin."""
    place = reading.place
    last = place[reading.words_in(sentence)[-1].end]  # what ends the sentence is no word
    pieces = (found.start() for found in _PIECE.finditer(reading.plain, *sentence))
    next(pieces, None)  # what begins there is the sentence itself
    return (at for at in pieces if FEWEST <= last - place[at] <= REACH)


def beside(plain: str, at: int) -> Iterator[str]:
    """What stands right before and behind a place of a plain text: the last and the first characters of
    Japanese, one word and two of anything else; and the nearest of both together."""
    before, behind = plain[max(0, at - _SIDE) : at].rstrip(), plain[at : at + _SIDE]
    last, first = before[-1:], behind[:1]
    if _JAPANESE.match(last):
        yield from (f"<{before[-count:]}" for count in _JAPANESE_BEFORE)
    elif words := _LAST_WORDS.search(before):
        earlier, last = words.groups()
        yield f"<{last}"
        if earlier:
            yield f"<{earlier} {last}"
    if _JAPANESE.match(first):
        yield from (f">{behind[:count]}" for count in _JAPANESE_BEHIND)
    elif words := _FIRST_WORDS.match(behind):
        first, later = words.groups()
        yield f">{first}"
        if later:
            yield f">{first} {later}"
    yield f"{last}|{first}"
