"""Which of a rubric's patterns a reply can meet at all, so that only those are looked for.

A rubric asks for some five hundred phrases and a reply has some thirty words. Going from the words to the
phrases that they belong to is quicker than looking for one phrase after the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from bot.domain.grading.japanese import landmark
from bot.domain.grading.phrases import Elements, Kana, Latin, Phrase, Target, Unit
from bot.domain.reading.lexicon import FUNCTION_WORDS
from bot.domain.reading.spelling import mistyped, same_spelling

_REMEMBERED = 4_096  # words of replies: what many people say to one scenario comes up again and again

Numbers = tuple[int, ...]


class Stemmed(NamedTuple):
    """An English word of a reply."""

    stem: str
    word: str


def is_meant(said: Stemmed, unit: Latin) -> bool:
    """Is this word of a reply the unit, typing errors within reason allowed?"""
    return said.stem == unit.stem or (
        said.word not in FUNCTION_WORDS
        and (same_spelling(said.stem, unit.stem) or mistyped(said.word, unit.word))
    )


class Screen:
    """The targets of one rubric turned round: from units to phrases, from those to elements."""

    def __init__(self, targets: Iterable[Target]) -> None:
        self._numbers: dict[Hashable, int] = {}
        self._latin: dict[str, list[tuple[int, Latin]]] = defaultdict(list)  # by first letter
        self._english: dict[int, Latin] = {}
        self._kana: dict[str, list[tuple[int, str, Unit]]] = defaultdict(list)  # by a landmark's beginning
        self._others: list[tuple[int, Unit]] = []
        self._phrases: dict[int, list[tuple[Numbers, int, Phrase]]] = defaultdict(list)  # by first unit
        self._targets: list[tuple[Target, Numbers, frozenset[int]]] = []
        elements: dict[tuple[Numbers, ...], int] = {}
        for target in targets:
            asked = []
            for element in target.elements:
                numbered = tuple(tuple(map(self._number, phrase)) for phrase in element)
                if (number := elements.get(numbered)) is None:
                    number = elements[numbered] = len(elements)
                    for (first, *rest), phrase in zip(numbered, element, strict=True):
                        self._phrases[first].append((tuple(rest), number, phrase))
                asked.append(number)
            self._targets.append((target, tuple(asked), frozenset(asked)))
        self._meant = lru_cache(_REMEMBERED)(self._units_meant)

    def _number(self, unit: Unit) -> int:
        key: Hashable = (unit.stem, unit.word) if isinstance(unit, Latin) else unit
        if (number := self._numbers.get(key)) is None:
            number = self._numbers[key] = len(self._numbers)
            if isinstance(unit, Latin):
                self._latin[unit.stem[:1]].append((number, unit))
                self._english[number] = unit
            elif isinstance(unit, Kana):
                mark = landmark(unit.text)
                self._kana[mark[:1]].append((number, mark, unit))
            else:
                self._others.append((number, unit))
        return number

    def _units_meant(self, said: Stemmed) -> Numbers:
        return tuple(number for number, unit in self._latin.get(said.stem[:1], ()) if is_meant(said, unit))

    def meant(self, words: Iterable[Stemmed]) -> Iterator[tuple[Latin, list[Stemmed]]]:
        """The English units that these words may be, each with those of them that are."""
        found: dict[int, list[Stemmed]] = defaultdict(list)
        for said in words:
            for number in self._meant(said):
                found[number].append(said)
        return ((self._english[number], alike) for number, alike in found.items())

    def narrowed(
        self, words: Iterable[Stemmed], plain: str, stands: Callable[[Unit], object]
    ) -> dict[Target, Elements]:
        """Each target's elements with the phrases that a reply of these English words and this plain text
        can meet, () where it can't meet the target; `stands` tells whether any other unit stands in it."""
        there = {number for said in words for number in self._meant(said)}
        there.update(number for number, unit in self._others if stands(unit))
        if not plain.isascii():
            for first in {"", *plain}:
                marked = self._kana.get(first, ())
                there.update(number for number, mark, unit in marked if mark in plain and stands(unit))
        met: dict[int, list[Phrase]] = defaultdict(list)
        for first in there:
            for rest, element, phrase in self._phrases.get(first, ()):
                if there.issuperset(rest):
                    met[element].append(phrase)
        found = met.keys()
        return {
            target: tuple([tuple(met[number]) for number in elements]) if found >= asked else ()
            for target, elements, asked in self._targets
        }
