"""What modest people put around an answer and what says nothing about it: "sorry if that's wrong".

It sounds like a doubt or a refusal without being one, so a fitted tone tells it, and it is not heard at all.
Whoever says no in it, or leaves a choice open, is heard.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.domain.grading.dismissal import says_no
from bot.domain.grading.hedges import says_it_is_open
from bot.domain.reading.asides import Asides
from bot.domain.reading.boundary import places
from bot.domain.reading.course import turns_and_opening_in
from bot.domain.reading.text import Reading, Span
from bot.domain.reading.tone import Tone

_LONGEST = 16.0  # words
_MODEST = 0.0  # log-odds …
_CLEARLY = 1.5  # … and those from which a "no" ("sorry if that's wrong") is none
_PER_WORD = 0.15  # log-odds that each word has to add, or it belongs to the answer
_LIKELY = -2.0  # log-odds that a sentence begins there without a full stop in front of it
_AROUND = re.compile(r"^\W+|\W+$")
_TURN = re.compile(r"\b(?:but|so)\b")  # "might be wrong, but", with or without a comma


def modesties(reading: Reading, tone: Tone, asides: Asides | None) -> list[Span]:
    """Where there is nothing but that: whole sentences, and how others begin and end."""
    return [found for sentence in reading.sentences for found in _modesties(reading, sentence, tone, asides)]


def _modesties(reading: Reading, sentence: Span, tone: Tone, asides: Asides | None) -> list[Span]:
    start, end = sentence
    if not reading.words_in(sentence):
        return []
    inner = {at for at, _ in reading.clauses if start < at < end}
    turns = {turn.end() for turn in _TURN.finditer(reading.plain, *sentence)}
    unmarked = set(_unmarked(reading, sentence, asides)) if asides else set()
    beginning = _likeliest(reading, [(start, at) for at in inner | turns if at < end], tone)
    ending = _likeliest(reading, [(at, end) for at in inner | unmarked], tone)
    best = _likeliest(reading, [sentence, *filter(None, (beginning, ending))], tone)
    if best is None or best == sentence or (beginning and ending and ending[0] < beginning[1]):
        return [best] if best else []
    return [span for span in (beginning, ending) if span]


def _unmarked(reading: Reading, sentence: Span, asides: Asides) -> Iterator[int]:
    """Where another sentence probably begins without a full stop in front of it."""
    return (at for at in places(reading, sentence) if asides.odds_of_boundary(reading, at) > _LIKELY)


def _likeliest(reading: Reading, spans: Sequence[Span], tone: Tone) -> Span | None:
    """The one that is modest beyond the others, if any is."""
    modest = (span for span in spans if _is_modest(reading, span, tone))
    place = reading.place
    return max(
        modest,
        key=lambda span: (_odds(reading, span, tone) - _PER_WORD * (place[span[1]] - place[span[0]]), span),
        default=None,
    )


def _is_modest(reading: Reading, span: Span, tone: Tone) -> bool:
    start, end = span
    if reading.place[end] - reading.place[start] > _LONGEST:
        return False
    odds = _odds(reading, span, tone)
    if odds <= _MODEST:
        return False
    if says_it_is_open(reading.plain[start:end]):
        return False
    return odds > _CLEARLY or not says_no(reading.plain, span)


def _odds(reading: Reading, span: Span, tone: Tone) -> float:
    said = _AROUND.sub("", reading.plain[slice(*span)])
    return tone.odds_of(turns_and_opening_in(reading, said)) if said else _MODEST
