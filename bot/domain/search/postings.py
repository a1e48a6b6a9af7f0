"""Which scenarios hold which term, and how much that is worth: BM25F in flat arrays.

BM25F after Robertson, Zaragoza and Taylor, "Simple BM25 extension to multiple weighted fields"
(CIKM 2004): term frequencies are normalised by field length, weighted, added up over the fields,
and saturated once. Lengths are measured against a usual length instead of the average of the index, so
that a posting depends on its own scenario alone: scenarios can be added one by one, and a posting takes
three bytes (the scenario's place in its segment, and its saturated frequency in 255 steps).
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

SATURATION = 1.2  # k1
SEGMENT = 8_192  # scenarios; their places fit into 16 bits
STEPS = 255

Floats: TypeAlias = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Field:
    """A part of a document: how much a word in it counts, how much its length matters (b), and how many
    terms it usually has."""

    name: str
    weight: float
    length_matters: float
    usual_length: int


FIELDS = (
    Field("title", 2.0, 0.3, 5),
    Field("questions", 2.5, 0.4, 220),
    Field("names", 1.5, 0.3, 40),
    Field("key points", 1.2, 0.5, 490),
    Field("situation", 1.0, 0.6, 300),
)


@dataclass(frozen=True, slots=True)
class Segment:
    """Up to `SEGMENT` documents from number `first` on. The postings of term n lie at `starts[n]` to
    `starts[n + 1]`: places of documents, ascending, and impacts (0..`STEPS`)."""

    first: int
    starts: NDArray[np.uint32]
    places: NDArray[np.uint16]
    impacts: NDArray[np.uint8]

    def span(self, term: int) -> slice:
        """Where the postings of a term lie; empty for a term that came up later."""
        if term + 1 >= len(self.starts):
            return slice(0, 0)
        return slice(int(self.starts[term]), int(self.starts[term + 1]))


class Postings:
    """Terms → documents, by number."""

    def __init__(self) -> None:
        self.size = 0
        self._numbers: dict[str, int] = {}
        self._holders = array("I")  # of each term
        self._rarities: dict[int, float] = {}  # of the terms asked for, since the last document was added
        self._segments: list[Segment] = []
        self._open = _Open(0)

    def add(self, fields: Sequence[Iterable[str]]) -> None:
        """Add a document: the terms of every field, in the order of `FIELDS`."""
        for term, frequency in frequencies(fields).items():
            number = self._numbers.setdefault(term, len(self._holders))
            if number == len(self._holders):
                self._holders.append(0)
            self._holders[number] += 1
            self._open.add(number, self.size, frequency)
        self.size += 1
        self._rarities.clear()
        if self.size - self._open.first == SEGMENT:
            self.seal()

    def seal(self) -> None:
        """Make the documents added last searchable."""
        if self.size > self._open.first:
            self._segments.append(self._open.sealed(len(self._holders)))
            self._open = _Open(self.size)

    def __contains__(self, term: object) -> bool:
        return term in self._numbers

    def __iter__(self) -> Iterator[str]:
        """The terms, in the order they came up."""
        return iter(self._numbers)

    def holders(self, term: str) -> int:
        """How many documents hold the term."""
        number = self._numbers.get(term)
        return 0 if number is None else self._holders[number]

    def rarity(self, term: str) -> float:
        """The term's inverse document frequency."""
        number = self._numbers.get(term)
        if number is None:
            return idf(0, self.size)
        found = self._rarities.get(number)
        if found is None:
            found = self._rarities[number] = idf(self._holders[number], self.size)
        return found

    def sums(self, wanted: Sequence[tuple[str, float]]) -> Floats:
        """What these terms, each times its weight, are worth in each document, shape (documents,)."""
        scores = np.zeros(self.size, np.float32)
        numbered = [
            (number, np.float32(weight * self.rarity(term) / STEPS))
            for term, weight in wanted
            if (number := self._numbers.get(term)) is not None
        ]
        for segment in self._segments if numbered else ():
            spans = [segment.span(number) for number, _ in numbered]
            places = np.concatenate([segment.places[span] for span in spans])
            worth = [segment.impacts[span] * unit for span, (_, unit) in zip(spans, numbered, strict=True)]
            summed = np.bincount(places, np.concatenate(worth))
            scores[segment.first : segment.first + len(summed)] = summed
        return scores

    def holding(self, term: str, weight: float) -> Iterator[tuple[int, NDArray[np.uint16], Floats]]:
        """For each segment its first document, the places of those that hold the term, and what it is
        worth in each, times the weight."""
        number = self._numbers.get(term)
        if number is not None:
            unit = np.float32(weight * self.rarity(term) / STEPS)
            for segment in self._segments:
                span = segment.span(number)
                yield segment.first, segment.places[span], segment.impacts[span] * unit

    def worth(self, document: int, terms: Iterable[str]) -> dict[str, float]:
        """What those of these terms that stand in this document are worth in it."""
        segment = self._segments[document // SEGMENT]
        place, found = document - segment.first, {}
        for term in terms:
            number = self._numbers.get(term)
            if number is None:
                continue
            span = segment.span(number)
            at = span.start + int(segment.places[span].searchsorted(place))
            if at < span.stop and segment.places[at] == place:
                found[term] = self.rarity(term) * int(segment.impacts[at]) / STEPS
        return found

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """Everything, to be stored; `restored` is the way back."""
        stored: dict[str, NDArray[np.generic]] = {
            "terms": np.frombuffer("\n".join(self._numbers).encode(), np.uint8),
            "holders": np.array(self._holders, np.uint32),
            "size": np.array([self.size]),
        }
        for number, segment in enumerate(self._segments):
            stored[f"starts{number}"] = segment.starts
            stored[f"places{number}"] = segment.places
            stored[f"impacts{number}"] = segment.impacts
        return stored

    @classmethod
    def restored(cls, stored: dict[str, NDArray[np.generic]]) -> Postings:
        """Postings as they were stored."""
        postings = cls()
        postings.size = int(stored["size"][0])
        terms = stored["terms"].tobytes().decode().split("\n")
        postings._numbers = {term: number for number, term in enumerate(terms)}
        postings._holders = array("I", stored["holders"].tobytes())
        for number, first in enumerate(range(0, postings.size, SEGMENT)):
            postings._segments.append(
                Segment(
                    first,
                    stored[f"starts{number}"].astype(np.uint32, copy=False),
                    stored[f"places{number}"].astype(np.uint16, copy=False),
                    stored[f"impacts{number}"].astype(np.uint8, copy=False),
                )
            )
        postings._open = _Open(postings.size)
        return postings


class _Open:
    """The segment that documents are being added to."""

    def __init__(self, first: int) -> None:
        self.first = first
        self._terms = array("I")
        self._places = array("H")
        self._impacts = bytearray()

    def add(self, term: int, document: int, frequency: float) -> None:
        self._terms.append(term)
        self._places.append(document - self.first)
        self._impacts.append(max(1, round(STEPS * frequency / (SATURATION + frequency))))

    def sealed(self, terms: int) -> Segment:
        numbers = np.frombuffer(self._terms, np.uint32)
        order = np.argsort(numbers, kind="stable")
        starts = np.zeros(terms + 1, np.uint32)
        np.cumsum(np.bincount(numbers, minlength=terms), out=starts[1:])
        places = np.frombuffer(self._places, np.uint16)[order]
        return Segment(self.first, starts, places, np.frombuffer(self._impacts, np.uint8)[order])


def frequencies(fields: Sequence[Iterable[str]]) -> dict[str, float]:
    """The weighted, normalised frequency of each term of a document, all fields together."""
    total: dict[str, float] = {}
    for by_term in by_field(fields):
        for term, frequency in by_term.items():
            total[term] = total.get(term, 0.0) + frequency
    return total


def by_field(fields: Sequence[Iterable[str]]) -> list[dict[str, float]]:
    """The same for each field: shorter fields say more."""
    found = []
    for field, terms in zip(FIELDS, fields, strict=True):
        counted = Counter(terms)
        b = field.length_matters
        unit = field.weight / (1 - b + b * counted.total() / field.usual_length)
        found.append({term: unit * count for term, count in counted.items()})
    return found


def idf(holders: int, size: int) -> float:
    """Inverse document frequency of a term that `holders` of `size` documents hold; above 0."""
    return log(1 + (size - holders + 0.5) / (holders + 0.5))
