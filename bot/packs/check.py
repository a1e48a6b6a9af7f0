"""What a sound pack can still get wrong: promises that the grader or the search doesn't keep.

Each check looks at one scenario and is one function in `QUICK` or in `GRADING`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import product
from math import prod

from bot.domain.grading import Outcome
from bot.domain.grading.pattern import parse_pattern
from bot.domain.scenario import KeyPoint, Language, Scenario
from bot.packs.consistency import count
from bot.packs.faults import Fault, Location, clip, spell
from bot.packs.inspection import Inspection
from bot.packs.japanese import slips
from bot.packs.overlaps import (
    neighbours_know_whose_answer_it_is,
    phrasings_earn_one_point,
    questions_are_asked_once,
    situation_gives_nothing_away,
)
from bot.packs.prose import prose

FRESH_FOR = timedelta(days=366)
"""Twelve months, the longest of them."""

WITHIN = 3
"""A question must find its scenario among the three that a person is shown."""

COUNTS: tuple[tuple[tuple[str, ...], int, int], ...] = (
    (("rubric",), 3, 6),
    (("misconceptions",), 2, 4),
    *((("questions", language), 6, 100) for language in Language),
    *((("examples", language, "full"), 3, 100) for language in Language),
    *((("examples", language, "partial"), 2, 100) for language in Language),
    *((("examples", language, "wrong"), 2, 100) for language in Language),
)
"""How many of each a scenario should have: at least, at most."""

PHRASINGS = 4
"""Wordings that a key point should accept in each language, alternatives multiplied out."""


Check = Callable[[Inspection, Scenario], Iterator[Fault]]


def examples_score_as_promised(inspection: Inspection, scenario: Scenario) -> Iterator[Fault]:
    """Every example reply is graded; full, partial and wrong must come out full, partial and none."""
    promises = {"full": Outcome.FULL, "partial": Outcome.PARTIAL, "wrong": Outcome.NONE}
    for language, (promise, outcome) in product(Language, promises.items()):
        replies: tuple[str, ...] = getattr(scenario.examples[language], promise)
        for number, reply in enumerate(replies):
            location = ("examples", language.value, promise, number)
            yield from _graded(inspection, scenario, location, reply, outcome)


def model_answer_scores_full(inspection: Inspection, scenario: Scenario) -> Iterator[Fault]:
    """The answer that people are shown must earn what it promises."""
    for language in Language:
        location = ("answer", language.value)
        yield from _graded(inspection, scenario, location, scenario.answer[language], Outcome.FULL)


def questions_find_the_scenario(inspection: Inspection, scenario: Scenario) -> Iterator[Fault]:
    """The author's own questions must find the scenario among the first three."""
    for language in Language:
        for number, question in enumerate(scenario.questions[language]):
            found = [match.scenario_id for match in inspection.index.search(question, WITHIN).matches]
            if scenario.id not in found:
                location = ("questions", language.value, number)
                instead = clip(", ".join(found) or "–")
                yield inspection.reading.fault(
                    scenario, location, "fault.question-lost", question=clip(question), found=instead
                )


def there_is_enough_of_everything(inspection: Inspection, scenario: Scenario) -> Iterator[Fault]:
    """Key points, misconceptions, questions and examples in the numbers of the authors' guide."""
    tree = inspection.reading.trees[scenario.id]
    for path, least, most in COUNTS:
        n = count(tree, *path)
        if not least <= n <= most:
            key = "fault.too-few" if n < least else "fault.too-many"
            yield tree.fault(path, key, at=spell(path), found=n, least=least, most=most)


def points_accept_enough_phrasings(inspection: Inspection, scenario: Scenario) -> Iterator[Fault]:
    """Accepted phrasings decide how fair the score is."""
    for (index, point), language in product(enumerate(scenario.rubric), Language):
        n = wordings(point, language)
        if n < PHRASINGS:
            location = ("rubric", index, "accept", language.value)
            yield inspection.reading.fault(
                scenario, location, "fault.few-phrasings", point=point.id, found=n, least=PHRASINGS
            )


