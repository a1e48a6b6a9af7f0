"""What one text of a pack shares with another: words that earn two key points, that the situation gives
away, or that are wrong next door, and questions asked twice."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.grading.matching import Index
from bot.domain.grading.pattern import parse_pattern
from bot.domain.grading.phrases import Compiler, Target
from bot.domain.grading.rubric import Point
from bot.domain.reading.text import read, read_known
from bot.domain.scenario import Language, Scenario
from bot.packs.faults import Fault, clip
from bot.packs.inspection import Inspection, asked
from bot.packs.phrasings import Phrasing, Pile, could_say, is_nothing_but, makes, phrasings, pieces_of, says


def phrasings_earn_one_point(inspection: Inspection, scenario: Scenario) -> Iterator[Fault]:
    """Words accepted for one key point don't make another all by themselves. Where they say something of
    their own besides, the reply does say both."""
    points = inspection.points(scenario)
    whose = {phrasing: point for point, ours in points for phrasing in ours}
    pile = Pile(whose)
    for other, theirs in points:
        told: set[Phrasing] = set()
        for phrasing in theirs:
            for held in pile.holding(phrasing):
                if whose[held] is other or held in told:
                    continue
                if (words := _shared(inspection, other, held, phrasing)) is None:
                    continue
                told.add(held)
                yield inspection.reading.fault(
                    scenario,
                    held.location,
                    "fault.two-points",
                    words=clip(words),
                    other=other.key_point.id,
                    phrasing=clip(phrasing.text),
                )


def situation_gives_nothing_away(inspection: Inspection, scenario: Scenario) -> Iterator[Fault]:
    """No few words of the situation make a key point when somebody quotes them. What is longer, the grader
    knows as copied."""
    for text in scenario.situation:
        index = Index(read_known(text), inspection.grader.names)
        pieces = pieces_of(index)
        for point, ours in inspection.points(scenario):
            for phrasing in ours:
                if could_say(pieces, phrasing) and (
                    words := _given_away(inspection, scenario, point, phrasing, index)
                ):
                    yield inspection.reading.fault(
                        scenario,
                        phrasing.location,
                        "fault.given-away",
                        words=clip(words),
                        point=point.key_point.id,
                        phrasing=clip(phrasing.text),
                    )


def neighbours_know_whose_answer_it_is(inspection: Inspection, scenario: Scenario) -> Iterator[Fault]:
    """A wrong answer of this scenario that a neighbour takes for the whole right one belongs to it. That
    neighbours share words is what makes them neighbours; only the reference can be missing."""
    for at, trap in enumerate(scenario.misconceptions):
        if trap.belongs_to is None:
            for neighbour in inspection.neighbours[scenario.id]:
                if words := _right_next_door(inspection, scenario, at, neighbour):
                    yield inspection.reading.fault(
                        scenario,
                        ("misconceptions", at),
                        "fault.belongs-next-door",
                        words=clip(words),
                        neighbour=neighbour.id,
                    )


def questions_are_asked_once(inspection: Inspection, scenario: Scenario) -> Iterator[Fault]:
    """No question stands twice in a pack: it could find only one of two scenarios."""
    for language in Language:
        for number, question in enumerate(scenario.questions[language]):
            location = ("questions", language.value, number)
            first, place = inspection.asked[asked(question)]
            if (first, place) != (scenario.id, location):
                tree = inspection.reading.trees[first]
                yield inspection.reading.fault(
                    scenario,
                    location,
                    "fault.question-twice",
                    question=clip(question),
                    first=f"{tree.file}:{tree.line(place)}",
                )


def _shared(inspection: Inspection, point: Point, held: Phrasing, phrasing: Phrasing) -> str | None:
    """A wording of `held` that makes the point, as this phrasing of the point's lets expect."""
    names = inspection.grader.names
    wordings = held.wordings(phrasing.pieces, names)
    return next((words for words in wordings if makes(point, phrasing.target, words, names)), None)


def _given_away(
    inspection: Inspection, scenario: Scenario, point: Point, phrasing: Phrasing, index: Index
) -> str | None:
    """Words of the situation that make the point by this phrasing as it is written: what only words of the
    same meaning find was not on the author's mind."""
    names = inspection.grader.names
    if not any(_quotes(index, phrasing.target)):
        return None
    as_written = Compiler(names).target(parse_pattern(phrasing.text), literally=True)
    question = inspection.grader.rubric(scenario).question
    for words in _quotes(index, as_written):
        if not question.copied(read(words)) and makes(point, as_written, words, names):
            return words
    return None


def _quotes(index: Index, target: Target) -> Iterator[str]:
    """What the text says of this in one breath, nothing else in between."""
    reading = index.reading
    for finding in index.find(target):
        start, end = finding.span
        in_one = any(clause[0] <= start and end <= clause[1] for clause in reading.clauses)
        if in_one and is_nothing_but(reading, finding.words, finding.span):
            yield reading.original(finding.span)


def _right_next_door(inspection: Inspection, scenario: Scenario, at: int, neighbour: Scenario) -> str | None:
    """A wording of the misconception that makes every required point of the neighbour."""
    names = inspection.grader.names
    trap = inspection.grader.rubric(scenario).traps[at]
    needed = [each for each in inspection.points(neighbour) if each[0].key_point.required]
    pile = Pile(phrasings(trap.misconception.accept, trap.targets, ("misconceptions", at)))
    for held in pile.holding_each(theirs for _, theirs in needed):
        for words in held.wordings(held.pieces, names):
            if all(says(point, words, names) for point, _ in needed):
                return words
    return None
