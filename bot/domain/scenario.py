"""The words of the product: scenario, rubric, pack. Everything else is about these values.

They are plain frozen dataclasses. `bot.packs` reads them from files and has checked them by the
time they exist, so nothing here validates again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Generic, TypeVar

from bot.domain.calibration import Calibration
from bot.domain.errors import UnknownScenario
from bot.domain.glossary import Glossary

T = TypeVar("T")


class Language(StrEnum):
    """A language the product speaks; the value is its ISO 639-1 code."""

    EN = "en"
    JA = "ja"


@dataclass(frozen=True, slots=True)
class Bilingual(Generic[T]):
    """One thing said in both languages: `situation[Language.JA]`."""

    en: T
    ja: T

    def __getitem__(self, language: Language) -> T:
        return self.ja if language is Language.JA else self.en

    def __iter__(self) -> Iterator[T]:
        return iter((self.en, self.ja))


@dataclass(frozen=True, slots=True)
class KeyPoint:
    """One checkable claim of a rubric.

    `weight` is in points of 100; the weights of a rubric add up to 100. `required` marks a point
    without which the answer is wrong. `accept` holds phrasing patterns (see
    `bot.domain.grading.pattern`) that show the point was made.
    """

    id: str
    weight: int
    required: bool
    text: Bilingual[str]
    accept: Bilingual[tuple[str, ...]]
    hint: Bilingual[str]


@dataclass(frozen=True, slots=True)
class Misconception:
    """A wrong answer that people really give, and why it is wrong in this situation.

    `accept` may list phrasing patterns that show it; without any, the claim's own words serve.
    `belongs_to` is the id of the scenario whose right answer this is, if there is one.
    """

    id: str
    text: Bilingual[str]
    why: Bilingual[str]
    accept: Bilingual[tuple[str, ...]]
    belongs_to: str | None = None


@dataclass(frozen=True, slots=True)
class Examples:
    """Replies in one language whose outcome the author promises; the content check grades them."""

    full: tuple[str, ...] = ()
    partial: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A page that supports key points: `supports` holds their ids, `read` the day it was read."""

    title: str
    url: str
    read: date
    supports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scenario:
    """One "what would you do?" moment with everything needed to pose, score and explain it.

    `domain` is the English name of an exam domain of the pack; `difficulty` is 1 (one service,
    direct), 2 (choose between neighbours) or 3 (exception or policy evaluation).
    """

    id: str
    exam: str
    domain: str
    task: str
    difficulty: int
    services: tuple[str, ...]
    confusable_with: tuple[str, ...]
    situation: Bilingual[str]
    answer: Bilingual[str]
    questions: Bilingual[tuple[str, ...]]
    rubric: tuple[KeyPoint, ...]
    misconceptions: tuple[Misconception, ...]
    examples: Bilingual[Examples]
    explanation: Bilingual[str]
    sources: tuple[Source, ...]
    reviewed: date | None = None

    def point(self, point_id: str) -> KeyPoint:
        """The key point with this id; `KeyError` if the rubric has none."""
        for point in self.rubric:
            if point.id == point_id:
                return point
        raise KeyError(point_id)

    def misconception(self, misconception_id: str) -> Misconception:
        """The misconception with this id; `KeyError` if the scenario has none."""
        for misconception in self.misconceptions:
            if misconception.id == misconception_id:
                return misconception
        raise KeyError(misconception_id)


@dataclass(frozen=True, slots=True)
class ExamDomain:
    """A part of the exam and its share of the questions, in percent."""

    name: Bilingual[str]
    weight: float


@dataclass(frozen=True)
class Pack:
    """A set of scenarios for one exam, with its glossary.

    `scenarios` are in order of their ids, whatever the order of the files. `fingerprint` is a
    hash of the content, the same on every machine that holds the same pack. Without a `calibration` the
    search is as sure as it is of the pack that ships.
    """

    id: str
    title: Bilingual[str]
    exam: str
    notice: Bilingual[str]
    domains: tuple[ExamDomain, ...]
    glossary: Glossary
    scenarios: tuple[Scenario, ...]
    fingerprint: str = ""
    calibration: Calibration | None = None

    @cached_property
    def _by_id(self) -> dict[str, Scenario]:
        return {scenario.id: scenario for scenario in self.scenarios}

    def scenario(self, scenario_id: str) -> Scenario:
        """The scenario with this id; raises `UnknownScenario` with the nearest ids there are."""
        try:
            return self._by_id[scenario_id]
        except KeyError:
            raise UnknownScenario.among(scenario_id, self._by_id) from None

    def __contains__(self, scenario_id: object) -> bool:
        return scenario_id in self._by_id

    def domain_name(self, scenario: Scenario, language: Language) -> str:
        """The scenario's exam domain as people read it in this language."""
        for domain in self.domains:
            if domain.name.en == scenario.domain:
                return domain.name[language]
        return scenario.domain
