"""The workflow step *Ask the scenario index*.

A step is answered before its event is acknowledged: if that fails, Slack delivers the event again, and
completing a step twice does no harm.
https://docs.slack.dev/reference/events/function_executed
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping

from slack_sdk.errors import SlackApiError

from bot.domain.scenario import Language
from bot.services.record_question import Asked
from bot.slack.background import Background
from bot.slack.blocks.asked import in_words
from bot.slack.client import Clients, reason_of
from bot.slack.manifest import STEP
from bot.slack.outcome import AMBIGUOUS
from bot.slack.requests import Body, asked_in, installed_in
from bot.slack.use_cases import UseCases
from bot.texts import say

log = logging.getLogger(__name__)


class Steps:
    """Carries out workflow steps. `events` are its handlers by the names of events."""

    def __init__(self, use_cases: UseCases, clients: Clients, background: Background) -> None:
        self._use_cases = use_cases
        self._clients = clients
        self._background = background
        self.events: Mapping[str, Callable[[Body, Body, str], Awaitable[None]]] = {
            "function_executed": self._executed
        }

    async def _executed(self, event: Body, body: Body, _: str) -> None:
        if (event.get("function") or {}).get("callback_id") != STEP:
            return
        try:
            await self._answer(event, installed_in(body))
        except SlackApiError as error:
            if not reason_of(error) or reason_of(error) in AMBIGUOUS or error.response.status_code == 429:
                raise  # Slack delivers the event again
            # It was completed by an earlier delivery, or its workflow has been cancelled.
            log.info("a workflow step can't be completed", extra={"why": reason_of(error)})

    async def _answer(self, event: Body, team_id: str) -> None:
        execution = str(event["function_execution_id"])
        # The token that comes along is good for this step alone, in whatever workspace it runs.
        token = {"token": event["bot_access_token"]} if event.get("bot_access_token") else {}
        slack = await self._clients.of(team_id)
        question = asked_in(str((event.get("inputs") or {}).get("question") or ""))
        if not question:
            reason = " / ".join(say(language, "asked.no-question") for language in Language)
            await slack.functions_completeError(function_execution_id=execution, error=reason, **token)
            return
        given = self._use_cases.answer_question.anywhere(question, team_id)
        known = given.scenario is not None and given.todays is None
        outputs = {
            "answer": in_words(given),
            "scenario": given.scenario.id if known and given.scenario else "",
            "confidence": round(given.confidence, 3),
        }
        await slack.functions_completeSuccess(function_execution_id=execution, outputs=outputs, **token)
        row = Asked(team_id, "", f"step:{execution}", "", question)  # nobody in particular asked
        self._background.start(self._use_cases.record_question.answered(row, given))
