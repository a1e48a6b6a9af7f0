"""A word to somebody who goes too fast, where nothing can be said in the answer to the request."""

from __future__ import annotations

from slack_sdk.web.async_client import AsyncWebClient

from bot.ports import PeopleDirectory
from bot.slack.background import Background
from bot.slack.client import Clients
from bot.slack.requests import Body
from bot.texts import say


class Patience:
    """Asks people to wait, in the conversation where they wrote."""

    def __init__(self, people: PeopleDirectory, clients: Clients, background: Background) -> None:
        self._people = people
        self._clients = clients
        self._background = background

    def ask(self, team_id: str, message: Body, channel_id: str, key: str, seconds: int) -> None:
        """Say the text `key` to the author of the message alone."""
        self._background.start(self._ask(team_id, message, channel_id, key, seconds))

    async def _ask(self, team_id: str, message: Body, channel_id: str, key: str, seconds: int) -> None:
        user_id = str(message["user"])
        text = say(await self._people.language(team_id, user_id), key, n=seconds)
        slack: AsyncWebClient = await self._clients.of(team_id)
        thread_ts = message.get("thread_ts")
        if channel_id.startswith("D"):
            await slack.chat_postMessage(channel=channel_id, text=text, thread_ts=thread_ts)
        else:
            await slack.chat_postEphemeral(channel=channel_id, user=user_id, text=text, thread_ts=thread_ts)
