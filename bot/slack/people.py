"""What the workspace knows about a person, asked once an hour at most."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import aiohttp
from cachetools import TTLCache
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.scenario import Language
from bot.domain.schedule import is_zone

log = logging.getLogger(__name__)

KEPT_PEOPLE = 10_000
KEPT_SECONDS = 3600
SILENT_SECONDS = 60
PATIENCE_SECONDS = 1.0
"""A command has 3 s for everything, and a form has to be opened in the same time."""


class SlackPeople:
    """The PeopleDirectory port over `users.info`. Whatever can't be learned has a safe default."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._known: TTLCache[tuple[str, str], dict[str, Any]] = TTLCache(KEPT_PEOPLE, KEPT_SECONDS)
        self._silent: TTLCache[tuple[str, str], bool] = TTLCache(KEPT_PEOPLE, SILENT_SECONDS)

    async def language(self, team_id: str, user_id: str) -> Language:
        locale = str((await self._info(team_id, user_id)).get("locale") or "")
        return Language.JA if locale.startswith("ja") else Language.EN

    async def time_zone(self, team_id: str, user_id: str) -> str:
        zone = str((await self._info(team_id, user_id)).get("tz") or "")
        return zone if is_zone(zone) else "UTC"

    async def is_admin(self, team_id: str, user_id: str) -> bool:
        info = await self._info(team_id, user_id)
        return bool(info.get("is_admin") or info.get("is_owner"))

    async def _info(self, team_id: str, user_id: str) -> dict[str, Any]:
        key = (team_id, user_id)
        if key not in self._known:
            if key in self._silent:
                return {}
            try:
                async with asyncio.timeout(PATIENCE_SECONDS):
                    response = await self._client.users_info(user=user_id, include_locale=True)
            except (aiohttp.ClientError, SlackClientError, OSError, TimeoutError) as error:
                log.warning("users.info failed, defaults serve", extra={"why": type(error).__name__})
                self._silent[key] = True
                return {}
            self._known[key] = response.get("user") or {}
        return self._known[key]
