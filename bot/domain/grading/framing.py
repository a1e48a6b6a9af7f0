"""What becomes of an answer that a reply quotes word for word.

Nothing is left of the answer's own words there to tell who means it: whatever stands around it has to.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.grading.comparer import Comparer
from bot.domain.grading.score import Remark
from bot.domain.reading.framing import around, turns_around
from bot.domain.reading.listener import SILENCE, Heard, heed
from bot.domain.reading.text import Span
from bot.domain.reading.tone import IT
from bot.domain.wordbook import Framing

TURNED_DOWN = 2.0  # log-odds from which what stands around an answer turns it down, …
LEFT_OPEN = 1.0  # … and from which it leaves the choice open
MEANT = -4.0  # and to which both are so low that the answer is meant, whatever else it sounds like


def heard_around(framing: Framing, comparer: Comparer, quoted: Sequence[Span]) -> Heard:
    """What the reply does around what it quotes; silence where nothing stands around it."""
    plain = comparer.reading.plain
    text = around(plain, quoted)
    if not any(character.isalnum() for character in text.replace(IT, "")):
        return SILENCE
    turns = turns_around(text)
    heeded = heed(plain, comparer.words, quoted, ())
    heard = framing.listener.hear(heeded, comparer.references.vocabulary.unit_rows(heeded.rows))
    return Heard(
        framing.tones.against.odds_of(turns) + heard.refuses,
        framing.tones.undecided.odds_of(turns) + heard.leaves_open,
    )


def doubt_around(heard: Heard) -> Remark | None:
    """`DOUBTED` or `OPEN` if that is what it does."""
    if heard.refuses >= TURNED_DOWN:
        return Remark.DOUBTED
    return Remark.OPEN if heard.leaves_open >= LEFT_OPEN else None


def means_it(heard: Heard) -> bool:
    """Does it clearly neither turn down nor leave open what it quotes?"""
    return max(heard) <= MEANT
