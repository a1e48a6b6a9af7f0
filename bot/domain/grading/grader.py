"""The grader: reads a reply, judges every key point, and says why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bot.domain.glossary import Glossary
from bot.domain.grading.copying import repeated
from bot.domain.grading.guards import is_documentation, orders_the_grader, says_nothing
from bot.domain.grading.hedges import hedges
from bot.domain.grading.judging import Caught, Verdict, catch, judge
from bot.domain.grading.listing import lists, unrelated_services
from bot.domain.grading.matching import Index
from bot.domain.grading.names import Names
from bot.domain.grading.negation import negations
from bot.domain.grading.rejection import rejections
from bot.domain.grading.retraction import takes_back
from bot.domain.grading.rubric import Rubric, compile_rubric
from bot.domain.grading.score import MisconceptionFound, PointResult, Remark, Score, outcome_of
from bot.domain.reading.text import Reading, Span, read
from bot.domain.scenario import Scenario

PRICE = 30  # of a misconception, in points
_MANY_SERVICES = 3
# The most points that a reply can get, whatever else it says.
_CAPS = {
    Remark.INSTRUCTIONS: 0,
    Remark.PASTED: 5,
    Remark.HEDGED: 30,
    Remark.CONTRADICTED: 40,
    Remark.UNRELATED: 60,
}


class Grader:
    """Grades replies. Rubrics are compiled once and kept, one for each scenario seen."""

    def __init__(self, glossary: Glossary) -> None:
        self._names = Names(glossary)
        self._rubrics: dict[str, tuple[Scenario, Rubric]] = {}

    def grade(self, scenario: Scenario, reply: str) -> Score:
        """The score of any text, with a reason for every part of it."""
        rubric = self._rubric(scenario)
        reading = read(reply)
        remarks = [Remark.CUT] if reading.cut else []
        if says_nothing(reading):
            return _nothing(rubric, [*remarks, Remark.BLANK])
        if copied := rubric.question.copied(reading):
            reading = reading.without(copied)
            remarks.append(Remark.COPIED)
        reading = reading.without(repeated(reading))
        if orders_the_grader(reading):
            return _nothing(rubric, [*remarks, Remark.INSTRUCTIONS])
        return _Attempt(rubric, reading, self._names).score(remarks)

    def _rubric(self, scenario: Scenario) -> Rubric:
        kept = self._rubrics.get(scenario.id)
        if kept is None or kept[0] is not scenario:
            kept = self._rubrics[scenario.id] = scenario, compile_rubric(scenario, self._names)
        return kept[1]


class _Attempt:
    """One reply to one scenario."""

    def __init__(self, rubric: Rubric, reading: Reading, names: Names) -> None:
        self._rubric = rubric
        self._reading = reading
        self._names = names
        self._index = Index(reading, names)
        self._negations = negations(reading)
        self._lists = tuple(lists(reading, self._index.mentions))
        self._rejections = rejections(reading)
        caught = (catch(trap, self._index, self._negations, self._rejections) for trap in rubric.traps)
        self._traps = tuple(_apart(found for found in caught if found))
        self._hedges = tuple(hedges(reading, self._strays))

    def score(self, remarks: Sequence[Remark]) -> Score:
        others = (*self._lists, *self._hedges)
        verdicts = [judge(point, self._index, self._negations, others) for point in self._rubric.points]
        points = tuple(self._result(verdict) for verdict in verdicts)
        found = [*remarks, *self._remarks(verdicts)]
        traps = [self._priced(trap) for trap in self._traps if not self._is_hedged(trap)]
        return _settled(points, traps, found)

    def _remarks(self, verdicts: Sequence[Verdict]) -> Iterator[Remark]:
        ruled = {verdict.ruled_by for verdict in verdicts if not verdict.hit}
        if ruled & set(self._lists):
            yield Remark.KEYWORDS
        if ruled & set(self._hedges):
            yield Remark.HEDGED
        if any(verdict.contradicted or self._is_taken_back(verdict) for verdict in verdicts):
            yield Remark.CONTRADICTED
        if is_documentation(self._reading):
            yield Remark.PASTED
        related = self._rubric.related
        denied = (*self._negations, *self._rejections)
        services = unrelated_services(self._index.mentions, self._names, related, denied)
        if len(services) >= _MANY_SERVICES:
            yield Remark.UNRELATED

    def _is_taken_back(self, verdict: Verdict) -> bool:
        made = verdict.words if verdict.hit and verdict.point.required else ()
        return takes_back(self._reading, made, self._index.mentions)

    def _strays(self, span: Span) -> bool:
        """Do the words in the span speak for something else than the answer?"""
        related = self._rubric.related
        return any(
            span[0] <= mention.span[0] < span[1]
            and not mention.terms & related
            and (mention.terms & self._rubric.astray or self._is_service(mention.terms))
            and not any(r.covers((mention.span,)) for r in (*self._negations, *self._rejections))
            for mention in self._index.mentions
        ) or any(span[0] <= start < span[1] for trap in self._traps for start, _ in trap.telling)

    def _is_service(self, terms: frozenset[int]) -> bool:
        return all(self._names.terms[term].kind == "service" for term in terms)

    def _result(self, verdict: Verdict) -> PointResult:
        point = verdict.point
        return PointResult(
            id=point.id,
            weight=point.weight,
            required=point.required,
            hit=verdict.hit,
            earned=point.weight if verdict.hit else 0,
            evidence=self._originals(verdict.words),
            ruled_out_by=self._reading.original(verdict.ruled_by.cue) if verdict.ruled_by else None,
        )

    def _is_hedged(self, trap: Caught) -> bool:
        """One of several options: the hedge has ruled out the answer already."""
        return any(hedge.covers(trap.telling) for hedge in self._hedges)

    def _priced(self, trap: Caught) -> MisconceptionFound:
        return MisconceptionFound(trap.misconception.id, self._originals(trap.words), PRICE)

    def _originals(self, words: Sequence[Span]) -> tuple[str, ...]:
        """The reply's own words, neighbours together, each once."""
        joined: list[Span] = []
        for start, end in words:
            if joined and start <= joined[-1][1] + 1:
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            else:
                joined.append((start, end))
        return tuple(dict.fromkeys(self._reading.original(span) for span in joined))


def _apart(traps: Iterable[Caught]) -> Iterator[Caught]:
    """Each word shows one misconception: what two of them share costs once."""
    shown: set[Span] = set()
    for trap in traps:
        if shown.isdisjoint(trap.words):
            yield trap
        shown.update(trap.words)


def _settled(
    points: tuple[PointResult, ...], traps: Sequence[MisconceptionFound], remarks: Sequence[Remark]
) -> Score:
    """Add up: earned − prices − withheld. No price is higher than what is left to lose."""
    left = sum(point.earned for point in points)
    found = []
    for trap in traps:
        price = min(trap.price, left)
        left -= price
        found.append(replace(trap, price=price))
    value = min(left, min((_CAPS.get(remark, 100) for remark in remarks), default=100))
    outcome = outcome_of(value, points)
    return Score(value, outcome, points, tuple(found), tuple(remarks), withheld=left - value)


def _nothing(rubric: Rubric, remarks: Sequence[Remark]) -> Score:
    points = tuple(
        PointResult(point.id, point.weight, point.required, hit=False, earned=0)
        for point in (compiled.key_point for compiled in rubric.points)
    )
    return Score(0, outcome_of(0, points), points, remarks=tuple(remarks))
