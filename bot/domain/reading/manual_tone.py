"""The tone of a manual: "you can also choose …", …を使用すると…できます. Pasted pages are no answers.

A linear classifier over turns of phrase (logistic regression): neighbouring English words and short
stretches of hiragana, which carry tone and hardly any subject.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from bot.domain.reading.text import Reading, Script

SHORTEST = 25.0  # words; of less nobody can tell
_LENGTHS = (2, 3, 4)  # of a stretch of hiragana


@dataclass(frozen=True, slots=True)
class ManualTone:
    """`weights` by turn of phrase, and the log-odds to begin with."""

    weights: Mapping[str, float]
    bias: float

    def sounds(self, reading: Reading) -> bool:
        """Does the text sound like a page of a manual?"""
        if reading.place[-1] < SHORTEST:
            return False
        return self.bias + sum(self.weights.get(phrase, 0.0) for phrase in turns_of_phrase(reading)) > 0


def turns_of_phrase(reading: Reading) -> frozenset[str]:
    """Which ones the text has, each once."""
    return frozenset(_turns(reading))


def _turns(reading: Reading) -> Iterator[str]:
    latin = [word.text for word in reading.words if word.script is Script.LATIN]
    yield from latin
    yield from (f"{left} {right}" for left, right in pairwise(latin))
    for word in reading.words:
        if word.script is Script.HIRAGANA:
            run = word.text + reading.plain[word.end : word.end + 1].replace("\n", "")
            yield from (run[at : at + n] for n in _LENGTHS for at in range(len(run) - n + 1))
