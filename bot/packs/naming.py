"""Names that a glossary knows as yesterday's or as misspelt, in texts that should use today's.

A glossary lists old, loose and misspelt names alike, since people use them all. Which of a service's other
names a text had better not use is told by comparing them with its official name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz.distance import OSA

from bot.domain.glossary import Glossary, Term
from bot.domain.search.stop_words import VENDORS

_NAMED = ("service", "tool")
"""The kinds of things whose names are fixed; what a feature or a concept is called varies."""

_SLIP = 2
"""Letters by which a misspelt name differs from the right one."""

_SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=。)")
_FORMER = re.compile(
    r"\b(?:former(?:ly)?|previous(?:ly)?|older|once|(?:re)?named|called|successor|discontinued|no longer)\b"
    r"|旧|以前|かつて|古い|改称|改名|名称変更|後継|終了",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"([A-Z])(\d)")


class WrongNames:
    """The names of a glossary that no text should use for something of today."""

    def __init__(self, glossary: Glossary) -> None:
        self._today = {
            name: term.name for term in glossary if term.kind in _NAMED for name in _wrong_names_of(term)
        }
        longest_first = sorted(map(re.escape, self._today), key=len, reverse=True) or ["(?!)"]
        # Within a path, an address or an identifier nothing is misspelt.
        self._names = re.compile(rf"(?<![\w./:@-])(?:{'|'.join(longest_first)})(?![A-Za-z0-9_/:@-])")

    def find(self, text: str) -> Iterator[tuple[str, str]]:
        """Each such name in the text with today's, but for sentences that speak of what was, and texts that
        give today's name too."""
        rest = self._names.sub("", text)
        for sentence in _SENTENCE.split(text):
            if not _FORMER.search(sentence):
                for found in self._names.finditer(sentence):
                    today = self._today[found[0]]
                    if " ".join(_without_vendor(today)) not in rest:
                        yield found[0], today


def _wrong_names_of(term: Term) -> Iterator[str]:
    """Aliases in capitals that are neither short for the official name nor spell it out."""
    official = _without_vendor(term.name)
    known = {word.casefold() for word in (*official, *term.acronyms, *_initials(official))}
    full = {_bare(alias) for alias in term.aliases if _bare(alias) != alias.casefold()}
    for alias in term.aliases:
        words = _without_vendor(alias)
        said = [word.casefold() for word in words]
        if not alias.isascii() or not alias[:1].isupper() or alias in term.ambiguous or alias in term.name:
            continue
        if _squeezed(words) == _squeezed(official):
            yield alias
        elif known.issuperset(said) or _begins_with(words, official) or _spells_out(words, official):
            continue
        elif len(words) == 1 and words == alias.split():
            if _nearly(words, official):
                yield alias
        # What shares no word with it may be something else, unless it is known with its maker's name too.
        elif not known.isdisjoint(said) or _bare(alias) in full:
            yield alias


def _bare(name: str) -> str:
    return " ".join(_without_vendor(name)).casefold()


def _without_vendor(name: str) -> list[str]:
    words = name.split()
    return words[1:] if len(words) > 1 and words[0].casefold() in VENDORS else words


def _squeezed(words: list[str]) -> str:
    return "".join(character for character in "".join(words).casefold() if character.isalnum())


def _initials(words: list[str]) -> Iterator[str]:
    """What the words may be shortened to: "CA" of "Private Certificate Authority"."""
    letters = "".join(word[0] for word in words)
    for start in range(len(letters)):
        yield from (letters[start:end] for end in range(start + 1, len(letters) + 1))


def _begins_with(words: list[str], official: list[str]) -> bool:
    """Does it say more than the name: "Lambda function"?"""
    return [word.casefold() for word in words[: len(official)]] == [word.casefold() for word in official]


def _spells_out(words: list[str], official: list[str]) -> bool:
    """Does it say what the name is short for: "Simple Storage Service"? A digit counts initials."""
    counted = _COUNTED.sub(lambda found: found[1] * int(found[2]), "".join(official))
    return "".join(word[0] for word in words) == counted


def _nearly(words: list[str], official: list[str]) -> bool:
    return OSA.distance(_squeezed(words), _squeezed(official)) <= _SLIP
