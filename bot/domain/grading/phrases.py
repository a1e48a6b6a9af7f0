"""Rubric patterns compiled: phrases become units that can be looked up in a reply."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from bot.domain.grading.japanese import headword, is_negative
from bot.domain.grading.lexicon import FILLERS, SYNONYMS
from bot.domain.grading.names import Names
from bot.domain.grading.pattern import Pattern
from bot.domain.grading.reading import Reading, Script, read
from bot.domain.grading.spelling import stem

NEGATIVE_WORDS = frozenset(
    "not no never cannot cant dont doesnt wont shouldnt couldnt isnt arent mustnt unable without nobody nothing".split()
)
_LONGEST_NAME = 6  # words

Chunk = tuple[int, int, bool]  # start, end, Latin


@dataclass(frozen=True, slots=True)
class Latin:
    """An English word by its stem."""

    stem: str


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


@dataclass(frozen=True, slots=True)
class Target:
    """A compiled pattern. A `negative` one speaks of what is not so, so negation doesn't rule it out."""

    elements: tuple[tuple[Phrase, ...], ...]
    negative: bool


class Compiler:
    """Compiles patterns with the names of one glossary."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def target(self, pattern: Pattern) -> Target:
        """The pattern with glossary names and, in a pattern of several parts, synonyms as equals."""
        alone = len(pattern.elements) == 1
        elements = tuple(
            tuple(dict.fromkeys(compiled for phrase in element for compiled in self._variants(phrase, alone=alone)))
            for element in pattern.elements
        )
        negative = any(
            any(isinstance(unit, Not) or (isinstance(unit, Kana) and is_negative(unit.text)) for unit in phrase)
            for element in elements
            for phrase in element
        )
        return Target(elements, negative)

    def _variants(self, phrase: str, *, alone: bool) -> Iterator[Phrase]:
        yield from self._compiled(phrase, alone=alone)
        if not alone:
            for synonym in _synonyms().get(_key(phrase), ()):
                yield from self._compiled(synonym, alone=alone)

    def _compiled(self, phrase: str, *, alone: bool) -> Iterator[Phrase]:
        reading = read(phrase)
        literal = tuple(self._literal(reading))
        yield literal
        if len(literal) > 1 and all(isinstance(unit, Latin) for unit in literal):
            yield (Latin(stem("".join(word.text for word in reading.words))),)
        named = tuple(self._named(reading, alone=alone))
        if named != literal:
            yield named

    def _literal(self, reading: Reading) -> Iterator[Unit]:
        kept = self._kept(reading)
        return (_unit(reading, chunk) for chunk in _chunks(reading) if chunk in kept)

    def _kept(self, reading: Reading) -> set[Chunk]:
        """The chunks that matter: all but fillers and vendors, unless there is nothing else."""
        chunks = set(_chunks(reading))
        idle = {chunk for chunk in chunks if self._is_idle(reading.plain[chunk[0] : chunk[1]])}
        return chunks - idle or chunks

    def _is_idle(self, word: str) -> bool:
        return word in FILLERS or word in self._names.vendors

    def _named(self, reading: Reading, *, alone: bool) -> Iterator[Unit]:
        """The phrase with the longest names in it replaced by their terms."""
        chunks = list(_chunks(reading))
        kept = self._kept(reading)
        index = 0
        while index < len(chunks):
            for end in range(min(len(chunks), index + _LONGEST_NAME), index, -1):
                span = (chunks[index][0], chunks[end - 1][1])
                if terms := self._names.named(reading.original(span)):
                    whole = index == 0 and end == len(chunks)
                    yield Name(terms, alone=alone and whole)
                    index = end
                    break
            else:
                if chunks[index] in kept:
                    yield _unit(reading, chunks[index])
                index += 1


def _unit(reading: Reading, chunk: Chunk) -> Unit:
    start, end, latin = chunk
    text = reading.plain[start:end]
    if not latin:
        return Kana(text)
    return Not() if text.replace("'", "") in NEGATIVE_WORDS else Latin(stem(text))


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
    return " ".join(headword(part) if not part.isascii() else stem(part) for part in phrase.casefold().split())


@cache
def _synonyms() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for group in SYNONYMS:
        for phrase in group:
            table[_key(phrase)] = tuple(dict.fromkeys((*table.get(_key(phrase), ()), *group)))
    return table
