"""A pack made ready for its checks: what several of them look at is worked out once for all scenarios."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from bot.domain.grading import Grader
from bot.domain.grading.rubric import Point
from bot.domain.scenario import Language, Scenario
from bot.domain.search import SearchIndex
from bot.domain.search.tokens import normalise, terms
from bot.domain.wordbook import WordBook
from bot.packs.faults import Location
from bot.packs.loader import Reading
from bot.packs.naming import WrongNames
from bot.packs.phrasings import Phrasing, phrasings

Points = tuple[tuple[Point, tuple[Phrasing, ...]], ...]
"""The key points of a scenario with the phrasings that each accepts."""

Asked = tuple[str, ...]
"""A question as the search compares it: the terms of its normalised words."""


@dataclass(frozen=True)
class Inspection:
    """Everything that a check may look at; `today` decides what is out of date, `asked` says where each
    question stands first, by scenario and location, and `neighbours` whom a scenario is confused with."""

    reading: Reading
    grader: Grader
    book: WordBook
    today: date
    wrong_names: WrongNames
    asked: Mapping[Asked, tuple[str, Location]]
    neighbours: Mapping[str, tuple[Scenario, ...]]
    _points: dict[str, Points] = field(default_factory=dict)

    @classmethod
    def of(cls, reading: Reading, book: WordBook, today: date) -> Inspection:
        """The pack made ready for inspection; it must have at least one sound scenario."""
        pack = reading.pack
        return cls(
            reading=reading,
            grader=Grader(pack.glossary, book),
            book=book,
            today=today,
            wrong_names=WrongNames(pack.glossary),
            asked=_asked(pack.scenarios),
            neighbours=_neighbours(pack.scenarios),
        )

    @cached_property
    def index(self) -> SearchIndex:
        """What answers the authors' questions; built when the first is asked."""
        return SearchIndex.of(self.reading.pack, self.book.vectors)

    def points(self, scenario: Scenario) -> Points:
        """The scenario's key points with their phrasings, put together once."""
        if scenario.id not in self._points:
            self._points[scenario.id] = tuple(
                (point, phrasings(point.key_point.accept, point.targets, ("rubric", at)))
                for at, point in enumerate(self.grader.points(scenario))
            )
        return self._points[scenario.id]


def asked(question: str) -> Asked:
    """What the search makes of the words of a question."""
    return tuple(terms(normalise(question)))


def _asked(scenarios: tuple[Scenario, ...]) -> dict[Asked, tuple[str, Location]]:
    first: dict[Asked, tuple[str, Location]] = {}
    for scenario in scenarios:
        for language in Language:
            for number, question in enumerate(scenario.questions[language]):
                first.setdefault(asked(question), (scenario.id, ("questions", language.value, number)))
    return first


def _neighbours(scenarios: tuple[Scenario, ...]) -> dict[str, tuple[Scenario, ...]]:
    """Who names whom as easily confused, either way round."""
    return {
        each.id: tuple(
            other
            for other in scenarios
            if other is not each and (other.id in each.confusable_with or each.id in other.confusable_with)
        )
        for each in scenarios
    }
