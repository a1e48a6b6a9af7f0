"""The index of a pack: built once, asked often."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.domain.calibration import SHIPPED, Calibration
from bot.domain.glossary import Glossary
from bot.domain.reading.meaning import Vectors, WordVectors
from bot.domain.scenario import Language, Pack, Scenario
from bot.domain.search.confidence import Evidence, chance, fit, verdict
from bot.domain.search.document import DocumentReader
from bot.domain.search.found import FieldGain, Found, Match, Verdict, WordMatch
from bot.domain.search.homophones import Homophones
from bot.domain.search.language import language_of
from bot.domain.search.meanings import WEIGHT_OF_ALL, WEIGHT_OF_QUESTIONS, Meaning, Meanings, Numbers
from bot.domain.search.postings import FIELDS, Postings, by_field
from bot.domain.search.question import Meant, Reader, Unit
from bot.domain.search.segment import STEPS, Floats
from bot.domain.search.stop_words import ENGLISH
from bot.domain.search.vocabulary import Vocabulary

SHORTLIST = 24
"""In a larger index only so many scenarios by words, and so many by meaning, are looked at closely."""

MOST_READ = 8
"""Postings looked at, in sizes of the index. A long question in Japanese has a dozen pairs of characters that
every other scenario holds; they say next to nothing and cost most."""

SMALL = 2_000
"""Scenarios up to which an index is read whole."""

_COMPARED = 5  # scenarios that the first one is compared with, itself included
MANY = 5
"""If so many of the first hold all that a question says, its words don't tell which of them is meant: of the
questions in scope that the search is tuned on, two of 925 are such."""

_MANY_WORDS, _MOST_SUBSTANCE = 5, 2.0
_MOST_TOLD = 12.0
_DIGITS = 6  # beyond them, sums depend on the order of their terms
_LITTLE = 1e-9
_NONE = np.zeros(0, np.int64)
LEAST_SCORE = 0.4
"""If the first has less, no scenario has anything to do with the question."""

_WEIGHTS = np.array([WEIGHT_OF_QUESTIONS, WEIGHT_OF_ALL], np.float32)


class _Ranked(NamedTuple):
    """A document, its score, how near it is to its nearest ways of asking and to all it says, and what
    meaning adds to the score."""

    document: int
    score: float
    asked: float
    whole: float
    by_meaning: float


class _Asked(NamedTuple):
    """A question: its pieces of evidence, the most that they could be worth together, and what it means."""

    units: Sequence[Unit]
    mass: float
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
            postings,
            meanings,
        )
        self._calibration = calibration or SHIPPED

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
        evidence = self._evidence(asked, ranked)
        answered = round(chance(self._calibration.answered, evidence), _DIGITS)
        if ranked[0].score < LEAST_SCORE:
            return Found(Verdict.NOTHING, answered, ())
        matches = tuple(
            Match(self._ids[found.document], found.score, found.by_meaning)
            for found in ranked[: max(limit, 0)]
        )
        right = round(chance(self._calibration.right, evidence), _DIGITS)
        said = verdict(self._calibration, answered)
        # A name of the glossary is never nothing, however many scenarios share it.
        heard = said is not Verdict.NOTHING or any(unit.named for unit in asked.units)
        if heard and self._is_shared(asked.units, ranked):
            said = Verdict.SEVERAL
        return Found(said, answered, matches, fit(self._calibration, right))

    def language_of(self, question: str) -> Language | None:
        """The language that a question is asked in; None if it is made of names, which have none."""
        return language_of(question, self._documents.names)

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
        held = zip(asked.units, self._held(asked.units, self._ids.index(scenario.id)), strict=True)
        return tuple(
            _explained(unit, found, unit.weight * worth / asked.mass, fields)
            for unit, (found, worth) in held
            if found
        )

    def _asked(self, question: str) -> _Asked:
        read = self._reader.read(question)
        units = read.units if len(self._ids) <= SMALL else self._affordable(read.units)
        return _Asked(units, sum([unit.mass for unit in units]), self._meanings.meaning(read.text))

    def _affordable(self, units: Sequence[Unit]) -> Sequence[Unit]:
        """The units without those that `MOST_READ` leaves no room for, the least telling first."""
        left = MOST_READ * len(self._ids)
        costs = [sum(self._postings.holders(meant.term) for meant in unit.candidates) for unit in units]
        if sum(costs) <= left:
            return units
        kept = set()
        for at in sorted(range(len(units)), key=lambda at: (-units[at].mass, at)):
            if costs[at] <= left:
                left -= costs[at]
                kept.add(at)
        return [unit for at, unit in enumerate(units) if at in kept]

    def _rank(self, asked: _Asked, limit: int) -> list[_Ranked]:
        """The best documents; equal scores in the order of their ids."""
        shares = self._shares(asked)
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
        parts = (part.take(best).tolist() for part in (documents, scores, *likeness.T, by_meaning))
        return list(map(_Ranked, *parts))

    def _shares(self, asked: _Asked) -> Floats:
        """What share of the question's words each document holds: weighted as BM25F does."""
        clear, several = [], []
        for _, weight, candidates, _, _, _ in asked.units:
            scaled = [
                (number, weight * similarity * rarity / STEPS)
                for _, similarity, _, number, rarity in candidates
            ]
            if len(scaled) == 1:
                clear += scaled
            elif scaled:
                several.append(scaled)
        return self._postings.gains(clear, several) / np.float32(asked.mass)

    def _held(self, units: Sequence[Unit], document: int) -> Iterator[tuple[Meant | None, float]]:
        """What each unit means in this document and is worth there; None if nothing of it is there."""
        numbers = [meant.number for unit in units for meant in unit.candidates]
        impacts = iter(self._postings.impacts(document, numbers))
        for unit in units:
            best, most = None, 0.0
            for meant, impact in zip(unit.candidates, impacts):  # noqa: B905 - each unit takes its share
                gain = meant.similarity * (meant.rarity * impact / STEPS)
                if gain > most:
                    best, most = meant, gain
            yield best, most

    def _is_shared(self, units: Sequence[Unit], ranked: Sequence[_Ranked]) -> bool:
        """Does each of the first `MANY` hold all of a question? Asked of the last of them first, which seldom
        does."""
        first = ranked[:MANY]
        return len(first) == MANY and all(
            all(found for found, _ in self._held(units, each.document)) for each in reversed(first)
        )

    def _evidence(self, asked: _Asked, ranked: Sequence[_Ranked]) -> Evidence:
        best, *others = ranked[:_COMPARED]
        unheard = self._postings.unheard
        covered = missing = 0.0
        names, strange = 0, 0.0
        held = self._held(asked.units, best.document)
        for unit, (found, _) in zip(asked.units, held, strict=True):
            _, _, _, mass, named, other = unit
            similarity = found.similarity if found and not other else 0.0
            covered += mass * similarity
            if not similarity and mass > missing:
                missing = mass
            if named:
                names += 1
                strange += 1 - similarity
        strays = self._meanings.strays(asked.meaning, best.document)
        told = float(np.add.reduce(asked.meaning.told))
        return Evidence(
            coverage=covered / asked.mass,
            score=best.score,
            lead=best.score - sum(other.score for other in others) / max(len(others), 1),
            asked=best.asked,
            strangers=strange / max(names, 1),
            missing=missing / unheard,
            substance=min(asked.mass / (_MANY_WORDS * unheard), _MOST_SUBSTANCE),
            stray=float(np.add.reduce(strays)) / max(told, _LITTLE),
            strayest=float(np.maximum.reduce(strays, initial=0.0)),
            told=min(told, _MOST_TOLD),
            everyday=self._meanings.everyday(asked.meaning),
            whole=best.whole,
            gap=best.score - (others[0].score if others else 0.0),
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


def _explained(unit: Unit, found: Meant, gain: float, fields: Sequence[dict[str, float]]) -> WordMatch:
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
