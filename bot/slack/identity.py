"""Who the bot is in a workspace: the ids and the token that Bolt wants to know with every request.

Bolt's own way would ask `auth.test` each time, and for many workspaces read the store besides.
"""

from __future__ import annotations

import asyncio
import logging

import aiohttp
from cachetools import TTLCache
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.domain.installations import WrongEncryptionKey
from bot.slack.client import DEAD_TOKEN, Clients, reason_of
from bot.slack.installed import Installed

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 1.5
SILENT_SECONDS = 10


class Identity:
    """The bot's own ids in the one workspace of its token, asked of Slack once."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients
        self._known: AuthorizeResult | None = None
        self._asking = asyncio.Lock()
        self._silent: TTLCache[str, bool] = TTLCache(1, SILENT_SECONDS)

    async def introduce(self) -> str | None:
        """Ask at the start, so that a wrong token is known at once: raises `SlackApiError`. Returns the
        workspace in which it works, None while Slack can't tell."""
        async with self._asking:
            await self._ask()
        return self._known.team_id if self._known else None

    async def present(self, team_id: str) -> bool:
        """Whether our token works in the workspace now. Raises what slack_sdk and aiohttp raise while Slack
        can't tell."""
        try:
            slack = await self._clients.of(team_id)
            me = await slack.auth_test()
        except SlackApiError as error:
            if reason_of(error) in DEAD_TOKEN:
                return False
            raise
        return bool(me.get("team_id") == team_id)

    async def of(self, enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        """Who we are. While Slack can't be reached our ids stay unknown, and what needs no call to
        Slack works all the same. Raises `SlackApiError` for a token that is refused."""
        async with self._asking:
            if self._known is None and "slack" not in self._silent:
                await self._ask()
        token = (await self._clients.of("")).token
        return self._known or AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=token)

    async def _ask(self) -> None:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                slack = await self._clients.of("")
                me = await slack.auth_test()
        except (aiohttp.ClientError, SlackClientError, OSError, TimeoutError) as error:
            if isinstance(error, SlackApiError) and reason_of(error) in DEAD_TOKEN:
                raise
            self._silent["slack"] = True
            log.warning("Slack can't be asked who we are yet", extra={"why": type(error).__name__})
            return
        self._known = AuthorizeResult(
            enterprise_id=me.get("enterprise_id"),
            team_id=me.get("team_id"),
            bot_user_id=me.get("user_id"),
            bot_id=me.get("bot_id"),
            bot_token=(await self._clients.of("")).token,
        )


class Guests:
    """The bot's ids in each of many workspaces, as they were learned at the installation."""

    def __init__(self, installed: Installed) -> None:
        self._installed = installed

    async def introduce(self) -> str | None:
        """Nothing to ask at the start: there may be no workspace yet."""
        return None

    async def of(self, enterprise_id: str | None, team_id: str | None) -> AuthorizeResult | None:
        """Who we are there; None, and a line in the log, where the bot is not installed.

        A token that can't be read, since its key is lost, stops what needs it and nothing else: what Slack
        delivers is kept, and the bot can be taken off.
        """
        place = (team_id or "", enterprise_id or "")
        try:
            found = await self._installed.of(*place)
        except WrongEncryptionKey as error:
            log.error("a token can't be read", extra={"team": team_id, "why": error.key})
            found = await self._installed.known(*place)
        if found is None:
            log.warning("a request from where the bot is not installed", extra={"team": team_id})
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_user_id=found.bot_user_id,
            bot_id=found.bot_id,
            bot_token=found.bot_token,
        )
