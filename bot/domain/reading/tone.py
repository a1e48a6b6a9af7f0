"""The tone of a text: how a manual sounds, or somebody who decides nothing, or who advises against.

Linear classifiers over turns of phrase (logistic regression): up to three neighbouring English words, and
short stretches of Japanese. Which ones carry tone and not subject is settled when they are fitted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.domain.reading.text import Reading, Script, Span

_WORDS = (1, 2, 3)  # in a row
_CHARACTERS = (2, 3, 4)  # in a row
_JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龥々ー、。?…]+")


@dataclass(frozen=True, slots=True)
class Tone:
    """`weights` by turn of phrase, the log-odds to begin with, the shortest text (words) that can be told,
    and the log-odds from which no other sign is needed."""

    weights: Mapping[str, float]
    bias: float
    shortest: float
    clear: float

    def odds(self, reading: Reading) -> float:
        """The log-odds that the text has the tone; 0 where nobody can tell."""
        if reading.place[-1] < self.shortest:
            return 0.0
        return self.bias + sum(self.weights.get(phrase, 0.0) for phrase in turns_of_phrase(reading))

    def sounds(self, reading: Reading, *, clearly: bool = False) -> bool:
        """Does the text sound like it?"""
        return self.odds(reading) > (self.clear if clearly else 0.0)

    def most_telling(self, reading: Reading) -> Span:
        """Where the turn of phrase stands that speaks most for it."""
        return max(_turns(reading), key=lambda turn: self.weights.get(turn[0], 0.0))[1]


@dataclass(frozen=True, slots=True)
class Tones:
    """The tones that are listened for."""

    manual: Tone
    undecided: Tone
    against: Tone


def turns_of_phrase(reading: Reading) -> frozenset[str]:
    """Which ones the text has, each once."""
    return frozenset(phrase for phrase, _ in _turns(reading))


def _turns(reading: Reading) -> Iterator[tuple[str, Span]]:
    latin = [word for word in reading.words if word.script is Script.LATIN]
    for count in _WORDS:
        for at in range(len(latin) - count + 1):
            row = latin[at : at + count]
            yield " ".join(word.text for word in row), (row[0].start, row[-1].end)
    for run in _JAPANESE.finditer(reading.plain):
        for count in _CHARACTERS:
            for start in range(run.start(), run.end() - count + 1):
                yield reading.plain[start : start + count], (start, start + count)
