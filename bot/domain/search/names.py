"""Glossary names in a text, whichever of its names a thing goes by.

Every term is one concept: SSO, AWS SSO and アイデンティティセンター count as the same word of the
index. Names are compared squeezed, without spaces, hyphens, middle dots and the vendor's prefix.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bot.domain.glossary import Glossary
from bot.domain.search.stop_words import VENDORS
from bot.domain.search.tokens import PIECE, SCRIPT_RUN, normalise, pieces
from bot.domain.search.vocabulary import Candidate

_FREE_IN_KATAKANA = 5
"""A katakana name this long is recognised inside a longer run; ルート in ルートテーブル is not."""

_STARTS = (4, 3, 2)
"""Names are looked up by so many first letters, or the whole name; the most are tried first."""

_EDGE, _IN_KATAKANA, _WITHIN = range(3)
_INNER = {
    "katakana": bytes((_IN_KATAKANA,)),
    "kanji": bytes((_EDGE,)),
    "hiragana": bytes((_EDGE,)),
    "word": bytes((_WITHIN,)),
}
_AT_EDGES = (_EDGE,)
_ANYWHERE_IN_KATAKANA = (_EDGE, _IN_KATAKANA)
_STRETCH = re.compile(f"{SCRIPT_RUN.pattern}|(?P<word>{PIECE.pattern})")

_CONCEPT_MARK = "#"  # no word of a text starts with either
_AMBIGUOUS_MARK = "~"
_ONE_OF_SEVERAL = 0.6


class Mention(NamedTuple):
    """A name found at `start`..`end` of the text, squeezed; see `NameBook` for what it means."""

    start: int
    end: int
    name: str


class _Squeezed(NamedTuple):
    """A text without separators; `places` tells what may start or end at each position and at the end.
    Its stretches begin at `starts`, and in the text at `origins`. A name may begin at `begins`."""

    text: str
    places: bytearray
    starts: list[int]
    origins: list[int]
    begins: list[int]

    def origin(self, at: int) -> int:
        """Where in the text this position comes from."""
        stretch = bisect_right(self.starts, at) - 1
        return self.origins[stretch] + at - self.starts[stretch]


class NameBook:
    """Finds every name of a glossary in running text, and says what a name may mean.

    A text that uses a clear name holds the concept. One that uses an ambiguous name holds only
    that name: it is evidence for each of its concepts, but weaker.
    """

    def __init__(self, glossary: Glossary) -> None:
        concepts: dict[str, list[str]] = defaultdict(list)
        ambiguous: set[str] = set()
        for term in glossary:
            for name in term.names():
                if len(key := squeeze(name)) > 1 and term.name not in concepts[key]:
                    concepts[key].append(term.name)
            ambiguous.update(squeeze(name) for name in term.ambiguous)
        self._concepts = {key: tuple(names) for key, names in concepts.items() if names}
        self._ambiguous = {key for key, names in self._concepts.items() if key in ambiguous or len(names) > 1}
        self._ambiguous_names: dict[str, list[str]] = defaultdict(list)
        for key in sorted(self._ambiguous):
            for official in self._concepts[key]:
                self._ambiguous_names[official].append(key)
        starting: dict[str, list[str]] = defaultdict(list)
        for key in sorted(self._concepts, key=lambda key: (-len(key), key)):
            starting[key[: _STARTS[0]]].append(key)
        self._starting = dict(starting)
        self._pairs = frozenset(start[:2] for start in starting)

    def find(self, text: str) -> list[Mention]:
        """The longest names in a normalised text, from left to right, none within another."""
        return longest(self.find_all(text))

    def find_all(self, text: str) -> Iterator[Mention]:
        """Every name, those inside longer ones too: by start, the longest first."""
        squeezed = _squeeze(text)
        letters, pairs = squeezed.text, self._pairs
        for start in squeezed.begins:
            for length in _STARTS if letters[start : start + 2] in pairs else ():
                for key in self._starting.get(letters[start : start + length], ()):
                    if end := _end_of(key, start, squeezed):
                        yield Mention(squeezed.origin(start), squeezed.origin(end - 1) + 1, key)

    def is_ambiguous(self, name: str) -> bool:
        """Whether the name also means something else."""
        return name in self._ambiguous

    def concepts(self, name: str) -> tuple[str, ...]:
        """The official names of what this name may stand for, in the order of the glossary."""
        return self._concepts[name]

    def index_terms(self, name: str) -> tuple[str, ...]:
        """What a document that uses the name is found by."""
        if name in self._ambiguous:
            return (_AMBIGUOUS_MARK + name,)
        return tuple(_CONCEPT_MARK + official for official in self._concepts[name])

    def candidates(self, name: str) -> tuple[Candidate, ...]:
        """What a question that uses the name may be answered by."""
        officials = self._concepts[name]
        if name in self._ambiguous:
            concepts = (
                Candidate(_CONCEPT_MARK + official, _ONE_OF_SEVERAL, official) for official in officials
            )
            return (Candidate(_AMBIGUOUS_MARK + name, 1.0, name), *concepts)
        others = (other for official in officials for other in self._ambiguous_names.get(official, ()))
        return (
            *(Candidate(_CONCEPT_MARK + official, 1.0, official) for official in officials),
            *(Candidate(_AMBIGUOUS_MARK + other, _ONE_OF_SEVERAL, other) for other in others),
        )


def squeeze(name: str) -> str:
    """The form in which names are compared."""
    parts = pieces(normalise(name))
    while len(parts) > 1 and parts[0] in VENDORS:
        parts = parts[1:]
    return "".join(parts)


def longest(mentions: Iterable[Mention]) -> list[Mention]:
    """Of mentions in the order of `find_all`, those that are not within or across an earlier one."""
    found: list[Mention] = []
    for mention in mentions:
        if not found or mention.start >= found[-1].end:
            found.append(mention)
    return found


def _squeeze(text: str) -> _Squeezed:
    letters: list[str] = []
    places = bytearray()
    starts: list[int] = []
    origins: list[int] = []
    begins: list[int] = []
    for match in _STRETCH.finditer(text):
        stretch, kind, start = match[0], str(match.lastgroup), len(places)
        letters.append(stretch)
        starts.append(start)
        origins.append(match.start())
        places.append(_EDGE)
        places += _INNER[kind] * (len(stretch) - 1)
        if kind == "word":
            begins.append(start)
        else:
            begins.extend(range(start, len(places)))
    places.append(_EDGE)
    return _Squeezed("".join(letters), places, starts, origins, begins)


def _end_of(key: str, start: int, squeezed: _Squeezed) -> int:
    """Where the name that starts here ends, an English plural's s included; 0 if it isn't there."""
    if not squeezed.text.startswith(key, start):
        return 0
    end = start + len(key)
    allowed = _ANYWHERE_IN_KATAKANA if len(key) >= _FREE_IN_KATAKANA else _AT_EDGES
    if squeezed.places[start] not in allowed:
        return 0
    if squeezed.places[end] in allowed:
        return end
    return end + 1 if squeezed.text.startswith("s", end) and squeezed.places[end + 1] == _EDGE else 0
