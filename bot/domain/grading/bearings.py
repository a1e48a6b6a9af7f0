"""What a reply as a whole comes near to: for the trees that judge all of it, and not point by point."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bot.domain.grading.comparer import Comparer
from bot.domain.grading.ruling import Ruling
from bot.domain.reading.text import Span
from bot.domain.reading.tone import IT, pointing


class Bearings(NamedTuple):
    """Likenesses as in `Evidence`, of the reply without its lists of names, and (`strict_…`) without what it
    denies or argues against, too. None of these was fitted on labelled replies: trees that learn from the
    same replies may ask them all."""

    options: float  # how many stretches may name what could be done
    answer: float
    misconception: float
    wrong_example: float
    strange: float
    most_astray: float
    strict_answer: float
    strict_misconception: float
    strict_wrong_example: float
    strict_strange: float
    words: float
    sentences: float


def bearings(
    comparer: Comparer, options: Sequence[Span], lists: Sequence[Ruling], against: Sequence[Ruling]
) -> Bearings:
    """Those of this reply. What sounded undecided is not set aside here: that tone was fitted."""
    reading = comparer.reading
    plain = reading.plain
    kept = comparer.left(lists)
    strict = comparer.left((*against, *lists))
    return Bearings(
        options=float(pointing(plain, options, (0, len(plain))).count(IT)),
        answer=kept.topic.answer,
        misconception=kept.topic.misconception,
        wrong_example=kept.topic.wrong_example,
        strange=kept.strangeness.strange,
        most_astray=kept.strangeness.most_astray,
        strict_answer=strict.topic.answer,
        strict_misconception=strict.topic.misconception,
        strict_wrong_example=strict.topic.wrong_example,
        strict_strange=strict.strangeness.strange,
        words=reading.length,
        sentences=float(len(reading.sentences)),
    )
