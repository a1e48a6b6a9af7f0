"""The index of a pack: built once, asked often."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.domain.calibration import SHIPPED, Calibration
from bot.domain.glossary import Glossary
from bot.domain.reading.meaning import Vectors, WordVectors
from bot.domain.scenario import Pack, Scenario
from bot.domain.search.confidence import Evidence, confidence, verdict
from bot.domain.search.document import DocumentReader
from bot.domain.search.found import FieldGain, Found, Match, Verdict, WordMatch
from bot.domain.search.homophones import Homophones
from bot.domain.search.meanings import WEIGHT_OF_ALL, WEIGHT_OF_QUESTIONS, Meaning, Meanings, Numbers
from bot.domain.search.postings import FIELDS, Postings, by_field, idf
from bot.domain.search.question import Reader, Unit
from bot.domain.search.segment import Floats
from bot.domain.search.stop_words import ENGLISH
from bot.domain.search.vocabulary import Candidate, Vocabulary

SHORTLIST = 24
"""In a larger index only so many scenarios by words, and so many by meaning, are looked at closely."""

MOST_READ = 8
"""Postings looked at, in sizes of the index. A long question in Japanese has a dozen pairs of characters that
every other scenario holds; they say next to nothing and cost most."""

SMALL = 2_000
"""Scenarios up to which an index is read whole."""

_COMPARED = 5  # scenarios that the first one is compared with, itself included
_MANY_WORDS, _MOST_SUBSTANCE = 5, 2.0
_MOST_TOLD = 12.0
_DIGITS = 6  # beyond them, sums depend on the order of their terms
_LITTLE = 1e-9
_NONE = np.zeros(0, np.int64)
LEAST_SCORE = 0.4
"""If the first has less, no scenario has anything to do with the question."""

_WEIGHTS = np.array([WEIGHT_OF_QUESTIONS, WEIGHT_OF_ALL], np.float32)


class _Ranked(NamedTuple):
    """A document, its score, how near it is to its nearest ways of asking, and what meaning adds to the
    score."""

    document: int
    score: float
    asked: float
    by_meaning: float


class _Asked(NamedTuple):
    """A question: its pieces of evidence, the most that each could be worth, and what it means."""

    units: Sequence[Unit]
    masses: Sequence[float]
    meaning: Meaning


class SearchIndex:
    """Finds scenarios. Numbers its documents in the order they are given; equal scores come by id."""

    def __init__(
        self,
        ids: Sequence[str],
        postings: Postings,
        meanings: Meanings,
        documents: DocumentReader,
        calibration: Calibration | None = None,
    ) -> None:
        self._ids = ids
        self._order = np.argsort(np.argsort(np.array(ids, dtype=object), kind="stable")) if ids else _NONE
        self._postings = postings
        self._meanings = meanings
        self._documents = documents
        self._reader = Reader(
            Vocabulary(documents.words - ENGLISH),
            documents.names,
            Homophones(postings, meanings),
            postings.__contains__,
        )
        self._calibration = calibration or SHIPPED
        self._unheard = idf(0, len(ids))  # the rarity of a word that no scenario holds

    @classmethod
    def of(cls, pack: Pack, vectors: WordVectors) -> SearchIndex:
        """The index of a whole pack, as sure as the pack says."""
        return cls.build(pack.scenarios, pack.glossary, vectors, pack.calibration)

    @classmethod
    def build(
        cls,
        scenarios: Iterable[Scenario],
        glossary: Glossary,
        vectors: WordVectors,
        calibration: Calibration | None = None,
    ) -> SearchIndex:
        """Index scenarios one by one; each is let go before the next is taken."""
        documents, postings, meanings = DocumentReader(glossary), Postings(), Meanings(vectors)
        ids = []
        for scenario in scenarios:
            ids.append(scenario.id)
            postings.add(documents.read(scenario))
            meanings.add(scenario)
        postings.seal()
        meanings.seal()
        return cls(ids, postings, meanings, documents, calibration)

    def search(self, question: str, limit: int = 3) -> Found:
        """The scenarios nearest to a question, at most `limit`, and how sure the first one is.

        The nearest are given even if the verdict is NOTHING, unless none of them is near at all. Long
        input is read only up to `LONGEST_QUESTION`.
        """
        asked = self._asked(question)
        if not asked.units:
            return Found(Verdict.EMPTY, 0.0, ())
        ranked = self._rank(asked, max(limit, _COMPARED))
        if not ranked:
            return Found(Verdict.NOTHING, 0.0, ())
        chance = round(confidence(self._calibration, self._evidence(asked, ranked)), _DIGITS)
        if ranked[0].score < LEAST_SCORE:
            return Found(Verdict.NOTHING, chance, ())
        matches = tuple(
            Match(self._ids[found.document], found.score, found.by_meaning)
            for found in ranked[: max(limit, 0)]
        )
        return Found(verdict(self._calibration, chance), chance, matches)

    def evidence(self, question: str) -> Evidence | None:
        """What speaks for the first match of a question; None if there is no question or no match."""
        asked = self._asked(question)
        if not asked.units:
            return None
        ranked = self._rank(asked, _COMPARED)
        return self._evidence(asked, ranked) if ranked else None

    def explain(self, question: str, scenario: Scenario) -> tuple[WordMatch, ...]:
        """Which words of the question the scenario holds, and how much of its score each field gave."""
        asked = self._asked(question)
        fields = by_field(self._documents.read(scenario))
        total = sum(asked.masses)
        held = zip(asked.units, self._held(asked.units, self._ids.index(scenario.id)), strict=True)
        return tuple(
            _explained(unit, found, unit.weight * worth / total, fields)
            for unit, (found, worth) in held
            if found
        )

    def _asked(self, question: str) -> _Asked:
        read = self._reader.read(question)
        weighed = [(unit, self._mass(unit)) for unit in read.units]
        if len(self._ids) > SMALL:
            weighed = self._affordable(weighed)
        units, masses = [unit for unit, _ in weighed], [mass for _, mass in weighed]
        return _Asked(units, masses, self._meanings.meaning(read.text))

    def _affordable(self, weighed: list[tuple[Unit, float]]) -> list[tuple[Unit, float]]:
        """Units and masses without those that `MOST_READ` leaves no room for, the least telling first."""
        left = MOST_READ * len(self._ids)
        costs = [sum(self._postings.holders(found.term) for found in unit.candidates) for unit, _ in weighed]
        if sum(costs) <= left:
            return weighed
        kept = set()
        for at in sorted(range(len(weighed)), key=lambda at: (-weighed[at][1], at)):
            if costs[at] <= left:
                left -= costs[at]
                kept.add(at)
        return [pair for at, pair in enumerate(weighed) if at in kept]

    def _rank(self, asked: _Asked, limit: int) -> list[_Ranked]:
        """The best documents; equal scores in the order of their ids."""
        shares = self._shares(asked.units, sum(asked.masses))
        direction = asked.meaning.direction
        documents = _shortlist(shares, self._meanings.of_every(direction))
        if not len(documents):
            return []
        held = shares.take(documents)
        likeness = self._meanings.likeness(direction, documents)
        # The less of the question any scenario holds in words, the more its meaning counts.
        weight = max(0.0, 1 - float(held.max()))
        by_meaning = (weight * (np.maximum(likeness, 0) @ _WEIGHTS)).round(_DIGITS)
        scores = (held + by_meaning).round(_DIGITS)
        best = np.lexsort((self._order.take(documents), -scores))[:limit]
        parts = (part.take(best).tolist() for part in (documents, scores, likeness[:, 0], by_meaning))
        return list(map(_Ranked, *parts))

    def _shares(self, units: Sequence[Unit], total: float) -> Floats:
        """What share of the question's words, of this mass together, each document holds: weighted as BM25F
        does."""
        wanted = [(unit.weight, unit.candidates) for unit in units]
        return self._postings.gains(wanted) / np.float32(total)

    def _mass(self, unit: Unit) -> float:
        """The most that a unit could be worth: its weight times its rarity."""
        rarity, candidates = self._postings.rarity, unit.candidates
        if len(candidates) == 1:
            return unit.weight * rarity(candidates[0].term)
        return unit.weight * max([rarity(found.term) for found in candidates], default=self._unheard)

    def _held(self, units: Sequence[Unit], document: int) -> list[tuple[Candidate | None, float]]:
        """What each unit means in this document and is worth there; None if nothing of it is there."""
        terms = [candidate.term for unit in units for candidate in unit.candidates]
        worth = self._postings.worth(document, terms)
        return [_best(unit.candidates, worth) for unit in units]

    def _evidence(self, asked: _Asked, ranked: Sequence[_Ranked]) -> Evidence:
        best, *others = ranked[:_COMPARED]
        total = sum(asked.masses)
        covered = missing = 0.0
        names, strange = 0, 0.0
        held = self._held(asked.units, best.document)
        for unit, mass, (found, _) in zip(asked.units, asked.masses, held, strict=True):
            similarity = found.similarity if found else 0.0
            covered += mass * similarity
            if not found and mass > missing:
                missing = mass
            if unit.named:
                names += 1
                strange += 1 - similarity
        told, strays = self._meanings.strays(asked.meaning.rows, best.document)
        all_told = float(np.add.reduce(told))
        return Evidence(
            coverage=covered / total,
            score=best.score,
            lead=best.score - sum(other.score for other in others) / max(len(others), 1),
            asked=best.asked,
            strangers=strange / max(names, 1),
            missing=missing / self._unheard,
            substance=min(total / (_MANY_WORDS * self._unheard), _MOST_SUBSTANCE),
            stray=float(np.add.reduce(strays)) / max(all_told, _LITTLE),
            strayest=float(strays.max(initial=0.0)),
            told=min(all_told, _MOST_TOLD),
        )

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """Everything but the glossary and the word book, to be stored; `restored` is the way back."""
        return {
            "ids": _joined(self._ids),
            "words": _joined(sorted(self._documents.words)),
            **self._postings.arrays(),
            **self._meanings.arrays(),
        }

    @classmethod
    def restored(
        cls,
        stored: dict[str, NDArray[np.generic]],
        glossary: Glossary,
        vectors: WordVectors,
        calibration: Calibration | None = None,
    ) -> SearchIndex:
        """An index as it was stored; raises `KeyError` or `ValueError` if something is missing."""
        documents = DocumentReader(glossary)
        documents.words.update(_split(stored["words"]))
        meanings = Meanings.restored(vectors, stored)
        return cls(_split(stored["ids"]), Postings.restored(stored), meanings, documents, calibration)


def _shortlist(shares: Floats, near: Vectors) -> Numbers:
    """The best documents by words, and those that are nearest in meaning; all of few."""
    if len(shares) <= 2 * SHORTLIST:
        return np.arange(len(shares))
    chosen = np.zeros(len(shares), np.bool_)
    for figures in (shares, near):
        chosen[np.argpartition(-figures, SHORTLIST - 1)[:SHORTLIST]] = True
    return np.flatnonzero(chosen)


def _best(candidates: Sequence[Candidate], worth: Mapping[str, float]) -> tuple[Candidate | None, float]:
    """The candidate that is worth most, as similar as it is, and how much that is."""
    best, most = None, 0.0
    for candidate in candidates:
        gain = candidate.similarity * worth.get(candidate.term, 0.0)
        if gain > most:
            best, most = candidate, gain
    return best, most


def _explained(unit: Unit, found: Candidate, gain: float, fields: Sequence[dict[str, float]]) -> WordMatch:
    """Where a match came from: the gain, shared among the fields as the term is."""
    frequencies = [by_term.get(found.term, 0.0) for by_term in fields]
    gains = (
        FieldGain(field.name, gain * frequency / sum(frequencies))
        for field, frequency in zip(FIELDS, frequencies, strict=True)
        if frequency
    )
    return WordMatch(unit.text, found.spelling, found.similarity, tuple(gains))


def _joined(texts: Iterable[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(texts).encode(), np.uint8)


def _split(stored: NDArray[np.generic]) -> list[str]:
    text = stored.tobytes().decode()
    return text.split("\n") if text else []
