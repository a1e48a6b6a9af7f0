"""One reply to one scenario: everything that is found in it, decided and added up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain

from bot.domain.grading.bearings import Bearings, bearings
from bot.domain.grading.comparer import Comparer
from bot.domain.grading.deciding import Decision, Standing, decide, doubted
from bot.domain.grading.dismissal import dismissals as find_dismissals
from bot.domain.grading.dismissal import scopes
from bot.domain.grading.gathering import gather, names_used
from bot.domain.grading.hedges import hedges
from bot.domain.grading.judging import Caught, Verdict, catch, denies_essential, judge
from bot.domain.grading.listing import added, lists, unrelated_services
from bot.domain.grading.matching import Index
from bot.domain.grading.names import Names
from bot.domain.grading.negation import negations
from bot.domain.grading.rejection import rejections
from bot.domain.grading.rubric import Rubric
from bot.domain.grading.ruling import Ruling
from bot.domain.grading.score import MisconceptionFound, PointResult, Remark, Score, settled
from bot.domain.grading.weighing import Evidence
from bot.domain.reading.listener import SILENCE, Heard, Heeded, Listener, heed
from bot.domain.reading.text import Script, Span, begins_in, joined
from bot.domain.reading.tone import Stance, Tones
from bot.domain.trees import BoostedTrees

PRICE = 20  # of a misconception, in points
_MANY_SERVICES = 3
ALOUD = 60.0  # words, and pauses as words, from which a reply weighs several ways before it settles on one


class Attempt:
    """One reply to one scenario, read from every side."""

    def __init__(self, rubric: Rubric, comparer: Comparer, names: Names, tones: Tones) -> None:
        self.rubric = rubric
        self.comparer = comparer
        self._reading = reading = comparer.reading
        self._names = names
        self.index = Index(reading, names, rubric.screen, comparer.mentions)
        self.negations = negations(reading)
        self.lists = tuple(lists(reading, self.index.mentions))
        self.rejections = rejections(reading)
        self.caught = [catch(trap, self.index, self.negations, self.rejections) for trap in rubric.traps]
        self._traps = tuple(_apart(found for found in self.caught if found))
        self._tones = tones
        self._hedges = tuple(hedges(reading, self._strays, tones.undecided, lambda: self.indecision))
        # What is asked more than once: whether the reply is rejected hangs on what its score hangs on.
        self._judged: dict[tuple[Ruling, ...], list[Verdict]] = {}
        self._weighed: dict[tuple[int, tuple[Ruling, ...]], list[float]] = {}

    @property
    def idle(self) -> tuple[Ruling, ...]:
        """Stretches that claim nothing: lists of names, and options without a choice."""
        return (*self.lists, *self._hedges)

    @property
    def extent(self) -> float:
        """How much the reply says about the scenario, in words, and pauses as words."""
        place = self._reading.place
        return sum(place[end] - place[start] for start, end in self.comparer.related)

    def verdicts(self, idle: tuple[Ruling, ...]) -> list[Verdict]:
        """What the accepted phrasings find, key point by key point."""
        if idle not in self._judged:
            points = self.rubric.points
            self._judged[idle] = [judge(point, self.index, self.negations, idle) for point in points]
        return self._judged[idle]

    @cached_property
    def answering(self) -> list[Span]:
        """The words that name the answer or belong to a key point, whatever is said about them."""
        named = (m.span for m in self.index.mentions if m.terms & self.rubric.answering)
        pointed = (judge(point, self.index, (), ()).words for point in self.rubric.points)
        return sorted({*named, *chain.from_iterable(pointed)})

    @cached_property
    def options(self) -> list[Span]:
        """The words that may name what could be done: of the answer, of misconceptions, and every name."""
        named = (mention.span for mention in self.index.mentions if not mention.weak)
        trapped = (span for caught in self.caught if caught for span in caught.words)
        return sorted({*self.answering, *named, *trapped})

    @cached_property
    def bearings(self) -> Bearings:
        """What it comes near to as a whole."""
        return bearings(self.comparer, self.options, self.lists, (*self.negations, *self.rejections))

    @cached_property
    def indecision(self) -> float:
        """The log-odds that the reply sounds as if it decided nothing."""
        return self._tones.undecided.odds_about(self._reading, self.options)

    @cached_property
    def heeded(self) -> Heeded:
        """The reply as it is listened to."""
        return heed(self._reading.plain, self.comparer.words, self.answering, self.options)

    def heard(self, listener: Listener | None) -> Heard:
        """What it does to the ear of this listener."""
        if listener is None:
            return SILENCE
        meanings = self.comparer.references.vocabulary.unit_rows(self.heeded.rows)
        return listener.hear(self.heeded, meanings)

    @cached_property
    def against(self) -> Stance:
        """How far the reply advises against the answer."""
        return self._tones.against.stance(self._reading, self.answering)

    def evidence(self, idle: tuple[Ruling, ...]) -> list[Evidence]:
        """What speaks for each key point, the stretches in `idle` left aside."""
        used = names_used(self.rubric, self.index.mentions, self._names, (*self.negations, *self.rejections))
        return gather(
            self.rubric,
            self.verdicts(idle),
            self.comparer.left((*self.negations, *idle)),
            self.comparer.left(idle),
            self.comparer.left((*self.negations, *self.rejections, *idle)),
            used,
            trapped=any(not self._is_hedged(trap) for trap in self._traps),
            against=self.against,
            japanese=self._japanese,
        )

    @cached_property
    def _japanese(self) -> float:
        """The share of the reply's letters that are Japanese."""
        words = self._reading.words
        japanese = sum(len(word.text) for word in words if word.script is not Script.LATIN)
        return japanese / max(1, sum(len(word.text) for word in words))

    @cached_property
    def dismissals(self) -> list[Ruling]:
        """Every stretch that turns something down."""
        return find_dismissals(self._reading)

    @cached_property
    def turned_down(self) -> list[Span]:
        """What the reply turns down, whether the answer or something else."""
        return scopes(self.dismissals)

    def opposed(self, *, sparing_points: bool = True) -> list[Span]:
        """What it denies, turns down or argues against; unless it makes a key point by that, if these are
        spared."""
        hits = [verdict for verdict in self.verdicts(self.idle) if verdict.hit and sparing_points]
        made = tuple(chain.from_iterable(verdict.words for verdict in hits))
        against = (*self.negations, *self.dismissals, *self.rejections)
        return scopes(ruling for ruling in against if not ruling.is_among(made))

    @cached_property
    def is_turned_down(self) -> bool:
        """Do the words for every required point that is met stand there, and other words turn them down?
        Where none is met, does anything of the answer stand there?"""
        if not self.dismissals:
            return False
        return all(self._reached) if self._reached else self._reaches(tuple(self.answering))

    @property
    def is_all_denied(self) -> bool:
        """Are the words for what is required ruled out, and all others of the answer denied, too?"""
        scopes = [ruling.scope for ruling in (*self.negations, *self.dismissals) if ruling.strong]
        return denies_essential(self.verdicts(self.idle)) and all(
            begins_in(at, scopes) for at, _ in self.answering
        )

    @property
    def sets_another_aside(self) -> bool:
        """Are words turned down that name something else that could be done?"""
        answering = set(self.answering)
        others = tuple(span for span in self.options if span not in answering)
        return bool(others) and self._reaches(others)

    @cached_property
    def is_partly_turned_down(self) -> bool:
        """Do other words turn down those of some required point that is met?"""
        return any(self._reached)

    @cached_property
    def _reached(self) -> list[bool]:
        """For each required point that is met: do other words turn down those that meet it?"""
        made = [v.words for v in self.verdicts(self.idle) if v.point.required and v.hit]
        return [self._reaches(words) for words in made]

    def _reaches(self, words: Sequence[Span]) -> bool:
        return any(ruling.reaches(tuple(words)) for ruling in self.dismissals)

    def makes_essential(self, model: BoostedTrees, least: float) -> bool:
        """Is some required point at least so probable?"""
        return self.essential(model) >= least

    def essential(self, model: BoostedTrees) -> float:
        """How probable the likeliest of the required points is."""
        probable = self._probable(model, self.idle)
        required = (point.key_point.required for point in self.rubric.points)
        return max((p for p, needed in zip(probable, required, strict=True) if needed), default=0.0)

    def score(
        self,
        model: BoostedTrees,
        remarks: Sequence[Remark],
        *,
        taken_back: bool,
        mistakes: Sequence[Caught] | None = None,
    ) -> Score:
        """Decide every point, look for what is wrong with the reply as a whole, and add up. `mistakes` are
        the misconceptions that it asserts; if nobody has asked, those that their phrasings show."""
        verdicts = self.verdicts(self.idle)
        probable = self._probable(model, self.idle)
        offered = self._probable(model, self.lists) if self._hedges else probable
        decisions = decide(self.rubric, verdicts, probable, offered, self._hedges)
        upheld = doubted(decisions) if Remark.DOUBTED in remarks and not taken_back else decisions
        points = tuple(self._result(at, decision) for at, decision in enumerate(upheld))
        found = [*remarks, *self._remarks(decisions, taken_back=taken_back)]
        traps = self._traps if mistakes is None else _apart(mistakes)
        priced = [self._priced(trap) for trap in traps if not self._is_hedged(trap)]
        return settled(points, priced, found)

    def _probable(self, model: BoostedTrees, idle: tuple[Ruling, ...]) -> list[float]:
        """How likely the reply makes each key point."""
        if (key := (id(model), idle)) not in self._weighed:
            self._weighed[key] = self._weigh(model, idle)
        return self._weighed[key]

    def _weigh(self, model: BoostedTrees, idle: tuple[Ruling, ...]) -> list[float]:
        """Where all is denied, only what says no can be made; where all is idle, nothing."""
        verdicts = self.verdicts(idle)
        if not self.comparer.says_something(idle):
            return [0.0] * len(verdicts)
        affirms = self.comparer.says_something((*self.negations, *idle))
        probable = model.probabilities(self.evidence(idle))
        return [
            found if affirms or verdict.hit or point.denies else 0.0
            for found, verdict, point in zip(probable, verdicts, self.rubric.points, strict=True)
        ]

    def _thinks_aloud(self, decisions: Sequence[Decision]) -> bool:
        """Who gives the whole answer at length mentions other ways to rule them out."""
        required = [d.standing for d in decisions if d.verdict.point.required]
        return self.extent >= ALOUD and all(standing is Standing.MADE for standing in required)

    def _remarks(self, decisions: Sequence[Decision], *, taken_back: bool) -> Iterator[Remark]:
        essential = [decision for decision in decisions if decision.verdict.point.required]
        ruled = {decision.ruled_by for decision in decisions if decision.ruled_by}
        if ruled & set(self.lists):
            yield Remark.KEYWORDS
        if any(decision.ruled_by in self._hedges for decision in essential):
            yield Remark.HEDGED
        contradicted = any(decision.verdict.contradicted for decision in decisions)
        if taken_back or (contradicted and not self._thinks_aloud(decisions)):
            yield Remark.CONTRADICTED
        if any(decision.standing is Standing.BESIDE for decision in decisions):
            yield Remark.BESIDE
        if self._unrelated_services() >= _MANY_SERVICES:
            yield Remark.UNRELATED

    def _unrelated_services(self) -> int:
        """How many services are proposed that belong to no part of the answer; of those outside the glossary
        and beside them, to no part of the scenario."""
        denied = (*self.negations, *self.rejections)
        names, mentions = self._names, self.index.mentions
        found = len(unrelated_services(mentions, names, self.rubric.answering, denied))
        if names.outside is None:
            return found
        others = names.outside.mentions(self._reading)
        if self.extent >= ALOUD:  # who thinks aloud at length mentions this and that
            mentions, others = added(self._reading, mentions), added(self._reading, others)
        more = len(unrelated_services(others, names.outside, self.rubric.elsewhere, denied))
        return max(
            found, more and more + len(unrelated_services(mentions, names, self.rubric.related, denied))
        )

    def _strays(self, span: Span) -> bool:
        """Do the words in the span speak for something else than the answer?"""
        related = self.rubric.related
        return any(
            span[0] <= mention.span[0] < span[1]
            and not mention.terms & related
            and (mention.terms & self.rubric.astray or self._names.are_services(mention.terms))
            and not any(r.covers((mention.span,)) for r in (*self.negations, *self.rejections))
            for mention in self.index.mentions
        ) or any(span[0] <= start < span[1] for trap in self._traps for start, _ in trap.telling)

    def _result(self, at: int, decision: Decision) -> PointResult:
        point = decision.verdict.point
        words = decision.verdict.words
        if not words and decision.standing in (Standing.MADE, Standing.NEAR, Standing.BESIDE):
            words = (self.comparer.left((*self.negations, *self.idle)).closest[at],)
        return PointResult(
            id=point.id,
            weight=point.weight,
            required=point.required,
            hit=decision.standing is Standing.MADE,
            near=decision.standing is Standing.NEAR,
            earned=int(point.weight * decision.standing.share),
            evidence=self._originals(words),
            ruled_out_by=self._reading.original(decision.ruled_by.cue) if decision.ruled_by else None,
        )

    def _is_hedged(self, trap: Caught) -> bool:
        """One of several options: the hedge has ruled out the answer already."""
        return any(hedge.covers(trap.telling) for hedge in self._hedges)

    def _priced(self, trap: Caught) -> MisconceptionFound:
        return MisconceptionFound(trap.misconception.id, self._originals(trap.words), PRICE)

    def _originals(self, words: Sequence[Span]) -> tuple[str, ...]:
        """The reply's own words, neighbours together, each once."""
        return tuple(dict.fromkeys(self._reading.original(span) for span in joined(words, gap=1)))


def _apart(traps: Iterable[Caught]) -> Iterator[Caught]:
    """Each word shows one misconception: what two of them share costs once."""
    shown: set[Span] = set()
    for trap in traps:
        if shown.isdisjoint(trap.words):
            yield trap
        shown.update(trap.words)
