"""Measure what a pack covers: exam domains, difficulties, languages, and how old its knowledge is."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.scenario import ExamDomain, Language, Pack, Scenario

DIFFICULTIES = (1, 2, 3)


class Age(StrEnum):
    """How long ago something was read or reviewed, in calendar months; twelve to the day are still 6 to
    12, as for the content check."""

    NEVER = "never"
    TO_3 = "to-3"
    TO_6 = "to-6"
    TO_12 = "to-12"
    OVER_12 = "over-12"


@dataclass(frozen=True, slots=True)
class LanguageCover:
    """What there is in one language. `scenarios` are those that can be asked for and have examples of
    every outcome in it; the others are counts of single texts over all scenarios."""

    scenarios: int
    questions: int
    phrasings: int
    examples: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """Counts of scenarios, in the pack's order of domains; of `sources` each citation counts."""

    scenarios: int
    domains: tuple[tuple[ExamDomain, int], ...]
    difficulties: Mapping[int, int]
    languages: Mapping[Language, LanguageCover]
    reviews: Mapping[Age, int]
    sources: Mapping[Age, int]


def measure_coverage(pack: Pack, today: date) -> Coverage:
    """What the pack covers as of `today`."""
    by_domain = Counter(scenario.domain for scenario in pack.scenarios)
    by_difficulty = Counter(scenario.difficulty for scenario in pack.scenarios)
    return Coverage(
        scenarios=len(pack.scenarios),
        domains=tuple((domain, by_domain[domain.name.en]) for domain in pack.domains),
        difficulties={level: by_difficulty[level] for level in DIFFICULTIES},
        languages={language: _cover(pack, language) for language in Language},
        reviews=_ages((scenario.reviewed for scenario in pack.scenarios), today),
        sources=_ages((source.read for each in pack.scenarios for source in each.sources), today),
    )


def age(day: date | None, today: date) -> Age:
    """How long ago the day was; None is never. A day to come counts as fresh."""
    if day is None:
        return Age.NEVER
    for months, reached in ((3, Age.TO_3), (6, Age.TO_6), (12, Age.TO_12)):
        if today <= _later(day, months):
            return reached
    return Age.OVER_12


def _later(day: date, months: int) -> date:
    """The same day that many months later, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _ages(days: Iterable[date | None], today: date) -> dict[Age, int]:
    counted = Counter(age(day, today) for day in days)
    return {each: counted[each] for each in Age}


def _cover(pack: Pack, language: Language) -> LanguageCover:
    examples = [scenario.examples[language] for scenario in pack.scenarios]
    return LanguageCover(
        scenarios=sum(_whole(scenario, language) for scenario in pack.scenarios),
        questions=sum(len(scenario.questions[language]) for scenario in pack.scenarios),
        phrasings=sum(len(point.accept[language]) for each in pack.scenarios for point in each.rubric),
        examples=sum(len(each.full) + len(each.partial) + len(each.wrong) for each in examples),
    )


def _whole(scenario: Scenario, language: Language) -> bool:
    examples = scenario.examples[language]
    parts = (scenario.situation[language], scenario.questions[language])
    return all((*parts, examples.full, examples.partial, examples.wrong))
