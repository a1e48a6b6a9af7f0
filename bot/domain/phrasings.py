"""A workspace's own phrasings: what one may be, and a scenario that accepts them besides its own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from bot.domain.appeals import Alias
from bot.domain.errors import BotError
from bot.domain.grading import Grader, PatternFault, parse_pattern
from bot.domain.reading.lexicon import FILLERS, FUNCTION_WORDS, NEGATIVE_WORDS
from bot.domain.scenario import Bilingual, KeyPoint, Language, Scenario
from bot.domain.search.stop_words import ENGLISH, JAPANESE, VENDORS
from bot.domain.search.tokens import normalise, pieces

Phrasing = tuple[str, Language, str]
"""The id of a key point, and what shows in which language that it was made."""

LONGEST_PHRASE = 200

_IDLE = ENGLISH | VENDORS | FUNCTION_WORDS | FILLERS | NEGATIVE_WORDS
_PARTICLES = re.compile("[をにへがはのともでやか、。・]")
_FEWEST_KANA = 3
_TELLING = re.compile(f"[ァ-ヺ㐀-鿿豈-﫿]|[ぁ-ゖー]{{{_FEWEST_KANA},}}")


class BadPhrase(BotError):
    """A phrase that would show nothing, or that everybody has from the question."""

    key = "error.phrase-says-nothing"


class PhraseTooLong(BadPhrase):
    """A phrase longer than anybody would repeat."""

    key = "error.phrase-too-long"


class PhraseOfQuestion(BadPhrase):
    """A phrase that the situation says itself."""

    key = "error.phrase-of-question"


def check_phrase(phrase: str, scenario: Scenario, grader: Grader) -> None:
    """Raises `BadPhrase`, or `PatternFault` for a phrase that the pattern language can't read."""
    if len(phrase) > LONGEST_PHRASE:
        raise PhraseTooLong(limit=LONGEST_PHRASE)
    pattern = parse_pattern(phrase)
    if all(any(not _tells(words) for words in element) for element in pattern.elements):
        raise BadPhrase
    if any(grader.meets(pattern, situation) for situation in scenario.situation):
        raise PhraseOfQuestion


def phrasings_of(aliases: Iterable[Alias]) -> frozenset[Phrasing]:
    """What grading needs to know of what a workspace accepts."""
    return frozenset((alias.point_id, alias.language, alias.phrase) for alias in aliases)


def with_phrasings(scenario: Scenario, phrasings: Iterable[Phrasing]) -> Scenario:
    """The scenario with these phrasings accepted too. Passed over are those of points that it has lost
    since, and those that a later pattern language can't read any more."""
    known = {point.id for point in scenario.rubric}
    extra: dict[tuple[str, Language], list[str]] = {}
    for point_id, language, phrase in sorted(phrasings):
        if point_id in known and _is_readable(phrase):
            extra.setdefault((point_id, language), []).append(phrase)
    return replace(scenario, rubric=tuple(_extended(point, extra) for point in scenario.rubric))


def _extended(point: KeyPoint, extra: dict[tuple[str, Language], list[str]]) -> KeyPoint:
    both = (
        tuple(dict.fromkeys((*point.accept[language], *extra.get((point.id, language), ()))))
        for language in (Language.EN, Language.JA)
    )
    return replace(point, accept=Bilingual(*both))


def _tells(words: str) -> bool:
    """Is there a word in it that only some replies have?"""
    text = JAPANESE.sub(" ", normalise(words).replace("'", ""))
    for piece in pieces(text):
        if piece.isascii():
            if piece not in _IDLE:
                return True
        elif _TELLING.search(_PARTICLES.sub(" ", piece)) or not re.search("[ぁ-ヺ㐀-鿿]", piece):
            return True
    return False


def _is_readable(phrase: str) -> bool:
    try:
        parse_pattern(phrase)
    except PatternFault:
        return False
    return True
