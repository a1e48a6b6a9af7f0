"""Accepted phrasings beside one another: which wording of one could be taken for another.

The grader's own matching decides, but asking it about every wording and every key point would take minutes.
So phrasings are first compared by the pieces of their words: only what has all the pieces of another is
matched with it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product

from bot.domain.grading.judging import judge
from bot.domain.grading.matching import Index
from bot.domain.grading.names import Names
from bot.domain.grading.negation import negations
from bot.domain.grading.pattern import parse_pattern
from bot.domain.grading.phrases import Kana, Latin, Name, Not, Phrase, Target, Unit
from bot.domain.grading.rubric import Point
from bot.domain.reading.lexicon import FUNCTION_WORDS, word_set
from bot.domain.reading.spelling import stem
from bot.domain.reading.text import Reading, Script, Span, read, read_known
from bot.domain.scenario import Bilingual, Language
from bot.packs.faults import Location

_MOST_WORDINGS = 24
"""Wordings of one phrasing that are tried against another."""

_PARTICLES = word_set("の を に へ で は が も と から まで して する した です ます")
"""Hiragana that says nothing by itself."""

_IDLE = FUNCTION_WORDS | _PARTICLES

_RUN = re.compile("[ァ-ヺ][ァ-ヺー]*|[㐀-鿿々〆]+")

_NO = "not "
"""Stands for any English negation; no word holds a space."""

Piece = str | int
"""A word's stem, two neighbouring characters of Japanese, or the place of a name in the glossary."""


@dataclass(frozen=True, slots=True, eq=False)
class Phrasing:
    """One accepted phrasing, where it stands, and what it is compiled to. `elements` holds the pieces of
    every way to say each of its elements, `pieces` all of them together."""

    text: str
    location: Location
    target: Target
    elements: tuple[tuple[frozenset[Piece], ...], ...]
    pieces: frozenset[Piece]

    @classmethod
    def of(cls, text: str, location: Location, target: Target) -> Phrasing:
        """The phrasing with its pieces."""
        elements = tuple(tuple(map(_of_phrase, element)) for element in target.elements)
        pieces = frozenset().union(*(said for element in elements for said in element))
        return cls(text, location, target, elements, pieces)

    def wordings(self, within: frozenset[Piece], names: Names) -> Iterator[str]:
        """Ways to say it in none but these pieces."""
        elements = []
        for element in parse_pattern(self.text).elements:
            elements.append([words for words in element if _made_of(words, within, names)])
            if not elements[-1]:
                return iter(())
        return (" ".join(chosen) for chosen in islice(product(*elements), _MOST_WORDINGS))


def phrasings(
    accept: Bilingual[tuple[str, ...]], targets: Sequence[Target], around: Location
) -> tuple[Phrasing, ...]:
    """The phrasings of a key point or a misconception with their targets, which are in the same order."""
    places = (
        (text, (*around, "accept", language.value, number))
        for language in Language
        for number, text in enumerate(accept[language])
    )
    return tuple(
        Phrasing.of(text, place, target) for (text, place), target in zip(places, targets, strict=False)
    )


class Pile:
    """Phrasings by their pieces."""

    def __init__(self, piled: Iterable[Phrasing]) -> None:
        self._piled = tuple(piled)
        self._having: dict[Piece, int] = defaultdict(int)  # a bit for each phrasing
        for place, phrasing in enumerate(self._piled):
            for piece in phrasing.pieces:
                self._having[piece] |= 1 << place

    def holding(self, other: Phrasing) -> Iterator[Phrasing]:
        """Those with all the pieces of some way to say the other."""
        return self._at(self._places(other))

    def holding_each(self, points: Iterable[Iterable[Phrasing]]) -> Iterator[Phrasing]:
        """Those with all the pieces of some way to make each of these points."""
        left = self._all
        for others in points:
            found = 0
            for other in others:
                found |= self._places(other)
            left &= found
        return self._at(left)

    @property
    def _all(self) -> int:
        return (1 << len(self._piled)) - 1

    def _at(self, places: int) -> Iterator[Phrasing]:
        return (phrasing for place, phrasing in enumerate(self._piled) if places >> place & 1)

    def _places(self, other: Phrasing) -> int:
        left = self._all
        for element in other.elements:
            found = 0
            for pieces in element:
                found |= self._with_all(pieces, left)
            left &= found
            if not left:
                break
        return left

    def _with_all(self, pieces: Iterable[Piece], left: int) -> int:
        for piece in pieces:
            left &= self._having.get(piece, 0)
        return left


def could_say(pieces: frozenset[Piece], phrasing: Phrasing) -> bool:
    """Has a text of these pieces all those of some way to say this?"""
    return all(any(said <= pieces for said in element) for element in phrasing.elements)


def pieces_of(index: Index) -> frozenset[Piece]:
    """The pieces of a text."""
    named = {term for mention in index.mentions for term in mention.terms}
    return frozenset({*_of_words(index.reading), *named, _NO})


def says(point: Point, words: str, names: Names) -> bool:
    """Does a reply of these words make the point?"""
    reading = read(words)
    return judge(point, Index(reading, names), negations(reading), ()).hit


def makes(point: Point, target: Target, words: str, names: Names) -> bool:
    """Does it make the point, by this phrasing of it if by no other, and hold nothing besides?"""
    reading = read(words)
    index = Index(reading, names)
    if not index.find(target):
        return False
    verdict = judge(point, index, negations(reading), ())
    return verdict.hit and is_nothing_but(reading, verdict.words, (0, len(reading.plain)))


def is_nothing_but(reading: Reading, words: Sequence[Span], span: Span) -> bool:
    """Has the span no words with content besides these?"""
    return all(
        word.text in _IDLE or any(start < word.end and word.start < end for start, end in words)
        for word in reading.words_in(span)
    )


def _made_of(words: str, within: frozenset[Piece], names: Names) -> bool:
    told = _of_text(words)
    return told <= within or not within.isdisjoint(names.named(words))


@lru_cache(maxsize=65_536)  # phrases come from packs only
def _of_text(words: str) -> frozenset[Piece]:
    """The pieces of a phrase, function words aside unless there is nothing else."""
    reading = read_known(words)
    idle = {stem(word.text) for word in reading.words if word.text in FUNCTION_WORDS}
    pieces = _of_words(reading)
    return pieces - idle or pieces


def _of_words(reading: Reading) -> frozenset[Piece]:
    latin = (stem(word.text) for word in reading.words if word.script is Script.LATIN)
    return frozenset((*latin, *_of_japanese(reading.plain)))


def _of_phrase(phrase: Phrase) -> frozenset[Piece]:
    if len(phrase) == 1:
        return _of_unit(phrase[0])
    return frozenset().union(*map(_of_unit, phrase))


def _of_unit(unit: Unit) -> frozenset[Piece]:
    match unit:
        case Latin(stem=word):
            return frozenset((word,))
        case Name(terms=terms):
            return frozenset(terms)
        case Not():
            return frozenset((_NO,))
        case Kana(text):
            return _of_japanese(text)


@lru_cache(maxsize=65_536)  # texts and phrases come from packs only
def _of_japanese(text: str) -> frozenset[Piece]:
    """Neighbouring characters but hiragana, which inflection changes."""
    pieces: set[Piece] = set()
    for run in _RUN.findall(text):
        pieces.update(run[at : at + 2] for at in range(max(1, len(run) - 1)))
        if run[0] > "ヿ":  # kanji mean something one by one
            pieces.update(run)
    return frozenset(pieces)
