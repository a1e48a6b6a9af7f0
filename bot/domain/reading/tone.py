"""The tone of a text: how a manual sounds, or somebody who decides nothing, or who advises against.

Linear classifiers over turns of phrase (logistic regression): up to three neighbouring English words or
marks of punctuation, and short stretches of Japanese. Which ones carry tone and not subject is settled
when they are fitted. Words that the caller points at count as one and the same word, so that "not RAM" and
"not the gateway" are one turn of phrase.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import NamedTuple

from bot.domain.reading.text import CJK, Reading, Span

IT = "\ue000"  # of the private use area: no text has it
CLEARLY = 0.8  # log-odds: a right answer lost to its tone is worse than a tone unheard
_WORDS = (1, 2, 3)  # in a row
_CHARACTERS = (2, 3, 4)  # in a row
_LATIN = re.compile(rf"[^\W_{CJK}]+(?:'[^\W_{CJK}]+)*|{IT}|[.?!,:;=…]")
_JAPANESE = re.compile(rf"[ぁ-んァ-ヶ一-龥々ー、。?!…{IT}]+")
_OPENING = re.compile(rf"[ぁ-んァ-ヶ一-龥々ー{IT}]{{1,3}}")
_ENDING = re.compile(rf"[^\w{IT}]+$")  # how a text ends says nothing
_JOINED = frozenset({"", "-", "・", "の"})  # what two such words may have between them


class Stance(NamedTuple):
    """The log-odds of a tone towards something: of the whole text, and of the sentence about it in which
    they are lowest."""

    whole: float
    mildest: float


@dataclass(frozen=True, slots=True)
class Tone:
    """`weights` by turn of phrase, the log-odds to begin with, and the shortest text (`Reading.length`)
    that can be told."""

    weights: Mapping[str, float]
    bias: float
    shortest: float

    def odds(self, reading: Reading) -> float:
        """The log-odds that the text has the tone; 0 where nobody can tell."""
        if reading.length < self.shortest:
            return 0.0
        return self.odds_of(turns_in(reading, reading.plain))

    def stance(self, reading: Reading, it: Sequence[Span]) -> Stance:
        """The tone in which the text speaks of certain words."""
        plain = reading.plain
        whole = self.odds_of(turns_in(reading, pointing(plain, it, (0, len(plain)))))
        about = (self.odds_of(turns_in(reading, each)) for each in sentences_about(reading, it))
        return Stance(whole, min(about, default=whole))

    def odds_about(self, reading: Reading, it: Sequence[Span]) -> float:
        """The log-odds where what is said about certain words, whatever they are, counts too."""
        return self.odds_of(turns_about(reading, it))

    def most_telling(self, reading: Reading) -> Span:
        """Where the turn of phrase stands that speaks most for it."""
        return max(_turns(reading.plain), key=lambda turn: self.weights.get(turn[0], 0.0))[1]

    def odds_of(self, phrases: Iterable[str]) -> float:
        """The log-odds by turns of phrase, the same in whatever order a set gives them."""
        carrying = self.weights.keys() & phrases  # few do
        return self.bias + fsum(map(self.weights.__getitem__, carrying))


@dataclass(frozen=True, slots=True)
class Tones:
    """The tones that are listened for."""

    undecided: Tone
    against: Tone


def turns_of_phrase(text: str) -> frozenset[str]:
    """Which ones the plain text has, each once."""
    text = _ENDING.sub("", text)
    words = _LATIN.findall(text)
    found: set[str] = set()
    for count in _WORDS:
        rows = (words[start:] for start in range(count))
        found.update(map(" ".join, zip(*rows, strict=False)))
    for run in _JAPANESE.findall(text):
        for count in _CHARACTERS:
            found.update([run[start : start + count] for start in range(len(run) - count + 1)])
    return frozenset(found)


def turns_in(reading: Reading, text: str) -> frozenset[str]:
    """The same for a part of this reading, found once."""
    if (found := reading.turns.get(text)) is None:
        found = reading.turns[text] = turns_of_phrase(text)
    return found


def turns_about(reading: Reading, it: Sequence[Span]) -> frozenset[str]:
    """The turns of phrase of a text, and those with one sign in place of certain words."""
    plain = reading.plain
    return turns_in(reading, plain) | turns_in(reading, pointing(plain, it, (0, len(plain))))


def begins_with(text: str) -> set[str]:
    """How the plain text begins: its first one or two words, or one to three Japanese characters."""
    text = text.lstrip()
    if begun := _OPENING.match(text):
        return {"^" + begun[0][:count] for count in range(1, len(begun[0]) + 1)}
    words = _LATIN.findall(_ENDING.sub("", text))[:2]
    return {"^ " + " ".join(words[:count]) for count in range(1, len(words) + 1)}


def sentences_about(reading: Reading, it: Sequence[Span]) -> list[str]:
    """The sentences with these words."""
    return [
        pointing(reading.plain, it, (start, end))
        for start, end in reading.sentences
        if any(start <= at < end for at, _ in it)
    ]


def pointing(plain: str, it: Sequence[Span], within: Span) -> str:
    """A stretch of a text with one sign in place of these words, neighbours joined."""
    pieces: list[str] = []
    at, stop = within
    for start, end in sorted(it):
        if start >= stop:
            break
        if at <= start:
            between = plain[at:start]
            if not pieces or between.strip() not in _JOINED:
                pieces += (between, IT)
        at = max(at, min(end, stop))
    return "".join((*pieces, plain[at:stop]))


def _turns(text: str) -> Iterator[tuple[str, Span]]:
    text = _ENDING.sub("", text)
    row = list(_LATIN.finditer(text))
    for count in _WORDS:
        for at in range(len(row) - count + 1):
            found = row[at : at + count]
            yield " ".join(word[0] for word in found), (found[0].start(), found[-1].end())
    for run in _JAPANESE.finditer(text):
        for count in _CHARACTERS:
            for start in range(run.start(), run.end() - count + 1):
                yield text[start : start + count], (start, start + count)
