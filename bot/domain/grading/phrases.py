"""Rubric patterns compiled: phrases become units that can be looked up in a reply."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from bot.domain.grading.japanese import headword, is_negative
from bot.domain.grading.names import Names
from bot.domain.grading.pattern import Pattern
from bot.domain.reading.lexicon import FILLERS, NEGATIVE_WORDS, SYNONYMS
from bot.domain.reading.spelling import stem
from bot.domain.reading.text import Reading, Script, read_known

_LONGEST_NAME = 6  # words
_LONGEST_VARIED = 3

Chunk = tuple[int, int, bool]  # start, end, Latin


@dataclass(frozen=True, slots=True)
class Latin:
    """An English word: its stem, and the word itself for comparing typing errors."""

    stem: str
    word: str = field(compare=False)


@dataclass(frozen=True, slots=True)
class Kana:
    """A stretch of Japanese."""

    text: str


@dataclass(frozen=True, slots=True)
class Name:
    """Any name of any of these glossary terms; `alone` asks for one that means nothing else."""

    terms: frozenset[int]
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Not:
    """Any English negation."""


Unit = Latin | Kana | Name | Not
Phrase = tuple[Unit, ...]
Elements = tuple[tuple[Phrase, ...], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Target:
    """A compiled pattern. A `negative` one speaks of what is not so, so negation doesn't rule it out."""

    elements: Elements
    negative: bool


class Compiler:
    """Compiles patterns with the names of one glossary."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self._phrases: dict[tuple[str, bool], tuple[Phrase, ...]] = {}

    def target(self, pattern: Pattern, *, literally: bool = False) -> Target:
        """The pattern with glossary names and, unless `literally`, words of the same meaning as equals."""
        alone = len(pattern.elements) == 1
        variants = self._compiled if literally else self._variants
        elements = tuple(
            tuple(dict.fromkeys(made for phrase in element for made in variants(phrase, alone=alone)))
            for element in pattern.elements
        )
        said = (self._compiled(phrase, alone=alone)[0] for element in pattern.elements for phrase in element)
        return Target(elements, negative=any(map(_denies, said)))

    def _variants(self, phrase: str, *, alone: bool) -> Iterator[Phrase]:
        yield from self._compiled(phrase, alone=alone)
        if not alone:
            for synonym in _synonyms().get(_key(phrase), ()):
                yield from self._compiled(synonym, alone=alone)
        words = phrase.split()
        if 1 < len(words) <= _LONGEST_VARIED and phrase.isascii() and not self.names.named(phrase):
            for place, word in enumerate(words):
                for synonym in _synonyms().get(_key(word), ()):
                    varied = " ".join((*words[:place], synonym, *words[place + 1 :]))
                    yield from self._compiled(varied, alone=alone)

    def _compiled(self, phrase: str, *, alone: bool) -> tuple[Phrase, ...]:
        """What the phrase looks for, first of all the words as they are; kept, since synonyms make the same
        phrases over and over."""
        if (made := self._phrases.get((phrase, alone))) is None:
            made = self._phrases[phrase, alone] = tuple(self._compile(phrase, alone=alone))
        return made

    def _compile(self, phrase: str, *, alone: bool) -> Iterator[Phrase]:
        reading = read_known(phrase)
        chunks = list(_chunks(reading))
        kept = self._kept(reading, chunks)
        literal = tuple(_unit(reading, chunk) for chunk in chunks if chunk in kept)
        yield literal
        if len(literal) > 1 and all(isinstance(unit, Latin) for unit in literal):
            yield (_latin("".join(word.text for word in reading.words)),)
        named = tuple(self._named(reading, chunks, kept, alone=alone))
        if named != literal:
            yield named

    def _kept(self, reading: Reading, chunks: Sequence[Chunk]) -> Collection[Chunk]:
        """The chunks that matter: all but fillers and vendors, unless there is nothing else."""
        idle = FILLERS | self.names.vendors if self.names.drops_vendor(reading) else FILLERS
        return {chunk for chunk in chunks if reading.plain[chunk[0] : chunk[1]] not in idle} or chunks

    def _named(
        self, reading: Reading, chunks: Sequence[Chunk], kept: Collection[Chunk], *, alone: bool
    ) -> Iterator[Unit]:
        """The phrase with the longest names in it replaced by their terms."""
        namely = [self.names.may_name(reading.words_in((start, end))) for start, end, _ in chunks]
        index = 0
        while index < len(chunks):
            longest = next((at for at in range(index, len(chunks)) if not namely[at]), len(chunks))
            for end in range(min(longest, index + _LONGEST_NAME), index, -1):
                span = (chunks[index][0], chunks[end - 1][1])
                if terms := self.names.named(reading.original(span)):
                    whole = index == 0 and end == len(chunks)
                    yield Name(terms, alone=alone and whole)
                    index = end
                    break
            else:
                if chunks[index] in kept:
                    yield _unit(reading, chunks[index])
                index += 1


def _denies(words: Phrase) -> bool:
    """Does a phrase say itself that something is not so?"""
    return any(isinstance(unit, Not) or (isinstance(unit, Kana) and is_negative(unit.text)) for unit in words)


def _unit(reading: Reading, chunk: Chunk) -> Unit:
    start, end, latin = chunk
    text = reading.plain[start:end]
    if not latin:
        return Kana(text)
    return Not() if text.replace("'", "") in NEGATIVE_WORDS else _latin(text)


def _latin(word: str) -> Latin:
    return Latin(stem(word), word)


def _chunks(reading: Reading) -> Iterator[Chunk]:
    """Latin words one by one, Japanese in unbroken stretches: (start, end, latin)."""
    start = end = -1
    for word in reading.words:
        latin = word.script is Script.LATIN
        if start >= 0 and (latin or word.start != end):
            yield start, end, False
            start = -1
        if latin:
            yield word.start, word.end, True
        else:
            start, end = (start if start >= 0 else word.start), word.end
    if start >= 0:
        yield start, end, False


def _key(phrase: str) -> str:
    parts = phrase.casefold().split()
    return " ".join(stem(part) if part.isascii() else headword(part) for part in parts)


@cache
def _synonyms() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for group in SYNONYMS:
        for phrase in group:
            table[_key(phrase)] = tuple(dict.fromkeys((*table.get(_key(phrase), ()), *group)))
    return table
