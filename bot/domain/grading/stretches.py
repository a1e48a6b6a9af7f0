"""The parts of a reply that may each say one thing."""

from __future__ import annotations

import re
from itertools import pairwise

from bot.domain.reading.text import Reading, Span

_MOST_STRETCHES = 48
_JOINT = re.compile(r"\b(?:and|then|so|because|with)\b|[てで](?=[、一-龥ァ-ヶa-z])|ので|から")


def stretches(reading: Reading) -> list[tuple[Span, bool]]:
    """What may say one thing: all of it, sentences, neighbours, clauses and their parts; and whether it
    joins sentences."""
    sentences = [span for span in reading.sentences if reading.words_in(span)]
    joined = [(0, len(reading.plain)), *((left[0], right[1]) for left, right in pairwise(sentences))]
    parts: list[Span] = []
    for clause in reading.clauses:
        parts.append(clause)
        cuts = [clause[0], *(joint.start() for joint in _JOINT.finditer(reading.plain, *clause)), clause[1]]
        parts += pairwise(cuts) if len(cuts) > 2 else ()
    found = {span: True for span in joined if len(sentences) > 1}
    found.update((span, False) for span in (*sentences, *parts) if reading.words_in(span))
    return list(found.items())[:_MOST_STRETCHES]
