"""Stretches that turn something down: "I'd stay away from …", "X? Hardly.", … はおすすめしません.

A negation rules out the words in its reach; who turns the answer down often names it in one breath and says
no in the next, or goes on to say why in words that are the answer's. So this reaches further than negation:
over what a "no" is said to, what was only reported, and the reasons that follow.
"""

from __future__ import annotations

from bot.domain.grading.dismissal_en import english_dismissals
from bot.domain.grading.dismissal_ja import japanese_dismissals
from bot.domain.reading.text import Reading, Span


def dismissed(reading: Reading) -> list[Span]:
    """The stretches, in order and apart."""
    apart: list[Span] = []
    for start, end in sorted({*english_dismissals(reading), *japanese_dismissals(reading)}):
        if apart and start <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        elif start < end:
            apart.append((start, end))
    return apart
