"""Links to messages, asked of Slack once."""

from __future__ import annotations

from cachetools import LRUCache
from slack_sdk.errors import SlackClientError

from bot.domain.errors import BotError
from bot.slack.client import Clients

KEPT = 10_000


class Permalinks:
    """A message's link never changes, so it is remembered. A page is drawn without one that can't be had."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients
        self._known: LRUCache[tuple[str, str], str] = LRUCache(KEPT)

    async def to(self, team_id: str, channel_id: str, ts: str) -> str | None:
        """The link to this message in the workspace's channel."""
        if (channel_id, ts) not in self._known:
            try:
                slack = await self._clients.of(team_id)
                found = await slack.chat_getPermalink(channel=channel_id, message_ts=ts)
            except (BotError, SlackClientError, OSError):
                return None
            self._known[channel_id, ts] = str(found["permalink"])
        return self._known[channel_id, ts]
