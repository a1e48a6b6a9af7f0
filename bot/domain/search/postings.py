"""Which scenarios hold which term, and how much that is worth: BM25F in flat arrays.

BM25F after Robertson, Zaragoza and Taylor, "Simple BM25 extension to multiple weighted fields"
(CIKM 2004): term frequencies are normalised by field length, weighted, added up over the fields,
and saturated once. What a term is worth in a document is worked out when the index is built.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log
from operator import mul

SATURATION = 1.2  # k1


@dataclass(frozen=True, slots=True)
class Field:
    """A part of a document: how much a word in it counts, and how much its length matters (b)."""

    name: str
    weight: float
    length_matters: float


FIELDS = (
    Field("title", 2.0, 0.3),
    Field("questions", 2.5, 0.4),
    Field("names", 1.5, 0.3),
    Field("key points", 1.2, 0.5),
    Field("situation", 1.0, 0.6),
)


class Postings:
    """Terms → documents, by number. The arrays of all terms lie one after the other."""

    def __init__(self, documents: Iterable[Sequence[Iterable[str]]]) -> None:
        """Each document gives the terms of every field, in the order of `FIELDS`."""
        self._numbers: dict[str, int] = {}
        holders: list[array[int]] = []
        counts: list[bytearray] = []
        lengths = [array("I") for _ in FIELDS]
        for document, fields in enumerate(documents):
            held: dict[str, bytearray] = {}
            for number, field_terms in enumerate(fields):
                counted = Counter(field_terms)
                lengths[number].append(counted.total())
                for term, count in counted.items():
                    held.setdefault(term, bytearray(len(FIELDS)))[number] = min(count, 255)
            for term, field_counts in held.items():
                at = self._numbers.setdefault(term, len(holders))
                if at == len(holders):
                    holders.append(array("I"))
                    counts.append(bytearray())
                holders[at].append(document)
                counts[at] += field_counts
        self.size = len(lengths[0])
        self._lay_out(holders, counts)
        self._weigh(lengths)

    def _lay_out(self, holders: list[array[int]], counts: list[bytearray]) -> None:
        self._starts = array("Q", [0])
        self._documents = array("I")
        self._counts = bytearray()
        for documents, field_counts in zip(holders, counts, strict=True):
            self._documents.extend(documents)
            self._counts += field_counts
            self._starts.append(len(self._documents))

    def _weigh(self, lengths: list[array[int]]) -> None:
        """Work out every term's worth in every document that holds it."""
        boosts = map(_boosts, FIELDS, lengths)
        self._boosts = list(zip(*boosts, strict=True))
        self._worth = array("f", bytes(4 * len(self._documents)))
        for number in range(len(self._starts) - 1):
            span = self._starts[number], self._starts[number + 1]
            rarity = idf(span[1] - span[0], self.size)
            for at in range(*span):
                frequency = sum(self._frequencies(at))
                self._worth[at] = rarity * frequency / (SATURATION + frequency)

    def _frequencies(self, at: int) -> list[float]:
        """The weighted, normalised frequency per field of the posting at this place."""
        counts = self._counts[at * len(FIELDS) : (at + 1) * len(FIELDS)]
        return list(map(mul, counts, self._boosts[self._documents[at]]))

    def __contains__(self, term: object) -> bool:
        return term in self._numbers

    def rarity(self, term: str) -> float:
        """The term's inverse document frequency."""
        start, end = self._span(term)
        return idf(end - start, self.size)

    def holding(self, term: str) -> tuple[array[int], array[float]]:
        """The documents that hold the term, in order, and what it is worth in each."""
        start, end = self._span(term)
        return self._documents[start:end], self._worth[start:end]

    def worth(self, term: str, document: int) -> float:
        """What the term is worth in this document: 0 if it isn't there."""
        at = self._place(term, document)
        return 0.0 if at is None else self._worth[at]

    def shares(self, term: str, document: int) -> list[float]:
        """How much of the term's worth in this document each field gave; adds up to the worth."""
        at = self._place(term, document)
        if at is None:
            return [0.0] * len(FIELDS)
        frequencies = self._frequencies(at)
        return [self._worth[at] * frequency / sum(frequencies) for frequency in frequencies]

    def _span(self, term: str) -> tuple[int, int]:
        number = self._numbers.get(term)
        return (0, 0) if number is None else (self._starts[number], self._starts[number + 1])

    def _place(self, term: str, document: int) -> int | None:
        start, end = self._span(term)
        at = bisect_left(self._documents, document, start, end)
        return at if at < end and self._documents[at] == document else None


def idf(holders: int, size: int) -> float:
    """Inverse document frequency of a term that `holders` of `size` documents hold; above 0."""
    return log(1 + (size - holders + 0.5) / (holders + 0.5))


def _boosts(field: Field, lengths: array[int]) -> array[float]:
    """The factor for a term frequency in this field of each document: shorter fields say more."""
    average = sum(lengths) / len(lengths) if lengths else 0
    b = field.length_matters
    return array(
        "f", (field.weight / (1 - b + b * length / average) if average else 0.0 for length in lengths)
    )
