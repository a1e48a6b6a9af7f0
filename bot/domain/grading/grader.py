"""The grader: sets aside what is no answer, weighs what is, and says why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, combinations

from bot.domain.glossary import Glossary
from bot.domain.grading.astray import (
    is_long,
    may_turn_it,
    readings_without_asides,
    seeming_asides,
)
from bot.domain.grading.attempt import ALOUD, Attempt
from bot.domain.grading.choosing import ChoiceEvidence, choice_evidence, open_choice, sounds_open
from bot.domain.grading.comparer import Comparer
from bot.domain.grading.copying import Wording, repeated
from bot.domain.grading.deciding import MADE, MOST_LOST
from bot.domain.grading.framing import doubt_around, heard_around, means_it
from bot.domain.grading.guards import orders_the_grader, says_nothing
from bot.domain.grading.hedges import is_plainly_open, says_it_is_open
from bot.domain.grading.judging import Caught
from bot.domain.grading.matching import Index
from bot.domain.grading.mistaking import MistakeEvidence, asserted, suspects
from bot.domain.grading.modesty import modesties
from bot.domain.grading.names import Names
from bot.domain.grading.pasting import PageEvidence, is_page, page_evidence, sounds_like_one
from bot.domain.grading.pattern import Pattern
from bot.domain.grading.phrases import Compiler
from bot.domain.grading.refusing import (
    RefusalEvidence,
    asides_of,
    refusal,
    refusal_evidence,
    sounds_refusing,
)
from bot.domain.grading.retraction import turning_point
from bot.domain.grading.rubric import Point, Rubric, compile_points, compile_rubric
from bot.domain.grading.score import PointResult, Remark, Score, outcome_of
from bot.domain.grading.talk import courtesies
from bot.domain.grading.weighing import Evidence
from bot.domain.reading.course import SILENT, Phrases, course, phrases
from bot.domain.reading.listener import SILENCE, Heard, Heeded
from bot.domain.reading.text import Reading, Span, read
from bot.domain.reading.tone import Tone, turns_about
from bot.domain.scenario import Scenario
from bot.domain.wordbook import WordBook

HARMLESS = 20  # points of 100 that a refusal or a hedge may get
FULL = 100
_MOST_TALK = 3  # sentences with and without which it is asked what a quotation stands in


class Grader:
    """Grades replies. Rubrics are compiled once and kept, one for each scenario seen.

    Raises `ValueError` if the book's trees were fitted on other evidence than is gathered here.
    """

    def __init__(self, glossary: Glossary, book: WordBook) -> None:
        if book.evidence.features != Evidence._fields:
            raise ValueError("the trees were fitted on other evidence: fit them again")
        if book.refusal and book.refusal.trees.features != RefusalEvidence._fields:
            raise ValueError("the trees of refusal were fitted on other evidence: fit them again")
        if book.mistakes and book.mistakes.trees.features != MistakeEvidence._fields:
            raise ValueError("the trees of mistakes were fitted on other evidence: fit them again")
        if book.choices and book.choices.features != ChoiceEvidence._fields:
            raise ValueError("the trees of choices were fitted on other evidence: fit them again")
        if book.pages and book.pages.trees.features != PageEvidence._fields:
            raise ValueError("the trees of pages were fitted on other evidence: fit them again")
        self._names = Names(glossary, book.services)
        self._compiler = Compiler(self._names)
        self._book = book
        self._rubrics: dict[str, tuple[Scenario, Rubric]] = {}

    def grade(self, scenario: Scenario, reply: str) -> Score:
        """The score of any text, with a reason for every part of it."""
        return self.grade_by(self.rubric(scenario), reply)

    def grade_by(self, rubric: Rubric, reply: str) -> Score:
        """The same by a rubric that the caller keeps."""
        reading = read(reply)
        remarks = [Remark.CUT] if reading.cut else []
        if says_nothing(reading):
            return _nothing(rubric, [*remarks, Remark.BLANK])
        comparer = self._said(rubric, reading)
        if not comparer.reading.words:
            return _nothing(rubric, [*remarks, Remark.ASTRAY])
        if copied := rubric.question.copied(comparer.reading):
            comparer = comparer.without(copied)
            remarks.append(Remark.COPIED)
        if orders_the_grader(comparer.reading, about_models=rubric.about_models):
            return _nothing(rubric, [*remarks, Remark.INSTRUCTIONS])
        if self._is_page(rubric, comparer):  # with sentences that, alone, would seem to be asides
            remarks.append(Remark.PASTED)
        outside = self._outside(comparer.reading)
        ways = readings_without_asides(
            comparer, self._book, outside, lambda: self._meets_its_own_word(rubric, comparer)
        )
        if not ways:
            return _nothing(rubric, [*remarks, Remark.ASTRAY])
        heard = self._heard_around(rubric, comparer)
        meant = means_it(heard)
        score = self._lowest(rubric, ways, remarks, doubting=not meant)
        if score.value > HARMLESS and not meant:
            doubt = doubt_around(heard) or self._doubt_of_whole(rubric, comparer, ways[0])
            score = self._lowest(rubric, ways, [*remarks, doubt]) if doubt else score
        if ways[0] is not comparer and score.value < FULL and Remark.ASIDE not in score.remarks:
            return replace(score, remarks=(*score.remarks, Remark.ASIDE))
        return score

    def _meets_its_own_word(self, rubric: Rubric, comparer: Comparer) -> bool:
        """Does the reply meet an accepted phrasing by a word that the word book lacks, and that is no name of
        the glossary? A team's name for its own tool sounds like nothing, and so like talk."""
        common = {token.span for token in comparer.words} | {mention.span for mention in comparer.mentions}
        hits = (verdict.words for verdict in self._attempt(rubric, comparer).verdicts(()) if verdict.hit)
        own = (span for words in hits for span in words if span not in common)
        return any(comparer.reading.plain[slice(*span)].isascii() for span in own)

    def _lowest(
        self, rubric: Rubric, ways: Sequence[Comparer], remarks: Sequence[Remark], *, doubting: bool = True
    ) -> Score:
        """The lowest score of these ways to read a reply, which differ by sentences that may be about
        something else. Such a sentence must not raise it by watering down a doubt that the rest raises."""
        first, *others = ways
        score = self._graded(rubric, first, remarks, doubting=doubting)
        for way in others:
            if not score.value:
                break
            alone = self._graded(rubric, way, [*remarks, Remark.ASIDE], doubting=doubting)
            if alone.value < score.value:
                score = alone
        return score

    def _graded(
        self, rubric: Rubric, comparer: Comparer, remarks: Sequence[Remark], *, doubting: bool
    ) -> Score:
        """The score of what is left of a reply once what is no answer is set aside; whether that turns the
        answer down or settles on nothing is asked if `doubting`."""
        if Remark.PASTED not in remarks and self._is_page(rubric, comparer):
            remarks = [*remarks, Remark.PASTED]
        attempt = self._attempt(rubric, comparer)
        taken_back = self._takes_back(attempt)
        mistakes = self._mistakes(attempt)
        score = attempt.score(self._book.evidence, remarks, taken_back=taken_back, mistakes=mistakes)
        if score.value <= HARMLESS or not doubting or _is_upheld(rubric.model_answer, attempt):
            return score
        doubt = self._doubt(attempt, taken_back=taken_back)
        if doubt is Remark.REJECTED:
            return _nothing(rubric, [*remarks, doubt])
        if doubt and doubt not in remarks:
            doubted = [*remarks, doubt]
            return attempt.score(self._book.evidence, doubted, taken_back=taken_back, mistakes=mistakes)
        return score

    def _doubt_of_whole(self, rubric: Rubric, whole: Comparer, kept: Comparer) -> Remark | None:
        """`DOUBTED` or `OPEN` if the reply sounds so as it stands, where not all of it was `kept`: nothing in
        "thought about it, binned it" is about the scenario, and yet it says what becomes of the answer. Of a
        long reply that is asked only where something left out sounds so by itself."""
        if whole.reading.plain == kept.reading.plain or rubric.model_answer.is_copied_whole(whole.reading):
            return None
        if is_long(whole.reading) and not self._may_be_turned(whole, kept):
            return None
        attempt = self._attempt(rubric, whole)
        heard = attempt.heard(self._book.listener)
        refuses = self._book.refusal
        if refuses and sounds_refusing(refuses.trees, _refusal_evidence(refuses.tone, attempt, heard)):
            return Remark.DOUBTED
        choices = self._book.choices
        return Remark.OPEN if choices and sounds_open(choices, choice_evidence(attempt, heard)) else None

    def _heard_around(self, rubric: Rubric, whole: Comparer) -> Heard:
        """What the reply does around a whole answer that it quotes word for word; silence if it quotes none.
        Talk must not drown a no: the worst that is heard with and without it counts."""
        framing, quoted = self._book.framing, rubric.answers.quoted(whole.reading)
        if not framing or not quoted:
            return SILENCE
        talk = list(seeming_asides(whole, self._book, whole.reading.sentences))[:_MOST_TALK]
        gone = chain.from_iterable(combinations(talk, count) for count in range(len(talk) + 1))
        ways = map(whole.without, gone)
        heard = [heard_around(framing, way, rubric.answers.quoted(way.reading)) for way in ways]
        loud = [each for each in heard if each != SILENCE] or [SILENCE]
        return Heard(*map(max, zip(*loud, strict=True)))

    def _may_be_turned(self, whole: Comparer, kept: Comparer) -> bool:
        """May something in it that was not `kept` refuse the rest, or leave it open?"""
        plain, rest = whole.reading.plain, kept.reading.plain
        gone = (
            sentence for sentence in whole.reading.sentences if plain[slice(*sentence)].strip() not in rest
        )
        return any(may_turn_it(whole, self._book, sentence) for sentence in gone)

    def _is_page(self, rubric: Rubric, comparer: Comparer) -> bool:
        """Is the reply a page out of a manual?"""
        pages, reading = self._book.pages, comparer.reading
        if pages is None or not sounds_like_one(pages.tone, reading):
            return False
        if rubric.model_answer.is_copied_whole(reading):
            return False
        return is_page(pages, self._attempt(rubric, comparer))

    def _mistakes(self, attempt: Attempt) -> list[Caught] | None:
        """The misconceptions that the reply asserts; None if nothing here can weigh them."""
        if (heard := self._book.mistakes) is None:
            return None
        return asserted(heard.trees, heard.tone, attempt)

    def _doubt(self, attempt: Attempt, *, taken_back: bool) -> Remark | None:
        """Does the reply turn the answer down, or settle on nothing?"""
        heard = attempt.heard(self._book.listener)
        return self._refusal(attempt, heard, taken_back=taken_back) or self._open_choice(attempt, heard)

    def _refusal(self, attempt: Attempt, heard: Heard, *, taken_back: bool) -> Remark | None:
        """Does the reply turn the answer down?"""
        if self._book.refusal is None:
            return None
        return refusal(
            self._book.refusal.trees,
            _refusal_evidence(self._book.refusal.tone, attempt, heard, taken_back=taken_back),
            asides_of(attempt),
            all_denied=attempt.is_all_denied,
            earns_nothing_else=lambda sparing: self._earns_nothing_else(attempt, sparing_points=sparing),
        )

    def _earns_nothing_else(self, attempt: Attempt, *, sparing_points: bool) -> bool:
        """Is nothing earned by what the reply doesn't oppose?"""
        left = attempt.comparer.without(attempt.opposed(sparing_points=sparing_points))
        if left is attempt.comparer:
            return False
        return (
            not left.reading.words
            or not self._attempt(attempt.rubric, left).score(self._book.evidence, (), taken_back=False).value
        )

    def _open_choice(self, attempt: Attempt, heard: Heard) -> Remark | None:
        """Does the reply settle on nothing?"""
        trees = self._book.choices
        if trees is None:
            return None
        return open_choice(
            trees,
            choice_evidence(attempt, heard),
            sets_aside=attempt.sets_another_aside,
            says_so=says_it_is_open(attempt.comparer.reading.plain),
            plainly=is_plainly_open(attempt.comparer.reading),
        )

    def _said(self, rubric: Rubric, reading: Reading) -> Comparer:
        """What the reply says, once, without mere politeness."""
        reading = reading.without(repeated(reading))
        reading = reading.without(courtesies(reading))
        if (tone := self._book.modesty) is not None:
            modest = modesties(reading, tone, self._book.asides)
            reading = reading.without(span for span in modest if not self._names_something(reading, span))
        return Comparer(reading, rubric.references)

    def _names_something(self, reading: Reading, span: Span) -> bool:
        return bool(self._names.mentions(read(reading.plain[slice(*span)])))

    def _outside(self, reading: Reading) -> list[Span]:
        """Where names of services stand that the glossary doesn't have."""
        return [m.span for m in self._names.outside.mentions(reading)] if self._names.outside else []

    def _falls(self, attempt: Attempt) -> bool:
        """Is nothing essential left without what is turned down?"""
        model = self._book.evidence
        left = self._attempt(attempt.rubric, attempt.comparer.without(attempt.turned_down)).essential(model)
        return left < min(MADE, attempt.essential(model) - MOST_LOST)

    def _takes_back(self, attempt: Attempt) -> bool:
        """Does the reply say something essential and then turn round? Who thinks aloud at length may say
        it again, and means it then; who turns it down from the first takes nothing back."""
        reading = attempt.comparer.reading
        turn = turning_point(reading)
        if turn is None:
            return False
        model = self._book.evidence
        before = self._attempt(attempt.rubric, attempt.comparer.without([(turn, len(reading.plain))]))
        if not before.makes_essential(model, MADE):
            return False
        if before.is_turned_down and self._falls(before):
            return False
        if attempt.extent < ALOUD:
            return True
        after = self._attempt(attempt.rubric, attempt.comparer.without([(0, turn)]))
        return not after.makes_essential(model, MADE)

    def evidence(self, scenario: Scenario, reply: str) -> dict[str, Evidence]:
        """What speaks for each key point of a reply, by id: for fitting the model that weighs it."""
        attempt = self._unguarded(scenario, reply)
        ids = (point.key_point.id for point in attempt.rubric.points)
        return dict(zip(ids, attempt.evidence(attempt.idle), strict=True))

    def refusing(self, scenario: Scenario, reply: str) -> tuple[Phrases, RefusalEvidence] | None:
        """What tells whether a reply refuses, the tone left out: for fitting tone and trees. None where
        nothing hangs on it."""
        attempt = self._unguarded(scenario, reply)
        if not attempt.comparer.reading.words:
            return None
        taken_back = self._takes_back(attempt)
        score = attempt.score(self._book.evidence, (), taken_back=taken_back)
        if score.value <= HARMLESS:
            return None
        evidence = refusal_evidence(attempt, SILENT, SILENCE, taken_back=taken_back)
        return phrases(attempt.comparer.reading, attempt.answering), evidence

    def mistaking(self, scenario: Scenario, reply: str, tone: Tone) -> dict[str, MistakeEvidence]:
        """What speaks for each misconception that a reply may assert, by id: for fitting what weighs it."""
        attempt = self._unguarded(scenario, reply)
        return {found.trap.misconception.id: found.evidence for found in suspects(attempt, tone)}

    def choosing(self, scenario: Scenario, reply: str) -> tuple[frozenset[str], ChoiceEvidence] | None:
        """What tells whether a reply settles on something, and the turns of phrase by which the tone of
        indecision is heard: for fitting the trees. None where nothing is said."""
        attempt = self._unguarded(scenario, reply)
        reading = attempt.comparer.reading
        if not reading.words:
            return None
        return turns_about(reading, attempt.options), choice_evidence(attempt, SILENCE)

    def paging(self, scenario: Scenario, reply: str) -> tuple[Reading, PageEvidence] | None:
        """A reply and what tells whether it is a page of a manual, the tone left out: for fitting tone and
        trees. None where nothing is said."""
        attempt = self._unguarded(scenario, reply)
        reading = attempt.comparer.reading
        return (reading, page_evidence(attempt, 0.0)) if reading.words else None

    def heeding(self, scenario: Scenario, reply: str) -> Heeded:
        """A reply as it is listened to: for fitting the listener."""
        return self._unguarded(scenario, reply).heeded

    def _unguarded(self, scenario: Scenario, reply: str) -> Attempt:
        """A reply as it is weighed, whatever it is: for fitting."""
        rubric, reading = self.rubric(scenario), read(reply)
        comparer = self._said(rubric, reading)
        return self._attempt(rubric, comparer.without(rubric.question.copied(comparer.reading)))

    def answering(self, scenario: Scenario, reply: str) -> tuple[Reading, list[Span]]:
        """A reply, and where it speaks of the answer: for fitting the tone of advice against it."""
        attempt = self._as_it_stands(scenario, reply)
        return attempt.comparer.reading, attempt.answering

    def options(self, scenario: Scenario, reply: str) -> tuple[Reading, list[Span]]:
        """A reply, and where it names what could be done: for fitting the tone of who decides nothing."""
        attempt = self._as_it_stands(scenario, reply)
        return attempt.comparer.reading, attempt.options

    def _as_it_stands(self, scenario: Scenario, reply: str) -> Attempt:
        rubric = self.rubric(scenario)
        return self._attempt(rubric, Comparer(read(reply), rubric.references))

    def _attempt(self, rubric: Rubric, comparer: Comparer) -> Attempt:
        return Attempt(rubric, comparer, self._names, self._book.tones)

    @property
    def names(self) -> Names:
        """The compiled glossary."""
        return self._names

    def points(self, scenario: Scenario) -> tuple[Point, ...]:
        """The scenario's key points as replies are compared with them."""
        return compile_points(scenario, self._compiler)

    def meets(self, pattern: Pattern, text: str) -> bool:
        """Whether the text says what the pattern asks for."""
        return bool(Index(read(text), self._names).find(self._compiler.target(pattern)))

    def compiled(self, scenario: Scenario) -> Rubric:
        """The scenario compiled, to be kept by the caller."""
        return compile_rubric(scenario, self._compiler, self._book.vectors)

    def rubric(self, scenario: Scenario) -> Rubric:
        """The scenario as replies are compared with it."""
        kept = self._rubrics.get(scenario.id)
        if kept is None or kept[0] is not scenario:
            rubric = self.compiled(scenario)
            kept = self._rubrics[scenario.id] = scenario, rubric
        return kept[1]


def _refusal_evidence(
    tone: Tone, attempt: Attempt, heard: Heard, *, taken_back: bool = False
) -> RefusalEvidence:
    how = course(tone, attempt.comparer.reading, attempt.answering)
    return refusal_evidence(attempt, how, heard, taken_back=taken_back)


def _is_upheld(model_answer: Wording, attempt: Attempt) -> bool:
    """Is the reply the model answer, with nothing turned down but what that turns down?"""
    reading = attempt.comparer.reading
    own = (ruling for ruling in attempt.dismissals if not model_answer.has(reading, ruling.cue))
    return model_answer.is_copied_whole(reading) and next(own, None) is None


def _nothing(rubric: Rubric, remarks: Sequence[Remark]) -> Score:
    points = tuple(
        PointResult(point.id, point.weight, point.required, hit=False, earned=0)
        for point in (compiled.key_point for compiled in rubric.points)
    )
    return Score(0, outcome_of(0, points), points, remarks=tuple(remarks))