def required_points_have_sources(inspection: Inspection, scenario: Scenario) -> Iterator[Fault]:
    """Each point that decides over right and wrong rests on a page."""
    supported = {point for source in scenario.sources for point in source.supports}
    for index, point in enumerate(scenario.rubric):
        if point.required and point.id not in supported:
            yield inspection.reading.fault(
                scenario, ("rubric", index), "fault.unsupported-point", point=point.id
            )


def facts_are_fresh(inspection: Inspection, scenario: Scenario) -> Iterator[Fault]:
    """Sources and the review are at most twelve months old, and none lies in the future."""
    days: list[tuple[Location, date]] = [
        (("sources", index, "read"), source.read) for index, source in enumerate(scenario.sources)
    ]
    if scenario.reviewed:
        days.append((("reviewed",), scenario.reviewed))
    for location, day in days:
        if day > inspection.today:
            yield inspection.reading.fault(scenario, location, "fault.future", day=day.isoformat())
        elif inspection.today - day > FRESH_FOR:
            yield inspection.reading.fault(scenario, location, "fault.stale", day=day.isoformat())


def japanese_is_written_as_prescribed(inspection: Inspection, scenario: Scenario) -> Iterator[Fault]:
    """Spaces, widths and marks in the Japanese that people read."""
    for text in prose(scenario):
        if text.language is Language.JA:
            for key, words in slips(text.words):
                yield inspection.reading.fault(scenario, text.location, key, words=clip(words))


def services_go_by_todays_names(inspection: Inspection, scenario: Scenario) -> Iterator[Fault]:
    """Names in what people read are those of the glossary, old ones only where they are told as old."""
    for text in prose(scenario):
        for name, today in inspection.wrong_names.find(text.words):
            yield inspection.reading.fault(
                scenario, text.location, "fault.wrong-name", name=clip(name), today=clip(today)
            )


QUICK: tuple[Check, ...] = (
    there_is_enough_of_everything,
    points_accept_enough_phrasings,
    required_points_have_sources,
    facts_are_fresh,
    questions_find_the_scenario,
    questions_are_asked_once,
    japanese_is_written_as_prescribed,
    services_go_by_todays_names,
)

GRADING: tuple[Check, ...] = (
    model_answer_scores_full,
    examples_score_as_promised,
    phrasings_earn_one_point,
    situation_gives_nothing_away,
    neighbours_know_whose_answer_it_is,
)
"""Nine tenths of the work. They follow from the scenario and its neighbours alone, whatever the day is and
the rest of the pack says: `bot.packs.clean_scenarios` relies on that."""

CHECKS = QUICK + GRADING


def faults_in(inspection: Inspection, scenario: Scenario, checks: tuple[Check, ...] = CHECKS) -> list[Fault]:
    """Everything that these checks find in this scenario."""
    return [fault for check in checks for fault in check(inspection, scenario)]


def wordings(point: KeyPoint, language: Language) -> int:
    """How many wordings the phrasings stand for: `a|b + c|d` stands for four."""
    patterns = map(parse_pattern, point.accept[language])
    return sum(prod(map(len, pattern.elements)) for pattern in patterns)


def _graded(
    inspection: Inspection, scenario: Scenario, location: Location, reply: str, promised: Outcome
) -> Iterator[Fault]:
    score = inspection.grader.grade(scenario, reply)
    if score.outcome is not promised:
        yield inspection.reading.fault(
            scenario,
            location,
            f"fault.promised-{promised}",
            reply=clip(reply),
            outcome=score.outcome,
            value=score.value,
            earned=clip(", ".join(point.id for point in score.points if point.hit) or "–"),
            missing=clip(", ".join(point.id for point in score.missing) or "–"),
            against=clip(", ".join([*(m.id for m in score.misconceptions), *score.remarks]) or "–"),
        )
