"""The texts of a scenario that people read as prose, each with its place in the file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from bot.domain.scenario import Bilingual, Language, Scenario
from bot.packs.faults import Location


class Text(NamedTuple):
    """One text in one language."""

    location: Location
    language: Language
    words: str


def prose(scenario: Scenario) -> Iterator[Text]:
    """Situation, answer, explanation, key points with their hints, misconceptions with their reasons; not
    what people write themselves: questions, phrasings and example replies."""
    yield from _both(("situation",), scenario.situation)
    yield from _both(("answer",), scenario.answer)
    yield from _both(("explanation",), scenario.explanation)
    for at, point in enumerate(scenario.rubric):
        yield from _both(("rubric", at), point.text)
        yield from _both(("rubric", at, "hint"), point.hint)
    for at, trap in enumerate(scenario.misconceptions):
        yield from _both(("misconceptions", at), trap.text)
        for language in Language:
            yield Text(("misconceptions", at, f"why_{language}"), language, trap.why[language])


def _both(around: Location, text: Bilingual[str]) -> Iterator[Text]:
    for language in Language:
        yield Text((*around, language.value), language, text[language])
