"""The index of a pack: built once, asked often."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from heapq import nsmallest

from bot.domain.scenario import Pack
from bot.domain.search.confidence import Calibration, Evidence
from bot.domain.search.document import DocumentReader
from bot.domain.search.found import FieldGain, Found, Match, Verdict, WordMatch
from bot.domain.search.postings import FIELDS, Postings, idf
from bot.domain.search.question import Reader, Unit
from bot.domain.search.stop_words import ENGLISH
from bot.domain.search.vocabulary import Candidate, Vocabulary

Ranked = tuple[int, float]
"""A document's number and its score."""


class SearchIndex:
    """Finds the scenarios of one pack. Numbers its documents in the order of their ids."""

    def __init__(
        self, ids: Sequence[str], postings: Postings, reader: Reader, calibration: Calibration
    ) -> None:
        self._ids = ids
        self._postings = postings
        self._reader = reader
        self._calibration = calibration

    @classmethod
    def build(cls, pack: Pack, calibration: Calibration | None = None) -> SearchIndex:
        """Index every scenario of a pack."""
        scenarios = sorted(pack.scenarios, key=lambda scenario: scenario.id)
        documents = DocumentReader(pack.glossary)
        postings = Postings(map(documents.read, scenarios))
        reader = Reader(Vocabulary(documents.words - ENGLISH), documents.names, postings.__contains__)
        return cls([scenario.id for scenario in scenarios], postings, reader, calibration or Calibration())

    def search(self, question: str, limit: int = 3) -> Found:
        """The scenarios nearest to a question, at most `limit`, and how sure the first one is.

        The nearest are given even if the verdict is NOTHING; fewer than `limit` if fewer have
        anything in common with the question. Long input is read only up to `LONGEST_QUESTION`.
        """
        units = self._reader.read(question)
        if not units:
            return Found(Verdict.EMPTY, 0.0, ())
        ranked = self._rank(units, max(limit, 2))
        if not ranked:
            return Found(Verdict.NOTHING, 0.0, ())
        confidence = self._calibration.confidence(self._evidence(units, ranked))
        matches = tuple(self._match(units, *found) for found in ranked[: max(limit, 0)])
        return Found(self._calibration.verdict(confidence), confidence, matches)

    def _rank(self, units: Sequence[Unit], limit: int) -> list[Ranked]:
        """The best documents; equal scores in the order of the ids."""
        scores: dict[int, float] = defaultdict(float)
        for unit in units:
            for document, gain in self._gains(unit).items():
                scores[document] += unit.weight * gain
        return nsmallest(limit, scores.items(), key=lambda item: (-item[1], item[0]))

    def _gains(self, unit: Unit) -> dict[int, float]:
        """What a unit is worth in each document: the best of what it may mean."""
        gains: dict[int, float] = {}
        for candidate in unit.candidates:
            for document, worth in zip(*self._postings.holding(candidate.term), strict=True):
                gain = candidate.similarity * worth
                if gain > gains.get(document, 0.0):
                    gains[document] = gain
        return gains

    def _best_candidate(self, unit: Unit, document: int) -> Candidate | None:
        """What the unit means in this document; None if nothing of it is there."""
        held = [found for found in unit.candidates if self._postings.worth(found.term, document)]
        return max(
            held,
            key=lambda found: found.similarity * self._postings.worth(found.term, document),
            default=None,
        )

    def _mass(self, unit: Unit) -> float:
        """The most that a unit could be worth: its weight times its rarity."""
        rarities = [self._postings.rarity(candidate.term) for candidate in unit.candidates]
        return unit.weight * max(rarities, default=idf(0, len(self._ids)))

    def _evidence(self, units: Sequence[Unit], ranked: Sequence[Ranked]) -> Evidence:
        best, score = ranked[0]
        second = ranked[1][1] if len(ranked) > 1 else 0.0
        total = sum(map(self._mass, units))
        held = {unit: found for unit in units if (found := self._best_candidate(unit, best))}
        matched = sum(self._mass(unit) * found.similarity for unit, found in held.items())
        names = [unit for unit in units if unit.named]
        return Evidence(
            coverage=matched / total,
            strength=score / total,
            margin=(score - second) / score,
            strangers=sum(1 - held[unit].similarity if unit in held else 1.0 for unit in names)
            / max(len(names), 1),
            substance=min(1.0, matched / (2 * idf(1, len(self._ids)))),
        )

    def _match(self, units: Sequence[Unit], document: int, score: float) -> Match:
        explained = (self._explain(unit, document) for unit in units)
        return Match(self._ids[document], score, tuple(word for word in explained if word))

    def _explain(self, unit: Unit, document: int) -> WordMatch | None:
        found = self._best_candidate(unit, document)
        if found is None:
            return None
        shares = self._postings.shares(found.term, document)
        gains = [unit.weight * found.similarity * share for share in shares]
        fields = (FieldGain(field.name, gain) for field, gain in zip(FIELDS, gains, strict=True) if gain)
        return WordMatch(unit.text, found.spelling, found.similarity, tuple(fields))
