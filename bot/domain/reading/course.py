"""How a tone goes through a text that speaks of something: sentence by sentence, and as a whole.

Who turns a plan down often tells it first, neutrally and at length, and says no at the end, or says no and
then tells what was turned down. So how a text begins and what its first and last sentence say are turns of
phrase of their own, and a list of the plan's words counts as one of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from bot.domain.reading.text import Reading, Span
from bot.domain.reading.tone import IT, Tone, begins_with, pointing, turns_in, turns_of_phrase

_LISTED = re.compile(rf"{IT}(?:[^{IT}.?!。]{{0,8}}{IT})+")  # "IT, then IT and IT"
_FIRST, _LAST = "F:", "L:"


class Course(NamedTuple):
    """The log-odds of a tone: of the whole text, in the mildest and the harshest sentence about something,
    and in the harshest, the first and the last sentence of all."""

    whole: float
    mildest: float
    harshest: float
    strongest: float
    first: float
    last: float


SILENT = Course(0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


class Phrases(NamedTuple):
    """The turns of phrase of a whole text and of each sentence, and which sentences are about the thing."""

    whole: frozenset[str]
    sentences: tuple[frozenset[str], ...]
    about: tuple[bool, ...]


def phrases(reading: Reading, it: Sequence[Span]) -> Phrases:
    """What a tone is heard by; a text without a sentence is one."""
    sentences = _sentences(reading, it)
    each = tuple(turns_and_opening_in(reading, sentence) for sentence in sentences)
    return Phrases(_of_whole(reading, it, sentences), each, _about(sentences))


def course(tone: Tone, reading: Reading, it: Sequence[Span]) -> Course:
    """How the tone goes through the text."""
    sentences = _sentences(reading, it)
    each = [_odds(tone, reading, sentence) for sentence in sentences]
    return course_of(tone.odds_of(_of_whole(reading, it, sentences)), each, _about(sentences))


def _sentences(reading: Reading, it: Sequence[Span]) -> list[str]:
    plain = reading.plain
    spans = [span for span in reading.sentences if reading.words_in(span)] or [(0, len(plain))]
    return [_listed(pointing(plain, it, span)) for span in spans]


def _about(sentences: Sequence[str]) -> tuple[bool, ...]:
    return tuple(IT in sentence for sentence in sentences)


def _of_whole(reading: Reading, it: Sequence[Span], sentences: Sequence[str]) -> frozenset[str]:
    plain = reading.plain
    found = turns_and_opening_in(reading, _listed(pointing(plain, it, (0, len(plain)))))
    if len(sentences) > 1:
        found |= {_FIRST + turn for turn in turns_in(reading, sentences[0])}
        found |= {_LAST + turn for turn in turns_in(reading, sentences[-1])}
    return found


def _odds(tone: Tone, reading: Reading, sentence: str) -> float:
    """The log-odds of a sentence, found once: whatever a text is asked about, most of its sentences are about
    something else."""
    known = reading.heard.setdefault(id(tone), {})
    if sentence not in known:
        known[sentence] = tone.odds_of(turns_and_opening_in(reading, sentence))
    return known[sentence]


def course_of(whole: float, each: Sequence[float], about: Sequence[bool]) -> Course:
    """The same, once the odds are known; where no sentence is about the thing, all are."""
    on_it = [odds for odds, is_about in zip(each, about, strict=True) if is_about] or each
    return Course(whole, min(on_it), max(on_it), max(each), each[0], each[-1])


def turns_and_opening(text: str) -> frozenset[str]:
    """The turns of phrase, and how the text begins."""
    return turns_of_phrase(text) | begins_with(text)


def turns_and_opening_in(reading: Reading, text: str) -> frozenset[str]:
    """The same for a part of this reading."""
    return turns_in(reading, text) | begins_with(text)


def _listed(text: str) -> str:
    return _LISTED.sub(IT, text)
