"""Answer a question out of the scenario index. No database stands between the person and the answer."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.grading.talk import is_talk
from bot.domain.library import Library
from bot.domain.results import Answer
from bot.domain.scenario import Language, Pack, Scenario
from bot.domain.search import Fit, Found, Verdict
from bot.services.open_rounds import OpenRounds

NEIGHBOURS = 2
CLOSEST = 3
SHARING = 5
"""Scenarios offered where the question is a subject that they share."""


class AnswerQuestion:
    """Searches the library and decides how to answer."""

    def __init__(self, library: Library, open_rounds: OpenRounds) -> None:
        self._library = library
        self._open_rounds = open_rounds

    def __call__(self, question: str, channel_id: str) -> Answer:
        """The answer to a question asked in this channel, in the question's language."""
        pack, found = self._library.search(question, limit=SHARING)
        if is_talk(question):  # "hello": nobody lacks a scenario about it
            found = Found(Verdict.EMPTY, 0.0, ())
        if found.verdict is not Verdict.SEVERAL:
            found = replace(found, matches=found.matches[:CLOSEST])
        scenarios = tuple(pack.scenario(match.scenario_id) for match in found.matches)
        if found.verdict is Verdict.ANSWER:
            return self._answer(question, channel_id, pack, found, scenarios[0], scenarios[1:])
        spoken = self._library.language_of(question)
        return Answer(
            verdict=found.verdict,
            language=spoken or Language.EN,
            confidence=found.confidence,
            question=question,
            pack=pack,
            closest=scenarios,
            matches=found.matches,
            wordless=spoken is None,
        )

    def anywhere(self, question: str, team_id: str) -> Answer:
        """The answer to a question of which nobody knows in which channel its answer will be read: one that
        is open in any of the workspace's channels is kept back."""
        given = self(question, channel_id="")
        if given.scenario is None:
            return given
        return replace(given, todays=self._open_rounds.somewhere(team_id, given.scenario.id))

    def about(self, scenario_id: str, question: str, channel_id: str, confidence: float) -> Answer:
        """The answer with this scenario, which the person picked, or was given with `confidence`;
        raises `UnknownScenario`."""
        pack = self._library.pack_of(scenario_id)
        _, found = self._library.search(question, limit=CLOSEST)
        others = [match.scenario_id for match in found.matches if match.scenario_id != scenario_id]
        scenarios = tuple(pack.scenario(other) for other in others if other in pack)
        first = found.verdict is Verdict.ANSWER and found.matches[0].scenario_id == scenario_id
        given = Found(Verdict.ANSWER, confidence, found.matches, found.fit if first else Fit.LIKELY)
        return self._answer(question, channel_id, pack, given, pack.scenario(scenario_id), scenarios)

    def _answer(
        self,
        question: str,
        channel_id: str,
        pack: Pack,
        found: Found,
        scenario: Scenario,
        others: tuple[Scenario, ...],
    ) -> Answer:
        spoken = self._library.language_of(question)
        return Answer(
            verdict=Verdict.ANSWER,
            language=spoken or Language.EN,
            confidence=found.confidence,
            question=question,
            pack=pack,
            scenario=scenario,
            closest=others[:NEIGHBOURS],
            todays=self._open_rounds.of(channel_id, scenario.id),
            matches=found.matches,
            fit=found.fit,
            wordless=spoken is None,
        )
