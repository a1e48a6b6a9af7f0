"""The loaded packs, ready to search and to grade."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache

from bot.domain.appeals import Alias
from bot.domain.errors import DoubledPack, UnknownPack, UnknownScenario
from bot.domain.grading import Grader, Score
from bot.domain.grading.rubric import Rubric
from bot.domain.phrasings import Phrasing, check_phrase, phrasings_of, with_phrasings
from bot.domain.reading.meaning import WordVectors
from bot.domain.scenario import Language, Pack
from bot.domain.search import Found, SearchIndex
from bot.domain.wordbook import WordBook

MakeIndex = Callable[[Pack, WordVectors], SearchIndex]

KEPT_EXTENDED = 32
"""Scenarios with a team's own phrasings that are kept compiled, at about 1.4 MB each. One that isn't is
compiled again in some 50 ms, while grading a reply takes a few."""


class Library:
    """Packs by id, each with its search index and grader, built once, when first needed or by `prepare`.

    The first pack is the default for new channels. Raises `ValueError` without any pack, and
    `DoubledPack` for two of one id. `make_index` may fetch an index instead of building it.
    """

    def __init__(self, packs: Iterable[Pack], book: WordBook, make_index: MakeIndex | None = None) -> None:
        self._book = book
        self._make_index = make_index or SearchIndex.of
        self._packs: dict[str, Pack] = {}
        for pack in packs:
            if pack.id in self._packs:
                raise DoubledPack(id=pack.id)
            self._packs[pack.id] = pack
        if not self._packs:
            raise ValueError("a library needs at least one pack")
        self._indexes: dict[str, SearchIndex] = {}
        self._graders: dict[str, Grader] = {}
        self._extended = lru_cache(KEPT_EXTENDED)(self._extend)

    @property
    def packs(self) -> tuple[Pack, ...]:
        """All packs, the default first."""
        return tuple(self._packs.values())

    def has(self, pack_id: str) -> bool:
        """True if this pack is loaded."""
        return pack_id in self._packs

    def knows(self, pack_id: str, scenario_id: str) -> bool:
        """True if this scenario's pack is loaded and has it."""
        return pack_id in self._packs and scenario_id in self._packs[pack_id]

    def pack(self, pack_id: str) -> Pack:
        """The pack with this id; raises `UnknownPack`."""
        try:
            return self._packs[pack_id]
        except KeyError:
            raise UnknownPack(id=pack_id) from None

    def pack_of(self, scenario_id: str) -> Pack:
        """The first pack that has this scenario; raises `UnknownScenario`."""
        for pack in self.packs:
            if scenario_id in pack:
                return pack
        raise UnknownScenario.among(scenario_id, (s.id for pack in self.packs for s in pack.scenarios))

    def grade(self, pack_id: str, scenario_id: str, reply: str, aliases: Iterable[Alias] = ()) -> Score:
        """The score of a reply, by the scenario's accepted phrasings and these besides.

        Raises `UnknownPack` or `UnknownScenario`.
        """
        if phrasings := phrasings_of(aliases):
            return self._grader(pack_id).grade_by(self._extended(pack_id, scenario_id, phrasings), reply)
        return self._grader(pack_id).grade(self.pack(pack_id).scenario(scenario_id), reply)

    def check_phrase(self, pack_id: str, scenario_id: str, phrase: str) -> None:
        """Raises `BadPhrase` or `PatternFault` for what can't be accepted as a phrasing in this scenario."""
        check_phrase(phrase, self.pack(pack_id).scenario(scenario_id), self._grader(pack_id))

    def search(self, question: str, limit: int = 3) -> tuple[Pack, Found]:
        """The pack that is surest of the question, and what it found; the default pack wins ties."""
        found = ((pack, self._index(pack).search(question, limit)) for pack in self.packs)
        return max(found, key=lambda pair: pair[1].confidence)

    def language_of(self, question: str) -> Language | None:
        """The language that a question is asked in; None if it is made of names that any pack knows."""
        spoken = [self._index(pack).language_of(question) for pack in self.packs]
        return None if None in spoken else spoken[0]

    def explain(self, pack: Pack, question: str, found: Found) -> Found:
        """What was found, with the words that led to each match."""
        index = self._index(pack)
        matches = (
            replace(match, words=index.explain(question, pack.scenario(match.scenario_id)))
            for match in found.matches
        )
        return replace(found, matches=tuple(matches))

    def prepare(self) -> Library:
        """Build every index and grader now, so that nobody waits for them later."""
        for pack in self.packs:
            self._index(pack)
            self._grader(pack.id)
        return self

    def _extend(self, pack_id: str, scenario_id: str, phrasings: frozenset[Phrasing]) -> Rubric:
        scenario = with_phrasings(self.pack(pack_id).scenario(scenario_id), phrasings)
        return self._grader(pack_id).compiled(scenario)

    def _index(self, pack: Pack) -> SearchIndex:
        if pack.id not in self._indexes:
            self._indexes[pack.id] = self._make_index(pack, self._book.vectors)
        return self._indexes[pack.id]

    def _grader(self, pack_id: str) -> Grader:
        if pack_id not in self._graders:
            self._graders[pack_id] = Grader(self.pack(pack_id).glossary, self._book)
        return self._graders[pack_id]
