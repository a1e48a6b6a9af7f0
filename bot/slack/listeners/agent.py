"""The agent view: questions to begin with, wherever a conversation with the bot is opened.

Apps made today have the agent view, whose sign is `app_home_opened` with the tab `messages`. Older ones have
assistant threads. In both, what people write arrives as direct messages, which `events` answers.
https://docs.slack.dev/reference/methods/assistant.threads.setSuggestedPrompts
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping

from slack_sdk.errors import SlackApiError

from bot.ports import PeopleDirectory
from bot.slack.background import Background
from bot.slack.blocks.asked import prompts
from bot.slack.client import Clients, reason_of
from bot.slack.requests import Body, installed_in
from bot.slack.use_cases import UseCases
from bot.texts import say

log = logging.getLogger(__name__)


class Agent:
    """Suggests questions. `events` are its handlers by the names of events."""

    def __init__(
        self, use_cases: UseCases, people: PeopleDirectory, clients: Clients, background: Background
    ) -> None:
        self._use_cases = use_cases
        self._people = people
        self._clients = clients
        self._background = background
        self.events: Mapping[str, Callable[[Body, Body, str], Awaitable[None]]] = {
            "app_home_opened": self._opened,
            "assistant_thread_started": self._started,
            "assistant_thread_context_changed": self._nothing,  # where people look changes no answer
        }

    async def _opened(self, event: Body, body: Body, _: str) -> None:
        if event.get("tab") == "messages" and event.get("channel"):
            # Without a thread: with one, Slack would silently do nothing in the agent view.
            self._background.start(self._suggest(installed_in(body), event["user"], event["channel"], None))

    async def _started(self, event: Body, body: Body, _: str) -> None:
        thread = event.get("assistant_thread") or {}
        if thread.get("channel_id") and thread.get("user_id"):
            where = (str(thread["user_id"]), str(thread["channel_id"]), thread.get("thread_ts"))
            self._background.start(self._suggest(installed_in(body), *where))

    async def _nothing(self, event: Body, body: Body, _: str) -> None:
        pass

    async def _suggest(self, team_id: str, user_id: str, channel_id: str, thread_ts: str | None) -> None:
        language = await self._people.language(team_id, user_id)
        slack = await self._clients.of(team_id)
        try:
            await slack.assistant_threads_setSuggestedPrompts(
                channel_id=channel_id,
                thread_ts=thread_ts,
                title=say(language, "asked.begin"),
                prompts=prompts(self._use_cases.library.packs, language),
            )
        except SlackApiError as error:  # an app without the agent view: people ask all the same
            log.info("no questions could be suggested", extra={"why": reason_of(error)})
