"""The pattern language of rubrics: `|` means or, `+` means near each other.

    new|separate|another + ou|organizational unit

reads: one of three words near one of two. `|` binds more tightly than `+`. Full-width ｜ and ＋ do too.
Replies are compared by their words, so a mark alone ("percent|%") is passed over beside a word.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.domain.errors import BotError


class PatternFault(BotError, ValueError):
    """A pattern that says nothing at some place; the facts are `pattern` and `at` (from 1)."""

    key = "pattern.blank"


class BlankPattern(PatternFault):
    """There is no letter or digit in it."""


class EmptyAlternative(PatternFault):
    """A `|` with nothing on one side."""

    key = "pattern.empty-alternative"


class DanglingPlus(PatternFault):
    """A `+` with nothing on one side."""

    key = "pattern.dangling-plus"


@dataclass(frozen=True, slots=True)
class Pattern:
    """`elements` stand near each other, in any order; each is met by any of its phrases."""

    elements: tuple[tuple[str, ...], ...]


@lru_cache(maxsize=16_384)  # patterns come from packs only, and several readers take each apart
def parse_pattern(text: str) -> Pattern:
    """The pattern that `text` writes down; raises `PatternFault` naming the character at fault."""
    plain = unicodedata.normalize("NFKC", text)
    if not _says_something(plain):
        raise BlankPattern(pattern=text, at=1)
    return Pattern(tuple(_element(text, part, at) for at, part in _parts(plain, "+", 1)))


def _element(pattern: str, text: str, at: int) -> tuple[str, ...]:
    if not text.strip():
        raise DanglingPlus(pattern=pattern, at=at)
    phrases = []
    for place, phrase in _parts(text, "|", at):
        if not phrase.strip():
            raise EmptyAlternative(pattern=pattern, at=place)
        if _says_something(phrase):
            phrases.append(" ".join(phrase.split()))
    if not phrases:
        raise BlankPattern(pattern=pattern, at=at)
    return tuple(phrases)


def _parts(text: str, separator: str, at: int) -> Iterator[tuple[int, str]]:
    for part in text.split(separator):
        yield at, part
        at += len(part) + 1


def _says_something(text: str) -> bool:
    return any(character.isalnum() for character in text)
