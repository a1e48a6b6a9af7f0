"""A part of the postings: up to `SEGMENT` documents, in flat arrays, and if they are few also in a table."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import chain
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

SEGMENT = 8_192  # documents; their places fit into 16 bits
STEPS = 255

MOST_CELLS = 16_000_000
"""Terms times documents up to which a segment has a table of all impacts besides, a byte a cell; some 600
scenarios fit. It takes one look-up for all terms of a question, the flat arrays take one for each."""

Floats: TypeAlias = NDArray[np.float32]
Scaled: TypeAlias = Sequence[tuple[int, float]]  # numbers of terms, and what one step of impact is worth


class Segment:
    """Documents from number `first` on. The postings of term n lie at `starts[n]` to `starts[n + 1]`: places
    of documents, ascending, and impacts (0..`STEPS`). Terms that came up later are held by none of them."""

    def __init__(
        self,
        first: int,
        size: int,
        starts: NDArray[np.uint32],
        places: NDArray[np.uint16],
        impacts: NDArray[np.uint8],
    ) -> None:
        self.first = first
        self.size = size
        self.starts = starts
        self.places = places
        self.impacts = impacts
        self._terms = len(starts) - 1
        self._table = self._tabulated() if (self._terms + 1) * size <= MOST_CELLS else None

    def gains(self, clear: Scaled, several: Sequence[Scaled]) -> Floats:
        """What some terms are worth in each document, together, and the best of each of several others."""
        if self._table is not None:
            return self._looked_up(self._table, clear, several)
        scores = self._sums(clear) if clear else np.zeros(self.size, np.float32)
        for terms in several:
            scores += self._best(terms)
        return scores

    def impacts_in(self, place: int, terms: Sequence[int]) -> list[int]:
        """The impact of each of these terms in one document."""
        if self._table is not None:
            rows = np.minimum(np.array(terms, np.intp), self._terms)
            impacts: list[int] = self._table[rows, place].tolist()
            return impacts
        return [self._impact(place, self._span(term)) for term in terms]

    def _impact(self, place: int, span: slice) -> int:
        at = span.start + int(self.places[span].searchsorted(place))
        return int(self.impacts[at]) if at < span.stop and self.places[at] == place else 0

    def _span(self, term: int) -> slice:
        if term >= self._terms:
            return slice(0, 0)
        return slice(int(self.starts[term]), int(self.starts[term + 1]))

    def _tabulated(self) -> NDArray[np.uint8]:
        """Impacts, shape (terms + 1, documents); the last row is for terms that no document holds."""
        table = np.zeros((self._terms + 1, self.size), np.uint8)
        table[np.repeat(np.arange(self._terms), np.diff(self.starts)), self.places] = self.impacts
        return table

    def _looked_up(self, table: NDArray[np.uint8], clear: Scaled, several: Sequence[Scaled]) -> Floats:
        wanted = [*clear, *chain.from_iterable(several)]
        rows = np.array([number for number, _ in wanted], np.intp)
        scales = np.array([scale for _, scale in wanted], np.float32)
        worth = table.take(rows, 0, mode="clip") * scales[:, None]
        at = len(clear)
        scores: Floats = np.add.reduce(worth[:at], dtype=np.float64).astype(np.float32)
        for terms in several:
            scores += np.maximum.reduce(worth[at : at + len(terms)])
            at += len(terms)
        return scores

    def _sums(self, terms: Scaled) -> Floats:
        spans = [self._span(number) for number, _ in terms]
        places = np.concatenate([self.places[span] for span in spans])
        worth = [
            self.impacts[span] * np.float32(scale) for span, (_, scale) in zip(spans, terms, strict=True)
        ]
        summed: Floats = np.bincount(places, np.concatenate(worth), self.size).astype(np.float32)
        return summed

    def _best(self, terms: Scaled) -> Floats:
        gains = np.zeros(self.size, np.float32)
        for number, scale in terms:
            span = self._span(number)
            places = self.places[span]
            gains[places] = np.maximum(gains[places], self.impacts[span] * np.float32(scale))
        return gains


class OpenSegment:
    """The segment that documents are being added to, from number `first` on."""

    def __init__(self, first: int) -> None:
        self.first = first
        self._terms = array("I")
        self._places = array("H")
        self._impacts = bytearray()

    def add(self, term: int, document: int, impact: int) -> None:
        """Add a posting; documents come in order."""
        self._terms.append(term)
        self._places.append(document - self.first)
        self._impacts.append(impact)

    def sealed(self, terms: int, size: int) -> Segment:
        """What was added, in an index of so many terms and, all together, so many documents."""
        numbers = np.frombuffer(self._terms, np.uint32)
        order = np.argsort(numbers, kind="stable")
        starts = np.zeros(terms + 1, np.uint32)
        np.cumsum(np.bincount(numbers, minlength=terms), out=starts[1:])
        places = np.frombuffer(self._places, np.uint16)[order]
        impacts = np.frombuffer(self._impacts, np.uint8)[order]
        return Segment(self.first, size - self.first, starts, places, impacts)
