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

import numpy as np
from numpy.typing import NDArray

from bot.domain.search.segment import SEGMENT, STEPS, Floats, OpenSegment, Scaled, Segment

SATURATION = 1.2  # k1


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


class Postings:
    """Terms → documents, by number."""

    def __init__(self) -> None:
        self.size = 0
        self._numbers: dict[str, int] = {}
        self._holders = array("I")  # of each term
        self._segments: list[Segment] = []
        self._open = OpenSegment(0)

    def add(self, fields: Sequence[Iterable[str]]) -> None:
        """Add a document: the terms of every field, in the order of `FIELDS`."""
        for term, frequency in frequencies(fields).items():
            number = self._numbers.setdefault(term, len(self._holders))
            if number == len(self._holders):
                self._holders.append(0)
            self._holders[number] += 1
            impact = max(1, round(STEPS * frequency / (SATURATION + frequency)))
            self._open.add(number, self.size, impact)
        self.size += 1
        if self.size - self._open.first == SEGMENT:
            self.seal()

    def seal(self) -> None:
        """Make the documents added last searchable."""
        if self.size > self._open.first:
            self._segments.append(self._open.sealed(len(self._holders), self.size))
            self._open = OpenSegment(self.size)

    def __contains__(self, term: object) -> bool:
        return term in self._numbers

    def __iter__(self) -> Iterator[str]:
        """The terms, in the order they came up."""
        return iter(self._numbers)

    def holders(self, term: str) -> int:
        """How many documents hold the term."""
        number = self._numbers.get(term)
        return 0 if number is None else self._holders[number]

    def term(self, term: str) -> tuple[int, float] | None:
        """The number of a term and how rare it is: its inverse document frequency. None if no document has
        it; such a term is as rare as `unheard`."""
        number = self._numbers.get(term)
        return None if number is None else (number, idf(self._holders[number], self.size))

    @property
    def unheard(self) -> float:
        """How rare a term is that no document holds."""
        return idf(0, self.size)

    def gains(self, clear: Scaled, several: Sequence[Scaled]) -> Floats:
        """What some terms are worth in each document, together, and the best of each of several others.
        Shape (documents,)."""
        if len(self._segments) == 1 and self._segments[0].size == self.size:
            return self._segments[0].gains(clear, several)
        scores = np.zeros(self.size, np.float32)
        for segment in self._segments:
            scores[segment.first : segment.first + segment.size] = segment.gains(clear, several)
        return scores

    def impacts(self, document: int, terms: Sequence[int]) -> list[int]:
        """What these terms, by number, are worth in one document, in `STEPS` of their rarity."""
        segment = self._segments[document // SEGMENT]
        return segment.impacts_in(document - segment.first, terms)

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
                    min(SEGMENT, postings.size - first),
                    stored[f"starts{number}"].astype(np.uint32, copy=False),
                    stored[f"places{number}"].astype(np.uint16, copy=False),
                    stored[f"impacts{number}"].astype(np.uint8, copy=False),
                )
            )
        postings._open = OpenSegment(postings.size)
        return postings


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
