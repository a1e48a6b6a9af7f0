"""Stretches that turn something down: "I'd stay away from …", "X? Hardly.", … はおすすめしません.

A negation rules out the words in its reach; who turns the answer down often names it in one breath and says
no in the next, or goes on to say why in words that are the answer's. So this reaches further than negation:
over what a "no" is said to, what was only reported, and the reasons that follow.
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain.grading import dismissal_words_en as english
from bot.domain.grading import dismissal_words_ja as japanese
from bot.domain.grading.dismissal_en import english_dismissals, english_doubt
from bot.domain.grading.dismissal_ja import japanese_dismissals
from bot.domain.grading.ruling import Ruling
from bot.domain.reading.text import Reading, Span, joined

_VERDICTS = (english.ON_SUBJECT, english.ON_OBJECT, japanese.REFUSES)


def dismissals(reading: Reading) -> list[Ruling]:
    """Each stretch with the words that turn it down; several may overlap."""
    return [*english_dismissals(reading), *japanese_dismissals(reading)]


def scopes(rulings: Iterable[Ruling]) -> list[Span]:
    """What these reach over, in order and apart."""
    reached = {ruling.scope for ruling in rulings}
    return joined(sorted((start, end) for start, end in reached if start < end))


def says_no(plain: str, span: Span) -> bool:
    """Does this part of a reply turn something down, here or before?"""
    starts = [span[0], *(comma.end() for comma in english.COMMA.finditer(plain, *span))]
    return (
        any(english.NO.match(plain, start, span[1]) for start in starts)
        or any(cue.search(plain, *span) for cue in _VERDICTS)
        or english_doubt(plain, span)
    )
