"""A scenario compiled for grading: everything about it that does not depend on the reply."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from bot.domain.grading.claims import Claim, claim, content
from bot.domain.grading.copying import Wording
from bot.domain.grading.guards import is_about_models
from bot.domain.grading.matching import Index
from bot.domain.grading.names import Names
from bot.domain.grading.negation import negations
from bot.domain.grading.pattern import parse_pattern
from bot.domain.grading.phrases import Compiler, Name, Target, Unit
from bot.domain.grading.references import References, compile_references
from bot.domain.grading.screening import Screen
from bot.domain.reading.meaning import WordVectors
from bot.domain.reading.text import read_known
from bot.domain.scenario import Bilingual, KeyPoint, Misconception, Scenario

TRAP_SHARE = 0.5  # of a misconception's own words that show it


@dataclass(frozen=True, slots=True)
class Point:
    """A key point with its patterns of both languages, since replies mix them. `denies` is true of a
    point that says what is not so."""

    key_point: KeyPoint
    targets: tuple[Target, ...]
    claims: tuple[Claim, ...]
    denies: bool


@dataclass(frozen=True, slots=True)
class Trap:
    """A misconception, known by its patterns or else by its own words."""

    misconception: Misconception
    targets: tuple[Target, ...]
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Rubric:
    """`related` are the terms that belong to question and answer, `astray` those of misconceptions only,
    `answering` those of answer and key points, `core` those of them that the question doesn't name,
    `elsewhere` the things outside the glossary that the scenario names all the same; `about_models` says
    whether it speaks of prompts. `answers` are its model answer and its examples of full ones."""

    points: tuple[Point, ...]
    traps: tuple[Trap, ...]
    screen: Screen
    question: Wording
    model_answer: Wording
    answers: Wording
    related: frozenset[int]
    astray: frozenset[int]
    answering: frozenset[int]
    core: frozenset[int]
    elsewhere: frozenset[int]
    about_models: bool
    references: References


def compile_rubric(scenario: Scenario, compiler: Compiler, vectors: WordVectors) -> Rubric:
    """Compile; raises `PatternFault` for a pattern that can't be parsed."""
    names = compiler.names
    asked = frozenset(_content(scenario.situation, names=names))
    given = frozenset(_content(scenario.answer, *_point_texts(scenario), names=names))
    answered = given | frozenset(_content(scenario.explanation, names=names))
    related = _terms(asked | answered) | _named(scenario.services, names)
    trapped = _terms(_content(*(trap.text for trap in scenario.misconceptions), names=names))
    known = asked | answered
    pointed = _terms(given)
    answers = tuple(Index(read_known(said), names) for said in scenario.answer)
    points = compile_points(scenario, compiler, asked)
    traps = tuple(_trap(trap, compiler, names, known, answers) for trap in scenario.misconceptions)
    return Rubric(
        points=points,
        traps=traps,
        screen=Screen(chain(*(point.targets for point in points), *(trap.targets for trap in traps))),
        question=Wording(scenario.situation),
        model_answer=Wording(scenario.answer),
        answers=Wording(chain(scenario.answer, *(examples.full for examples in scenario.examples))),
        related=related,
        astray=trapped - related,
        answering=pointed,
        core=pointed - _terms(asked),
        elsewhere=names.elsewhere(map(read_known, _said_by(scenario))),
        about_models=is_about_models(_said_by(scenario)),
        references=compile_references(scenario, vectors, names),
    )


def compile_points(
    scenario: Scenario, compiler: Compiler, asked: frozenset[Unit] | None = None
) -> tuple[Point, ...]:
    """The key points alone, `asked` being the words of the situation; much quicker than the whole rubric."""
    names = compiler.names
    known = frozenset(_content(scenario.situation, names=names)) if asked is None else asked
    return tuple(_point(point, compiler, names, known) for point in scenario.rubric)


def _point(point: KeyPoint, compiler: Compiler, names: Names, asked: frozenset[Unit]) -> Point:
    denies = any(not ruling.strong for said in point.text for ruling in negations(read_known(said)))
    return Point(point, _targets(point.accept, compiler), _claims(point.text, names, asked), denies)


def _trap(
    trap: Misconception, compiler: Compiler, names: Names, known: frozenset[Unit], answers: tuple[Index, ...]
) -> Trap:
    """A claim that the model answer seems to make too can't tell right from wrong: it is left out."""
    targets = _targets(trap.accept, compiler, literally=True)
    claims = () if targets else _claims(trap.text, names, known)
    common = {made for made in claims for index in answers if made.found_in(index, (), TRAP_SHARE)}
    return Trap(trap, targets, tuple(made for made in claims if made not in common))


def _targets(
    accept: Bilingual[tuple[str, ...]], compiler: Compiler, *, literally: bool = False
) -> tuple[Target, ...]:
    return tuple(
        compiler.target(parse_pattern(text), literally=literally) for texts in accept for text in texts
    )


def _claims(text: Bilingual[str], names: Names, known: frozenset[Unit]) -> tuple[Claim, ...]:
    return tuple(made for said in text if (made := claim(said, names, known)).parts)


def _said_by(scenario: Scenario) -> Iterator[str]:
    for text in (scenario.situation, scenario.answer, *_point_texts(scenario), scenario.explanation):
        yield from text


def _point_texts(scenario: Scenario) -> Iterator[Bilingual[str]]:
    for point in scenario.rubric:
        yield point.text
        yield Bilingual(*("\n".join(_phrases(texts)) for texts in point.accept))


def _phrases(patterns: tuple[str, ...]) -> Iterator[str]:
    for pattern in patterns:
        for element in parse_pattern(pattern).elements:
            yield from element


def _content(*texts: Bilingual[str], names: Names) -> Iterator[Unit]:
    for text in texts:
        for said in text:
            yield from content(read_known(said), names)


def _terms(units: frozenset[Unit] | Iterator[Unit]) -> frozenset[int]:
    return frozenset(term for unit in units if isinstance(unit, Name) for term in unit.terms)


def _named(services: tuple[str, ...], names: Names) -> frozenset[int]:
    return frozenset(term for service in services for term in names.named(service))
