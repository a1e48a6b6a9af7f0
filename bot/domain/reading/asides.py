"""Sentences that may be about something else than the matter at hand: "I lost my house key again."

A linear classifier (logistic regression) over a sentence's turns of phrase, how much its meaning sounds like
everyday life, and how much of it the matter's own texts say. Words alone don't tell: a key is a key.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.reading.boundary import beside
from bot.domain.reading.course import turns_and_opening
from bot.domain.reading.text import Reading
from bot.domain.reading.tone import Tone

_TELLS_OF_BOUNDARY = 0.5  # log-odds of a boundary for each that an aside begins there


@dataclass(frozen=True, slots=True)
class Asides:
    """The classifier: the tone of asides, and what the odds of everyday life and the share that the matter
    says add to its log-odds; and what tells where a sentence may end without a full stop."""

    tone: Tone
    everyday: float
    said: float
    boundary: Tone

    def odds(self, sentence: str, everyday: float, said: float) -> float:
        """The log-odds that the sentence (plain text) is about something else. `everyday` are those of small
        talk, `said` is the share 0..1 of it that the matter's own texts say."""
        heard = self.tone.odds_of(turns_and_opening(sentence))
        return heard + self.everyday * everyday + self.said * said

    def odds_of_boundary(self, reading: Reading, at: int) -> float:
        """The log-odds that a sentence begins at this place of a reading, whatever it is about."""
        known = reading.boundaries
        if at not in known:
            known[at] = self.boundary.odds_of(set(beside(reading.plain, at)))
        return known[at]


def odds_of_another(boundary: float, aside: float) -> float:
    """The log-odds that a sentence about something else begins where one begins at the odds `boundary`, and
    what stands behind it is about something else at the odds `aside`."""
    return boundary + _TELLS_OF_BOUNDARY * aside
